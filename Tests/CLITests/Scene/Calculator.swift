/// A small Python project with two broken functions in two files and a test of each.
enum Calculator {
    static let arithmetic = "def add(a, b):\n    return a - b\n"
    static let text = "def shout(word):\n    return word.lower()\n"

    static let files: [String: String] = [
        "calc/__init__.py": "",
        "calc/arithmetic.py": arithmetic,
        "calc/text.py": text,
        "tests/__init__.py": "",
        "tests/test_arithmetic.py": """
        import unittest

        from calc.arithmetic import add


        class AddTests(unittest.TestCase):
            def test_add(self):
                self.assertEqual(add(2, 3), 5)

        """,
        "tests/test_text.py": """
        import unittest

        from calc.text import shout


        class ShoutTests(unittest.TestCase):
            def test_shout(self):
                self.assertEqual(shout("hey"), "HEY")

        """,
    ]

    static let mendedArithmetic = "def add(a, b):\n    return a + b\n"
    static let mendedText = "def shout(word):\n    return word.upper()\n"

    static let mendArithmetic = Edit.replace(
        "    return a - b", by: "    return a + b", in: "calc/arithmetic.py")
    static let mendText = Edit.replace(
        "    return word.lower()", by: "    return word.upper()", in: "calc/text.py")
    /// Applies, and leaves the test as red as it was.
    static let mendArithmeticWrongly = Edit.replace(
        "    return a - b", by: "    return a * b", in: "calc/arithmetic.py")
    static let doesNotApply = Edit.replace(
        "    return a // b", by: "    return a + b", in: "calc/arithmetic.py")

    static let allTests = "[python3, -m, unittest, discover, -t, ., -s, tests]"
    static func tests(of module: String) -> String {
        "[python3, -m, unittest, tests.test_\(module)]"
    }

    /// Mends both functions, one a phase, each judged by its own test and by all of them.
    static let plan = """
        version: 1
        goal: Mend the calculator
        checks:
          - {name: tests, run: \(allTests), timeout: 60s}
        phases:
          - id: add
            title: Mend add
            goal: add(2, 3) has to be 5.
            complexity: low
            checks:
              - {name: add, run: \(tests(of: "arithmetic")), timeout: 60s}
          - id: shout
            title: Mend shout
            goal: shout("hey") has to be HEY.
            complexity: low
            depends_on: [add]
            checks:
              - {name: shout, run: \(tests(of: "text")), timeout: 60s}
        """

    /// The first phase of ``plan`` alone.
    static func onePhase(
        maxAttempts: Int = 2, title: String = "Mend add", more: String = "",
        check: String = allTests
    ) -> String {
        """
        version: 1
        goal: Mend add
        checks:
          - {name: tests, run: \(check), timeout: 60s}
        phases:
          - id: add
            title: \(quoted(title))
            goal: add(2, 3) has to be 5.
            complexity: low
            max_attempts: \(maxAttempts)
        \(more)
        """
    }

    /// What is asked of the models in ``plan`` where each first answer is right.
    static let replies: [RecordedAnswer] = [
        .builder("add", mendArithmetic), .approval("add"),
        .builder("shout", mendText), .approval("shout"),
    ]
}
