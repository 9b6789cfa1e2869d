import Commands
import Effects
import Git
import RunModel
import TestSupport
import Testing
import Workspace

struct `Parsing files with their languages' own tools` {
    let scene: WorkspaceScene

    init() throws { scene = try WorkspaceScene() }

    private func faults(
        _ files: [String: String], checks: [Check] = []
    ) async throws -> [SyntaxFault] {
        for (path, text) in files { try scene.scratch.write(path, text) }
        let workspace = try Workspace(
            for: scene.repository, cacheDirectory: scene.cache, settings: scene.settings,
            sandbox: await Bubblewrapped.sandbox.value, processes: .live, environment: environment)
        try await workspace.bring(to: try scene.commit())
        let faults = try await workspace.syntaxFaults(in: files.keys.sorted(), checks: checks)
        try await workspace.restore()
        #expect(try scene.differences(workspace) == "")
        return faults
    }

    /// With the compilers of whoever runs the tests.
    private var environment: [String: String] {
        var environment = scene.scratch.environment
        environment["PATH"] =
            TestEnvironment.searchPath + (TestEnvironment.setting("PATH").map { ":\($0)" } ?? "")
        return environment
    }

    private func has(_ program: String) -> Bool {
        Processes.live.find(program, environment["PATH"] ?? "") != nil
    }

    @Test func `Python and TOML are parsed and not run`() async throws {
        let faults = try await faults([
            "broken.py": "def f(:\n    pass\n", "indent.py": "def f():\nx = 1\n",
            "exits.py": "import nowhere\nraise SystemExit(3)\n", "null.py": "a = 1\n\0\n",
            "deep.py": String(repeating: "(", count: 300) + String(repeating: ")", count: 300),
            "good.py": "match [1]:\n    case [x]:\n        print(f'{x!r:>10}')\n",
            "good.toml": "[a]\nb = 1\n", "-x.py": "a = 1\n", "text.md": "def f(:\n",
            "testdata/bad.py": "def f(:\n",
        ])
        #expect(
            faults.map(\.path).filter { $0 != "deep.py" } == ["broken.py", "indent.py", "null.py"])
        #expect(
            faults.first
                == SyntaxFault(path: "broken.py", line: 1, message: "SyntaxError: invalid syntax"))
        #expect(faults.first { $0.path == "indent.py" }?.line == 2)
    }

    @Test func `a broken TOML has its line`() async throws {
        // Python has a reader since 3.11.
        let faults = try await faults(["a.toml": "[a]\nb = \n"])
        #expect(faults.isEmpty || faults.map(\.line) == [2])
    }

    @Test func `a script, a module and a dialect of JavaScript are told from a broken file`()
        async throws
    {
        guard has("node") else { return }
        let faults = try await faults([
            "script.js": "#!/usr/bin/env node\nconst a = 1;\nreturn a;\n",
            "module.js": "import x from 'y';\nexport const a = await x();\n",
            "jsx.js": "export const a = <div>x</div>;\n", "throws.js": "throw process.exit(9);\n",
            "decorated.js": "@a class B {}\n", "broken.js": "const a = 1;\nfunction f( {\n",
            "broken.mjs": "import a from 'b';\nconst x = ;\n",
        ])
        #expect(faults.map(\.path) == ["broken.js", "broken.mjs"])
        #expect(faults.last?.line == 2)
        #expect(faults.last?.message == "SyntaxError: Unexpected token ';'")
    }

    @Test func `shell scripts are read, and not run`() async throws {
        let faults = try await faults([
            "a.sh": "#!/bin/sh\nif true; then\n  echo\n", "b.sh": "touch made\nexit 3\n",
            "c.sh": "#!/bin/zsh\nfor f (*) { echo }\n",
        ])
        #expect(faults.map(\.path) == ["a.sh"])
        #expect(faults.first?.message.contains("syntax error") == true)
    }

    @Test func `Swift is parsed without regard to which file is the main one`() async throws {
        guard has("swiftc") else { return }
        let faults = try await faults([
            "main.swift": "print(1)\nlet r = /^a b/\n", "a.swift": "let x = 4\nif x > 3 { f() }\n",
            "b.swift": "struct A {\n    func f( {\n}\n",
        ])
        #expect(faults.map(\.path) == ["b.swift"])
        #expect(faults.first?.line == 2)
    }

    @Test func `the interpreter that a check names parses`() async throws {
        let check = Check(name: "t", run: ["/no/such/python3.99", "-m", "pytest"])
        let faults = try await faults(["broken.py": "def f(:\n"], checks: [check])
        // It is not there, so nobody can say.
        #expect(faults == [])
    }
}
