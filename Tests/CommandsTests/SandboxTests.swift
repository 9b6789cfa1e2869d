import Commands
import Effects
import Testing
import TestSupport

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Whether bubblewrap works where the tests run; the reason is in the test's comment where not.
enum Bubblewrapped {
    static let sandbox = Task {
        await Sandbox.probe(
            .live, launcher: BuildProducts.launcher, path: "/usr/local/bin:/usr/bin:/bin")
    }

    static func works() async -> Bool {
        let sandbox = await sandbox.value
        if let reason = sandbox.gaps.first { print("skipped, \(reason)") }
        return sandbox.bubblewrap != nil
    }
}

/// A user's checkout, a private workspace of it, and commands that run there.
struct SandboxScene {
    let folder = ScratchFolder()
    let processes = Processes.live(graceSeconds: 10)
    var profile: SandboxProfile

    init() {
        folder.makeFolder("home/user/.ssh")
        folder.write("private\n", to: "home/user/.ssh/id")
        folder.write("mine\n", to: "home/user/project/file")
        folder.write("candidate\n", to: "cache/w0/file")
        folder.write("[core]\n", to: "cache/w0/.git/config")
        folder.write("policy\n", to: "cache/w0/.autopack/config.yaml")
        folder.makeFolder("scratch")
        profile = SandboxProfile(
            workspace: folder["cache/w0"], checkout: folder["home/user/project"],
            environment: Sandbox.environment(
                from: ["PATH": "/usr/bin:/bin", "HOME": folder["home/user"], "API_KEY": "secret"],
                names: []),
            scratch: folder["scratch"])
    }

    func run(
        _ sandbox: Sandbox, _ script: String, timeoutSeconds: Double? = nil
    ) async throws -> ProcessResult {
        var request = sandbox.request("sh", ["-c", script], in: profile)
        request.timeoutSeconds = timeoutSeconds
        return try await processes.run(request)
    }

    /// Standard output of a script inside bubblewrap, standard error shown where it fails.
    func output(_ script: String) async throws -> String {
        let result = try await run(await Bubblewrapped.sandbox.value, script)
        #expect(result.succeeded, "\(String(decoding: result.standardError, as: UTF8.self))")
        return String(decoding: result.standardOutput, as: UTF8.self)
    }
}

@Suite(.enabled("bubblewrap does not work here", Bubblewrapped.works))
struct `Inside bubblewrap` {
    var scene = SandboxScene()

    // MARK: What is seen

    @Test func `the workspace stands where the checkout is`() async throws {
        #expect(
            try await scene.output("pwd -P; cat file")
                == "\(scene.profile.checkout)\ncandidate\n")
    }

    @Test mutating func `the working directory is one of the checkout`() async throws {
        scene.folder.write("below\n", to: "cache/w0/deep/down/file")
        scene.profile.workingDirectory = "deep/down"
        #expect(try await scene.output("cat file") == "below\n")
    }

    @Test func `what is written in the workspace stays, and only there`() async throws {
        _ = try await scene.output("echo new > file; echo more > other")
        #expect(scene.folder.text("cache/w0/file") == "new\n")
        #expect(scene.folder.text("cache/w0/other") == "more\n")
        #expect(scene.folder.text("home/user/project/file") == "mine\n")
        #expect(scene.folder.text("home/user/project/other") == nil)
    }

    @Test func `the home folder is private and empty but for the checkout`() async throws {
        #expect(
            try await scene.output("cd; pwd; ls -A; echo x > mine; cat mine")
                == "\(scene.folder["home/user"])\nproject\nx\n")
        #expect(scene.folder.text("home/user/mine") == nil)
    }

    @Test mutating func `a home folder that nothing is needed of is not even there`() async throws {
        let home = scene.folder["home/user"]
        scene.profile.checkout = scene.folder["elsewhere"]
        let script =
            "ls \(home) 2>&-; echo x > ~/mine; cat ~/mine; [ $HOME != \(home) ] && echo else"
        #expect(try await scene.output(script) == "x\nelse\n")
    }

    @Test(
        .enabled(
            "overlays cannot be mounted", { await Bubblewrapped.sandbox.value.layers.overlays }))
    mutating func `a tool cache can be written, and stays as it was`() async throws {
        scene.folder.write("wheel\n", to: "home/user/.cache/pip/wheel")
        scene.folder.write("crate\n", to: "rust/registry/crate")
        let home = scene.folder["home/user"]
        scene.profile.caches = ToolCaches.existing(
            environment: ["HOME": home, "CARGO_HOME": scene.folder["rust"]])
        let script = """
            cd ~; cat .cache/pip/wheel .cargo/registry/crate
            echo bad > .cache/pip/wheel; rm .cargo/registry/crate; echo > .cargo/registry/new
            cat .cache/pip/wheel; ls .cargo/registry
            """
        #expect(try await scene.output(script) == "wheel\ncrate\nbad\nnew\n")
        #expect(try await scene.output("cat ~/.cache/pip/wheel") == "wheel\n")
        #expect(scene.folder.text("home/user/.cache/pip/wheel") == "wheel\n")
        #expect(scene.folder.text("rust/registry/crate") == "crate\n")
    }

    @Test func `temporary folders are private`() async throws {
        let name = "autopack-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
        _ = try await scene.output("for f in /tmp /var/tmp /dev/shm; do echo > $f/\(name); done")
        for folder in ["/tmp", "/var/tmp", "/dev/shm"] {
            #expect(access("\(folder)/\(name)", F_OK) != 0)
        }
        #expect(access(scene.folder.path, F_OK) == 0)
        #expect(
            try await scene.output("[ -e \(scene.folder["scratch"]) ] && echo seen; true") == "")
    }

    @Test func `system folders can be read and not written`() async throws {
        let script = """
            head -c 4 /bin/sh | tail -c 3
            for f in /usr /etc /usr/bin /; do
                if (echo > $f/autopack-written) 2>&-; then echo " $f"; fi
            done
            """
        #expect(try await scene.output(script) == "ELF")
    }

    @Test func `passwords are not readable even for root`() async throws {
        #expect(try await scene.output("cat /etc/shadow 2>&- | wc -c") == "0\n")
    }

    @Test func `git data and policy of the workspace can be read and not written`() async throws {
        let script = """
            cat .git/config .autopack/config.yaml
            (echo > .git/config) 2>&- && echo written
            (echo > .git/new) 2>&- && echo written
            (echo > .autopack/new) 2>&- && echo written
            mv .git gone 2>&- && echo renamed
            rm -rf .autopack 2>&-
            true
            """
        #expect(try await scene.output(script) == "[core]\npolicy\n")
        #expect(scene.folder.text("cache/w0/.autopack/config.yaml") == "policy\n")
    }

    @Test mutating func `git data can be written where the profile says so`() async throws {
        scene.profile.readOnly = [".autopack"]
        _ = try await scene.output("echo > .git/new")
        #expect(scene.folder.text("cache/w0/.git/new") == "\n")
    }

    @Test func `a link instead of the policy folder shows nothing more`() async throws {
        scene.folder.makeFolder("cache/w1/.git")
        symlink(scene.folder["home/user/.ssh"], scene.folder["cache/w1/.autopack"])
        var scene = scene
        scene.profile.workspace = scene.folder["cache/w1"]
        #expect(try await scene.output("cat .autopack/id 2>&-; true") == "")
    }

    @Test mutating func `shared folders lie on top of the checkout, read-only`() async throws {
        scene.folder.write("module\n", to: "home/user/project/node_modules/m.js")
        let shared = scene.folder["home/user/project/node_modules"]
        scene.profile.share = [.init(shared)]
        #expect(
            try await scene.output("cat node_modules/m.js; (echo > node_modules/x) 2>&-; cat file")
                == "module\ncandidate\n")
        #expect(scene.folder.text("home/user/project/node_modules/x") == nil)
    }

    @Test mutating func `added folders are readable, writable or hidden as the profile says`()
        async throws
    {
        scene.folder.write("r\n", to: "more/readable/f")
        scene.folder.write("secret\n", to: "more/readable/secret/f")
        scene.folder.write("w\n", to: "more/writable/f")
        scene.profile.readable = [.init(scene.folder["more/readable"], at: "/elsewhere")]
        scene.profile.readable.append(.init(scene.folder["more/readable"]))
        scene.profile.writable = [scene.folder["more/writable"]]
        scene.profile.hidden = [
            scene.folder["more/readable/secret"], scene.folder["cache/w0/.git/config"],
        ]
        let more = scene.folder["more"]
        let script = """
            cat /elsewhere/f \(more)/readable/f \(more)/writable/f
            (echo > /elsewhere/f) 2>&-
            echo changed > \(more)/writable/f
            ls \(more)/readable/secret
            """
        #expect(try await scene.output(script) == "r\nr\nw\n")
        #expect(scene.folder.text("more/writable/f") == "changed\n")
        #expect(scene.folder.text("more/readable/f") == "r\n")
    }

    @Test mutating func `programs below the home folder run, with what their links lead to`()
        async throws
    {
        let tree = "home/user/.tools/versions/1"
        scene.folder.write(
            "#!/bin/sh\ncat \(scene.folder[tree])/lib/data\n", to: "\(tree)/bin/tool1",
            mode: 0o755)
        scene.folder.write("data\n", to: "\(tree)/lib/data")
        scene.folder.makeFolder("home/user/.shims/bin")
        symlink(scene.folder["\(tree)/bin/tool1"], scene.folder["home/user/.shims/bin/tool"])
        scene.folder.write("hush\n", to: "home/user/.cargo/credentials.toml")
        scene.folder.write("#!/bin/sh\n", to: "home/user/.cargo/bin/cargo", mode: 0o755)
        let home = scene.folder["home/user"]
        scene.profile.environment["PATH"] = "\(home)/.shims/bin:\(home)/.cargo/bin:/usr/bin:/bin"
        #expect(
            try await scene.output("tool; cargo; cat ~/.cargo/credentials.toml; ls -A ~ | sort")
                == "data\n.cargo\n.shims\n.tools\nproject\n")
    }

    @Test func `a program named by its path runs with its installation, or alone`() async throws {
        let tree = scene.folder["home/user/env"]
        let list = "#!/bin/sh\nls ${0%/*} ${0%/*}/..\n"
        scene.folder.write(list, to: "home/user/env/bin/tool", mode: 0o755)
        scene.folder.write("data\n", to: "home/user/env/lib/data")
        scene.folder.write(list, to: "home/user/more/tool", mode: 0o755)
        scene.folder.write("hush\n", to: "home/user/more/secret")
        func output(of program: String) async throws -> String {
            let request = await Bubblewrapped.sandbox.value.request(program, [], in: scene.profile)
            let result = try await scene.processes.run(request)
            return String(decoding: result.standardOutput, as: UTF8.self)
        }
        let whole = try await output(of: "\(tree)/bin/tool")
        #expect(whole == "\(tree)/bin:\ntool\n\n\(tree)/bin/..:\nbin\nlib\n")
        let alone = try await output(of: scene.folder["home/user/more/tool"])
        #expect(alone.hasPrefix("\(scene.folder["home/user/more"]):\ntool\n\n"))
        let detour = try await output(of: "\(tree)/../env/bin/tool")
        #expect(detour == "")
    }

    @Test func `processes of the machine cannot be seen or signalled`() async throws {
        let script = "kill -0 \(getpid()) 2>&- && echo alive; ls /proc | grep -c '^[0-9]'"
        let count = try #require(Int(try await scene.output(script).dropLast()))
        #expect(count < 10)
    }

    @Test func `no key is visible, in no process`() async throws {
        let script =
            "cat /proc/*/environ | tr '\\0' '\\n' | grep -c secret; env | cut -d= -f1 | sort"
        let lines = try await scene.output(script).split(separator: "\n")
        #expect(
            lines == [
                "0", "CI", "HOME", "PATH", "PWD", "PYTHONUTF8", "TERM", "TMPDIR",
            ])
    }

    @Test func `the launcher's memory is out of reach`() async throws {
        let script = """
            cat /proc/$$/environ > own && [ -s own ] && echo own
            for part in mem environ maps; do
                (: < /proc/$PPID/$part) 2>&- && echo $part
            done
            true
            """
        #expect(try await scene.output(script) == "own\n")
    }

    // MARK: The network

    @Test func `a server of the machine cannot be reached`() async throws {
        let server = try #require(ListeningSocket())
        let script = """
            exec 3<>/dev/tcp/127.0.0.1/\(server.port) && echo reached
            """
        let sandbox = await Bubblewrapped.sandbox.value
        var request = sandbox.request("bash", ["-c", script], in: scene.profile)
        request.timeoutSeconds = 20
        #expect(try await scene.processes.run(request).standardOutput.isEmpty)

        // The same with the network granted, so that the test can fail.
        var profile = scene.profile
        profile.network = true
        let granted = sandbox.request("bash", ["-c", script], in: profile)
        #expect(try await scene.processes.run(granted).standardOutput == Array("reached\n".utf8))
    }

    @Test(.enabled(if: access("/usr/bin/python3", X_OK) == 0, "needs /usr/bin/python3"))
    func `loopback servers and shared memory work`() async throws {
        let script = """
            import multiprocessing, socket, threading
            server = socket.create_server(("127.0.0.1", 0))
            threading.Thread(target=lambda: server.accept()[0].sendall(b"hello")).start()
            print(socket.create_connection(server.getsockname()).recv(5).decode())
            lock = multiprocessing.Lock()
            with multiprocessing.Pool(2) as pool: print(sum(pool.map(abs, [-1, -2])))
            """
        scene.folder.write(script, to: "cache/w0/test.py")
        #expect(try await scene.output("/usr/bin/python3 test.py") == "hello\n3\n")
    }

    // MARK: The end

    @Test(arguments: [0, 3, 126, 127, 255])
    func `the status comes through`(status: Int32) async throws {
        let sandbox = await Bubblewrapped.sandbox.value
        #expect(try await scene.run(sandbox, "exit \(status)").end == .exited(status))
    }

    @Test func `a signal and a missing program are told as by a shell`() async throws {
        let sandbox = await Bubblewrapped.sandbox.value
        #expect(try await scene.run(sandbox, "kill -SEGV $$").end == .exited(128 + SIGSEGV))
        let missing = sandbox.request("no-such-program", [], in: scene.profile)
        let result = try await scene.processes.run(missing)
        #expect(result.end == .exited(127))
        #expect(
            String(decoding: result.standardError, as: UTF8.self).contains(
                "cannot run no-such-program"))
    }

    @Test func `stragglers and the time limit leave nothing behind`() async throws {
        let sandbox = await Bubblewrapped.sandbox.value
        // The number of a process outside its namespace is unknown here, its open file is not.
        let script = """
            (setsid flock lock sleep 1000 &)
            while flock -n lock true; do :; done
            """
        #expect(try await scene.run(sandbox, script).succeeded)
        #expect(try await scene.run(sandbox, "flock -n lock true").succeeded)
        let endless = script + "\ntrap '' TERM; while :; do sleep 1000; done"
        #expect(try await scene.run(sandbox, endless, timeoutSeconds: 0.5).end == .timedOut)
        #expect(try await scene.run(sandbox, "flock -n lock true").succeeded)
    }
}

@Suite struct `Without bubblewrap` {
    let scene = SandboxScene()
    let sandbox = Sandbox(
        launcher: BuildProducts.launcher, withoutBubblewrap: "bubblewrap is not installed")

    @Test func `the gaps are named`() {
        #expect(sandbox.gaps.first == "no namespace sandbox: bubblewrap is not installed")
        #expect(sandbox.gaps.count > 1)
        let all = SandboxLayers(landlock: 7, systemCallFilter: true, processGroup: true)
        #expect(Sandbox(launcher: "/l", bubblewrap: "/b", layers: all).gaps.isEmpty)
    }

    @Test(
        .enabled(
            "the kernel has no Landlock", { await Bubblewrapped.sandbox.value.layers.landlock > 0 })
    )
    func `Landlock and the filter keep from the home folder and the network`() async throws {
        var layers = await Bubblewrapped.sandbox.value.layers
        layers.overlays = false
        let sandbox = Sandbox(
            launcher: BuildProducts.launcher, withoutBubblewrap: "as tested", layers: layers)
        let script = """
            cat file; echo new > file; cat file; echo x > $HOME/x; cat $HOME/x $TMPDIR/x
            cat \(scene.folder["home/user/.ssh/id"]) 2>&-
            (echo > \(scene.folder["home/user/new"])) 2>&- && echo written
            cat /etc/shadow 2>&-
            head -c 4 /etc/passwd
            exec 3<>/dev/tcp/127.0.0.1/1
            """
        let request = sandbox.request("bash", ["-c", script], in: scene.profile)
        let result = try await scene.processes.run(request)
        #expect(
            String(decoding: result.standardOutput, as: UTF8.self)
                == "candidate\nnew\nx\nx\nroot")
        let said = String(decoding: result.standardError, as: UTF8.self)
        #expect(!said.contains("refused"), "a refused connection reached the network: \(said)")
        #expect(sandbox.confinesFiles && sandbox.gaps.count > 3)
    }

    @Test func `without any layer files are not confined`() {
        #expect(!sandbox.confinesFiles)
        #expect(sandbox.gaps.contains { $0.contains("read and write the files of this user") })
    }

    @Test func `the command runs in the workspace's own path`() async throws {
        let result = try await scene.run(sandbox, "pwd -P; echo $HOME $TMPDIR; cat file; exit 3")
        let scratch = scene.profile.scratch
        #expect(
            String(decoding: result.standardOutput, as: UTF8.self)
                == "\(scene.profile.workspace)\n\(scratch) \(scratch)\ncandidate\n")
        #expect(result.end == .exited(3))
    }

    @Test func `stragglers are ended`() async throws {
        let result = try await scene.run(
            sandbox,
            "(setsid sh -c 'echo $$ > up; exec sleep 1000' &); while [ ! -s up ]; do :; done")
        #expect(result.succeeded)
        let left = try #require(Int32((scene.folder.text("cache/w0/up") ?? "").dropLast()))
        #expect(kill(left, 0) != 0)
    }
}

@Suite struct `Choosing a sandbox` {
    let folder = ScratchFolder()

    @Test func `without bubblewrap on the path there is none`() async {
        let sandbox = await Sandbox.probe(
            .live, launcher: BuildProducts.launcher, path: folder.path)
        #expect(sandbox.bubblewrap == nil)
        #expect(sandbox.gaps.first?.contains("not installed") == true)
    }

    @Test func `a bubblewrap that does not work is not used`() async {
        folder.write(
            "#!/bin/sh\necho 'No permissions to create namespace' >&2; exit 1\n", to: "bwrap",
            mode: 0o755)
        let sandbox = await Sandbox.probe(
            .live, launcher: BuildProducts.launcher, path: folder.path)
        #expect(sandbox.bubblewrap == nil)
        #expect(sandbox.gaps.first?.contains("No permissions to create namespace") == true)
    }

    @Test func `a bubblewrap that runs nothing is not used`() async {
        folder.write("#!/bin/sh\nexit 0\n", to: "bwrap", mode: 0o755)
        let sandbox = await Sandbox.probe(
            .live, launcher: BuildProducts.launcher, path: folder.path)
        #expect(sandbox.bubblewrap == nil)
    }

    @Test(arguments: [(1, 329), (2, 340), (8, 448), (64, 4928)])
    func `the number of processes grows with the cores`(cores: Int, processes: Int) {
        #expect(SandboxLimits.processes(cores: cores) == processes)
    }

    @Test func `what a machine lacks is a gap`() {
        func gaps(_ layers: SandboxLayers) -> [String] {
            Sandbox(launcher: "/l", bubblewrap: "/b", layers: layers).gaps
        }
        let whole = SandboxLayers(landlock: 7, systemCallFilter: true, processGroup: true)
        #expect(gaps(whole) == [])
        for lack in [\SandboxLayers.systemCallFilter, \.processGroup] {
            var layers = whole
            layers[keyPath: lack] = false
            let isFelt = lack == \.systemCallFilter || getuid() == 0
            #expect(gaps(layers).count == (isFelt ? 1 : 0))
        }
        var layers = whole
        layers.landlock = 0
        #expect(gaps(layers).first?.hasPrefix("no Landlock: ") == true)
    }

    @Test func `the environment is an allow-list`() {
        let outer = [
            "PATH": "/p", "HOME": "/h", "TMPDIR": "/t", "LANG": "C", "LC_ALL": "C.UTF-8",
            "TZ": "UTC",
            "TERM": "xterm", "OPENAI_API_KEY": "k", "LD_PRELOAD": "x", "NODE_ENV": "test",
        ]
        #expect(
            Sandbox.environment(from: outer, names: ["NODE_ENV", "NOT_SET"]) == [
                "PATH": "/p", "HOME": "/h", "TMPDIR": "/tmp", "LANG": "C", "LC_ALL": "C.UTF-8",
                "TZ": "UTC", "TERM": "dumb", "CI": "1", "PYTHONUTF8": "1", "NODE_ENV": "test",
            ])
    }

    @Test func `the launcher is found beside the program or where it is installed`() {
        folder.makeFolder("bin")
        #expect(Sandbox.launcher(beside: folder["bin/git-autopack"]) == nil)
        let installed = folder.write(
            "", to: "libexec/git-autopack/autopack-sandbox", mode: 0o755)
        #expect(Sandbox.launcher(beside: folder["bin/git-autopack"]) == installed)
        let beside = folder.write("", to: "bin/autopack-sandbox", mode: 0o755)
        #expect(Sandbox.launcher(beside: folder["bin/git-autopack"]) == beside)
    }
}

/// A port of this machine that takes connections.
private final class ListeningSocket {
    let port: UInt16
    private let descriptor: Int32

    init?() {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(listener, address, size) == 0 && listen(listener, 8) == 0
                    && getsockname(listener, address, &size) == 0
            }
        }
        descriptor = listener
        port = UInt16(bigEndian: address.sin_port)
        guard bound else { return nil }
    }

    deinit { close(descriptor) }
}
