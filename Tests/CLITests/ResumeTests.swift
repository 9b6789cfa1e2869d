import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A run that was stopped goes on from its last event.
@Suite(.fewAtOnce) struct ResumeTests {
    /// The answers of a model that is asked about ``Calculator/plan``.
    @Sendable private static func answer(_ request: String) -> String {
        if request.contains("severity") { return #"{"approved":true,"issues":[],"summary":"ok"}"# }
        return request.contains("Mend shout") ? Calculator.mendText : Calculator.mendArithmetic
    }

    /// Starts a run whose first call hangs, and interrupts it there.
    private func interrupted(_ number: Int32) async throws -> (Project, LoopbackServer, Outcome) {
        let project = try Project()
        let server = ModelServer.holdingTheFirst(Self.answer)
        try project.configure(
            providers: "  local: {wire: openai-chat, base_url: \"\(server.url)/v1\"}",
            model: "local/small")
        let plan = try project.plan()
        let program = try project.start("run", "--plan", plan, "--id", "r1")
        try await wait(for: "a call") { server.requests.contains { $0.method == "POST" } }
        program.signal(number)
        return (project, server, try await program.outcome())
    }

    @Test func `an interrupted run is paused with exit 130, and can be resumed`() async throws {
        let (project, server, outcome) = try await interrupted(SIGINT)
        expect(outcome, exits: 130)
        #expect(outcome.description.contains("git autopack resume"))
        let paused = try await project.autopack("show", "r1", "--json")
        #expect(try JSONReader.value(paused.output)["state"]?.string == "paused")
        try project.repository.fsckStrict()
        let open = try await project.autopack()
        #expect(open.description.contains("r1"), "alone it names the open runs: \(open)")

        expect(try await project.autopack("resume"), exits: 0)
        let journal = try Journal(in: project.repository)
        #expect(journal.names.contains("run.resumed"))
        #expect(try project.file("calc/text.py", at: "autopack/r1") == Calculator.mendedText)
        // The hung call, then builder and auditor of two phases.
        #expect(server.requests.count { $0.method == "POST" } == 5)
    }

    @Test func `a terminated run is paused as well`() async throws {
        let (project, server, outcome) = try await interrupted(SIGTERM)
        expect(outcome, exits: 130, 143)
        expect(try await project.autopack("resume", "r1"), exits: 0)
        withExtendedLifetime(server) {}
    }

    @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
    func `a run that is stopped during a check leaves no process behind`(number: Int32) async throws
    {
        let project = try Project()
        try project.record([.builder(Calculator.mendArithmetic)])
        let seconds = UInt32.random(in: 100_000...999_999)
        let plan = try project.plan(
            Calculator.onePhase(
                check: "[sh, -c, \"grep -q 'a - b' calc/arithmetic.py || sleep \(seconds)\"]"))
        let program = try project.start("run", "--plan", plan, "--id", "r1")
        try await wait(for: "the check") { try processes(naming: seconds, in: project) != "" }
        program.signal(number)
        let outcome = try await program.outcome()
        expect(outcome, exits: 130, 128 + number)
        try await wait(for: "the end of the check") {
            try processes(naming: seconds, in: project) == ""
        }
        let shown = try await project.autopack("show", "r1", "--json")
        #expect(try JSONReader.value(shown.output)["state"]?.string == "paused")
        try project.repository.fsckStrict()
    }

    private func processes(naming seconds: UInt32, in project: Project) throws -> String {
        try Invocation(
            "pgrep", ["-fx", "sleep \(seconds)"], environment: project.environment, in: project.path
        ).run().output
    }

    @Test func `a call without an outcome counts as spent`() async throws {
        let (project, server, _) = try await interrupted(SIGKILL)
        expect(try await project.autopack("resume", "r1"), exits: 0)
        let journal = try Journal(in: project.repository)
        let reserved = journal.events("call.reserved").count
        #expect(reserved == 5)
        #expect(journal.events("call.finished").count == 4)
        withExtendedLifetime(server) {}
    }

    @Test func `the recorded settings go on to hold when the configuration has changed`()
        async throws
    {
        let (project, server, _) = try await interrupted(SIGINT)
        // What would fail at once: another model for everything, and other checks.
        let tape = try project.repository.directory.write("other.yaml", "[]\n")
        try project.configure(
            providers: "  local: {wire: openai-chat, base_url: \"\(server.url)/v1\"}\n"
                + "  tape: {wire: replay, file: \(quoted(tape))}")
        try project.configure(autopack: "checks:\n  - {name: never, run: [\"false\"]}\n")
        try project.plan("no plan at all")
        expect(try await project.autopack("resume", "r1"), exits: 0)
        let journal = try Journal(in: project.repository)
        let models = Set(journal.events("call.reserved").compactMap { $0["model"]?.string })
        #expect(models == ["small"] || models == ["local/small"], "\(models)")
        #expect(!journal.names.contains("settings.changed"))
        let checks = journal.events("checks.finished").flatMap { $0["checks"]?.array ?? [] }
        #expect(!checks.contains { $0["name"]?.string == "never" })
    }

    @Test func `a lock left beside every ref of the run is survived`() async throws {
        let (project, server, _) = try await interrupted(SIGKILL)
        let git = project.repository
        let refs = try git.git("for-each-ref", "--format=%(refname)").split(separator: "\n")
            .filter { $0.contains("autopack") && $0.contains("r1") }
        for ref in refs + ["refs/heads/autopack/r1", "refs/heads/autopack/pre-run-r1"] {
            try git.write(".git/\(ref).lock", "")
        }
        let outcome = try await project.autopack("resume", "r1")
        expect(outcome, exits: 0)
        #expect(try project.file("calc/text.py", at: "autopack/r1") == Calculator.mendedText)
        let locks = try await Invocation(
            "find", [".git", "-name", "*.lock", "-path", "*r1*", "-path", "*refs*"],
            environment: project.environment, in: project.path
        ).run()
        #expect(locks.output == "")
        withExtendedLifetime(server) {}
        try git.fsckStrict()
    }

    @Test func `a run that another process holds is left to it`() async throws {
        let project = try Project()
        let server = ModelServer.holdingTheFirst(Self.answer)
        try project.configure(
            providers: "  local: {wire: openai-chat, base_url: \"\(server.url)/v1\"}",
            model: "local/small")
        let program = try project.start("run", "--plan", try project.plan(), "--id", "r1")
        try await wait(for: "a call") { server.requests.contains { $0.method == "POST" } }
        let before = try project.repository.refs
        let second = try await project.autopack("resume", "r1")
        expect(second, exits: 5)
        #expect(second.errors.contains("\(program.identifier)"), "the owner is named: \(second)")
        #expect(try project.repository.refs == before)
        let status = try await project.autopack("status", "r1", "--json")
        expect(status, exits: 0)
        #expect(try JSONReader.value(status.output)["state"]?.string == "executing")
        program.signal(SIGINT)
        expect(try await program.outcome(), exits: 130)
    }

    @Test func `a run that is over is not resumed`() async throws {
        let project = try Project()
        try project.record(Calculator.replies)
        try require(try await project.run(), exits: 0)
        let tip = try project.commit("refs/autopack/runs/r1")
        let outcome = try await project.autopack("resume", "r1")
        expect(outcome, exits: 0, 1, 2, 3)
        #expect(outcome.description.contains("succeeded"))
        #expect(try project.commit("refs/autopack/runs/r1") == tip)
        let unknown = try await project.autopack("resume", "nothing")
        expect(unknown, exits: 2)
        #expect(unknown.errors.contains("nothing"))
    }
}
