import Healing
import Testing

struct FailingTestsTests {
    @Test(
        arguments: [
            (Logs.pytest, ["test_calc.py::TestAdd::test_small", "test_calc.py::test_div[1 - 2]"]),
            (Logs.pytestCollection, ["test_imp.py"]),
            (Logs.unittest, ["test_u.T.test_div", "test_u.T.test_sub", "test_u.T.test_old"]),
            (Logs.unittestSyntax, ["unittest.loader._FailedTest.test_bad"]),
            (Logs.node, ["adds", "group > inner fails", "group", "c.test.js"]),
            (
                Logs.go,
                [
                    "example.org/calc.TestAdd", "example.org/calc.TestAdd/small",
                    "example.org/other.TestAdd",
                ]
            ),
            (Logs.goBuild, ["example.org/calc"]),
            (Logs.cargo, ["tests::it_works", "outer::it_works", "src/lib.rs - add"]),
            (Logs.swift, ["XT.testAdd", "ATests.XT.testOther", "adds up", "each(n:)"]),
            (Logs.jest, ["src/sum.test.js › sum › adds", "src/broken.test.js"]),
            (Logs.vitest, ["test/a.test.ts > suite > adds"]),
            ("", []), ("all fine\nERROR: nothing (of.a.Test)\nFAILED to greet", []),
        ])
    func `names are read as the program prints them`(log: String, names: [String]) {
        #expect(FailingTests.names(in: log, root: "/home/u/p") == names)
    }

    @Test func `verbose pytest names its tests on their lines`() {
        let log = "test_a.py::test_x FAILED    [ 50%]\ntest_a.py::test_y PASSED    [100%]"
        #expect(FailingTests.names(in: log) == ["test_a.py::test_x"])
    }

    @Test func `colours do not hide a name`() {
        let log = "\u{1B}[31mtest tests::x ... FAILED\u{1B}[0m\r\n"
        #expect(FailingTests.names(in: log) == ["tests::x"])
    }

    /// Each name holds those of the suites around it: without a bound a short report would fill
    /// the memory.
    @Test func `suites within suites without end make no names without end`() {
        let report =
            String(repeating: "<testsuite name=\"abcdefgh\">", count: 500)
            + (0..<500).map { "<testcase name=\"t\($0)\"><failure/></testcase>" }.joined()
        let names = FailingTests.names(in: report)
        #expect(names.count == 500)
        #expect(names.allSatisfy { $0.hasPrefix("abcdefgh > abcdefgh") && $0.utf8.count < 500 })
    }
}
