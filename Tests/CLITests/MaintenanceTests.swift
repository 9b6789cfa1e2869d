import TestSupport
import Testing

/// Maintenance of the providers: by a plan that a person takes, or by the Doctor's own.
@Suite(.fewAtOnce) struct MaintenanceTests {
    private static let models = """
        escalation_chains:
          builder:
            low: {models: [tape/any]}
            medium: {models: [tape/any]}
        disabled_providers: [spare]
        """
    private static let writeModels = Edit.create(".autopack/models.yaml", models)

    /// Two providers, of which the first one answers badly.
    private func project(_ answers: [RecordedAnswer], spare: [RecordedAnswer]) throws -> Project {
        let project = try Project()
        let tape = try project.repository.directory.write(
            "replies.yaml", answers.map(\.yaml).joined())
        let other = try project.repository.directory.write(
            "spare.yaml", spare.isEmpty ? "[]\n" : spare.map(\.yaml).joined())
        try project.configure(
            providers: """
                  tape: {wire: replay, file: \(quoted(tape))}
                  spare: {wire: replay, file: \(quoted(other))}
                """, model: "spare/any, tape/any",
            more: "doctor_models: {cheap: tape/any, strong: tape/any}\n")
        return project
    }

    @Test func `the Doctor has the providers maintained, a person reads it, and the phase goes on`()
        async throws
    {
        let decision = """
            {"action":"schedule_maintenance","confidence":0.9,"rationale":"spare answers nonsense",\
            "maintenance":"phase3-provider-maintenance"}
            """
        let project = try project(
            [
                .builder("add", attempt: 2, Calculator.doesNotApply),
                RecordedAnswer(role: .doctor, text: decision),
                .approval("phase3-provider-maintenance"),
                .builder("add", Calculator.mendArithmetic), .approval("add"),
            ],
            spare: [
                .builder("add", attempt: 1, Calculator.doesNotApply),
                .builder("phase3-provider-maintenance", Self.writeModels),
            ])
        let plan = Calculator.onePhase(
            maxAttempts: 4, check: Calculator.tests(of: "arithmetic"))
        let waits = try await project.run(plan, "--yes")
        expect(waits, exits: 3)
        #expect(waits.description.contains("maintains what is core"))
        expect(try await project.autopack("approve", "r1", "-m", "read it"), exits: 0)
        expect(try await project.autopack("resume", "r1"), exits: 0)

        let run = try JSONReader.value(
            try await project.autopack("show", "r1", "--json").output)
        let phases = try #require(run["phases"]?.array)
        #expect(phases.map { $0["state"]?.string } == ["completed", "completed"])
        #expect(phases.first?["id"]?.string == "phase3-provider-maintenance")
        #expect(
            try project.file(".autopack/models.yaml", at: "autopack/r1") == Self.models + "\n")
        let journal = try Journal("r1", in: project.repository)
        let changed = try #require(journal.events("settings.changed").last)
        #expect(changed["changed"]?.strings.contains("disabled_providers: spare") == true)
        #expect(journal.events("provider.disabled").last?["provider"]?.string == "spare")
        let last = journal.events("call.finished").last { $0["role"]?.string == "builder" }
        #expect(last?["provider"]?.string == "tape")
    }

    @Test func `the next run begins with what the base commit's models say`() async throws {
        let project = try project(
            [.builder("add", Calculator.mendArithmetic), .approval("add")], spare: [])
        try project.repository.write(
            ".autopack/models.yaml",
            Self.models + "\nproviders: {evil: {wire: replay, file: /x}}\nprices: {}\n")
        try project.repository.commit("maintained")
        let outcome = try await project.run(
            Calculator.onePhase(check: Calculator.tests(of: "arithmetic")))
        expect(outcome, exits: 0)
        for key in ["providers", "prices"] {
            #expect(outcome.errors.contains("\(key): may not be set by a repository"))
        }
        let journal = try Journal("r1", in: project.repository)
        let disabled = try #require(journal.events("provider.disabled").first)
        #expect(disabled["provider"]?.string == "spare")
        #expect(disabled["why"]?.string?.contains(".autopack/models.yaml") == true)
        #expect(journal.events("call.finished").allSatisfy { $0["provider"]?.string == "tape" })
    }

    @Test func `templates are listed, and printed as plans that are valid`() async throws {
        let project = try Project()
        let list = try await project.autopack("plan", "template")
        expect(list, exits: 0)
        for name in ["phase3-provider-maintenance", "phase3-core-bugfix"] {
            #expect(list.output.contains(name))
            let printed = try await project.autopack("plan", "template", name, "--why", "it fails")
            expect(printed, exits: 0)
            #expect(printed.output.contains("category: core_maintenance"))
            #expect(printed.output.contains("it fails"))
            let checked = try await project.autopack("plan", "check", "-", stdin: printed.output)
            expect(checked, exits: 0)
        }
        let file = project.repository.directory.path("p.yaml")
        let name = "phase3-core-bugfix"
        expect(try await project.autopack("plan", "template", name, "-o", file), exits: 0)
        expect(try await project.autopack("plan", "check", file), exits: 0)
        expect(try await project.autopack("plan", "template", name, "-o", file), exits: 2)
        let wrong = try await project.autopack("plan", "template", "phase3-core-bugfx")
        expect(wrong, exits: 2)
        #expect(wrong.errors.contains(name))
    }

    @Test func `maintenance that touches anything else is refused`() async throws {
        let project = try Project()
        try project.record([.builder(Calculator.mendArithmetic), .builder(Calculator.mendText)])
        let plan = try await project.autopack("plan", "template", "phase3-provider-maintenance")
        let outcome = try await project.run(plan.output, "--yes")
        expect(outcome, exits: 1)
        #expect(
            outcome.description.contains("scope") || outcome.description.contains("maintenance"))
    }
}
