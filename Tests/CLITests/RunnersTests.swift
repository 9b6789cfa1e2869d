#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif
import TestSupport
import Testing

/// The runners of three languages as checks: their failing tests are compared by name.
@Suite(.fewAtOnce) struct RunnersTests {
    /// A project with two red tests, one of which the change mends, and a new test of it.
    struct Runner: Sendable, CustomTestStringConvertible {
        var program: String
        var check: String
        var files: [String: String]
        var change: String
        /// What fails on the base, and of that what the change mends.
        var red: [String]
        var mended: [String]
        /// What fails of the new tests on the base's code.
        var new: [String]

        var testDescription: String { program }
    }

    private static let runners = [
        Runner(
            program: "pytest", check: "[PROGRAM, -m, pytest, -q, -p, no:cacheprovider]",
            files: [
                "calc.py": "def add(a, b):\n    return a - b\n\n\ndef half(a):\n    return a\n",
                "test_calc.py": """
                import pytest
                from calc import add, half

                @pytest.mark.parametrize("a", [1, 2])
                def test_add(a):
                    assert add(a, 1) == a + 1

                def test_half():
                    assert half(4) == 2

                """,
            ],
            change: Edit.replace("    return a - b", by: "    return a + b", in: "calc.py")
                + Edit.create(
                    "test_more.py",
                    "from calc import add\n\ndef test_more():\n    assert add(2, 2) == 4"),
            red: [
                "test_calc.py::test_add[1]", "test_calc.py::test_add[2]", "test_calc.py::test_half",
            ],
            mended: ["test_calc.py::test_add[1]", "test_calc.py::test_add[2]"],
            new: ["test_more.py::test_more"]),
        Runner(
            program: "node", check: "[PROGRAM, --test]",
            files: [
                "package.json": #"{"type": "module"}"#,
                "calc.js": "export const add = (a, b) => a - b;\nexport const half = (a) => a;\n",
                "calc.test.js": """
                import assert from 'node:assert';
                import { describe, it } from 'node:test';
                import { add, half } from './calc.js';

                describe('calc', () => {
                  it('adds', () => assert.equal(add(1, 1), 2));
                  it('halves', () => assert.equal(half(4), 2));
                });

                """,
            ],
            change: Edit.replace(
                "export const add = (a, b) => a - b;", by: "export const add = (a, b) => a + b;",
                in: "calc.js")
                + Edit.create(
                    "more.test.js",
                    """
                    import assert from 'node:assert';
                    import test from 'node:test';
                    import { add } from './calc.js';

                    test('adds more', () => assert.equal(add(2, 2), 4));
                    """),
            red: ["calc > adds", "calc > halves", "calc"], mended: ["calc > adds"],
            new: ["adds more"]),
        Runner(
            program: "swift", check: "[PROGRAM, test, --disable-xctest]",
            files: [
                "Package.swift": """
                // swift-tools-version: 6.0
                import PackageDescription

                let package = Package(
                    name: "calc",
                    targets: [
                        .target(name: "Calc"), .testTarget(name: "CalcTests", dependencies: ["Calc"]),
                    ])

                """,
                "Sources/Calc/Calc.swift": """
                public func add(_ a: Int, _ b: Int) -> Int { a - b }
                public func half(_ a: Int) -> Int { a }

                """,
                "Tests/CalcTests/CalcTests.swift": """
                import Calc
                import Testing

                @Test func adds() { #expect(add(1, 1) == 2) }
                @Test func halves() { #expect(half(4) == 2) }

                """,
            ],
            change: Edit.replace(
                "public func add(_ a: Int, _ b: Int) -> Int { a - b }",
                by: "public func add(_ a: Int, _ b: Int) -> Int { a + b }",
                in: "Sources/Calc/Calc.swift")
                + Edit.create(
                    "Tests/CalcTests/MoreTests.swift",
                    "import Calc\nimport Testing\n\n@Test func more() { #expect(add(2, 2) == 4) }"),
            red: ["adds()", "halves()"], mended: ["adds()"], new: ["more()"]),
    ].filter { path(of: $0.program) != nil }

    /// Where a program of this machine is, or pytest's interpreter; nil where it is not.
    private static func path(of program: String) -> String? {
        if program == "pytest" { return PythonEnvironment.python }
        let folders = TestEnvironment.searchPath + ":" + (TestEnvironment.setting("PATH") ?? "")
        return folders.split(separator: ":").map { "\($0)/\(program)" }
            .first { access($0, X_OK) == 0 }
    }

    @Test(arguments: runners)
    func `a runner's failing tests are compared by name`(runner: Runner) async throws {
        let project = try Project(runner.files)
        try project.record([.builder(runner.change), .approval()])
        let program = try #require(Self.path(of: runner.program))
        let check = runner.check.replacing("PROGRAM", with: quoted(program))
        let plan = Calculator.onePhase(maxAttempts: 1, check: check)
            .replacing("60s", with: "500s")
        let outcome = try await project.run(plan)
        expect(outcome, exits: 0)
        let journal = try Journal(in: project.repository)
        func names(_ result: JSON?, _ key: String) -> Set<String> {
            Set((result?[key]?.array ?? []).compactMap(\.string))
        }
        let base = journal.events("baseline.checked").last?["checks"]?.array?.first
        #expect(names(base, "failed") == Set(runner.red), "\(outcome)")
        let checked = journal.events("checks.finished").last
        let result = checked?["checks"]?.array?.first
        #expect(names(result, "fixed") == Set(runner.mended))
        #expect(names(result, "new_failures") == [])
        let new = checked?["tests"]?["new_tests"]?.array?.first
        #expect(names(new, "new_failures") == Set(runner.new))
        try project.repository.fsckStrict()
    }
}
