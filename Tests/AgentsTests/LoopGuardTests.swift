import Agents
import Testing

struct LoopGuardTests {
    /// What is found of each of some calls; `x` brings always the same, `x!` a new tree each time,
    /// `x>t` the tree t.
    private func findings(_ calls: String, limit: Int = 3) -> [LoopGuard.Finding] {
        var history = LoopGuard(limit: limit, start: "start")
        return calls.split(separator: " ").enumerated().map { number, call in
            let name = String(call.prefix { $0 != ">" && $0 != "!" })
            let tree: String? =
                if call.hasSuffix("!") {
                    "tree \(number)"
                } else {
                    call.firstIndex(of: ">").map { String(call[call.index(after: $0)...]) }
                }
            return history.take(name, named: name, result: "of \(name)", tree: tree)
        }
    }

    private func loop(_ calls: String, limit: Int = 3) -> (at: Int, what: String)? {
        for (index, finding) in findings(calls, limit: limit).enumerated() {
            if case .loop(let what) = finding { return (index, what) }
        }
        return nil
    }

    @Test func `the same call with the same result is a loop past the limit`() throws {
        #expect(
            findings("a a a").map { $0 } == [.fresh, .repeated(2), .repeated(3)])
        let found = try #require(loop("a a a a"))
        #expect(found.at == 3)
        #expect(found.what == "the same call a was made 4 times, with the same result")
        #expect(try #require(loop("a a", limit: 1)).at == 1)
    }

    @Test(arguments: [
        ("a b a b a b", 5, "the calls a, b were made in turn 3 times, with the same results"),
        ("x a b a b a b", 6, "the calls a, b were made in turn 3 times, with the same results"),
        (
            "a b c a b c a b c", 8,
            "the calls a, b, c were made in turn 3 times, with the same results"
        ),
        ("a b c d a e a f a", 8, "the same call a was made 4 times, with the same result"),
    ]) func `calls in turn are a loop`(calls: String, at: Int, what: String) throws {
        let found = try #require(loop(calls))
        #expect(found.at == at)
        #expect(found.what == what)
    }

    @Test(arguments: [
        "a b c d e f", "a b! a b! a b! a b! a b!", "a a! a a! a a! a a!", "a a b b c c",
        "a b a b c! a b a b", "a a a b! a a a",
    ]) func `looking again after a change is none`(calls: String) {
        #expect(loop(calls) == nil)
    }

    @Test func `an edit made and taken back is one`() throws {
        let found = try #require(loop("e>one u>start e>one u>start e>one"))
        #expect(found.at == 4)
        #expect(found.what.hasPrefix("edits are made and taken back: e brought the tree back"))
        #expect(loop("e>one u>start f>two g>three u>one") == nil)
    }
}
