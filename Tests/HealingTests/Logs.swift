/// Excerpts of what real programs print.
enum Logs {
    static let pytest = """
        FF.                                                                      [100%]
        =================================== FAILURES ===================================
        ______________________________ TestAdd.test_small ______________________________

        self = <test_calc.TestAdd object at 0x7f338f8a6ad0>

            def test_small(self):
        >       assert add(1, 2) == 3
        E       assert -1 == 3
        E        +  where -1 = add(1, 2)

        test_calc.py:5: AssertionError
        _________________________________ test_div[1 - 2] ______________________________

            def div(a, b):
        >       return a / c
                           ^
        E       NameError: name 'c' is not defined

        calc.py:5: NameError
        ------------------------------ Captured log call -------------------------------
        ERROR    root:calc.py:4 not a test
        =========================== short test summary info ============================
        FAILED test_calc.py::TestAdd::test_small - assert -1 == 3
        FAILED test_calc.py::test_div[1 - 2] - NameError: name 'c' is not defined
        2 failed, 1 passed in 0.06s
        """

    static let pytestAssertion = """
        ______________________________ TestAdd.test_small ______________________________

            def test_small(self):
        >       assert add(1, 2) == 3
        E       assert -1 == 3
        E        +  where -1 = add(1, 2)

        test_calc.py:5: AssertionError
        =========================== short test summary info ============================
        FAILED test_calc.py::TestAdd::test_small - assert -1 == 3
        1 failed in 0.06s
        """

    static let pytestCollection = """
        ==================================== ERRORS ====================================
        _________________________ ERROR collecting test_imp.py _________________________
        ImportError while importing test module '/home/u/p/test_imp.py'.
        Hint: make sure your test modules/packages have valid Python names.
        Traceback:
        /usr/lib/python3.11/importlib/__init__.py:126: in import_module
            return _bootstrap._gcd_import(name[level:], package, level)
        test_imp.py:1: in <module>
            import nosuchmod
        E   ModuleNotFoundError: No module named 'nosuchmod'
        =========================== short test summary info ============================
        ERROR test_imp.py
        !!!!!!!!!!!!!!!!!!!! Interrupted: 1 error during collection !!!!!!!!!!!!!!!!!!!!
        1 error in 0.15s
        """

    static let unittest = """
        EF
        ======================================================================
        ERROR: test_div (test_u.T.test_div)
        ----------------------------------------------------------------------
        Traceback (most recent call last):
          File "/home/u/p/test_u.py", line 7, in test_div
            div(1, 2)
          File "/home/u/p/calc.py", line 5, in div
            return a / c
                       ^
        NameError: name 'c' is not defined

        ======================================================================
        FAIL: test_sub (test_u.T.test_sub) (i=0)
        ----------------------------------------------------------------------
        Traceback (most recent call last):
          File "/home/u/p/test_u.py", line 11, in test_sub
            self.assertEqual(i, 5)
        AssertionError: 0 != 5

        ======================================================================
        FAIL: test_sub (test_u.T.test_sub) (i=1)
        ----------------------------------------------------------------------
        AssertionError: 1 != 5

        ======================================================================
        FAIL: test_old (test_u.T)
        ----------------------------------------------------------------------
        AssertionError: 1 != 5

        FAILED (failures=3, errors=1)
        """

    static let unittestSyntax = """
        E
        ======================================================================
        ERROR: test_bad (unittest.loader._FailedTest.test_bad)
        ----------------------------------------------------------------------
        ImportError: Failed to import test module: test_bad
        Traceback (most recent call last):
          File "/usr/lib/python3.11/unittest/loader.py", line 362, in _get_module_from_name
            __import__(name)
          File "/home/u/p/test_bad.py", line 2
            def x(:
                  ^
        SyntaxError: invalid syntax


        """

    static let node = """
        TAP version 13
        # Subtest: adds
        not ok 1 - adds
          ---
          duration_ms: 2.053272
          location: '/home/u/p/a.test.js:3:1'
          failureType: 'testCodeFailure'
          error: |-
            Expected values to be strictly equal:
            
            2 !== 3
            
          code: 'ERR_ASSERTION'
          name: 'AssertionError'
          stack: |-
            TestContext.<anonymous> (/home/u/p/a.test.js:3:29)
            Test.runInAsyncScope (node:async_hooks:206:9)
          ...
        # Subtest: group
            # Subtest: inner fails
            not ok 1 - inner fails
              ---
              duration_ms: 0.287899
              ...
            # Subtest: later
            not ok 2 - later # TODO someday
              ---
              ...
            1..2
        not ok 2 - group
          ---
          failureType: 'subtestsFailed'
          ...
        # Subtest: /home/u/p/c.test.js
        not ok 3 - /home/u/p/c.test.js
        1..3
        """

    static let nodeImport = """
        # Error: Cannot find module './nope'
        # Require stack:
        # - /home/u/p/b.test.js
        #     at Module._resolveFilename (node:internal/modules/cjs/loader:1207:15)
        #     at Object.<anonymous> (/home/u/p/b.test.js:1:1)
        # Subtest: /home/u/p/b.test.js
        not ok 1 - /home/u/p/b.test.js
          ---
          location: '/home/u/p/b.test.js:1:1'
          error: 'test failed'
          code: 'ERR_TEST_FAILURE'
          ...
        """

    static let go = """
        --- FAIL: TestAdd (0.00s)
            --- FAIL: TestAdd/small (0.00s)
                calc_test.go:12: got -1, want 3
        FAIL
        FAIL\texample.org/calc\t0.003s
        --- FAIL: TestAdd (0.00s)
            other_test.go:4: got 1
        FAIL
        FAIL\texample.org/other\t0.002s
        ok  \texample.org/fine\t0.001s
        FAIL
        """

    static let goBuild = """
        # example.org/calc
        ./calc.go:4:9: undefined: total
        FAIL\texample.org/calc [build failed]
        FAIL
        """

    static let cargo = """
             Running unittests src/lib.rs (target/debug/deps/rs-a35a48c092d3f767)

        running 2 tests
        test tests::ok ... ok
        test tests::it_works ... FAILED

        failures:

        ---- tests::it_works stdout ----

        thread 'tests::it_works' (10171) panicked at src/lib.rs:6:21:
        assertion `left == right` failed
          left: 0
         right: 4

        test result: FAILED. 1 passed; 1 failed; 0 ignored
             Running tests/outer.rs (target/debug/deps/outer-0123456789abcdef)

        running 1 test
        test it_works ... FAILED
           Doc-tests rs
        test src/lib.rs - add (line 3) ... FAILED
        error: test failed, to rerun pass `--lib`
        """

    static let cargoBuild = """
           Compiling rs v0.1.0 (/home/u/p)
        error[E0425]: cannot find value `y` in this scope
          --> src/lib.rs:12:21
           |
        12 | pub fn x() -> i32 { y }
           |                     ^ not found in this scope

        error: could not compile `rs` (lib) due to 1 previous error
        """

    static let swift = """
        Test Case 'XT.testAdd' started at 2026-11-21 02:47:04.709
        /home/u/p/Tests/ATests/X.swift:3: error: XT.testAdd : XCTAssertEqual failed: ("-1") is not equal to ("3") - 
        Test Case 'XT.testAdd' failed (0.001 seconds)
        Test Case '-[ATests.XT testOther]' failed (0.001 seconds)
        ✘ Test "adds up" recorded an issue at T.swift:3:26: Expectation failed: (add(1, 2) → -1) == 3
        ✘ Test "adds up" failed after 0.001 seconds with 1 issue.
        ✘ Test each(n:) with 2 test cases failed after 0.001 seconds with 1 issue.
        ✘ Suite S failed after 0.001 seconds with 1 issue.
        ✘ Test run with 2 tests in 1 suite failed after 0.001 seconds with 2 issues.
        """

    static let jest = """
        FAIL src/sum.test.js
          ● sum › adds

            expect(received).toBe(expected)

          ● Console

        FAIL src/broken.test.js
          ● Test suite failed to run

        PASS src/fine.test.js
        """

    static let vitest = """
         FAIL  test/a.test.ts > suite > adds
        AssertionError: expected 2 to be 3
        """
}
