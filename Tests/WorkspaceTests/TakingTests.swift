import Commands
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

struct `Taking a workspace` {
    var scene: WorkspaceScene

    init() throws {
        scene = try WorkspaceScene()
        try scene.scratch.write("a.txt", "a\n")
        try scene.scratch.write("folder/b.txt", "b\n")
        try scene.scratch.commit("base")
    }

    @Test func `two runs take w0 and w1, and a third what is free`() throws {
        var first: Workspace? = try scene.plain()
        let second = try scene.plain()
        #expect(first?.path.hasSuffix("/w0") == true)
        #expect(second.path.hasSuffix("/w1"))
        #expect((first?.number, second.number) == (0, 1) as (Int?, Int))
        first = nil
        #expect(try scene.plain().number == 0)
        withExtendedLifetime(second) {}
    }

    @Test func `writes nothing into the user's repository`() async throws {
        let before = scene.everything()
        let workspace = try scene.plain()
        try await workspace.bring(to: scene.id(scene.scratch.head))
        _ = try await workspace.check(.script("cat a.txt"))
        try await workspace.restore()
        #expect(scene.everything() == before)
    }

    @Test(arguments: [
        "printf garbage > w0.state/git/index", "truncate -s 100 w0.state/git/index",
        "rm w0.state/git/index", "printf garbage > w0.state/git/HEAD", "rm -rf w0.state/git",
        "rm w0/a.txt; rm -rf w0/folder", "rm -rf w0", "rm -rf w0; touch w0",
        "rm -rf w0; ln -s / w0",
        "printf 'autopack workspace 99\n' > w0.state/format", "rm w0.state/format",
        "printf garbage > w0.state/present", "rm w0.state/present",
        "printf '%s\nx\n' 4b825dc642cb6eb9a060e54bf8d69288fbee4904 > w0.state/present",
        "printf garbage > w0.state/git/config; mkdir w0.state/git/hooks",
        "rm w0.state/git/objects/info/alternates", "rm -rf w0.state/objects w0.state/scratch",
        "mkdir -p w0.state/trash/7/x/y; touch w0.state/trash/8", "printf x > w0/new; mkdir w0/.git",
        "chmod 000 w0 w0.state/git", "rm -rf w0.state/git; touch w0.state/git",
        "printf garbage > w0.state/setup",
    ])
    func `what is broken is rebuilt`(damage: String) async throws {
        let head = try scene.id(scene.scratch.head)
        try await scene.plain().bring(to: head)
        let folder = try #require(try await Self.folder(of: scene))
        let outcome = try await Invocation(
            "/bin/sh", ["-ec", damage], environment: scene.scratch.environment, in: folder
        ).run()
        #expect(outcome.status == 0, "\(outcome)")
        let workspace = try scene.plain()
        #expect(workspace.number == 0)
        try await workspace.bring(to: head)
        #expect(try scene.differences(workspace) == "")
        #expect(try scene.status(workspace) == "")
        let log = try await workspace.check(.script("cat a.txt folder/b.txt; ls -A"))
        #expect(log.text == "a\nb\na.txt\nfolder\n")
    }

    private static func folder(of scene: WorkspaceScene) async throws -> String? {
        let path = try scene.plain().path
        return path.lastIndex(of: "/").map { String(path[..<$0]) }
    }

    @Test func `goes on with what is there`() async throws {
        let head = try scene.id(scene.scratch.head)
        let path: String
        do {
            let workspace = try scene.plain()
            try await workspace.bring(to: head)
            path = workspace.path
        }
        let inode = Snapshot.inode("\(path)/a.txt")
        try await scene.plain().bring(to: head)
        #expect(Snapshot.inode("\(path)/a.txt") == inode)
    }

    @Test func `another repository in the same place gets its own files`() async throws {
        let path = scene.scratch.path
        try await scene.plain().bring(to: scene.id(scene.scratch.head))
        try scene.scratch.directory.remove("repository")
        try scene.scratch.directory.makeFolder("repository")
        try scene.scratch.git("init", "-q", path)
        try scene.scratch.write("other.txt", "other\n")
        let commit = try scene.commit()
        let workspace = try scene.plain()
        // What is missing is noticed only when a file has to be written anew.
        unlink("\(workspace.path)/a.txt")
        try await workspace.bring(to: commit)
        #expect(try scene.differences(workspace) == "")
    }

    @Test(arguments: ["repository/.git/cache", "repository/cache", "repository", "link/cache"])
    func `the cache may not lie in the repository or the checkout`(name: String) throws {
        symlink(scene.scratch.path, scene.scratch.directory.path("link"))
        let before = scene.everything()
        let error = #expect(throws: WorkspaceError.self) {
            try Workspace(
                for: scene.repository, cacheDirectory: scene.scratch.directory.path(name),
                settings: scene.settings,
                sandbox: Sandbox(launcher: BuildProducts.launcher, withoutBubblewrap: "no"),
                processes: .live, environment: scene.scratch.environment)
        }
        #expect(error?.code == .cachePlace)
        #expect(error?.remedy?.contains("XDG_CACHE_HOME") == true)
        #expect(scene.everything() == before)
    }

    @Test func `a machine without any sandbox runs nothing, unless the user says so`() async throws
    {
        // A machine is what its launcher says of it, and what its PATH has.
        let launcher = try scene.scratch.directory.write(
            "launcher", "#!/bin/sh\necho landlock 0\n")
        chmod(launcher, 0o755)
        var environment = scene.scratch.environment
        environment["PATH"] = scene.scratch.directory.path("nothing")
        func take(_ mode: SandboxMode) async throws -> Workspace {
            try await Workspace.take(
                for: scene.repository, cacheDirectory: scene.scratch.directory.path("cache"),
                settings: scene.settings, sandboxMode: mode, processes: .live,
                environment: environment, launcher: launcher)
        }
        let error = await #expect(throws: WorkspaceError.self) { _ = try await take(.auto) }
        #expect(error?.code == .noSandbox)
        #expect(error?.detail.contains("bubblewrap is not installed; no Landlock") == true)
        #expect(error?.remedy?.contains("sandbox: off") == true)
        #expect(try await take(.off).gaps.contains { $0.contains("sandbox: off") })
    }

    @Test func `the cache folder follows the environment`() {
        let folder = Workspace.cacheDirectory
        #expect(folder(["HOME": "/home/me"]) == "/home/me/.cache/autopack")
        #expect(folder(["HOME": "/home/me", "XDG_CACHE_HOME": "/c"]) == "/c/autopack")
        #expect(folder(["HOME": "/home/me", "XDG_CACHE_HOME": "c"]) == "/home/me/.cache/autopack")
        #expect(folder(["HOME": "/home/me", "XDG_CACHE_HOME": ""]) == "/home/me/.cache/autopack")
        #expect(folder([:]) == nil)
    }

    @Test(arguments: ["alternates", "nested alternates", "a link"])
    func `nothing is shown to a check that is no folder of objects`(way: String) throws {
        let directory = scene.scratch.directory
        try directory.write("private/.ssh/key", "SECRET\n")
        let elsewhere = directory.path("private")
        let objects = "\(scene.scratch.path)/.git/objects"
        switch way {
        case "alternates": try directory.write("repository/.git/objects/info/alternates", elsewhere)
        case "nested alternates":
            try directory.write("other/info/alternates", elsewhere + "\n")
            try directory.write(
                "repository/.git/objects/info/alternates", directory.path("other"))
        default:
            _ = try Invocation(
                "sh",
                [
                    "-c",
                    "cp -R \(objects)/. \(elsewhere) && rm -rf \(objects)"
                        + " && ln -s \(elsewhere) \(objects)",
                ],
                environment: scene.scratch.environment, in: directory.path
            ).run()
        }
        let error = #expect(throws: WorkspaceError.self) { try scene.plain() }
        #expect(error?.code == .unreadable)
        #expect(
            error?.detail
                == "\(elsewhere) is where the repository has objects, and it holds more than"
                + " objects: .ssh", "\(error as Any)")
    }

    @Test func `works for bare repositories, linked worktrees and borrowed objects`() async throws {
        let head = try scene.id(scene.scratch.head)
        let bare = scene.scratch.directory.path("bare")
        let borrower = scene.scratch.directory.path("borrower")
        let linked = scene.scratch.directory.path("linked")
        try scene.scratch.git("clone", "-q", "--bare", ".", bare)
        try scene.scratch.git("clone", "-q", "--shared", bare, borrower)
        // A path relative to the objects, as `--reference` never writes it and people do.
        try scene.scratch.directory.write(
            "bare/objects/info/alternates", "../../repository/.git/objects\n")
        try scene.scratch.git("-C", bare, "repack", "-adlq")
        try scene.scratch.git("worktree", "add", "-q", "--detach", linked)
        for path in [bare, borrower, linked] {
            let repository = try Repository.open(
                gitDirectory: path, environment: scene.scratch.environment)
            let workspace = try Workspace(
                for: repository, cacheDirectory: scene.cache, settings: scene.settings,
                sandbox: await Bubblewrapped.sandbox.value, processes: .live,
                environment: scene.scratch.environment)
            try await workspace.bring(to: head)
            #expect(try scene.differences(workspace) == "", "\(path)")
            #expect(workspace.number == 0, "\(path)")
            guard await Bubblewrapped.works else { continue }
            #expect(workspace.checkout == repository.workTree ?? workspace.path)
            let run = try await workspace.check(
                .script("git status --porcelain && git log --format=%s && cat a.txt"))
            #expect(run.text == "base\na\n", "\(path)")
        }
    }
}
