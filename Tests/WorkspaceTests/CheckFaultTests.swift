import Git
import RunModel
import TestSupport
import Testing
import Workspace

struct `The fault of a check` {
    let scene: WorkspaceScene
    let workspace: Workspace

    init() async throws {
        scene = try WorkspaceScene()
        try scene.scratch.write("requirements.txt", "PyYAML>=6\nmy-package\n")
        try scene.scratch.write("package.json", #"{"devDependencies": {"left-pad": "1"}}"#)
        try scene.scratch.write("src/project/__init__.py", "\n")
        try scene.scratch.write("single.py", "\n")
        try scene.scratch.commit("base")
        workspace = try scene.plain()
        try await workspace.bring(to: scene.id(scene.scratch.head))
    }

    private func run(_ exit: Int, _ output: String, of words: [String] = ["pytest"]) -> CheckRun {
        CheckRun(
            check: Check(name: "x", run: words), exit: exit, seconds: 0, output: Array(output.utf8))
    }

    @Test(arguments: [
        (5, "collected 0 items\n\n=== no tests ran in 0.01s ===\n"),
        (5, "Ran 0 tests in 0.000s\n\nNO TESTS RAN\n"), (0, "\nRan 0 tests in 0.000s\n\nOK\n"),
        (1, "No tests found, exiting with code 1\n"),
        (1, "\nNo test files found, exiting with code 1\n"),
    ])
    func `no test was found`(exit: Int, output: String) throws {
        #expect(try workspace.fault(in: run(exit, output)) == .noTests)
    }

    @Test(
        arguments: [
            ("E   ModuleNotFoundError: No module named 'yaml'\n", "yaml", "requirements.txt"),
            (
                "E   ModuleNotFoundError: No module named 'my_package.sub'\n", "my_package.sub",
                "requirements.txt"
            ),
            ("Error: Cannot find module 'left-pad'\nRequire stack:\n", "left-pad", "package.json"),
            ("ModuleNotFoundError: No module named 'unknown'\n", "unknown", nil),
            ("LoadError: cannot load such file -- rspec\n", "rspec", nil),
            ("error[E0463]: can't find crate for `serde`\n", "serde", nil),
            (
                "a.go:3:8: no required module provides package github.com/x/y; to add it:\n",
                "github.com/x/y", nil
            ),
        ] as [(String, String, String?)])
    func `a dependency is missing`(output: String, name: String, manifest: String?) throws {
        guard case .missingDependency(let missing) = try workspace.fault(in: run(1, output)) else {
            Issue.record("not found in \(output)")
            return
        }
        #expect(missing.name == name)
        #expect(missing.manifest == manifest.map { TreePath($0) })
        #expect(missing.suggestion?.commands.contains(["npm", "install"]) == true)
    }

    @Test func `the runner itself is missing`() throws {
        let run = run(
            1, "/usr/bin/python3: No module named pytest\n", of: ["python3", "-m", "pytest", "-q"])
        guard case .missingDependency(let missing) = try workspace.fault(in: run) else {
            Issue.record("not found")
            return
        }
        #expect(missing.name == "pytest")
    }

    @Test func `a program that cannot start is one`() async throws {
        let run = try await workspace.check(Check(name: "x", run: ["no-such-program"]))
        guard case .cannotStart(let failure) = try workspace.fault(in: run) else {
            Issue.record("not found")
            return
        }
        #expect(failure.program == "no-such-program")
    }

    @Test(arguments: [
        (0, "3 passed\n"), (1, "1 failed, 2 passed\n"), (1, "E   assert 1 == 2\n"),
        (0, "ModuleNotFoundError: No module named 'yaml'\n"),
        (1, "ModuleNotFoundError: No module named 'project.new'\n"),
        (1, "ModuleNotFoundError: No module named 'single'\n"),
        (1, "Error: Cannot find module './local'\n"), (1, "Error: Cannot find module '/abs/x'\n"),
    ])
    func `what the code does wrong is none`(exit: Int, output: String) throws {
        #expect(try workspace.fault(in: run(exit, output)) == nil)
    }
}
