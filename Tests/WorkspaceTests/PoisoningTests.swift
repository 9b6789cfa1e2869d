import Git
import RunModel
import TestSupport
import Testing
import Workspace

struct `Whether a check sees the candidate` {
    let scene: WorkspaceScene
    let base: ObjectID
    let workspace: Workspace

    init() async throws {
        scene = try WorkspaceScene()
        try scene.scratch.write("code/used.py", "def answer(): return 42\n")
        try scene.scratch.write("code/unused.py", "\n")
        try scene.scratch.write("tests/test_used.py", "from code_ import used\n")
        try scene.scratch.write("conftest.py", "\n")
        try scene.scratch.write("index.php", "<?php echo 1;\n")
        try scene.scratch.write("README.md", "text\n")
        base = try scene.commit()
        workspace = try await scene.sandboxed()
        try await workspace.bring(to: base)
    }

    private func sight(
        _ script: String, scope: (TreePath) -> Bool = { _ in true }
    ) async throws -> CheckSight {
        let check = Check.script(script)
        let baseline = try await workspace.check(check)
        return try await workspace.sight(of: check, base: base, baseline: baseline, scope: scope)
    }

    @Test func `one that loads a single source sees`() async throws {
        #expect(try await sight("/usr/bin/python3 code/used.py") == .sees)
        #expect(try scene.differences(workspace) == "")
    }

    @Test(arguments: [
        "true", "test -f code/used.py", "/usr/bin/python3 tests/../conftest.py", "cat README.md",
    ])
    func `one that loads none is blind`(script: String) async throws {
        #expect(try await sight(script) == .blind)
        #expect(try scene.differences(workspace) == "")
    }

    @Test func `only what is in scope is spoilt`() async throws {
        let unused = { (path: TreePath) in path == "code/unused.py" }
        #expect(try await sight("/usr/bin/python3 code/used.py", scope: unused) == .blind)
        #expect(try await sight("/usr/bin/python3 code/unused.py", scope: unused) == .sees)
    }

    @Test func `tests and texts are never spoilt`() async throws {
        let others = { (path: TreePath) in
            ["tests/test_used.py", "conftest.py", "README.md"].contains(path)
        }
        #expect(try await sight("true", scope: others) == .undecidable(.noSource))
    }

    @Test func `one that fails in the same way anyway tells nothing`() async throws {
        #expect(try await sight("echo no; exit 1") == .undecidable(.failsAnyway))
        #expect(
            try await sight("/usr/bin/python3 -c 'import code.used' 2>&1; cat code/used.py; exit 1")
                == .sees)
        let missing = Check(name: "x", run: ["no-such-program"])
        let baseline = try await workspace.check(missing)
        #expect(
            try await workspace.sight(of: missing, base: base, baseline: baseline)
                == .undecidable(.cannotStart))
    }

    @Test func `the digest of the environment follows what a check depends on`() async throws {
        let check = Check.script("true")
        let digest = try workspace.environmentDigest(for: [check])
        #expect(try workspace.environmentDigest(for: [check]) == digest)
        var other = check
        other.env = ["A": "b"]
        #expect(try workspace.environmentDigest(for: [other]) != digest)
        try scene.scratch.directory.makeFolder("repository/node_modules/new")
        #expect(try workspace.environmentDigest(for: [check]) != digest)
        #expect(try scene.plain().environmentDigest(for: [check]) != digest)
    }
}
