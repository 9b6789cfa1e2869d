import Ledger
import Orchestrator
import RunModel
import TestSupport
import Testing

/// Edits of files that hold a secret, which neither the model nor the journal has seen.
struct KeptSecretsTests {
    private static let (one, two) = (
        "gh" + "p_" + "aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY3zA5",
        "gh" + "p_" + "zZ9dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY3zA5"
    )
    private static let mark = "[redacted:github]"

    private func restored(_ original: String, _ edited: String) -> String {
        String(
            decoding: KeptSecrets(of: Array(original.utf8), Redactor()).restored(
                Array(edited.utf8)), as: UTF8.self)
    }

    @Test func `a line that stays has its secret again, wherever it stands then`() {
        let (one, mark) = (Self.one, Self.mark)
        #expect(restored("a\nt = \(one)\nb\n", "x\nt = \(mark)\ny") == "x\nt = \(one)\ny")
        #expect(
            restored("t = \(one) \(Self.two)\r\n", "t = \(mark) \(mark)\r\n")
                == "t = \(one) \(Self.two)\r\n")
        let key = SecretText.privateKey
        #expect(
            restored("a\n\(key)\nb\n", "a\n[redacted:private-key]\nc\n") == "a\n\(key)\nc\n")
    }

    @Test func `what is taken away is gone`() {
        #expect(restored("a\nt = \(Self.one)\nb\n", "a\nt = read()\nb\n") == "a\nt = read()\nb\n")
    }

    @Test func `a line that is new or other keeps its mark`() {
        let edited = "t = \(Self.mark)\nu = \(Self.mark)\n"
        #expect(restored("t = \(Self.one)\n", edited) == "t = \(Self.one)\nu = \(Self.mark)\n")
        #expect(restored("a\n", edited) == edited)
    }

    @Test func `of two lines that read alike nobody knows which is gone`() {
        let (line, mark) = ("t = \(Self.mark)\n", Self.mark)
        #expect(restored("t = \(Self.one)\nt = \(Self.two)\n", line) == line)
        #expect(restored("t = \(Self.one)\nt = \(Self.one)\n", line) == "t = \(Self.one)\n")
        #expect(
            restored("t = \(Self.one)\nt = \(Self.two)\n", "x\n" + line + line)
                == "x\nt = \(Self.one)\nt = \(Self.two)\n")
        #expect(restored("a \(mark)\n", "b \(mark)\n") == "b \(mark)\n")
    }

    // MARK: A run

    private func scene() throws -> RunScene {
        let scratch = try ScratchRepository()
        try scratch.write("sum.txt", "one\ntoken = \"\(Self.one)\"\nthree\n")
        try scratch.write("word.txt", "low\n")
        try scratch.commit("base")
        return RunScene(scratch)
    }

    /// Every object that the run has written.
    private func written(_ scene: RunScene) throws -> String {
        try scene.scratch.git(
            "log", "--all", "--not", "main", "-p", "--text", "--format=%B",
            "--diff-merges=first-parent")
    }

    @Test(arguments: [
        "token = \"\(one)\"", "token = \"\(mark)\"", "one\ntoken = \"\(mark)\"\nthree",
    ])
    func `an edit that takes a secret away passes, and no record holds it`(search: String)
        async throws
    {
        let scene = try scene()
        let edit = Story.reply(
            .builder,
            Story.replace(search, by: "one\nfrom the environment\nfour", in: "sum.txt"))
        let ledger = try await scene.finish(Story.sum(), [edit, Story.approval])
        #expect(ledger.state.status == .succeeded)
        #expect(try !scene.file("sum.txt").contains("token"))
        let text = try written(scene)
        // The difference shows what is gone; what was recorded shows a mark.
        let added = text.split(separator: "\n").filter { !$0.hasPrefix("-") && !$0.hasPrefix(" ") }
        #expect(!added.contains { $0.contains(Self.one) })
    }

    @Test func `an edit beside a secret leaves it as it was`() async throws {
        let scene = try scene()
        let edit = Story.reply(
            .builder,
            Story.replace(
                "token = \"\(Self.mark)\"\nthree", by: "token = \"\(Self.mark)\"\nthree\nfour",
                in: "sum.txt"))
        let ledger = try await scene.finish(Story.sum(), [edit, Story.approval])
        #expect(ledger.state.status == .succeeded)
        #expect(try scene.file("sum.txt") == "one\ntoken = \"\(Self.one)\"\nthree\nfour")
    }

    @Test func `a secret in the place of another is refused`() async throws {
        let scene = try scene()
        let edit = Story.replace(
            "token = \"\(Self.one)\"", by: "other = \"\(Self.two)\"\nfour", in: "sum.txt")
        let ledger = try await scene.finish(
            Story.sum(), [Story.reply(.builder, edit), Story.four, Story.approval])
        #expect(ledger.state.phases[0].failures.map(\.category) == [.secretFound])
        #expect(try !written(scene).contains(Self.two))
    }

    @Test func `no file is made whose name is a secret`() async throws {
        let scene = try scene()
        let edit = "new-\(Self.two).txt\n<<<<<<< SEARCH\n=======\nfour\n>>>>>>> REPLACE\n"
        let ledger = try await scene.finish(
            Story.sum(), [Story.reply(.builder, edit), Story.four, Story.approval])
        #expect(ledger.state.phases[0].failures.count == 1)
        #expect(try !written(scene).contains(Self.two))
    }
}

private enum SecretText {
    static let privateKey: String = {
        var random = SeededGenerator(seed: 3)
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        let lines = (0..<4).map { _ in
            String((0..<64).map { _ in letters[Int(random.next() % 64)] })
        }
        let name = "RSA PRIVATE " + "KEY"
        return "-----BEGIN \(name)-----\n\(lines.joined(separator: "\n"))\n-----END \(name)-----"
    }()
}
