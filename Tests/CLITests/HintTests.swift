#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

import TestSupport
import Testing

/// `git autopack hint`: a person's words for the next prompt.
@Suite(.fewAtOnce) struct HintTests {
    /// A run of two phases whose first phase failed.
    private func failed(then answers: [RecordedAnswer] = []) async throws -> Project {
        let project = try Project()
        try project.record([.builder("add", attempt: 1, Calculator.doesNotApply)] + answers)
        let plan = Calculator.plan.replacing(
            "    complexity: low\n", with: "    complexity: low\n    max_attempts: 1\n")
        expect(try await project.run(plan), exits: 1)
        return project
    }

    private func hints(_ project: Project) throws -> [JSON] {
        try Journal(in: project.repository).events("hint.recorded")
    }

    @Test func `it is in the next prompt, and in no earlier one`() async throws {
        let project = try await failed(then: [
            .builder("add", attempt: 2, Calculator.mendArithmetic), .approval("add"),
            .builder("shout", Calculator.mendText), .approval("shout"),
        ])
        let outcome = try await project.autopack("hint", "the minus is the mistake")
        expect(outcome, exits: 0)
        #expect(outcome.output.contains("r1:add"))
        #expect(outcome.output.contains("git autopack resume r1"))
        expect(try await project.autopack("resume", "r1"), exits: 0)
        let first = try await project.autopack("show", "r1:add:1", "--prompt")
        #expect(!first.output.contains("the minus is the mistake"))
        let second = try await project.autopack("show", "r1:add:2", "--prompt")
        #expect(second.output.contains("the minus is the mistake"))
        // It was said to one phase; another one is only told what it helped to overcome.
        let other = try await project.autopack("show", "r1:shout:1", "--prompt")
        #expect(!other.output.contains("- the minus is the mistake"))
        try project.repository.fsckStrict()
    }

    @Test func `it is recorded as a person's, by its author, with the phase's scope`() async throws
    {
        let project = try await failed()
        let before = try Journal(in: project.repository).entries.count
        expect(try await project.autopack("hint", "r1", "one"), exits: 0)
        expect(try await project.autopack("hint", "r1:shout", "two"), exits: 0)
        expect(try await project.autopack("hint", ":shout", "three"), exits: 0)
        let journal = try Journal(in: project.repository)
        #expect(journal.entries.count == before + 3)
        let hints = journal.events("hint.recorded")
        #expect(hints.map { $0["text"]?.string } == ["one", "two", "three"])
        #expect(hints.map { $0["phase"]?.string } == ["add", "shout", "shout"])
        #expect(hints.allSatisfy { $0["source"]?.string == "person" })
        #expect(journal.entries.last?.author == "Ada Author <ada@example.org>")
        #expect(journal.entries.allSatisfy { $0.flaws.isEmpty })
    }

    @Test func `while a gate waits it goes to the phase under way`() async throws {
        let project = try Project()
        try project.record([
            .builder(Calculator.mendArithmetic + Edit.create("AGENTS.md", "Sing.")), .approval(),
        ])
        expect(try await project.run(Calculator.onePhase()), exits: 3)
        let outcome = try await project.autopack("hint", "do not sing", "--json")
        expect(outcome, exits: 0)
        #expect(try JSONReader.value(outcome.output)["state"]?.string == "awaiting_approval")
        #expect(try hints(project).first?["phase"]?.string == "add")
    }

    @Test func `a run that a living process holds is left alone, and its holder named`()
        async throws
    {
        let project = try await failed()
        let path = "\(project.path)/.git/autopack/locks/r1.lock"
        let descriptor = open(path, O_RDWR | O_CLOEXEC)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        try #require(flock(descriptor, LOCK_EX | LOCK_NB) == 0)
        try await project.expectRefusal(["hint", "r1", "now"], exits: 5, naming: "process")
        #expect(try hints(project).isEmpty)
    }

    @Test func `where no prompt will come it is refused`() async throws {
        let project = try Project()
        try project.record(Calculator.replies)
        expect(try await project.run(), exits: 0)
        try await project.expectRefusal(["hint", "late"], exits: 3, naming: "succeeded")
        let failed = try await failed()
        try await failed.expectRefusal(
            ["hint", "r1:shoot", "x"], exits: 2, naming: "shoot", "shout")
        try await failed.expectRefusal(["hint", "r2", "x"], exits: 2, naming: "r2")
        expect(try await failed.autopack("abort", "r1"), exits: 0)
        try await failed.expectRefusal(["hint", "x"], exits: 3, naming: "aborted")
    }

    @Test(arguments: [
        ["hint"], ["hint", ""], ["hint", " \n"], ["hint", "three", "words", "bare"],
        ["hint", String(repeating: "x", count: 4001)],
    ])
    func `what is no hint is wrong usage`(arguments: [String]) async throws {
        let project = try Project()
        let outcome = try await runAutopack(
            arguments, in: project.path, environment: project.environment)
        expect(outcome, exits: 2)
        #expect(outcome.errors.contains("hint:"), "\(outcome)")
    }

    @Test func `a secret in it is stored nowhere`() async throws {
        let project = try await failed()
        let secret = "sk-ant-api03-" + String(repeating: "aB3dE6gH9k", count: 9) + "AA"
        expect(try await project.autopack("hint", "use \(secret)"), exits: 0)
        let git = project.repository
        #expect(!(try git.git("cat-file", "--batch-all-objects", "--batch").contains(secret)))
    }
}
