import RunModel

extension DemoProject {
    /// The project's files by path.
    static let files: [(String, String)] = [
        ("convert.py", convert), ("test_convert.py", tests), ("plan.yaml", planText),
    ]

    private static let convert = """
        \"\"\"Converts temperatures.\"\"\"


        def to_fahrenheit(celsius):
            return celsius * 9 / 5 + 32


        def to_celsius(fahrenheit):
            return fahrenheit - 32 * 5 / 9

        """

    private static let tests = """
        import unittest

        from convert import to_celsius, to_fahrenheit


        class ConvertTest(unittest.TestCase):
            def test_to_fahrenheit(self):
                self.assertEqual(to_fahrenheit(100), 212)

            def test_to_celsius(self):
                self.assertEqual(to_celsius(212), 100)

            def test_there_and_back(self):
                self.assertAlmostEqual(to_celsius(to_fahrenheit(37.5)), 37.5)


        if __name__ == "__main__":
            unittest.main()

        """

    static let planText = """
        version: 1
        goal: Mend the conversion to Celsius
        checks:
          - {name: tests, run: [python3, -m, unittest, -q], timeout: 60s}
        phases:
          - id: to-celsius
            title: Convert Fahrenheit to Celsius correctly
            goal: to_celsius has to subtract 32 before it scales.
            complexity: low
            scope: {write: ["convert.py"]}
            acceptance: ["to_celsius(212) is 100"]
            checks:
              - {name: celsius, run: [python3, -m, unittest, -q, test_convert.ConvertTest.test_to_celsius]}

        """

    static var plan: Plan {
        let tests = Check(
            name: "tests", run: ["python3", "-m", "unittest", "-q"], timeoutSeconds: 60)
        guard let id = PhaseID("to-celsius") else { preconditionFailure("a legal name") }
        let phase = Phase(
            id: id, title: "Convert Fahrenheit to Celsius correctly",
            goal: "to_celsius has to subtract 32 before it scales.", complexity: .low,
            scope: Scope(write: ["convert.py"]), acceptance: ["to_celsius(212) is 100"],
            checks: [
                Check(
                    name: "celsius",
                    run: [
                        "python3", "-m", "unittest", "-q",
                        "test_convert.ConvertTest.test_to_celsius",
                    ])
            ])
        return Plan(goal: "Mend the conversion to Celsius", checks: [tests], phases: [phase])
    }

    /// What the models say: a block that quotes text that is not there, an edit that fails the
    /// tests, one that passes, and an approval; the first call fails with HTTP 500.
    static let repliesText = """
        - role: builder
          attempt: 1
          fail: {status: 500, message: "internal server error", times: 1}
          text: |
            The offset has to come first.

            convert.py
            <<<<<<< SEARCH
            def to_celsius(f):
                return (f - 32) / 9 * 5
            =======
            def to_celsius(f):
                return (f - 32) * 5 / 9
            >>>>>>> REPLACE
          usage: {input: 412, output: 61}
        - role: builder
          attempt: 2
          text: |
            convert.py
            <<<<<<< SEARCH
                return fahrenheit - 32 * 5 / 9
            =======
                return (fahrenheit - 32) * 9 / 5
            >>>>>>> REPLACE
          usage: {input: 655, output: 48}
        - role: fixer
          text: |
            The factor is upside down.

            convert.py
            <<<<<<< SEARCH
                return (fahrenheit - 32) * 9 / 5
            =======
                return (fahrenheit - 32) * 5 / 9
            >>>>>>> REPLACE
          usage: {input: 801, output: 52}
        - role: auditor
          text: |
            {"approved": true, "issues": [], "summary": "The offset is subtracted before scaling, as the phase asks."}
          usage: {input: 540, output: 30}

        """
}
