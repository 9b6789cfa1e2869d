import Git
import Testing

struct TrailersTests {
    static let messages = [
        "subject\n", "subject\n\nKey: value\n", "Key: value\n", "s\n\nbody\n\nA: 1\nB: 2\n",
        "s\n\nbody\nA: 1\n", "s\n\nA: 1\n\n\n", "s\n\nA: 1\n  goes on\nB: 2\n",
        "s\n\nSigned-off-by: x\nnot one\nnor this\n", "s\n\nSigned-off-by: x\na\nb\nc\nd\n",
        "s\n\nA : 1\n", "s\n\nA b: 1\n", "s\n\n: 1\n", "s\n\nA:\n", "s\n\nA: 1\n# comment\n",
        "s\n\n  A: 1\n", "s\n\nbody\n\n  lead\nA: 1\n", "s\n\nhttp://x\n", "s\n\nA_b: 1\n",
        "s\n\n(cherry picked from commit 12)\nA: 1\n", "s\nA: 1\n\nB: 2\n", "\n\ns\n\nA: 1\n",
        "s\n\nA: 1\n\nplain\n", "s\n\nA: one: two\n", "s\n\nA: 1\nA: 2\n",
        "s\r\n\r\nA: 1\r\nB: 2\r\n", "s\n\nA:\u{301}1\n", "s\n\n\u{e4}: 1\n", "s\n\nA\u{a0}: 1\n",
    ]

    private func parsed(_ scratch: ScratchRepository, _ message: String) async throws -> [String] {
        try await scratch.git(
            ["interpret-trailers", "--parse", "--no-divider"], input: Array(message.utf8)
        ).split(separator: "\n").map(String.init)
    }

    private func printed(_ trailers: Trailers) -> [String] {
        trailers.all.map { $0.value.isEmpty ? "\($0.key):" : "\($0.key): \($0.value)" }
    }

    @Test func `a message has the trailers that git finds in it`() async throws {
        let scratch = try await ScratchRepository()
        for message in Self.messages {
            let ours = printed(Trailers(message: message))
            let theirs = try await parsed(scratch, message).map { line in
                line.hasSuffix(": ") ? String(line.dropLast()) : line
            }
            #expect(ours == theirs, "\(message.debugDescription)")
        }
    }

    @Test(arguments: [201, 202] as [UInt64])
    func `random messages have the trailers that git finds in them`(seed: UInt64) async throws {
        let scratch = try await ScratchRepository()
        var random = Seeded(seed)
        let lines = [
            "", "", "text", "Key: value", "Signed-off-by: A <a@x>", "  indented", "Other-key: x y",
            "# comment", "no key", "(cherry picked from commit 12)", "K : v",
        ]
        for _ in 0..<80 {
            let message =
                (0..<Int.random(in: 1...9, using: &random)).map { _ in
                    lines.randomElement(using: &random) ?? ""
                }.joined(separator: "\n") + "\n"
            let ours = printed(Trailers(message: message))
            let theirs = try await parsed(scratch, message)
            #expect(ours == theirs, "seed \(seed): \(message.debugDescription)")
        }
    }

    @Test func `appended trailers are what git reads back`() async throws {
        let scratch = try await ScratchRepository()
        let added = Trailers([.init("Autopack-Run", "r-1"), .init("Autopack-Seq", "12")])
        for message in Self.messages + [
            "", "s", "s\n\nbody", "s\n\nA: 1", "s\n\nA: 1\n# c\n", "s\n\nA: 1\n\n# c",
        ] {
            let longer = added.appended(to: message)
            let expected = printed(Trailers(message: message)) + printed(added)
            #expect(printed(Trailers(message: longer)) == expected, "\(message.debugDescription)")
            let theirs = try await parsed(scratch, longer)
            #expect(theirs.suffix(2) == printed(added)[...], "\(message.debugDescription)")
        }
    }

    @Test func `a value cannot make a trailer of its own`() {
        let message = Trailers([.init("A", "1\nB: 2\r\nC: 3")]).appended(to: "s")
        #expect(message == "s\n\nA: 1 B: 2 C: 3\n")
        #expect(Trailers(message: message).values("a") == ["1 B: 2 C: 3"])
    }
}
