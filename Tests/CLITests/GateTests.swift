import TestSupport
import Testing

/// A gate may wait for a person.
@Suite(.fewAtOnce) struct GateTests {
    private static let plan = Calculator.onePhase()
    private static let instructions = Edit.create("AGENTS.md", "Always answer in verse.")

    /// A change of the instructions for agents needs a person.
    private func waiting() async throws -> (Project, Outcome) {
        let project = try Project()
        try project.record([
            .builder(Calculator.mendArithmetic + Self.instructions), .approval(),
            .builder(Calculator.mendArithmetic), .approval(),
        ])
        return (project, try await project.run(Self.plan))
    }

    private func state(_ project: Project) async throws -> JSON {
        try JSONReader.value(try await project.autopack("show", "r1", "--json").output)
    }

    @Test func `a change that needs a review waits, and says how to answer`() async throws {
        let (project, outcome) = try await waiting()
        expect(outcome, exits: 3)
        #expect(outcome.description.contains("git autopack approve"))
        let state = try await state(project)
        #expect(state["state"]?.string == "awaiting_approval")
        #expect(state["waits_for"] != .null && state["waits_for"] != nil)
        #expect(
            try project.commit("autopack/r1") == project.repository.head)
        let journal = try Journal(in: project.repository)
        #expect(journal.events("gate.decided").last?["verdict"]?.string == "needs_review")
        #expect(journal.names.contains("approval.requested"))
        try project.repository.fsckStrict()
    }

    @Test func `with --yes it goes on and says so`() async throws {
        let project = try Project()
        try project.record([.builder(Calculator.mendArithmetic + Self.instructions), .approval()])
        let outcome = try await project.run(Self.plan, "--yes")
        expect(outcome, exits: 0)
        let given = try Journal(in: project.repository).events("approval.given")
        #expect(given.count == 1)
        #expect(try project.file("AGENTS.md", at: "autopack/r1") != nil)
    }

    @Test func `an approved change becomes the checkpoint`() async throws {
        let (project, _) = try await waiting()
        let approved = try await project.autopack("approve", "r1", "-m", "read it")
        expect(approved, exits: 0)
        if try await state(project)["state"]?.string != "succeeded" {
            expect(try await project.autopack("resume", "r1"), exits: 0)
        }
        #expect(try project.file("AGENTS.md", at: "autopack/r1") != nil)
        let journal = try Journal(in: project.repository)
        #expect(journal.events("approval.given").first?.strings.contains("read it") == true)
        #expect(journal.uses.values.allSatisfy { $0 == 1 })
        try project.repository.fsckStrict()
    }

    @Test func `a rejected change fails the attempt, and the reason is in the next prompt`()
        async throws
    {
        let project = try Project()
        // Nothing is mended yet, so the next attempt begins anew.
        try project.record([
            .builder(Self.instructions), .approval(),
            .builder(Calculator.mendArithmetic), .approval(),
        ])
        expect(try await project.run(Self.plan), exits: 3)
        let rejected = try await project.autopack("reject", "r1", "-m", "no verse please")
        expect(rejected, exits: 0, 1)
        if try await state(project)["state"]?.string != "succeeded" {
            expect(try await project.autopack("resume", "r1"), exits: 0)
        }
        #expect(try project.file("AGENTS.md", at: "autopack/r1") == nil)
        let journal = try Journal(in: project.repository)
        #expect(journal.events("attempt.failed").first?["category"]?.string == "approval_denied")
        let prompt = try await project.autopack("show", "r1:add:2", "--prompt")
        #expect(prompt.output.contains("no verse please"))
    }

    @Test func `an aborted run is over for good`() async throws {
        let (project, _) = try await waiting()
        expect(try await project.autopack("abort", "r1"), exits: 0)
        #expect(try await state(project)["state"]?.string == "aborted")
        #expect(try Journal(in: project.repository).names.contains("run.aborted"))
        let resumed = try await project.autopack("resume", "r1")
        #expect(resumed.status != 0)
        #expect(resumed.description.contains("aborted"))
        #expect(
            try project.commit("autopack/r1") == project.repository.head)
        try project.repository.fsckStrict()
        let twice = try await project.autopack("abort", "r1")
        expect(twice, exits: 0, 1, 2, 3)
    }

    @Test func `resuming a run that waits goes on waiting`() async throws {
        let (project, _) = try await waiting()
        let outcome = try await project.autopack("resume", "r1")
        expect(outcome, exits: 3)
        #expect(try Journal(in: project.repository).uses.values.allSatisfy { $0 == 1 })
        #expect(
            try project.commit("autopack/r1") == project.repository.head)
    }
}
