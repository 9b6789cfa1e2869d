import Commands
import Effects
import Testing
import TestSupport

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The launcher's own layers, each without the others.
@Suite struct `Layers of the launcher` {
    private let folder = ScratchFolder()
    private let processes = Processes.live(graceSeconds: 10)

    private func run(_ options: [String], _ script: String) async throws -> ProcessResult {
        var request = ProcessRequest(
            executable: BuildProducts.launcher, arguments: options + ["--", "sh", "-c", script],
            environment: ["PATH": "/usr/bin:/bin"], workingDirectory: folder.path)
        request.timeoutSeconds = 60
        return try await processes.run(request)
    }

    /// Standard output of a script that has to succeed.
    private func output(_ options: [String], _ script: String) async throws -> String {
        let result = try await run(options, script)
        #expect(result.succeeded, "\(String(decoding: result.standardError, as: UTF8.self))")
        return String(decoding: result.standardOutput, as: UTF8.self)
    }

    private static func layers() async -> SandboxLayers {
        await Bubblewrapped.sandbox.value.layers
    }

    // MARK: Landlock

    @Test(.enabled("the kernel has no Landlock", { await Self.layers().landlock > 0 }))
    func `only what is named can be read, and less can be written`() async throws {
        folder.write("r\n", to: "readable/file")
        folder.write("w\n", to: "writable/file")
        folder.write("secret\n", to: "other/file")
        let script = """
            cat readable/file writable/file other/file 2>&-
            (echo > readable/file) 2>&- && echo changed
            (echo > other/new) 2>&- && echo made
            echo new > writable/file; mkdir writable/a; mv writable/file writable/a; rm -r writable/a
            mkfifo writable/pipe && ls writable
            echo > /dev/null && echo null
            """
        let options = [
            "--read", "/usr", "--read", "/bin", "--read", "/lib", "--read", "/lib64", "--read",
            "/etc", "--read", folder["readable"], "--write", folder["writable"], "--device",
            "/dev/null",
        ]
        #expect(try await output(options, script) == "r\nw\npipe\nnull\n")
        #expect(folder.text("other/file") == "secret\n")
    }

    @Test(.enabled("the kernel has no Landlock", { await Self.layers().landlock > 0 }))
    func `a path that is not there gives no rights and is no failure`() async throws {
        let options = [
            "--read", "/", "--read", folder["missing"], "--write", folder["none/at/all"],
        ]
        #expect(try await output(options, "echo here") == "here\n")
    }

    @Test(
        .enabled("the kernel has no Landlock of version 6", { await Self.layers().landlock >= 6 }))
    func `no process outside can be signalled, those inside can`() async throws {
        let script = """
            kill -0 \(getpid()) 2>&- && echo tests
            kill -0 $PPID 2>&- && echo launcher
            sleep 100 & kill $! && wait $!; echo $?
            """
        #expect(try await output(["--read", "/"], script) == "143\n")
    }

    @Test(
        .enabled("the kernel has no Landlock of version 4", { await Self.layers().landlock >= 4 }),
        .enabled(if: access("/usr/bin/python3", X_OK) == 0, "needs /usr/bin/python3"))
    func `no port can be opened where there are to be none`() async throws {
        let script = """
            python3 -c 'import socket; socket.create_server(("127.0.0.1", 0))' 2>&- && echo open; true
            """
        #expect(try await output(["--read", "/", "--ports", "none"], script) == "")
        #expect(try await output(["--read", "/"], script) == "open\n")
    }

    // MARK: System calls

    @Test(.enabled("system calls cannot be filtered", { await Self.layers().systemCallFilter }))
    func `set-id bits, namespaces and devices are refused, the usual is not`() async throws {
        let script = """
            echo > file; chmod 0755 file && echo chmod
            chmod u+s file 2>&- && echo setuid
            chmod g+s file 2>&- && echo setgid
            mkfifo pipe && echo pipe
            mknod device c 1 3 2>&- && echo device
            unshare -U true 2>&- && echo namespace
            unshare -r -m true 2>&- && echo mount
            (exit 3); echo $?; sleep 0 & wait $! && echo child
            grep Seccomp: /proc/self/status
            """
        #expect(
            try await output(["--sockets", "inet"], script)
                == "chmod\npipe\n3\nchild\nSeccomp:\t2\n")
    }

    @Test(
        .enabled("system calls cannot be filtered", { await Self.layers().systemCallFilter }),
        .enabled(if: access("/usr/bin/python3", X_OK) == 0, "needs /usr/bin/python3"),
        arguments: [
            ("unix", "unix"), ("inet", "unix tcp udp tcp6"),
            ("network", "unix tcp udp tcp6 route"),
        ])
    func `only sockets of the allowed kinds can be made`(
        allowed: String, made: String
    ) async throws {
        folder.write(
            """
            import socket as s
            kinds = {
                "unix": (s.AF_UNIX, s.SOCK_STREAM, 0), "tcp": (s.AF_INET, s.SOCK_STREAM, 0),
                "udp": (s.AF_INET, s.SOCK_DGRAM, 17), "tcp6": (s.AF_INET6, s.SOCK_STREAM, 6),
                "mptcp": (s.AF_INET, s.SOCK_STREAM, 262), "raw": (s.AF_INET, s.SOCK_RAW, 1),
                "packet": (s.AF_PACKET, s.SOCK_RAW, 0), "route": (s.AF_NETLINK, s.SOCK_RAW, 0),
                "audit": (s.AF_NETLINK, s.SOCK_RAW, 9), "vsock": (40, s.SOCK_STREAM, 0),
            }
            made = []
            for name, kind in kinds.items():
                try: s.socket(*kind).close(); made.append(name)
                except OSError: pass
            print(*made)
            """, to: "sockets.py")
        #expect(
            try await output(["--sockets", allowed], "/usr/bin/python3 sockets.py") == made + "\n")
    }

    @Test func `a kind of sockets that nobody knows is refused`() async throws {
        let result = try await run(["--sockets", "all"], "true")
        #expect(result.end == .exited(125))
    }

    // MARK: Overlays

    @Test(.enabled("overlays cannot be mounted", { await Self.layers().overlays }))
    func `changes to an overlay are lost, and its folder is as it was`() async throws {
        folder.write("old\n", to: "a, b:c/file")
        folder.write("gone\n", to: "a, b:c/other")
        folder.write("second\n", to: "d/file")
        folder.makeFolder("stage")
        let script = """
            cd stage/0/all; cat file; echo new > file; rm other; echo > made; cat file; ls
            cat ../../1/all/file
            """
        let options = [
            "--overlay", folder["a, b:c"], "--overlay", folder["d"], "--stage", folder["stage"],
        ]
        #expect(try await output(options, script) == "old\nnew\nfile\nmade\nsecond\n")
        #expect(folder.text("a, b:c/file") == "old\n")
        #expect(folder.text("a, b:c/other") == "gone\n")
        #expect(folder.text("a, b:c/made") == nil)
        #expect(folder.text("stage/0/all/file") == nil)
    }

    @Test func `an overlay without a place for it is refused`() async throws {
        let result = try await run(["--overlay", folder.path], "true")
        #expect(result.end == .exited(125))
    }

    // MARK: Privileges, processes, time

    @Test func `no capability is left, unless they are to be kept`() async throws {
        let script = "grep -c 'Cap[EPB][a-z]*:.*[1-9a-f]$' /proc/self/status; true"
        #expect(try await output([], script) == "0\n" || getuid() != 0)
        if getuid() == 0 {
            #expect(try await output(["--privileges", "keep"], script) != "0\n")
        }
    }

    @Test(.enabled("root has no control group here", { await Self.layers().processGroup }))
    func `root too starts no more processes than allowed`() async throws {
        let result = try await run(
            ["--group", "20"],
            "i=0; while [ $i -lt 100 ]; do sleep 1000 & echo $! >> up; i=$((i + 1)); done")
        #expect(result.end == .exited(2))
        let started = (folder.text("up") ?? "").split(separator: "\n").compactMap { Int32($0) }
        #expect(started.count > 10 && started.count < 20)
        for process in started { #expect(kill(process, 0) != 0) }
    }

    @Test func `a program whose time has passed is ended, with a status of its own`() async throws {
        let result = try await run(
            ["--seconds", "1", "--grace", "50"], "trap '' TERM; while :; do sleep 1000; done")
        #expect(result.end == .exited(124))
        #expect(try await run(["--seconds", "100"], "exit 7").end == .exited(7))
    }

    @Test func `what this machine has is told`() async throws {
        let request = ProcessRequest(
            executable: BuildProducts.launcher, arguments: ["--features"], environment: [:],
            workingDirectory: "/")
        let result = try await processes.run(request)
        #expect(result.succeeded)
        let names = String(decoding: result.standardOutput, as: UTF8.self)
            .split(separator: "\n").map { $0.prefix { $0 != " " } }
        #expect(names == ["landlock", "seccomp", "group"])
    }
}
