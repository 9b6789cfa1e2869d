import Governance
import RunModel
import Testing

/// What the gate makes of changed tests, given what running the tests of the other side says.
struct TestFindingsTests {
    private let base =
        "def test_a():\n    assert f(1) == 2\n\n\ndef test_b():\n    assert f(2) == 3\n"

    @Test func `a changed assertion blocks, or asks where the plan allows it`() throws {
        let change = difference(base.replacing("== 2", with: "== 4"))
        #expect(try verdict(change) == .blocked)
        #expect(try verdict(change, allow: [.testChanges]) == .needsReview)
    }

    @Test func `old and new stand in the message`() throws {
        let change = difference(base.replacing("== 2", with: "== 4"))
        let message = try #require(findings(change).first).message
        #expect(message.contains("old: assert f ( 1 ) == 2; new: assert f ( 1 ) == 4"))
    }

    @Test func `before the checks only what nothing can excuse blocks`() throws {
        let changed = difference(base.replacing("== 2", with: "== 4"))
        #expect(try verdict(changed, at: .beforeChecks) == .needsReview)
        let removed = difference(base.replacing("    assert f(2) == 3\n", with: "    f(2)\n"))
        #expect(try verdict(removed, at: .beforeChecks) == .blocked)
        let skipped = difference(base.replacing("def test_b", with: "@skip\ndef test_b"))
        #expect(try verdict(skipped, at: .beforeChecks, allow: [.testChanges]) == .blocked)
    }

    @Test func `a changed assertion hides nothing where the old one holds`() throws {
        let change = difference(base.replacing("f(1) == 2", with: "g(1) == 2"))
        #expect(try verdict(change, at: gate([result(0)])) == .ok)
        #expect(try findings(change, at: gate([result(0)])).map(\.gateRule) == [.testsChanged])
    }

    @Test func `a test that failed and goes on failing in its old form hides its failure`() throws {
        let change = difference(base.replacing("f(1) == 2", with: "f(1) == 4"))
        let failing = result(1, ["t.py::test_a"])
        #expect(try verdict(change, at: gate([failing], baseline: [failing])) == .blocked)
        let other = result(1, ["t.py::test_z"])
        #expect(try verdict(change, at: gate([other], baseline: [other])) == .ok)
        let nameless = result(1)
        #expect(try verdict(change, at: gate([nameless], baseline: [nameless])) == .blocked)
    }

    @Test func `what is removed or says less is not excused`() throws {
        let removed = difference("def test_a():\n    assert f(1) == 2\n")
        let weaker = difference(base.replacing("f(1) == 2", with: "f(1)"))
        let stage = gate([result(0)])
        for change in [removed, weaker] {
            #expect(try verdict(change, at: stage) == .blocked)
        }
        #expect(try verdict(removed, at: stage, allow: [.testChanges]) == .needsReview)
        #expect(
            try verdict(weaker, at: stage, allow: [.testChanges]) == .blocked,
            "weakening stays blocked whatever the plan allows")
    }

    @Test func `old tests that fail on the new code are told, whatever the text says`() throws {
        let change = difference(base + "\n\ndef test_c():\n    assert f(3) == 4\n")
        let stage = gate([result(1, ["t.py::test_a"])], baseline: [result(0)])
        #expect(try verdict(change, at: stage) == .blocked)
        #expect(try verdict(change, at: stage, allow: [.testChanges]) == .needsReview)
        #expect(try verdict(change, at: gate([result(0)])) == .ok)
    }

    @Test func `tests of a fix that pass without it are told`() throws {
        let change = difference(base + "\n\ndef test_c():\n    assert f(3) == 4\n")
        let passing = gate([result(0)], newTests: [result(0)])
        let failing = gate([result(0)], newTests: [result(1, ["t.py::test_c"])])
        for category in ["fix", "bugfix"] {
            #expect(
                try findings(change, at: passing, category: category).map(\.gateRule) == [
                    .newTestsPass
                ])
            #expect(try verdict(change, at: passing, category: category) == .needsReview)
            #expect(try verdict(change, at: failing, category: category) == .ok)
        }
        #expect(try verdict(change, at: passing, goal: "Fix the sum of nothing") == .needsReview)
        #expect(try verdict(change, at: passing, goal: "Add a prefix") == .ok)
    }

    @Test func `many findings are bounded`() throws {
        let tests = (0..<60).map { "def test_\($0)():\n    assert f(\($0)) == \($0)\n" }
        let change = difference(
            tests.joined(separator: "\n").replacing("==", with: "!="),
            from: tests.joined(separator: "\n")
        )
        let found = try findings(change)
        #expect(found.count == 21)
        #expect(found.last?.message == "and 40 more like these")
        #expect(found.last?.severity == .blocked)
    }

    @Test func `golden files are tests too`() throws {
        let golden = DifferenceFile(
            path: "tests/data/out.txt", kind: .modified, added: 1, removed: 1, oldSizeBytes: 4,
            newSizeBytes: 4, oldBytes: Array("old\n".utf8), newBytes: Array("new\n".utf8))
        #expect(try verdict(Difference(files: [golden])) == .blocked)
        #expect(try verdict(Difference(files: [golden]), at: gate([result(0)])) == .ok)
    }

    @Test func `a module that shadows the runner is a patch`() throws {
        for path in ["sitecustomize.py", "pytest.py", "unittest/__init__.py", "src/late.pth"] {
            let file = DifferenceFile(
                path: path, kind: .added, oldMode: nil, newBytes: Array("x = 1\n".utf8))
            let found = try findings(Difference(files: [file]), allow: Allowance.allCases)
            #expect(found.map(\.gateRule) == [.testsTampered], "\(path)")
        }
    }

    // MARK: Setting up

    private func difference(_ new: String, from old: String? = nil) -> Difference {
        let old = old ?? base
        return Difference(files: [
            DifferenceFile(
                path: "tests/test_f.py", kind: .modified, added: 1, removed: 1,
                oldSizeBytes: old.utf8.count, newSizeBytes: new.utf8.count,
                oldBytes: Array(old.utf8), newBytes: Array(new.utf8))
        ])
    }

    private func result(_ exit: Int, _ failed: [String] = []) -> CheckResult {
        CheckResult(name: "tests", command: ["pytest"], exit: exit, seconds: 1, failed: failed)
    }

    private func gate(
        _ baseTests: [CheckResult], newTests: [CheckResult] = [], baseline: [CheckResult] = []
    ) -> PolicyStage {
        .gate(tests: TestEvidence(baseTests: baseTests, newTests: newTests), baseline: baseline)
    }

    private func findings(
        _ difference: Difference, at stage: PolicyStage = .gate(tests: nil, baseline: []),
        category: String = "general", goal: String = "g", allow: [Allowance] = []
    ) throws -> [Finding] {
        let phase = Phase(
            id: try #require(PhaseID("one")), goal: goal, category: category, allow: allow)
        return ChangePolicy().findings(in: difference, of: phase, at: stage)
    }

    private func verdict(
        _ difference: Difference, at stage: PolicyStage = .gate(tests: nil, baseline: []),
        category: String = "general", goal: String = "g", allow: [Allowance] = []
    ) throws -> Verdict {
        try findings(difference, at: stage, category: category, goal: goal, allow: allow)
            .map(\.severity).max() ?? .ok
    }
}
