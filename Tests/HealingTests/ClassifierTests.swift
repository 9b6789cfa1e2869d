import Healing
import RunModel
import TestSupport
import Testing

struct ClassifierTests {
    @Test(
        arguments: [
            (Logs.pytest, FailureCategory.undefinedVariable, "calc.py", 5),
            (Logs.pytestAssertion, .assertionFailed, "test_calc.py", 5),
            (Logs.pytestCollection, .importError, "test_imp.py", 1),
            (Logs.unittest, .undefinedVariable, "calc.py", 5),
            (Logs.unittestSyntax, .syntaxError, "test_bad.py", 2),
            (Logs.node, .assertionFailed, "a.test.js", 3),
            (Logs.nodeImport, .importError, "b.test.js", 1),
            (Logs.go, .assertionFailed, "calc_test.go", 12),
            (Logs.goBuild, .undefinedVariable, "calc.go", 4),
            (Logs.cargo, .assertionFailed, "src/lib.rs", 6),
            (Logs.cargoBuild, .undefinedVariable, "src/lib.rs", 12),
            (Logs.swift, .assertionFailed, "Tests/ATests/X.swift", 3),
        ])
    func `a log tells its category and its place`(
        log: String, category: FailureCategory, file: String, line: Int
    ) {
        let found = classify(log)
        #expect(found.category == category)
        #expect(found.file == file)
        #expect(found.line == line)
        #expect(found.rootCause.hasPrefix("\(category.rootCause): "))
    }

    @Test(
        arguments: [
            (
                "  File \"b.py\", line 3\n    y=2\nIndentationError: unexpected indent",
                FailureCategory.indentationError
            ),
            ("TypeError: can only concatenate str", .typeError),
            ("AttributeError: 'A' object has no attribute 'b'", .typeError),
            ("FileNotFoundError: [Errno 2] No such file: 'x'", .fileNotFound),
            ("requests.exceptions.JSONDecodeError: what", .testError),
            ("a.ts(3,5): error TS2304: Cannot find name 'y'.", .undefinedVariable),
            ("a.ts(3,5): error TS2322: Type 'x'", .typeError),
            ("a.ts(3,5): error TS1005: ';' expected.", .syntaxError),
            ("e: file:///p/App.kt:3:5 Unresolved reference: foo", .undefinedVariable),
            ("e: file:///p/App.kt:3:5 Unresolved reference 'foo'.", .undefinedVariable),
            ("e: file:///p/build.gradle.kts:3:18 Type mismatch: inferred type is Int", .typeError),
            ("e: /p/App.kt: (3, 5): Expecting an element", .syntaxError),
            ("a.c:3:5: error: expected ';' before '}' token", .syntaxError),
            ("a.c:1:10: fatal error: x.h: No such file or directory", .importError),
            ("A.java:3: error: cannot find symbol", .undefinedVariable),
            ("A.swift:2:12: error: cannot find 'zz' in scope", .undefinedVariable),
            ("A.swift:2:12: error: something new", .buildError),
            ("write: No space left on device", .diskFull),
            ("OSError: [Errno 30] Read-only file system: '/x'", .sandboxDenied),
            ("error: no matching package named `x` found", .missingDependency),
            ("/usr/bin/python3: No module named pytest", .missingDependency),
            ("CONFLICT (content): Merge conflict in a", .mergeConflict),
        ])
    func `one line is enough`(log: String, category: FailureCategory) {
        #expect(classify(log).category == category)
    }

    @Test func `what may have caused the rest counts`() {
        let log = "AssertionError: 1 != 2\nTypeError: x\nModuleNotFoundError: No module named 'y'"
        #expect(classify(log).category == .importError)
    }

    @Test func `Kotlin's places are URLs or stand in parentheses`() {
        for (root, log) in [
            (nil, "e: file:///p/app/src/App.kt:3:5 Unresolved reference: foo"),
            ("/p/app", "e: file:///p/app/src/App.kt:3:5 Unresolved reference: foo"),
            ("/p/app", "e: /p/app/src/App.kt: (3, 5): Unresolved reference: foo"),
        ] {
            let found = Classifier.classify(log: "\(log)\nBUILD FAILED in 3s", exit: 1, root: root)
            #expect(found.file == "src/App.kt")
            #expect(found.line == 3)
        }
    }

    @Test func `a frame on line 0, where nobody can look, has no line`() {
        let log = "Traceback (most recent call last):\n  File \"a.py\", line 0, in f\nNameError: x"
        let found = Classifier.classify(log: log, exit: 1)
        #expect(found.file == "a.py" && found.line == nil)
    }

    @Test func `an assertion in C has its place behind the program's name`() {
        let log = "a.out: src/a.c:12: int f(int): Assertion `n > 0' failed."
        let found = Classifier.classify(log: log, exit: 134)
        #expect(found.category == .assertionFailed && found.rootCause.hasSuffix("`n > 0' failed"))
        #expect(found.file == "src/a.c" && found.line == 12)
    }

    @Test func `npm's sentence is told, not its facts`() {
        let log = """
            npm ERR! code ENOENT
            npm ERR! syscall open
            npm ERR! path /p/package.json
            npm ERR! errno -2
            npm ERR! enoent ENOENT: no such file or directory, open '/p/package.json'
            """
        #expect(classify(log).rootCause.contains("no such file or directory, open"))
    }

    @Test func `where nothing matches it is a test error with the last line`() {
        let found = classify("working\nit went wrong somehow\n\n")
        #expect(found.category == .testError)
        #expect(found.rootCause == "a test or check failed: it went wrong somehow")
        #expect(found.file == nil)
        #expect(classify("").rootCause == FailureCategory.testError.rootCause)
    }

    @Test func `a time limit says more than the log`() {
        let found = Classifier.classify(
            log: Logs.pytest, exit: 124, command: ["pytest"], timedOut: true)
        #expect(found.category == .commandTimeout)
        #expect(found.file == nil)
    }

    @Test func `exit statuses are read with their programs`() {
        func category(_ log: String, _ exit: Int, _ command: String...) -> FailureCategory {
            Classifier.classify(log: log, exit: exit, command: command).category
        }
        #expect(category("sh: 1: jest: not found", 127, "sh") == .missingDependency)
        #expect(category("no tests ran in 0.00s", 5, "pytest") == .noTests)
        #expect(category("", 5, "python3", "-m", "pytest") == .noTests)
        #expect(category("a.py:1:1: F401 unused", 1, "/usr/bin/flake8") == .lintError)
        #expect(category("a.py is not tidy", 1, "/usr/bin/flake8") == .lintError)
        #expect(category("a.py is not tidy", 1, "make") == .testError)
    }

    @Test func `the same failure has the same signature wherever it happens`() {
        let here = classify(Logs.unittest)
        let moved = Logs.unittest.replacing("/home/u/p", with: "/srv/w3")
            .replacing("line 5", with: "line 91")
        let there = Classifier.classify(log: moved, exit: 1, root: "/srv/w3")
        #expect(here.signature == there.signature)
        #expect(here.signature.count == 16)
        #expect(here.signature != classify(Logs.cargoBuild).signature)
        let other = Logs.unittest.replacing("name 'c'", with: "name 'd'")
        #expect(here.signature != classify(other).signature)
    }

    @Test func `a signature does not change from version to version`() {
        let signature = Classifier.signature(of: .testError, message: "It failed", place: "a.py ")
        // printf 'test_error\nit failed\na.py ' | sha256sum
        #expect(signature == "30acf7801dfce654")
    }

    @Test(arguments: FailureCategory.allCases)
    func `each category has a cause of its own`(category: FailureCategory) {
        let same = FailureCategory.allCases.filter { $0.rootCause == category.rootCause }
        #expect(same == [category])
    }

    @Test(arguments: Seeds.first(30))
    func `any bytes are classified`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let pieces = [
            "E  ", "File \"", "\", line ", "9", ":", "(", "not ok ", "    ", "\n", "\r", "● ",
            "FAIL\t", "--- FAIL: ", "name: '", "error: |", "[", "] - ", "====", "\u{1B}[", "é",
            "\u{0}", "a.py", "FAILED ", "\u{1B}]",
        ]
        let log = (0..<400).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
        let found = Classifier.classify(log: log, exit: 1, root: "/r")
        #expect(found.signature.count == 16, "seed \(seed)")
        #expect(LogExcerpt.condense(log, limitBytes: 600).utf8.count <= 600, "seed \(seed)")
    }

    private func classify(_ log: String) -> Diagnosis {
        Classifier.classify(log: log, exit: 1, command: ["check"], root: "/home/u/p")
    }
}
