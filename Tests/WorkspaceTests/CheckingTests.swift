import Commands
import Effects
import RunModel
import TestSupport
import Testing
import Workspace

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

struct `Running a check` {
    let scene: WorkspaceScene
    let workspace: Workspace

    init() async throws {
        scene = try WorkspaceScene()
        try scene.scratch.write("a.txt", "a\n")
        try scene.scratch.write("script", "#!/nowhere/interpreter\n")
        try scene.scratch.write("plain.sh", "echo plain\n")
        try scene.scratch.git("add", "-A")
        try scene.scratch.git("update-index", "--chmod=+x", "script")
        try scene.scratch.git("commit", "-qm", "base")
        workspace = try await scene.sandboxed()
        try await workspace.bring(to: scene.id(scene.scratch.head))
    }

    @Test(arguments: [
        ("exit 0", 0), ("exit 7", 7), ("kill -9 $$", 137), ("kill -15 $$", 143), ("exit 124", 124),
        ("exit 127", 127), ("no-such-program", 127),
    ])
    func `its exit status is told`(script: String, status: Int) async throws {
        let run = try await workspace.check(.script(script))
        #expect(run.exit == status)
        #expect(!run.timedOut)
        #expect(run.startFailure == nil)
        #expect(run.passed == (status == 0))
    }

    @Test func `its output comes as it was written`() async throws {
        let run = try await workspace.check(.script("echo out; echo err >&2; echo more; pwd"))
        #expect(run.text == "out\nerr\nmore\n\(workspace.checkout)\n")
        #expect(run.droppedBytes == 0)
    }

    @Test func `one that never ends is ended`() async throws {
        let run = try await workspace.check(
            .script("trap '' TERM; echo begun; while :; do sleep 60; done", timeoutSeconds: 0.5))
        #expect(run.exit == 124)
        #expect(run.timedOut)
        #expect(run.text == "begun\n")
    }

    @Test func `one that prints 20 MB is kept short`() async throws {
        let run = try await workspace.check(
            .script("echo begin; yes | head -c 20000000; echo end"), outputLimitBytes: 1 << 16)
        #expect(run.passed)
        #expect(run.output.count < 70_000)
        #expect(run.text.hasPrefix("begin\n"))
        #expect(run.text.hasSuffix("end\n"))
        #expect(run.droppedBytes == 20_000_010 - (1 << 16))
    }

    @Test func `a child left behind is ended`() async throws {
        let run = try await workspace.check(
            .script("(setsid sleep 4711 </dev/null >/dev/null 2>&1 &); echo gone"))
        #expect(run.text == "gone\n")
        let left = try await Invocation(
            "/bin/sh", ["-c", "ps -eo args | grep -c '^sleep 4711$'"],
            environment: scene.scratch.environment, in: "/"
        ).run()
        #expect(left.output == "0\n")
    }

    @Test func `a program that is missing is named, and where it was looked for`() async throws {
        let run = try await workspace.check(Check(name: "x", run: ["no-such-program", "a"]))
        #expect(run.startFailure?.reason == .notFound)
        #expect(run.startFailure?.program == "no-such-program")
        #expect(run.startFailure?.searchPath == TestEnvironment.searchPath)
        #expect(
            run.startFailure?.description
                == "there is no program no-such-program in \(TestEnvironment.searchPath)")
        #expect(!run.passed)
    }

    @Test(arguments: [("./script", StartFailure.Reason.notFound), ("./plain.sh", .notExecutable)])
    func `a program that cannot be executed is told`(
        program: String, reason: StartFailure.Reason
    ) async throws {
        let run = try await workspace.check(Check(name: "x", run: [program]))
        #expect(run.startFailure?.reason == reason)
        #expect(run.startFailure?.searchPath == "")
    }

    @Test func `it gets few variables, and those that it names`() async throws {
        var check = Check.script("env | sort")
        check.env = ["MY_FLAG": "on", "LANG": "C.UTF-8"]
        let text = try await workspace.check(check).text
        #expect(text.contains("MY_FLAG=on\n"))
        #expect(text.contains("LANG=C.UTF-8\n"))
        #expect(!text.contains("GIT_AUTHOR"))
    }

    @Test func `cancelling it ends it`() async throws {
        let scene = scene
        let task = Task {
            let workspace = try await scene.sandboxed()
            try await workspace.bring(to: scene.id(scene.scratch.head))
            return try await workspace.check(.script("sleep 600"))
        }
        task.cancel()
        let error = await #expect(throws: WorkspaceError.self) { try await task.value }
        #expect(error?.code == .cancelled)
    }

    @Test func `without a sandbox it runs in the workspace's own path, and the gaps are told`()
        async throws
    {
        try scene.scratch.directory.makeFolder("repository/node_modules/left-pad")
        let plain = try scene.plain()
        try await plain.bring(to: scene.id(scene.scratch.head))
        #expect(plain.checkout == plain.path)
        #expect(!plain.gaps.isEmpty)
        let run = try await plain.check(
            .script("pwd; ls node_modules; git rev-parse 2>&1 | cut -c -27"))
        #expect(run.text == "\(plain.path)\nleft-pad\nfatal: not a git repository\n")
        try await plain.restore()
        #expect(Snapshot.exists(scene.scratch.directory.path("repository/node_modules/left-pad")))
        #expect(try scene.differences(plain) == "")
    }

    @Test func `switched off means no sandbox, and is told`() async throws {
        let workspace = try await Workspace.take(
            for: scene.repository, cacheDirectory: scene.cache, settings: scene.settings,
            sandboxMode: .off, processes: .live, environment: scene.scratch.environment,
            launcher: BuildProducts.launcher)
        #expect(workspace.sandbox.bubblewrap == nil)
        #expect(workspace.gaps.contains { $0.contains("sandbox: off") })
        let auto = try await Workspace.take(
            for: scene.repository, cacheDirectory: scene.cache, settings: scene.settings,
            sandboxMode: .auto, processes: .live, environment: scene.scratch.environment,
            launcher: BuildProducts.launcher)
        #expect(auto.sandbox == (await Bubblewrapped.sandbox.value))
    }
}
