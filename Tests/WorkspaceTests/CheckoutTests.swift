import Git
import RunModel
import TestSupport
import Testing
import Workspace

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What a check sees in place of the user's checkout, and cannot reach.
@Suite(.enabled(Bubblewrapped.reason) { await Bubblewrapped.works })
struct `A check in place of the checkout` {
    let scene: WorkspaceScene
    let base: ObjectID

    init() throws {
        scene = try WorkspaceScene()
        try scene.scratch.write(".gitignore", ".venv/\nnode_modules/\n")
        try scene.scratch.write("package/__init__.py", "def answer():\n    return 41\n")
        base = try scene.commit("base")
    }

    @Test func `an attack leaves the user's repository byte for byte the same`() async throws {
        let scratch = scene.scratch
        try scratch.write("package/__init__.py", "stashed\n")
        try scratch.git("stash")
        try scratch.git("branch", "keep")
        try scratch.git("config", "user.name", "Me")
        try scratch.write("package/__init__.py", "edited and not committed\n")
        try scratch.write("new.txt", "not tracked\n")
        try scratch.git("add", "new.txt")
        try scratch.directory.makeFolder("repository/node_modules/x")
        let sleeper = try Invocation(
            "sleep", ["300"], environment: scratch.environment, in: "/"
        ).start()
        let home = try scratch.directory.write("home/.gitconfig", "[user]\n\tname = Me\n")
        let workspace = try await scene.sandboxed()
        try await workspace.bring(to: base)
        let before = scene.everything()
        #expect(before.count > 40)
        let path = scratch.path
        let objects = "\(workspace.path).state/objects/0"
        let run = try await workspace.check(
            .script(
                """
                echo begun
                exec 2>/dev/null
                git stash drop; git stash clear; echo x >> package/__init__.py; git stash
                git config user.name Mallory; git config --global user.name Mallory
                git -C \(path) config core.hooksPath /evil
                git branch -D keep; git update-ref -d refs/heads/main; git update-ref refs/heads/evil HEAD
                git reflog expire --all --expire=now; git gc --prune=now; git reset --hard; git clean -fdx
                echo evil > \(path)/.git/hooks/pre-commit; echo evil > .git/hooks/post-checkout
                mv .git gone; rm -rf .git \(path)/.git \(path) \(path)/node_modules/x node_modules/x
                rm -rf \(objects)/*; chmod -R 777 \(path) \(objects); touch \(path)/left
                echo evil > \(home); rm -rf \(workspace.path).state
                find / -xdev \\( -name refs -o -name objects \\) -exec rm -rf {} +
                kill -9 \(sleeper.identifier); kill -9 -1; kill -9 \(getpid())
                """))
        #expect(run.text == "begun\n", "the attack ran")
        try await workspace.restore()
        #expect(scene.everything() == before)
        #expect(
            try scratch.directory.read("home/.gitconfig") == Array("[user]\n\tname = Me\n".utf8))
        #expect(kill(sleeper.identifier, 0) == 0)
        #expect(try scene.differences(workspace) == "")
        #expect(try scratch.git("stash", "list").hasPrefix("stash@{0}: WIP on main"))
        try scratch.fsckStrict()
        sleeper.signal(SIGKILL)
        _ = try await sleeper.outcome()
    }

    @Test func `git works in it, on the private repository`() async throws {
        let workspace = try await scene.sandboxed()
        try await workspace.bring(to: base)
        let run = try await workspace.check(
            .script(
                """
                git status --porcelain; git log --format=%s; git rev-parse --show-toplevel HEAD
                git branch --list --format='%(refname)'; git stash list; git describe --always
                git ls-files; echo x >> package/__init__.py; git diff --stat | tail -1
                git commit -qam no 2>/dev/null || echo read-only
                """))
        #expect(
            run.text == """
                base
                \(scene.scratch.path)
                \(base)
                (no branch)
                \(base.hex.prefix(7))
                .gitignore
                package/__init__.py
                 1 file changed, 1 insertion(+)
                read-only

                """)
        try await workspace.restore()
        #expect(try scene.differences(workspace) == "")
    }

    @Test func `a project installed by an absolute path tests the candidate`() async throws {
        // What `pip install -e .` leaves: a file in a virtual environment that names the checkout.
        let site = "repository/.venv/lib/python/site-packages"
        try scene.scratch.directory.write("\(site)/project.pth", "\(scene.scratch.path)\n")
        try scene.scratch.write("package/__init__.py", "def answer():\n    return 42\n")
        let candidate = try scene.commit("candidate")
        // The user goes on editing.
        try scene.scratch.write("package/__init__.py", "def answer():\n    return 0\n")
        let workspace = try await scene.sandboxed()
        let check = Check.script(
            """
            cd / && /usr/bin/python3 -S -c '
            import site, sys
            site.addsitedir("\(scene.scratch.path)/.venv/lib/python/site-packages")
            import package
            print(package.answer())'
            """)
        try await workspace.bring(to: base)
        #expect(try await workspace.check(check).text == "41\n")
        try await workspace.bring(to: candidate)
        #expect(try await workspace.check(check).text == "42\n")
    }

    @Test func `dependency folders are there to be read`() async throws {
        let directory = scene.scratch.directory
        try directory.write("repository/node_modules/left-pad/index.js", "pad\n")
        try directory.write("repository/apps/web/node_modules/dep/index.js", "dep\n")
        try directory.write("repository/.venv/bin/tool", "#!/bin/sh\necho tool\n")
        try scene.scratch.git("config", "core.filemode", "false")
        chmod(directory.path("repository/.venv/bin/tool"), 0o755)
        try scene.scratch.write("apps/web/package.json", "{}\n")
        try scene.scratch.write(".gitignore", "node_modules/\n.venv/\n")
        let commit = try scene.commit()
        try directory.write("repository/private.txt", "not shared\n")
        let workspace = try await scene.sandboxed()
        try await workspace.bring(to: commit)
        let run = try await workspace.check(
            .script(
                """
                cat node_modules/left-pad/index.js apps/web/node_modules/dep/index.js
                .venv/bin/tool; \(scene.scratch.path)/.venv/bin/tool; git status --porcelain
                touch node_modules/x .venv/bin/tool apps/web/node_modules/dep/index.js 2>&1 | wc -l
                ls private.txt 2>&1 | cut -c -30
                """))
        #expect(
            run.text == "pad\ndep\ntool\ntool\n3\nls: cannot access 'private.txt\n")
        try await workspace.restore()
        #expect(try scene.differences(workspace) == "")
    }

    @Test func `a folder that the candidate brings itself is the candidate's`() async throws {
        try scene.scratch.directory.write("repository/node_modules/x/index.js", "mine\n")
        let link = try scene.commit(
            tree: "120000 blob \(scene.blob("/etc"))\tnode_modules\n")
        let file = try scene.commit(
            tree:
                "040000 tree \(scene.scratch.git("mktree", input: "100644 blob \(scene.blob("its\n"))\tx\n"))\tnode_modules\n"
        )
        let workspace = try await scene.sandboxed()
        try await workspace.bring(to: link)
        #expect(try await workspace.check(.script("readlink node_modules")).text == "/etc\n")
        try await workspace.bring(to: file)
        #expect(try await workspace.check(.script("cat node_modules/x")).text == "its\n")
    }
}
