import Healing
import Testing

struct RunnerTests {
    @Test(
        arguments: [
            (
                RunnerLogs.pytestXML,
                [
                    "test_a.TestAdd.test_small", "test_a.test_div[x - y]", "test_a.test_div[<&>]",
                    "test_a.test_fix",
                ]
            ),
            (
                RunnerLogs.nodeXML,
                ["adds", "group > deep > inner fails", "c.test.js"]
            ),
            (RunnerLogs.ctestXML, ["catch", "slow"]),
            (RunnerLogs.cutXML, ["A.one", "A.two", "A.four"]),
            (
                RunnerLogs.nodeSpec,
                [
                    "adds", "group > inner fails", "group > deep > inner fails", "group > deep",
                    "group", "adds (2)", "c.test.js",
                ]
            ),
            (
                RunnerLogs.perl,
                ["adds", "sub > inner", "sub > deep > inmost", "sub > deep", "sub", "5"]
            ),
            (RunnerLogs.prove, ["t/a.t adds", "t/a.t sub"]),
            (
                RunnerLogs.goJSON,
                [
                    "example.org/m/bad", "example.org/m/calc.TestAdd/small_one",
                    "example.org/m/calc.TestAdd", "example.org/m/worse", "example.org/m/crash",
                ]
            ),
            (RunnerLogs.nextest, ["calc tests::adds", "calc::outer aborts", "calc::outer waits"]),
            (RunnerLogs.mocha, ["Array > adds", "Array > #indexOf() > should return -1"]),
            (RunnerLogs.ctest, ["catch", "false one", "crash", "slow"]),
            (RunnerLogs.googleTest, ["Calc.Adds", "N/P.Odd/1"]),
            (RunnerLogs.catch2, ["adds up", "sections > one"]),
            (RunnerLogs.doctest, ["adds up > in a corner"]),
            (
                RunnerLogs.maven,
                [
                    "org.example.CalcTest.adds", "org.example.CalcTest.each(int)[2]",
                    "org.example.OldTest.divides",
                ]
            ),
            (RunnerLogs.gradle, ["CalcTest > adds()", "CalcTest > Inner > divides(int) > [2] 0"]),
            (
                RunnerLogs.rspec,
                [
                    "spec/a_spec.rb # Calculator adds",
                    "spec/a_spec.rb # Calculator deep divides: by [zero]",
                    "spec/a_spec.rb # Calculator deep loops",
                    "spec/a_spec.rb # Calculator deep loops (2)",
                ]
            ),
            (RunnerLogs.minitest, ["CalcTest#test_add", "Deep::CalcTest#test_div"]),
            (RunnerLogs.testUnit, ["CalcTest#test_add", "CalcTest#test_div"]),
            (RunnerLogs.swiftTwice, ["adds()", "adds() (2)"]),
        ])
    func `the failing tests of a runner are read`(log: String, names: [String]) {
        #expect(FailingTests.names(in: log, root: "/home/u/p") == names)
    }

    @Test func `two runners in one log are both read`() {
        let names = FailingTests.names(in: RunnerLogs.ctest + "\n" + RunnerLogs.googleTest)
        #expect(names.contains("slow") && names.contains("Calc.Adds"))
    }

    @Test(
        arguments: [
            "<testsuite", "<testsuite name=\"a\"", "<testsuite><testcase name=\"",
            "<testsuite><!--",
            "<testsuite><![CDATA[ ]]", "<testsuite></testcase></testsuite><failure/>",
            "<testsuite><testcase name=\"a\"/></testsuite><failure>",
            "-----------------------------------------------------------------------------\n\n",
            "  3 failing\n", "  1) Failure:\n", "TEST CASE:", "not okay",
            "The following tests FAILED:",
        ])
    func `words without a test name none`(log: String) {
        #expect(FailingTests.names(in: log) == [])
    }
}
