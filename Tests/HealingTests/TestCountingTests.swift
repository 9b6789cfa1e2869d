import Healing
import RunModel
import Testing

struct TestCountingTests {
    @Test(arguments: [
        ("==== 3 failed, 5 passed, 2 skipped, 1 xfailed in 0.12s ====", 8, 3),
        ("5 passed in 0.01s", 5, 0), ("1 passed, 4 deselected in 0.01s", 1, 4),
        ("no tests ran in 0.00s", 0, 0),
        ("Ran 5 tests in 0.001s\n\nOK", 5, 0),
        ("Ran 5 tests in 0.001s\n\nOK (skipped=2, expected failures=1)", 2, 3),
        ("Ran 1 test in 0.001s\n\nFAILED (failures=1)", 1, 0),
        ("# tests 4\n# suites 0\n# pass 2\n# fail 1\n# cancelled 0\n# skipped 1\n# todo 0", 3, 1),
        ("ℹ tests 2\nℹ pass 2\nℹ fail 0\nℹ skipped 0", 2, 0),
        (
            "test result: ok. 5 passed; 0 failed; 1 ignored; 0 measured; 2 filtered out\n"
                + "test result: ok. 2 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out", 7, 3
        ),
        ("✔ Test run with 5 tests in 2 suites passed after 0.001 seconds.", 5, 0),
        (
            "➜ Test adds() skipped\n✔ Test run with 5 tests in 2 suites passed after 0.001 seconds.",
            4, 1
        ),
        ("\t Executed 5 tests, with 1 test skipped and 0 failures (0 unexpected) in 0.1 s", 4, 1),
        ("Executed 5 tests, with 2 failures (0 unexpected) in 0.1 (0.1) seconds", 5, 0),
        ("Tests:       1 skipped, 5 passed, 6 total", 5, 1),
        ("      Tests  1 failed | 5 passed | 1 skipped (7)", 6, 1),
        ("  5 passing (10ms)\n  2 pending\n  1 failing", 6, 2),
        ("--- PASS: TestA (0.00s)\n--- SKIP: TestB (0.00s)\n--- FAIL: TestC (0.00s)", 2, 1),
        ("ok  \texample.com/a\t0.01s\nFAIL\texample.com/b\t0.01s", 2, 0),
        ("5 examples, 0 failures, 1 pending", 4, 1),
        ("5 runs, 10 assertions, 0 failures, 0 errors, 1 skips", 4, 1),
        ("100% tests passed, 0 tests failed out of 5", 5, 0),
        ("[==========] 5 tests from 2 test suites ran. (0 ms total)", 5, 0),
        ("[WARNING] Tests run: 5, Failures: 0, Errors: 0, Skipped: 1", 4, 1),
    ])
    func `a runner says how many tests ran`(log: String, ran: Int, skipped: Int) {
        #expect(TestCounting.counts(in: log) == TestCounts(ran: ran, skipped: skipped))
    }

    @Test(arguments: [
        "# tests 2\n# pass 9223372036854775807\n# fail 1",
        "  1 passing\n  9223372036854775807 failing\n  9223372036854775807 failing",
        "test result: ok. 9223372036854775807 passed; 1 failed; 0 ignored",
        "9223372036854775807 passed, 1 failed in 0.1s",
        "1 examples, 0 failures, 9 pending",
        "Tests run: 1, Failures: 0, Errors: 0, Skipped: 9223372036854775807",
    ])
    func `a number that no suite reaches ends nothing`(log: String) throws {
        let counts = try #require(TestCounting.counts(in: log))
        #expect((0...9).contains(counts.ran) && (0...9).contains(counts.skipped))
    }

    @Test(arguments: [
        "", "everything is fine", "Compiling 5 files", "passed", "in 5 passed",
        "warning: 3 tests are slow", "took 5 seconds in all",
    ])
    func `what is no runner's end says nothing`(log: String) {
        #expect(TestCounting.counts(in: log) == nil)
    }
}
