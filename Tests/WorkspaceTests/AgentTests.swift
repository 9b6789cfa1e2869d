import Commands
import Effects
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

/// What an agent program may do in a workspace, and what it may not.
struct `An agent at work` {
    let scene: WorkspaceScene
    let home: String

    init() throws {
        scene = try WorkspaceScene()
        try scene.scratch.write("a.txt", "a\n")
        try scene.scratch.write(".autopack/autopack.yaml", "protected: [x]\n")
        try scene.scratch.commit("base")
        home = scene.scratch.directory.path("home")
    }

    private func ready(_ sandbox: Sandbox) async throws -> Workspace {
        let workspace = try scene.take(sandbox)
        try await workspace.bring(to: scene.id(scene.scratch.head))
        return workspace
    }

    private func bubblewrapped() async throws -> Workspace {
        try await ready(await Bubblewrapped.sandbox.value)
    }

    private func plain() async throws -> Workspace {
        try await ready(
            Sandbox(launcher: BuildProducts.launcher, withoutBubblewrap: "not in this test"))
    }

    private func task(
        _ script: String, prompt: PromptWay = .stdin, words: [String] = [],
        environment: [String] = [], state: [String] = [], seconds: Double = 600,
        network: Bool = true, text: String = "do it"
    ) -> AgentTask {
        AgentTask(
            name: "fake",
            settings: BuilderSettings(
                command: ["/bin/sh", "-c", script, "agent"] + words, prompt: prompt,
                environment: environment, state: state, network: network),
            prompt: text, timeLimitSeconds: seconds)
    }

    private func output(_ run: AgentRun) -> String { String(decoding: run.output, as: UTF8.self) }

    // MARK: The task

    @Test func `it is told its task as its settings say`() async throws {
        let workspace = try await plain()
        let byInput = try await workspace.work(task("cat; echo $#", words: ["x"]))
        #expect(output(byInput) == "do it1\n")
        let byArgument = try await workspace.work(
            task("cat; echo \"$1|$2\"", prompt: .argument, words: ["--task={prompt}", "--go"]))
        #expect(output(byArgument) == "--task=do it|--go\n")
        let last = try await workspace.work(task("echo \"$1\"", prompt: .argument))
        #expect(output(last) == "do it\n")
        let byFile = try await workspace.work(
            task("cat \"$1\"", prompt: .file, words: ["{prompt}"]))
        #expect(output(byFile) == "do it")
    }

    @Test func `a task that is too long for an argument is in a file`() async throws {
        let text = String(repeating: "x", count: 200_000)
        let script = #"file=$(printf %s "$1" | grep -o '/[^ ]*task.md'); wc -c <"$file""#
        let inPlain = try await plain().work(task(script, prompt: .argument, text: text))
        #expect(output(inPlain) == "200000\n")
        guard await Bubblewrapped.works else { return }
        let inside = try await bubblewrapped().work(task(script, prompt: .argument, text: text))
        #expect(output(inside) == "200000\n")
    }

    // MARK: How it ends

    @Test func `its end is told, and both its streams`() async throws {
        let workspace = try await plain()
        let failed = try await workspace.work(task("echo out; echo err >&2; exit 3"))
        #expect(failed.exit == 3 && !failed.timedOut && failed.startFailure == nil)
        #expect(output(failed) == "out\n")
        #expect(String(decoding: failed.errors, as: UTF8.self) == "err\n")
        let endless = try await workspace.work(
            task("trap '' TERM; echo begun; while :; do sleep 60; done", seconds: 0.5))
        #expect(endless.exit == 124 && endless.timedOut)
        #expect(output(endless) == "begun\n")
    }

    @Test func `one that is not there says so`() async throws {
        let workspace = try await plain()
        var missing = task("")
        missing.settings.command = ["no-such-agent"]
        let run = try await workspace.work(missing)
        #expect(run.startFailure?.reason == .notFound)
    }

    @Test func `cancelling ends it`() async throws {
        let workspace = try await plain()
        let fifo = scene.scratch.directory.path("begun")
        let work = Task {
            try await workspace.work(task("echo begun > \(fifo); sleep 600"))
        }
        while !Snapshot.exists(fifo) { await Task.yield() }
        work.cancel()
        await #expect(throws: WorkspaceError.self) { try await work.value }
    }

    // MARK: What it sees

    @Test(.enabled(Bubblewrapped.reason) { await Bubblewrapped.works })
    func `it gets the variables and the state that are named, and nothing else of the user's`()
        async throws
    {
        let directory = scene.scratch.directory
        try directory.write("home/.ssh/id_ed25519", "a key\n")
        try directory.write("home/.agent/session", "mine\n")
        try directory.write("home/.agentrc", "settings\n")
        var environment = scene.scratch.environment
        environment["AGENT_KEY"] = "one"
        environment["OTHER_KEY"] = "two"
        environment["HTTPS_PROXY"] = "http://127.0.0.1:1"
        let workspace = try Workspace(
            for: scene.repository, cacheDirectory: scene.cache, settings: WorkspaceSettings(),
            sandbox: await Bubblewrapped.sandbox.value, processes: .live, environment: environment)
        try await workspace.bring(to: scene.id(scene.scratch.head))
        let script = """
            echo "$AGENT_KEY|$OTHER_KEY|$FIXED|$HTTPS_PROXY"
            cat ~/.agent/session ~/.agentrc; ls ~/.ssh 2>/dev/null
            echo more >> ~/.agent/session; echo gone > ~/elsewhere
            ls -A ~
            """
        let run = try await workspace.work(
            task(
                script, environment: ["AGENT_KEY", "UNSET", "FIXED=three"],
                state: ["~/.agent", "~/.agentrc", "~/.missing"]))
        let expected = """
            one||three|http://127.0.0.1:1
            mine
            settings
            .agent
            .agentrc
            """
        #expect(output(run).hasPrefix(expected), "\(output(run))")
        #expect(try directory.read("home/.agent/session") == Array("mine\nmore\n".utf8))
        #expect(!directory.exists("home/elsewhere"))
    }

    @Test func `without bubblewrap its home is private, with its state in it`() async throws {
        let directory = scene.scratch.directory
        try directory.write("home/.config/agent/session", "mine\n")
        let workspace = try await plain()
        let run = try await workspace.work(
            task(
                "cat ~/.config/agent/session; echo more >> ~/.config/agent/session; pwd >~/note",
                state: ["~/.config/agent"]))
        #expect(output(run) == "mine\n")
        #expect(
            try directory.read("home/.config/agent/session") == Array("mine\nmore\n".utf8))
        #expect(!directory.exists("home/note"))
        // Emptying its home does not follow the link.
        _ = try await workspace.work(task("true"))
        #expect(directory.exists("home/.config/agent/session"))
        #expect(workspace.gaps.contains { $0.contains("outside the workspace") })
        #expect(workspace.gaps.contains { $0.contains("network") })
    }

    @Test(.enabled(Bubblewrapped.reason) { await Bubblewrapped.works })
    func `the network is there only where its settings say so`() async throws {
        let server = LoopbackServer.answering { _ in LoopbackReply(200, "hello") }
        let script = """
            python3 - <<'END'
            import urllib.request
            try:
                print(urllib.request.urlopen("\(server.url)", timeout=20).read().decode())
            except OSError:
                print("no network")
            END
            """
        let workspace = try await bubblewrapped()
        #expect(output(try await workspace.work(task(script))) == "hello\n")
        #expect(output(try await workspace.work(task(script, network: false))) == "no network\n")
    }

    // MARK: Attacks

    @Test(.enabled(Bubblewrapped.reason) { await Bubblewrapped.works })
    func `a hostile one changes nothing but the workspace, and leaves nobody behind`()
        async throws
    {
        let directory = scene.scratch.directory
        try directory.write("home/.ssh/id_ed25519", "a key\n")
        let before = scene.everything()
        let homeBefore = Snapshot.of(home)
        let marker = "autopack-daemon-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
        let script = """
            exec 2>/dev/null
            echo bad > .git/HEAD && echo "wrote HEAD"
            echo bad > .git/config && echo "wrote config"
            echo bad > .git/index && echo "wrote index"
            rm -rf .git && echo "removed .git"
            mv .git elsewhere && echo "moved .git"
            echo bad > .autopack/autopack.yaml && echo "wrote policy"
            git commit -qam mine && echo "committed"
            git update-ref refs/heads/x HEAD && echo "wrote a ref"
            git stash && echo "stashed"
            echo bad > \(scene.scratch.path)/../outside
            echo bad > \(home)/.ssh/id_ed25519 && echo "wrote a key"
            cat \(home)/.ssh/id_ed25519 && echo "read a key"
            echo bad > /etc/passwd && echo "wrote the system"
            kill -0 \(getpid()) && echo "saw the program"
            cat /proc/*/environ | tr '\\0' '\\n' | grep -c '^GIT_COMMITTER_NAME=' | grep -v '^0'
            setsid nohup python3 -c '
            import os, sys, time
            if os.fork(): sys.exit()
            os.setsid()
            if os.fork(): sys.exit()
            time.sleep(600)  # \(marker)' &
            echo changed >> a.txt
            kill -9 $PPID; kill -9 -1
            exit 0
            """
        let workspace = try await bubblewrapped()
        let run = try await workspace.work(task(script))
        // Killing all processes it can see may well end the agent itself.
        #expect([0, 137].contains(run.exit), "\(run)")
        #expect(output(run) == "", "it did: \(output(run))")
        #expect(scene.everything() == before)
        #expect(Snapshot.of(home) == homeBefore)
        #expect(!directory.exists("outside"))
        #expect(!Self.isRunning(marker))
        // The workspace is as good as before.
        try await workspace.bring(to: scene.id(scene.scratch.head))
        #expect(try scene.differences(workspace) == "")
    }

    /// Whether some process has a word among its arguments.
    private static func isRunning(_ word: String) -> Bool {
        guard let stream = opendir("/proc") else { return false }
        defer { closedir(stream) }
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard Int(name) != nil else { continue }
            let line = ScratchFolder.read("/proc/\(name)/cmdline") ?? []
            if String(decoding: line, as: UTF8.self).contains(word) { return true }
        }
        return false
    }

    @Test(.enabled(Bubblewrapped.reason) { await Bubblewrapped.works })
    func `a file of 10 GB and 100 MB of output stay in bounds`() async throws {
        let workspace = try await bubblewrapped()
        let run = try await workspace.work(
            task(
                "head -c 100000000 /dev/zero; truncate -s 10G big 2>/dev/null || echo too large"))
        #expect(run.output.count < 17 << 20)
        #expect(output(run).hasSuffix("too large\n"))
        try await workspace.bring(to: scene.id(scene.scratch.head))
    }

    @Test func `what it leaves in a cache does not reach the next check`() async throws {
        var scene = scene
        scene.settings.cache = ["target"]
        let workspace = try scene.plain()
        try await workspace.bring(to: scene.id(scene.scratch.head))
        _ = try await workspace.check(.script("mkdir -p target; echo built > target/result"))
        let again = try await workspace.check(.script("cat target/result"))
        #expect(again.text == "built\n")
        _ = try await workspace.work(task("echo forged > target/result"))
        try await workspace.bring(to: scene.id(scene.scratch.head))
        #expect(try await workspace.check(.script("test ! -e target")).passed)
    }
}
