/// What runners print of failing tests, beside those of ``Logs``.
enum RunnerLogs {
    static let pytestXML = #"""
        FFFE.sx       [100%]<?xml version="1.0" encoding="utf-8"?><testsuites name="pytest tests"><testsuite name="pytest" errors="1" failures="3" skipped="2" tests="7" time="0.045"><testcase classname="test_a.TestAdd" name="test_small" time="0.001"><failure message="assert 1 == 2">self = &lt;test_a.TestAdd object&gt;

            def test_small(self): assert 1 == 2

        test_a.py:3: AssertionError</failure></testcase><testcase classname="test_a" name="test_div[x - y]" time="0.001"><failure message="AssertionError: assert 'x - y' == 'n'&#10;  &#10;  - n">a = 'x - y'
        test_a.py:5: AssertionError</failure></testcase><testcase classname="test_a" name="test_div[&lt;&amp;&gt;]" time="0.001"><failure message="AssertionError">a = '&lt;'
        test_a.py:5: AssertionError</failure></testcase><testcase classname="test_a" name="test_fix" time="0.000"><error message="failed on setup with &quot;ValueError: setup&quot;">@pytest.fixture
        test_a.py:7: ValueError</error></testcase><testcase classname="test_a" name="test_ok" time="0.000" /><testcase classname="test_a" name="test_skip" time="0.000"><skipped type="pytest.skip" message="unconditional skip">test_a.py:10: skip</skipped></testcase><testcase classname="test_a" name="test_xf" time="0.000"><skipped type="pytest.xfail" message="" /></testcase></testsuite></testsuites>
        """#

    static let nodeXML = #"""
        <?xml version="1.0" encoding="utf-8"?>
        <testsuites>
        	<testcase name="adds" time="0.046267" classname="test" failure="2 !== 3">
        		<failure type="testCodeFailure" message="2 !== 3">
        Error [ERR_TEST_FAILURE]: Expected values to be strictly equal:
            at TestContext.&lt;anonymous> (/home/u/p/a.test.js:2:25)
        		</failure>
        	</testcase>
        	<testsuite name="group" time="0.129142" disabled="0" errors="0" tests="4" failures="3" skipped="1" hostname="vm">
        		<testcase name="inner fails" time="0.127323" classname="test" failure="falsy"/>
        		<testcase name="works" time="0.000186" classname="test"/>
        		<testcase name="later" time="0.000937" classname="test" failure="falsy">
        			<skipped type="todo" message="true"/>
        			<failure type="testCodeFailure" message="falsy">
        			</failure>
        		</testcase>
        		<testsuite name="deep" time="0.000203" disabled="0" errors="0" tests="1" failures="1" skipped="0" hostname="vm">
        			<testcase name="inner fails" time="0.000109" classname="test" failure="x">
        				<failure type="testCodeFailure" message="x"/>
        			</testcase>
        		</testsuite>
        	</testsuite>
        	<!-- <testcase name="comment"><failure/></testcase> -->
        	<testcase name="/home/u/p/c.test.js" time="0.806999" classname="test" failure="test failed">
        		<failure type="testCodeFailure" message="test failed"><![CDATA[</testcase><testcase name="no">]]></failure>
        	</testcase>
        </testsuites>
        """#

    static let ctestXML = #"""
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuite name="(empty)"
        	tests="6"
        	failures="3"
        	>
        	<testcase name="catch" classname="catch" time="0.0232427" status="fail">
        		<failure message="Failed"/>
        		<properties/>
        		<system-out>a &lt; b</system-out>
        	</testcase>
        	<testcase name="gone" classname="gone" time="0" status="notrun">
        		<skipped message="Unable to find executable: /no/such"/>
        	</testcase>
        	<testcase name="slow" classname="slow" time="1.02" status="fail">
        		<failure message="Timeout"/>
        	</testcase>
        </testsuite>
        """#

    /// The middle of the report is missing.
    static let cutXML = #"""
        <testsuite name="a"><testcase classname="A" name="one"><failure message="x
        [… 4096 bytes …]
        rest of it"></failure></testcase><testcase classname="A" name="two"><failure/></testcase>
        <testcase classname="A" name="thr
        <testcase classname='A' name='four'><error
        """#

    static let nodeSpec = """
        ✖ adds (1.751692ms)
          AssertionError [ERR_ASSERTION]: Expected values to be strictly equal:
          2 !== 3
        ▶ group
          ✖ inner fails (148.041397ms)
            AssertionError [ERR_ASSERTION]: The expression evaluated to a falsy value:
          ✔ works (0.122283ms)
          ✖ later (25.408977ms) # TODO
          ▶ deep
            ✖ inner fails (0.122242ms)
              Error: x
          ✖ deep (0.239758ms)
        ✖ group (174.33256ms)
        ✖ adds (0.1ms)
        ✖ /home/u/p/c.test.js (718.370572ms)
          'test failed'

        ℹ tests 7
        ✖ failing tests:

        test at a.test.js:2:1
        ✖ adds (1.751692ms)
        """

    static let perl = """
        ok 1 - one
        not ok 2 - adds
        #   Failed test 'adds'
        #   at t/a.t line 1.
        # Subtest: sub
            not ok 1 - inner
            #   Failed test 'inner'
            #   at t/a.t line 1.
            # Subtest: deep
                not ok 1 - inmost
                1..1
            not ok 2 - deep
            1..2
        not ok 3 - sub
        not ok 4 - todo one # TODO x
        not ok 5
        not ok 6 # SKIP why
        1..6
        """

    static let prove = """

        #   Failed test 'adds'
        #   at t/a.t line 1.
        #          got: '1'
        #     expected: '2'

        #   Failed test 'sub'
        #   at t/a.t line 1.
        # Looks like you failed 2 tests of 4.
        t/a.t ..
        Dubious, test returned 2 (wstat 512, 0x200)
        Failed 2/4 subtests
        """

    static let goJSON = #"""
        FAIL	example.org/m/bad [build failed]
        {"Time":"2026-11-21T08:35:13.4035Z","Action":"output","Package":"example.org/m/calc","Test":"TestAdd","Output":"--- FAIL: TestAdd (0.00s)\n"}
        {"Time":"2026-11-21T08:35:13.4035Z","Action":"fail","Package":"example.org/m/calc","Test":"TestAdd/small_one","Elapsed":0}
        {"Time":"2026-11-21T08:35:13.4036Z","Action":"fail","Package":"example.org/m/calc","Test":"TestAdd","Elapsed":0}
        {"Time":"2026-11-21T08:35:13.4036Z","Action":"fail","Package":"example.org/m/calc","Elapsed":0.04}
        {"ImportPath":"example.org/m/worse [example.org/m/worse.test]","Action":"build-fail"}
        {"Time":"2026-11-21T08:35:13.4037Z","Action":"fail","Package":"example.org/m/worse","Elapsed":0}
        {"Time":"2026-11-21T08:35:13.4038Z","Action":"fail","Package":"example.org/m/crash","Elapsed":0.1}
        {"Action":"fail"
        """#

    static let nextest = """
            Starting 4 tests across 2 binaries
                PASS [   0.004s] (1/4) calc tests::fine
                FAIL [   0.005s] (2/4) calc tests::adds
              stdout ───
                thread 'tests::adds' panicked at src/lib.rs:5:60:
             SIGABRT [   0.090s] calc::outer aborts
             TIMEOUT [   1.003s] (4/4) calc::outer waits
          TRY 1 FAIL [   0.005s] calc tests::flaky
           FLAKY 2/2 [   0.004s] calc tests::flaky
        ────────────
             Summary [   1.010s] 4 tests run: 1 passed, 3 failed
                FAIL [   0.005s] (2/4) calc tests::adds
        error: test run failed
        """

    static let mocha = """
          Array
            1) adds
            #indexOf()
              ✔ works
              2) should return -1

          1 passing (6ms)
          2 failing

          1) Array
               adds:

              AssertionError [ERR_ASSERTION]: 1 == 2
              + expected - actual

              at Context.<anonymous> (test/a.js:4:14)

          2) Array
               #indexOf()
                 should return -1:
             Error: nope: still:
              at Context.<anonymous> (test/a.js:8:14)
        """

    static let ctest = """
        17% tests passed, 5 tests failed out of 6

        Total Test time (real) =   1.08 sec

        The following tests did not run:
        \t  7 - off (Disabled)

        The following tests FAILED:
        \t  1 - catch (Failed)
        \t  2 - false one (Not Run)
        \t  3 - crash (SEGFAULT)
        \t  4 - slow (Timeout)                                    big slow
        Errors while running CTest
        \t  9 - later (Failed)
        """

    static let googleTest = """
        [ RUN      ] Calc.Adds
        g.cpp:2: Failure
        [  FAILED  ] Calc.Adds (0 ms)
        [  FAILED  ] N/P.Odd/1, where GetParam() = 2 (0 ms)
        [----------] 2 tests from N/P (0 ms total)
        [  PASSED  ] 2 tests.
        [  FAILED  ] 2 tests, listed below:
        [  FAILED  ] Calc.Adds
        [  FAILED  ] N/P.Odd/1, where GetParam() = 2

         2 FAILED TESTS
        """

    static let catch2 = """
        -------------------------------------------------------------------------------
        adds up
        -------------------------------------------------------------------------------
        /home/u/p/c.cpp:3
        ...............................................................................

        /home/u/p/c.cpp:3: FAILED:
          REQUIRE( 1==2 )
        with expansion:
          1 == 2

        /home/u/p/c.cpp:9: FAILED:
          CHECK( false )

        -------------------------------------------------------------------------------
        sections
          one
        -------------------------------------------------------------------------------
        /home/u/p/c.cpp:3
        ...............................................................................

        /home/u/p/c.cpp:3: FAILED:
          CHECK( 1==2 )

        ===============================================================================
        test cases: 4 | 1 passed | 3 failed
        """

    static let doctest = """
        ===============================================================================
        d.cpp:5:
        TEST CASE:  adds up
          in a corner

        d.cpp:7: ERROR: CHECK( 1 == 2 ) is NOT correct!
          values: CHECK( 1 == 2 )

        d.cpp:8: ERROR: CHECK( 1 == 3 ) is NOT correct!

        ===============================================================================
        [doctest] test cases: 2 | 1 passed | 1 failed | 0 skipped
        """

    static let maven = """
        [INFO] Running org.example.CalcTest
        [ERROR] Tests run: 3, Failures: 1, Errors: 1, Skipped: 0, Time elapsed: 0.03 s <<< FAILURE! -- in org.example.CalcTest
        [ERROR] org.example.CalcTest.adds -- Time elapsed: 0.005 s <<< FAILURE!
        org.opentest4j.AssertionFailedError: expected: <5> but was: <-1>
        [ERROR] org.example.CalcTest.each(int)[2] -- Time elapsed: 0.001 s <<< ERROR!
        [ERROR] divides(org.example.OldTest)  Time elapsed: 0.01 sec  <<< ERROR!
        [ERROR] Failures:
        [ERROR]   CalcTest.adds:12 expected: <5> but was: <-1>
        """

    static let gradle = """
        > Task :test FAILED

        CalcTest > adds() FAILED
            org.opentest4j.AssertionFailedError at CalcTest.java:9

        CalcTest > Inner > divides(int) > [2] 0 FAILED
            java.lang.ArithmeticException at CalcTest.java:14

        3 tests completed, 2 failed
        """

    static let rspec = """
        Failures:

          1) Calculator adds
             Failure/Error: it("adds") { expect(1).to eq 2 }

        4 examples, 4 failures

        Failed examples:

        rspec ./spec/a_spec.rb:2 # Calculator adds
        rspec ./spec/a_spec.rb:4 # Calculator deep divides: by [zero]
        rspec './spec/a_spec.rb[1:2:2]' # Calculator deep loops
        rspec ./spec/a_spec.rb[1:2:3] # Calculator deep loops
        """

    static let minitest = """
          1) Failure:
        CalcTest#test_add [t.rb:3]:
        Expected: 5
          Actual: 1

          2) Error:
        Deep::CalcTest#test_div:
        RuntimeError: x
            t.rb:4:in `test_div'

        3 runs, 1 assertions, 1 failures, 1 errors, 0 skips
        """

    static let testUnit = """
        F
        ===============================================================================
        Failure: test_add(CalcTest)
        t.rb:3:in `test_add'
        Error: test_div(CalcTest): RuntimeError: x
        """

    static let swiftTwice = """
        ✘ Test adds() recorded an issue at A.swift:3:26: Expectation failed
        ✘ Test adds() failed after 0.001 seconds with 1 issue.
        ✘ Test adds() failed after 0.002 seconds with 1 issue.
        """
}
