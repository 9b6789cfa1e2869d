import TestSupport
import Testing

/// A plan that is wrong is refused with the place, what is legal and the nearest.
@Suite(.fewAtOnce) struct BadPlanTests {
    private func expectRefused(
        _ text: String, naming words: String..., sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let project = try Project()
        let plan = try project.plan(text)
        for arguments in [["plan", "check", plan], ["run", "--plan", plan]] {
            let outcome = try await runAutopack(
                arguments, in: project.path, environment: project.environment)
            expect(outcome, exits: 2, sourceLocation: sourceLocation)
            for word in ["plan.yaml"] + words {
                #expect(
                    outcome.errors.contains(word), "no \(word) in \(outcome)",
                    sourceLocation: sourceLocation)
            }
        }
        try await project.expectRefusal(
            ["run", "--plan", plan], exits: 2, naming: "plan.yaml", sourceLocation: sourceLocation)
        #expect(try project.repository.git("for-each-ref", "refs/autopack") == "")
    }

    private let head = "version: 1\ngoal: Mend\nphases:\n  - id: add\n    goal: Mend add.\n"

    @Test func `a right plan passes`() async throws {
        let project = try Project()
        let plan = try project.plan()
        expect(try await project.autopack("plan", "check", plan), exits: 0)
        let json = try project.plan(
            #"{"version":1,"goal":"g","phases":[{"id":"a","goal":"b"}]}"#, named: "plan.json")
        expect(try await project.autopack("plan", "check", json), exits: 0)
    }

    @Test func `an unknown key is named with its line and the nearest`() async throws {
        try await expectRefused(
            head + "    complexty: low\n", naming: "complexty", "complexity", "6")
    }

    @Test func `a wrong type is named with its line and what is legal`() async throws {
        try await expectRefused(head + "    max_attempts: many\n", naming: "max_attempts", "6")
        try await expectRefused(
            head + "    complexity: huge\n", naming: "huge", "low", "medium", "high")
    }

    @Test func `a cycle is shown`() async throws {
        try await expectRefused(
            head
                + "    depends_on: [shout]\n  - id: shout\n    goal: Mend.\n    depends_on: [add]\n",
            naming: "add", "shout", "depends_on")
        try await expectRefused(head + "    depends_on: [add]\n", naming: "add", "depends_on")
    }

    @Test func `a dependency that is no phase is named with the nearest`() async throws {
        try await expectRefused(
            head + "  - id: shout\n    goal: Mend.\n    depends_on: [ad]\n", naming: "depends_on",
            "nearest: add"
        )
    }

    @Test func `all that is wrong is told at once`() async throws {
        try await expectRefused(
            head + "    complexty: low\n    max_attempts: many\n  - id: Shout\n    goals: x\n",
            naming: "complexty", "max_attempts", "Shout", "goals", "goal")
    }

    @Test func `two phases of one name, none at all, and no goal`() async throws {
        try await expectRefused(head + "  - id: add\n    goal: Again.\n", naming: "add")
        try await expectRefused("version: 1\ngoal: Mend\nphases: []\n", naming: "phases")
        try await expectRefused("version: 1\ngoal: Mend\nphases: [{id: add}]\n", naming: "goal")
        try await expectRefused("version: 2\n" + head.dropFirst(11), naming: "version")
    }

    @Test func `text that is no plan`() async throws {
        try await expectRefused("", naming: "phases")
        try await expectRefused("just words\n", naming: "plan")
        try await expectRefused("phases: [\n", naming: "plan")
        try await expectRefused("a: &a [*a, *a]\n", naming: "plan")
    }

    @Test func `a file that cannot be read`() async throws {
        let project = try Project()
        let missing = project.repository.directory.path("missing.yaml")
        try await project.expectRefusal(
            ["run", "--plan", missing], exits: 2, naming: "missing.yaml")
        try await project.expectRefusal(
            ["run", "--plan", project.path], exits: 2, naming: project.path)
        let bytes = try project.repository.directory.write("bytes.yaml", [0xff, 0xfe, 0x00, 0x80])
        try await project.expectRefusal(["run", "--plan", bytes], exits: 2, naming: "bytes.yaml")
    }

    @Test func `a plan is read from standard input`() async throws {
        let project = try Project()
        try project.record([.builder(Calculator.mendArithmetic), .approval()])
        let outcome = try await project.autopack(
            "run", "--plan", "-", "--id", "r1", stdin: Calculator.onePhase())
        expect(outcome, exits: 0)
    }

    @Test func `the nesting of a hostile plan does no harm`() async throws {
        let deep = String(repeating: "[", count: 20_000)
        let project = try Project()
        let plan = try project.plan("phases: \(deep)\n")
        expect(try await project.autopack("plan", "check", plan), exits: 2)
        let laughs =
            "a: &a [x,x,x,x,x,x,x,x,x]\n"
            + zip("bcdefgh", "abcdefg").map {
                "\($0): &\($0) [\(Array(repeating: "*\($1)", count: 9).joined(separator: ","))]\n"
            }.joined()
        let bomb = try project.plan(laughs + "phases: *h\n")
        expect(try await project.autopack("plan", "check", bomb), exits: 2)
    }
}
