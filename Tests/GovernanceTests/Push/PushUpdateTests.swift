import Governance
import RunModel
import TestSupport
import Testing

/// The list that git gives to a `pre-push` hook.
@Suite struct PushUpdateTests {
    private static let id = String(repeating: "12ab", count: 10)
    private static let other = String(repeating: "cd34", count: 10)
    private static let zero = String(repeating: "0", count: 40)

    private func read(_ text: String) -> (updates: [PushUpdate], faults: [Int]) {
        PushUpdate.read(Array(text.utf8))
    }

    @Test func `updates, new refs and deletions`() {
        let (updates, faults) = read(
            """
            refs/heads/main \(Self.id) refs/heads/main \(Self.other)
            HEAD~2 \(Self.id) refs/heads/new \(Self.zero)
            (delete) \(Self.zero) refs/heads/gone \(Self.other)

            """)
        #expect(faults == [])
        #expect(
            updates == [
                PushUpdate(
                    localRef: "refs/heads/main", local: Self.id, remoteRef: "refs/heads/main",
                    remote: Self.other),
                PushUpdate(
                    localRef: "HEAD~2", local: Self.id, remoteRef: "refs/heads/new", remote: nil),
                PushUpdate(
                    localRef: "(delete)", local: nil, remoteRef: "refs/heads/gone",
                    remote: Self.other),
            ])
    }

    @Test func `a revision with blanks, and a line without its end`() {
        let (updates, faults) = read("HEAD@{2 days ago} \(Self.id) refs/heads/a \(Self.zero)")
        #expect(faults == [])
        #expect(updates.map(\.localRef) == ["HEAD@{2 days ago}"])
    }

    @Test(arguments: [
        "x", "a b c d", "a \(id) refs/heads/a", " \(id) refs/heads/a \(other)",
        "a \(id) heads/a \(other)", "a \(id.uppercased()) refs/heads/a \(other)",
        "a \(id)0 refs/heads/a \(other)", "a\u{1b} \(id) refs/heads/a \(other)",
        "a \(id) refs/heads/a\r \(other)", "a \(id) refs/heads/a \(other)\r",
        "a \(id) refs/heads/a \(String(repeating: "0", count: 64))",
        "a  \(id)  refs/heads/a \(other)",
    ])
    func `what is no line of git's is named by its number`(line: String) {
        let good = "refs/heads/b \(Self.id) refs/heads/b \(Self.zero)"
        let (updates, faults) = read("\(good)\n\(line)\n\(good)\n")
        #expect(faults == [2])
        #expect(updates.count == 2)
    }

    @Test func `any bytes are read without a fault of the reader`() {
        var generator = SeededGenerator(seed: 7)
        let pieces = [" ", "\n", Self.id, Self.zero, "refs/heads/a", "\0", "é", "\u{202e}", "("]
        for _ in 0..<2000 {
            let text = (0..<Int.random(in: 0..<12, using: &generator))
                .map { _ in pieces[Int.random(in: 0..<pieces.count, using: &generator)] }.joined()
            let (updates, faults) = read(text)
            let lines = text.split(separator: "\n").count
            #expect(updates.count + faults.count == lines, "seed 7: \(text.debugDescription)")
        }
    }

    @Test func `rollback points by either name, and nothing that only looks so`() {
        func preRun(_ local: String, _ remote: String) -> String? {
            PushUpdate(localRef: local, local: Self.id, remoteRef: remote, remote: nil)
                .preRun?.description
        }
        #expect(preRun("refs/heads/autopack/pre-run-r1", "refs/heads/x") == "r1")
        #expect(preRun("autopack/pre-run-r1", "refs/heads/x") == "r1")
        #expect(preRun("HEAD", "refs/heads/autopack/pre-run-r1") == "r1")
        #expect(preRun("refs/heads/pre-run-r1", "refs/heads/pre-run-r1") == nil)
        #expect(preRun("refs/heads/autopack/r1", "refs/heads/autopack/r1") == nil)
        #expect(preRun("refs/heads/autopack/pre-run-", "refs/heads/a") == nil)
        #expect(preRun("refs/heads/autopack/pre-run-R_1", "refs/heads/a") == nil)
    }

    @Test func `records go where records are`() {
        func isRecord(_ remote: String) -> Bool {
            PushUpdate(localRef: "x", local: Self.id, remoteRef: remote, remote: nil).isRecord
        }
        #expect(isRecord("refs/autopack/keep/r1"))
        #expect(isRecord("refs/notes/autopack"))
        #expect(!isRecord("refs/heads/autopack/r1"))
        #expect(!isRecord("refs/notes/autopack-2"))
        #expect(!isRecord("refs/tags/v1"))
    }
}
