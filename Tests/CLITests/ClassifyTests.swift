import TestSupport
import Testing

/// A log is classified without a repository, a model or a configuration.
@Suite(.fewAtOnce) struct ClassifyTests {
    private func runClassify(
        _ arguments: [String], in directory: TemporaryDirectory
    ) async throws -> Outcome {
        try await runAutopack(
            ["classify"] + arguments, in: directory.path,
            environment: TestEnvironment.variables(
                home: directory.path, temporary: directory.path))
    }

    private func classify(
        _ log: [UInt8], _ arguments: String..., in directory: TemporaryDirectory
    ) async throws -> Outcome {
        try await runClassify(arguments + [try directory.write("check.log", log)], in: directory)
    }

    private static let log = """
        FAILED test_calc.py::test_add - assert -1 == 3
        =========================== short test summary info ============================
        FAILED test_calc.py::test_add - NameError: name 'c' is not defined
        Traceback (most recent call last):
          File "calc.py", line 2, in add
            return a + c
        NameError: name 'c' is not defined
        """

    @Test func `the answer has every key of its document`() async throws {
        let directory = try TemporaryDirectory()
        let outcome = try await classify(Array(Self.log.utf8), "--json", in: directory)
        expect(outcome, exits: 0)
        let value = try JSONReader.value(outcome.output)
        #expect(
            value.keys.sorted() == [
                "category", "class", "failed", "file", "line", "root_cause", "signature",
            ])
        #expect(value["category"]?.string == "undefined_variable")
        #expect(value["class"]?.string == "ci_fail")
        #expect(
            value["root_cause"]?.string
                == "variable or function not defined: NameError: name 'c' is not defined")
        #expect(value["file"]?.string == "calc.py")
        #expect(value["line"]?.int == 2)
        #expect(value["failed"]?.strings == ["test_calc.py::test_add"])
        #expect(value["signature"]?.string?.count == 16)
    }

    @Test func `a person reads category, cause, place, tests and signature`() async throws {
        let directory = try TemporaryDirectory()
        let outcome = try await classify(Array(Self.log.utf8), in: directory)
        expect(outcome, exits: 0)
        #expect(
            outcome.output.hasPrefix(
                """
                undefined_variable (ci_fail)
                cause: variable or function not defined: NameError: name 'c' is not defined
                place: calc.py:2
                failed: 1 test
                  test_calc.py::test_add
                signature: 
                """))
    }

    @Test func `exit status and command say what the log does not`() async throws {
        let directory = try TemporaryDirectory()
        func category(_ arguments: String...) async throws -> String? {
            let file = try directory.write("check.log", "working")
            let outcome = try await runClassify(["--json"] + arguments + [file], in: directory)
            expect(outcome, exits: 0)
            return try JSONReader.value(outcome.output)["category"]?.string
        }
        #expect(try await category() == "test_error")
        #expect(try await category("--exit", "124") == "command_timeout")
        #expect(try await category("--exit", "127") == "missing_dependency")
        #expect(try await category("--exit", "5", "--command", "python3 -m pytest") == "no_tests")
        #expect(try await category("--command", "flake8 'src dir'") == "lint_error")
        #expect(try await category("--exit", "0") == nil)
    }

    @Test func `places are told from the folder that the command ran in`() async throws {
        let directory = try TemporaryDirectory()
        func file(_ folder: String, _ arguments: String...) async throws -> String? {
            let log = try directory.write("check.log", "\(folder)/src/a.c:3:1: error: what")
            let outcome = try await runClassify(["--json"] + arguments + [log], in: directory)
            return try JSONReader.value(outcome.output)["file"]?.string
        }
        #expect(try await file(directory.path) == "src/a.c")
        #expect(try await file("/srv/w1", "--root", "/srv/w1/") == "src/a.c")
    }

    @Test func `bytes of any kind are classified, and shown without harm`() async throws {
        let directory = try TemporaryDirectory()
        let wild: [UInt8] = Array("\u{1B}]0;title\u{7}Error: \u{1B}[2J".utf8) + [0, 0xFF, 0xC0, 8]
        let outcome = try await classify(wild, in: directory)
        expect(outcome, exits: 0)
        #expect(outcome.output.hasPrefix("test_error (ci_fail)\n"))
        #expect(!outcome.output.utf8.contains { $0 < 0x20 && $0 != 0x0A })
        let empty = try await classify([], in: directory)
        expect(empty, exits: 0)
        #expect(empty.output.hasPrefix("test_error (ci_fail)\ncause: a test or check failed\n"))
    }

    @Test func `what cannot be read is refused with what to do`() async throws {
        let directory = try TemporaryDirectory()
        let outcome = try await runClassify(["none.log"], in: directory)
        expect(outcome, exits: 2)
        #expect(outcome.errors.contains("cannot read none.log"))
        #expect(outcome.errors.contains("hint: "))
        let quote = try await classify([], "--command", "a 'b", in: directory)
        expect(quote, exits: 2)
    }
}
