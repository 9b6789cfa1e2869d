import Governance
import RunModel
import Testing

/// Failures that only running the tests of before brings to light.
struct HiddenFailureTests {
    private func result(
        exit: Int, failed: [String] = [], new: [String] = [], ran: Int? = nil, skipped: Int = 0
    ) -> CheckResult {
        CheckResult(
            name: "tests", command: ["t"], exit: exit, seconds: 1, failed: failed, newFailures: new,
            counts: ran.map { TestCounts(ran: $0, skipped: skipped) })
    }

    private func findings(
        base: CheckResult?, baseline: CheckResult, own: CheckResult, allow: [Allowance] = [],
        added: String = "x = 1", path: String = "calc.py"
    ) throws -> [Finding] {
        let file = DifferenceFile(
            path: path, kind: .modified, added: 1, addedLines: [AddedLine(number: 1, text: added)],
            oldSizeBytes: 9, newSizeBytes: 9, oldBytes: Array("y = 1\n".utf8),
            newBytes: Array("\(added)\n".utf8))
        let phase = Phase(
            id: try #require(PhaseID("p")), goal: "g", allow: allow)
        let tests = base.map { TestEvidence(baseTests: [$0], newTests: []) }
        return ChangePolicy().findings(
            in: Difference(files: [file]), of: phase,
            at: .gate(tests: tests, baseline: [baseline], own: [own]))
    }

    @Test func `a test that was red and is only green in the changed tests is hidden`() throws {
        let red = result(exit: 1, failed: ["test_add"], ran: 2)
        let found = try findings(base: red, baseline: red, own: result(exit: 0, ran: 2))
        #expect(found.map(\.severity) == [.blocked])
        #expect(found.first?.message.contains("test_add") == true)
        let allowed = try findings(
            base: red, baseline: red, own: result(exit: 0, ran: 2), allow: [.testChanges])
        #expect(allowed.map(\.severity) == [.needsReview])
    }

    @Test func `without names the exit status tells it`() throws {
        let red = result(exit: 1)
        let found = try findings(base: red, baseline: red, own: result(exit: 0))
        #expect(found.map(\.severity) == [.blocked])
    }

    @Test func `what still fails in both hides nothing`() throws {
        let red = result(exit: 1, failed: ["test_add"], ran: 2)
        #expect(try findings(base: red, baseline: red, own: red).isEmpty)
    }

    @Test func `tests that are skipped, gone or silent without a change of tests block`() throws {
        let green = result(exit: 0, ran: 5)
        for own in [
            result(exit: 0, ran: 4, skipped: 1), result(exit: 0, ran: 4), result(exit: 0),
        ] {
            let found = try findings(base: nil, baseline: green, own: own)
            #expect(found.map(\.severity) == [.blocked], "\(own)")
            #expect(found.first?.rule == "tests_tampered")
        }
        #expect(
            try findings(base: nil, baseline: green, own: result(exit: 0, ran: 7)).isEmpty)
    }

    @Test func `fewer tests may be meant where tests may change, fewer that are skipped not`()
        throws
    {
        let green = result(exit: 0, ran: 5)
        let fewer = try findings(
            base: result(exit: 0, ran: 4), baseline: green, own: result(exit: 0, ran: 4),
            allow: [.testChanges])
        #expect(fewer.map(\.severity) == [.needsReview, .needsReview])
        let skipped = try findings(
            base: result(exit: 0, ran: 4, skipped: 1), baseline: green,
            own: result(exit: 0, ran: 4, skipped: 1), allow: [.testChanges])
        #expect(skipped.map(\.severity).max() == .blocked)
    }

    @Test func `a suite that the changed tests empty blocks, whatever those of before say`() throws
    {
        let green = result(exit: 0, ran: 5)
        let found = try findings(base: green, baseline: green, own: result(exit: 0, ran: 0))
        #expect(found.map(\.severity) == [.blocked])
    }

    @Test(arguments: [
        "unittest.TestCase.assertEqual = lambda *a, **k: None", "pytest.fail = print",
        "setattr(unittest.TestCase, 'assertEqual', f)",
    ])
    func `code that replaces a part of the runner is blocked`(line: String) throws {
        let green = result(exit: 0, ran: 5)
        let found = try findings(base: nil, baseline: green, own: green, added: line)
        #expect(found.map(\.severity) == [.blocked], "\(found)")
    }

    @Test(arguments: ["if \"pytest\" in sys.modules:", "if os.getenv('PYTEST_CURRENT_TEST'):"])
    func `code that finds out that it is tested waits for a person`(line: String) throws {
        let green = result(exit: 0, ran: 5)
        let found = try findings(base: nil, baseline: green, own: green, added: line)
        #expect(found.map(\.severity) == [.needsReview])
    }

    @Test(arguments: [
        "self.value = unittest.mock", "if unittest.x == 1:", "import pytest",
        "result = pytest.approx(1)",
    ])
    func `code that only names a runner is nothing`(line: String) throws {
        let green = result(exit: 0, ran: 5)
        #expect(try findings(base: nil, baseline: green, own: green, added: line).isEmpty)
    }
}
