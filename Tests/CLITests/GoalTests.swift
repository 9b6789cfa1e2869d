#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif
import TestSupport
import Testing

/// From a goal to a landed commit: a project in Python, one in JavaScript and one in Swift, judged
/// by the language's own test runner, in each of the three ways in which a change is made.
///
/// Planner, Builder and Auditor are asked on the strict loopback provider; the program is a script.
@Suite(
    .fewAtOnce, .enabled(if: Shared.folder != nil, "the shared test data is not beside the project")
)
struct GoalTests {
    /// A broken function, the tests that say so, and what mends it.
    struct Case: Sendable, CustomTestStringConvertible {
        var language: String
        var files: [String: String]
        var source: String
        var wrong: String
        var right: String
        var check: String

        var testDescription: String { language }
    }

    static let python = Case(
        language: "Python",
        files: [
            "calc.py": "def add(a, b):\n    return a - b\n",
            "test_calc.py": """
            from calc import add


            def test_add():
                assert add(2, 3) == 5


            def test_zero():
                assert add(0, 0) == 0

            """,
        ], source: "calc.py", wrong: "    return a - b", right: "    return a + b",
        check: "[\(PythonEnvironment.python ?? "python3"), -m, pytest, -q]")

    static let javaScript = Case(
        language: "JavaScript",
        files: [
            "package.json": #"{"name": "calc", "version": "1.0.0", "type": "module"}"# + "\n",
            "calc.js": "export function add(a, b) {\n  return a - b;\n}\n",
            "calc.test.js": """
            import test from "node:test";
            import assert from "node:assert/strict";
            import { add } from "./calc.js";

            test("adds", () => {
              assert.equal(add(2, 3), 5);
            });

            test("adds nothing", () => {
              assert.equal(add(0, 0), 0);
            });

            """,
        ], source: "calc.js", wrong: "  return a - b;", right: "  return a + b;",
        check: "[\(program("node") ?? "node"), --test]")

    static let swift = Case(
        language: "Swift",
        files: [
            "Package.swift": """
            // swift-tools-version: 6.0
            import PackageDescription

            let package = Package(
                name: "Calc", targets: [.target(name: "Calc"), .testTarget(name: "CalcTests", dependencies: ["Calc"])])

            """,
            ".gitignore": ".build/\n",
            "Sources/Calc/Calc.swift":
                "public func add(_ a: Int, _ b: Int) -> Int {\n    a - b\n}\n",
            "Tests/CalcTests/CalcTests.swift": """
            import Calc
            import Testing

            @Test func adds() { #expect(add(2, 3) == 5) }
            @Test func addsNothing() { #expect(add(0, 0) == 0) }

            """,
        ], source: "Sources/Calc/Calc.swift", wrong: "    a - b", right: "    a + b",
        check: "[\(program("swift") ?? "swift"), test, --disable-xctest]")

    /// The path of a program that the tests were started with.
    private static func program(_ name: String) -> String? {
        let folders = getenv("PATH").map { String(cString: $0) } ?? ""
        return folders.split(separator: ":").map { "\($0)/\(name)" }.first {
            access($0, X_OK) == 0
        }
    }

    enum Mode: String, Sendable, CaseIterable { case patch, agent, command }

    @Test(arguments: Mode.allCases) func `a goal lands in Python`(mode: Mode) async throws {
        try await land(Self.python, mode)
    }

    @Test(
        .enabled(if: GoalTests.program("node") != nil, "node is not installed"),
        arguments: Mode.allCases)
    func `a goal lands in JavaScript`(mode: Mode) async throws {
        try await land(Self.javaScript, mode)
    }

    @Test(arguments: Mode.allCases) func `a goal lands in Swift`(mode: Mode) async throws {
        try await land(Self.swift, mode)
    }

    private func land(_ project: Case, _ mode: Mode) async throws {
        let scene = try Project(project.files)
        let provider = try await StrictProvider(
            try #require(Shared.folder), beside: scene, scenario: Self.scenario(project, mode))
        let base = "\(provider.url)/openai/v1"
        try scene.configure(
            providers:
                "  local: {wire: openai-chat, base_url: \(quoted(base)), key_variable: LOCAL_KEY}",
            model: "local/gpt-4o")
        let agent = "sed -i 's/a - b/a + b/' \(project.source) && echo mended"
        let cache = project.language == "Swift" ? "workspace: {cache: [.build]}\n" : ""
        try scene.configure(
            autopack: """
                checks:
                  - {name: tests, run: \(project.check), timeout: 300s}
                builders:
                  mend: {command: [sh, -c, \(quoted(agent))], prompt: stdin}
                \(cache)
                """)
        let outcome = try await scene.autopack(
            "run", "Make add add", "--id", "r1", "--yes", "--land", "--builder",
            mode == .command ? "mend" : mode.rawValue, with: ["LOCAL_KEY": "sk-test-1"])
        try require(outcome, exits: 0)
        let landed = try #require(try scene.file(project.source, at: "main"))
        #expect(landed.contains(project.right) && !landed.contains(project.wrong))
        let journal = try Journal(in: scene.repository)
        #expect(journal.events("plan.adopted").first?["source"]?.string == "planner")
        let before = try #require(journal.events("baseline.checked").first?["checks"]?.array?.first)
        #expect(before["failed"]?.strings.count == 1, "by name: \(before)")
        let after = try #require(journal.events("checks.finished").last?["checks"]?.array?.first)
        #expect(after["exit"]?.int == 0)
        #expect(after["fixed"] == before["failed"])
        let roles = journal.events("call.finished").compactMap { $0["role"]?.string }
        #expect(roles.first == "planner" && roles.last == "auditor", "\(roles)")
        let candidate = try #require(journal.events("candidate.created").last?["files"]?.array)
        #expect(candidate.compactMap { $0["path"]?.string } == [project.source])
        try scene.repository.fsckStrict()
    }

    /// What the provider answers: to the planner, to the Auditor, and to the Builder of the mode.
    private static func scenario(_ project: Case, _ mode: Mode) -> String {
        let plan = #"""
            {"version": 1, "goal": "g", "phases": [{"id": "add", "title": "Mend add", "goal": \#
            "add(2, 3) has to be 5.", "complexity": "low", "acceptance": ["add(2, 3) is 5"]}]}
            """#
        let approval = #"{"approved": true, "issues": [], "summary": "does what was asked"}"#
        func text(_ words: String, _ answer: String) -> String {
            #"{"match": {"contains": \#(quoted(words))}, "reply": {"text": \#(quoted(answer))}, "times": 9}"#
        }
        func tool(_ name: String, _ arguments: String) -> String {
            #"{"match": {"path": "/openai/*"}, "reply": {"tool_calls": [{"name": \#(quoted(name)), "arguments": \#(arguments)}]}, "times": 1}"#
        }
        var entries = [text("You plan a change", plan), text("You review a change", approval)]
        switch mode {
        case .patch:
            entries.append(
                text(
                    "You change a repository",
                    Edit.replace(project.wrong, by: project.right, in: project.source)))
        case .agent:
            let path = quoted(project.source)
            entries += [
                tool("read", #"{"path": \#(path)}"#),
                tool(
                    "edit",
                    #"{"path": \#(path), "search": \#(quoted(project.wrong)), "replace": \#(quoted(project.right))}"#
                ),
                tool("finish", #"{"summary": "add adds"}"#),
            ]
        case .command: break
        }
        return "{\"entries\": [\(entries.joined(separator: ", "))]}"
    }
}
