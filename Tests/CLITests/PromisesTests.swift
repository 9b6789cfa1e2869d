import TestSupport
import Testing

/// What has not passed checks, audit and gate reaches no branch.
@Suite(.fewAtOnce) struct PromisesTests {
    /// Runs one phase that has to fail, and expects the branch to stand at the base.
    private func expectNothingPasses(
        _ answers: [RecordedAnswer], plan: String = Calculator.onePhase(maxAttempts: 1),
        files: [String: String] = Calculator.files, reason: String? = nil,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> (Project, Journal) {
        let project = try Project(files)
        try project.record(answers)
        let outcome = try await project.run(plan)
        expect(outcome, exits: 1, sourceLocation: sourceLocation)
        let base = try project.repository.head
        if let tip = try project.commit("refs/heads/autopack/r1") {
            #expect(tip == base, sourceLocation: sourceLocation)
        }
        let journal = try Journal(in: project.repository)
        let end = try #require(journal.events("run.finished").last)
        #expect(end["state"]?.string == "failed", sourceLocation: sourceLocation)
        #expect(!journal.names.contains("checkpoint.committed"), sourceLocation: sourceLocation)
        #expect(!journal.names.contains("checkpoint.planned"), sourceLocation: sourceLocation)
        try expectPinned(journal, in: project, sourceLocation)
        try project.repository.fsckStrict()
        return (project, journal)
    }

    private func expectPinned(
        _ journal: Journal, in project: Project, _ sourceLocation: SourceLocation
    ) throws {
        let kept = try project.repository.git("rev-list", "refs/autopack/keep/r1")
        for event in journal.events("candidate.created") {
            let commit = try #require(event["commit"]?.string)
            #expect(kept.contains(commit), sourceLocation: sourceLocation)
            let branches = try project.repository.git("branch", "--contains", commit)
            #expect(branches == "", sourceLocation: sourceLocation)
        }
    }

    @Test func `a change whose checks fail is pinned and reaches no branch`() async throws {
        let plan = Calculator.onePhase(
            maxAttempts: 1,
            more: "    checks: [{name: add, run: \(Calculator.tests(of: "arithmetic"))}]")
        let (_, journal) = try await expectNothingPasses(
            [
                .builder(Calculator.mendArithmeticWrongly), .fixer("I cannot."), .fixer("No."),
                .fixer("No."), .approval(),
            ],
            plan: plan)
        #expect(journal.events("candidate.created").count >= 1)
        #expect(journal.names.contains("attempt.failed"))
    }

    @Test func `a new failure is no checkpoint, whatever the auditor says`() async throws {
        var files = Calculator.files
        files["calc/arithmetic.py"] = Calculator.mendedArithmetic
        files["calc/text.py"] = Calculator.mendedText
        let breaks = Edit.replace(
            "    return a + b", by: "    return a - b", in: "calc/arithmetic.py")
        let (_, journal) = try await expectNothingPasses(
            [.builder(breaks), .fixer("No idea."), .fixer("None."), .fixer("None."), .approval()],
            files: files)
        let failures = journal.events("checks.finished").flatMap { $0["checks"]?.array ?? [] }
            .flatMap { $0["new_failures"]?.strings ?? [] }
        #expect(failures.contains { $0.contains("test_add") }, "\(failures)")
    }

    @Test func `a second phase that breaks what the first mended is refused`() async throws {
        let project = try Project()
        let breaksAgain =
            Calculator.mendText
            + Edit.replace("    return a + b", by: "    return a - b", in: "calc/arithmetic.py")
        let plan = Calculator.plan.replacing(
            "complexity: low\n    depends_on",
            with: "complexity: low\n    max_attempts: 1\n    depends_on")
        try project.record([
            .builder("add", Calculator.mendArithmetic), .approval("add"),
            .builder("shout", breaksAgain), .fixer("shout", "No."), .fixer("shout", "No."),
            .fixer("shout", "No."), .approval("shout"),
        ])
        expect(try await project.run(plan), exits: 1)
        #expect(try project.repository.git("log", "--format=%s", "main..autopack/r1") == "Mend add")
        #expect(
            try project.file("calc/arithmetic.py", at: "autopack/r1") == Calculator.mendedArithmetic
        )
        let journal = try Journal(in: project.repository)
        #expect(journal.events("checkpoint.committed").count == 1)
        #expect(journal.events("run.finished").last?["state"]?.string == "failed")
        try project.repository.fsckStrict()
    }

    @Test(arguments: ["major", "critical"])
    func `an issue of the auditor's blocks`(severity: String) async throws {
        let (_, journal) = try await expectNothingPasses([
            .builder(Calculator.mendArithmetic), .objection(severity: severity),
            .fixer("No."), .fixer("No."), .fixer("No."),
        ])
        #expect(journal.events("audit.finished").first?["approved"]?.bool == false)
        #expect(journal.events("gate.decided").allSatisfy { $0["verdict"]?.string == "blocked" })
    }

    @Test func `an auditor who approves and names a major issue all the same blocks`() async throws
    {
        var torn = RecordedAnswer.objection(severity: "major")
        torn.text = torn.text?.replacing("\"approved\":false", with: "\"approved\":true")
        _ = try await expectNothingPasses([.builder(Calculator.mendArithmetic), torn])
    }

    @Test func `an auditor who answers prose approves nothing`() async throws {
        var prose = RecordedAnswer.approval()
        prose.text = "Looks good to me, approved!"
        _ = try await expectNothingPasses([
            .builder(Calculator.mendArithmetic), prose, prose, prose,
        ])
    }

    @Test(arguments: [
        ".git/hooks/post-checkout", ".GIT/hooks/post-checkout", ".github/workflows/ci.yml",
        ".autopack/autopack.yaml", "../outside.txt", "/tmp/outside.txt", ".gitlab-ci.yml",
        "calc/.git/config", "git~1/config",
    ])
    func `a protected path is refused before there is a commit`(path: String) async throws {
        let (project, journal) = try await expectNothingPasses([
            .builder(Calculator.mendArithmetic + Edit.create(path, "echo owned"))
        ])
        let refusals = journal.events("candidate.refused") + journal.events("gate.decided")
        #expect(!refusals.isEmpty)
        #expect(!project.repository.directory.exists("repository/.git/hooks/post-checkout"))
        #expect(!project.repository.directory.exists("outside.txt"))
        #expect(journal.events("attempt.failed").first?["category"]?.string == "path_denied")
    }

    @Test func `a path out of the phase's scope is refused, on both sides of a move`() async throws
    {
        let plan = Calculator.onePhase(
            maxAttempts: 1, more: "    scope: {write: [\"calc/arith*\"]}")
        let (_, journal) = try await expectNothingPasses(
            [.builder(Calculator.mendArithmetic + Calculator.mendText)], plan: plan)
        #expect(journal.events("attempt.failed").first?["category"]?.string == "scope_denied")
        #expect(journal.strings.contains { $0.contains("calc/text.py") })
    }

    @Test func `a test that is weakened is refused`() async throws {
        let weaken = Edit.replace(
            "        self.assertEqual(add(2, 3), 5)", by: "        self.assertTrue(True)",
            in: "tests/test_arithmetic.py")
        let (_, journal) = try await expectNothingPasses([.builder(weaken), .approval()])
        let category = journal.events("attempt.failed").first?["category"]?.string
        #expect(
            category == "tests_changed" || category == "tests_tampered", "\(category ?? "none")")
    }

    @Test func `a dependent phase is not begun where its precondition failed`() async throws {
        let project = try Project()
        try project.record([.builder("add", Calculator.doesNotApply)])
        let plan = Calculator.plan.replacing(
            "complexity: low\n    checks:\n      - {name: add",
            with: "complexity: low\n    max_attempts: 1\n    checks:\n      - {name: add")
        expect(try await project.run(plan), exits: 1)
        let journal = try Journal(in: project.repository)
        #expect(!journal.events("attempt.started").contains { $0["phase"]?.string == "shout" })
    }
}

extension Journal {
    /// Every text in every event.
    var strings: [String] { entries.flatMap(\.event.strings) }
}
