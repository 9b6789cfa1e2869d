import TestSupport
import Testing

/// What each fix found, tried and came to is in the journal, in `show` and in the next prompt.
@Suite(.fewAtOnce) struct FixHistoryTests {
    private static let check = "python3 -m unittest discover -t . -s tests"
    private static let mendBoth = Calculator.mendArithmetic + Calculator.mendText
    private static let wrong = """
        {"unfixable":false,"explanation":"the operator was the wrong one","changes":[\
        {"file":"calc/arithmetic.py","action":"modify","search":"    return a - b",\
        "code":"    return a * b","reason":"multiplies"}]}
        """

    private func fix(
        _ project: Project, _ replies: [RecordedAnswer], _ more: String...
    ) async throws -> Outcome {
        try project.record(replies)
        return try await runAutopack(
            ["fix", "--id", "f1", "--check", Self.check] + more, in: project.path,
            environment: project.environment)
    }

    private func shown(_ project: Project) async throws -> JSON {
        try JSONReader.value(try await project.autopack("show", "f1", "--json").output)
    }

    @Test func `each fix says what it found, what it tried and what came of it`() async throws {
        let project = try Project()
        let right = Edit.replace(
            "    return a * b", by: "    return a + b", in: "calc/arithmetic.py")
        let outcome = try await fix(
            project, [.fixer(Self.wrong), .fixer(right + Calculator.mendText), .approval()])
        expect(outcome, exits: 0)
        let run = try await shown(project)
        #expect(run["auto_fix_status"]?.string == "tests_passed")
        let fixes = try #require(run["fixes"]?.array)
        #expect(fixes.map { $0["attempt"]?.int } == [1, 2])
        #expect(fixes.map { $0["result"]?.string } == ["failed", "passed"])
        let first = try #require(fixes.first)
        #expect(first["category"]?.string == "assertion_failed")
        #expect(first["signature"]?.string?.count == 16)
        #expect(first["root_cause"]?.string?.isEmpty == false)
        #expect(first["file"]?.string?.hasPrefix("tests/test_") == true)
        #expect(first["failed"]?.array?.count == 2)
        #expect(first["tried"]?.string == "the operator was the wrong one")
        #expect(first["files"] == .array([.string("calc/arithmetic.py")]))
        #expect(
            fixes[1]["files"] == .array([.string("calc/arithmetic.py"), .string("calc/text.py")]))
        #expect(fixes[1]["tried"]?.string == "Here is the change.")

        let page = try await project.autopack("show", "f1")
        for text in ["fixes:", "attempt 1, fix 1: failed", "the operator was the wrong one"] {
            #expect(page.output.contains(text), "no \(text) in \(page.output)")
        }
        let prompts = try await project.autopack("show", "f1", "--prompt").output
        for text in [
            "# Analysis of the failure:", "category: assertion_failed", "signature: ",
            "fix 1, for assertion_failed", "the operator was the wrong one (calc/arithmetic.py)",
        ] {
            #expect(prompts.contains(text), "no \(text) in \(prompts)")
        }
    }

    @Test func `the journal has the analysis before the call, and the end beside the checks`()
        async throws
    {
        let project = try Project()
        let outcome = try await fix(project, [.fixer(Self.mendBoth), .approval()])
        expect(outcome, exits: 0)
        let journal = try Journal("f1", in: project.repository)
        let names = journal.entries.map(\.name)
        let started = try #require(names.firstIndex(of: "fix.started"))
        #expect(names[started + 1] == "call.reserved")
        let finished = try #require(names.firstIndex(of: "fix.finished"))
        #expect(names[finished - 1] == "checks.finished")
        let begin = journal.entries[started].event
        #expect(begin["fix_type"]?.string == "edit")
        #expect(begin["analysis"]?["category"]?.string == "assertion_failed")
        let end = journal.entries[finished].event
        #expect(end["outcome"]?.string == "passed" && end["fixed"]?.bool == true)
        let stats = try JSONReader.value(try await project.autopack("stats", "--json").output)
        #expect(stats["auto_fix_attempted"]?.int == 1)
        #expect(stats["auto_fix_successful"]?.int == 1)
        let fsck = try project.repository.tryGit(["fsck", "--strict"])
        #expect(fsck.status == 0)
    }

    @Test func `what cannot be mended is told with its reason, in the history too`() async throws {
        let project = try Project()
        let no = #"{"unfixable":true,"explanation":"the service behind it is gone"}"#
        let outcome = try await fix(project, [.fixer(no)])
        expect(outcome, exits: 1)
        let run = try await shown(project)
        #expect(run["state"]?.string == "failed")
        #expect(run["auto_fix_status"]?.string == "tests_failed")
        let fix = try #require(run["fixes"]?.array?.first)
        #expect(fix["result"]?.string == "unfixable")
        #expect(fix["tried"]?.string == "the service behind it is gone")
        let page = try await project.autopack("show", "f1")
        #expect(page.output.contains("the service behind it is gone"))
    }

    @Test func `a refused reply is a fix that was tried, and the next is told`() async throws {
        let project = try Project()
        let outcome = try await fix(
            project, [.fixer(Calculator.doesNotApply), .fixer(Self.mendBoth), .approval()])
        expect(outcome, exits: 0)
        let fixes = try #require(try await shown(project)["fixes"]?.array)
        #expect(fixes.map { $0["result"]?.string } == ["refused", "passed"])
        #expect(fixes.first?["files"] == .array([]))
    }

    @Test func `a result on the branch is applied`() async throws {
        let project = try Project()
        let outcome = try await fix(project, [.fixer(Self.mendBoth), .approval()], "--land")
        expect(outcome, exits: 0)
        let run = try await shown(project)
        #expect(run["auto_fix_status"]?.string == "applied")
        let status = try await project.autopack("status", "f1", "--json")
        #expect(
            try JSONReader.value(status.output)["auto_fix_status"]?.string == "applied")
    }

    @Test func `a run of phases has its fixes, and no status of a fix`() async throws {
        let project = try Project()
        try project.record([
            .builder("add", Calculator.mendArithmeticWrongly),
            .fixer(
                "add",
                Edit.replace(
                    "    return a * b", by: "    return a + b", in: "calc/arithmetic.py")),
            .approval("add"), .builder("shout", Calculator.mendText), .approval("shout"),
        ])
        expect(try await project.run(), exits: 0)
        let run = try JSONReader.value(
            try await project.autopack("show", "r1", "--json").output)
        #expect(run["fixes"]?.array?.map { $0["phase"]?.string } == ["add"])
        #expect(run["auto_fix_status"] == nil)
    }
}
