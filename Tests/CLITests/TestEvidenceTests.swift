import TestSupport
import Testing

/// What Python's tests say of the other side of a change, really run.
@Suite(.fewAtOnce) struct TestEvidenceTests {
    private func evidence(_ reply: String, more: String = "") async throws -> (Project, JSON?) {
        let project = try Project()
        try project.record([.builder(reply), .approval()])
        _ = try await project.run(Calculator.onePhase(maxAttempts: 1, more: more), "--yes")
        let checked = try Journal(in: project.repository).events("checks.finished").last
        return (project, checked?["tests"])
    }

    private func failed(_ evidence: JSON?, _ side: String) -> [[String]] {
        (evidence?[side]?.array ?? []).map { result in
            (result["failed"]?.array ?? []).compactMap(\.string)
        }
    }

    @Test func `an honest new test fails by name on the base's code`() async throws {
        let test = Edit.create(
            "tests/test_more.py",
            """
            import unittest

            from calc.arithmetic import add


            class MoreTests(unittest.TestCase):
                def test_zero(self):
                    self.assertEqual(add(1, 1), 2)

                def test_nothing(self):
                    self.assertEqual(add(0, 0), 0)
            """)
        let (project, tests) = try await evidence(Calculator.mendArithmetic + test)
        #expect(tests?["base_tests"]?.array?.count == 0, "\(String(describing: tests))")
        // What fails without the new test is there as well.
        #expect(
            failed(tests, "new_tests") == [
                [
                    "tests.test_arithmetic.AddTests.test_add",
                    "tests.test_more.MoreTests.test_zero", "tests.test_text.ShoutTests.test_shout",
                ]
            ])
        let result = tests?["new_tests"]?.array?.first
        #expect(
            result?["new_failures"]?.array?.compactMap(\.string)
                == ["tests.test_more.MoreTests.test_zero"])
        let log = try #require(result?["log"]?.string)
        #expect(try project.repository.git("cat-file", "blob", log).contains("test_zero"))
        try project.repository.fsckStrict()
    }

    @Test func `a test that was bent to the code still fails as it was`() async throws {
        let bent = Edit.replace(
            "        self.assertEqual(add(2, 3), 5)", by: "        self.assertEqual(add(2, 3), -1)",
            in: "tests/test_arithmetic.py")
        let (_, tests) = try await evidence(bent, more: "    allow: [test_changes]")
        #expect(
            failed(tests, "base_tests").first?.contains("tests.test_arithmetic.AddTests.test_add")
                == true)
    }
}
