import Commands
import Effects
import Testing
import TestSupport

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite struct `The launcher` {
    let folder = ScratchFolder()
    let processes = Processes.live(graceSeconds: 10)

    private func request(_ options: [String] = [], _ script: String) -> ProcessRequest {
        ProcessRequest(
            executable: BuildProducts.launcher, arguments: options + ["--", "sh", "-c", script],
            environment: ["PATH": "/usr/bin:/bin"], workingDirectory: folder.path)
    }

    private func run(_ options: [String] = [], _ script: String) async throws -> ProcessResult {
        try await processes.run(request(options, script))
    }

    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    @Test(arguments: [0, 1, 42, 255])
    func `the program's status is its own`(status: Int32) async throws {
        #expect(try await run([], "exit \(status)").end == .exited(status))
    }

    @Test(arguments: [SIGTERM, SIGKILL, SIGSEGV])
    func `the signal that ended the program is 128 and its number`(signal: Int32) async throws {
        #expect(try await run([], "kill -\(signal) $$").end == .exited(128 + signal))
    }

    @Test func `a program that cannot be started has a status of its own`() async throws {
        var request = request([], "")
        request.arguments = ["--", "no-such-program"]
        let missing = try await processes.run(request)
        #expect(missing.end == .exited(127))
        #expect(text(missing.standardError).contains("cannot run no-such-program"))
        request.arguments = ["--", folder.write("", to: "plain")]
        #expect(try await processes.run(request).end == .exited(126))
    }

    @Test(arguments: [
        [], ["--"], ["--nonsense", "1", "--", "true"], ["--grace", "x", "--", "true"],
    ])
    func `a wrong call is refused`(arguments: [String]) async throws {
        var request = request([], "")
        request.arguments = arguments
        let result = try await processes.run(request)
        #expect(result.end == .exited(125))
        #expect(text(result.standardError).hasPrefix("autopack-sandbox: "))
    }

    @Test func `a straggler in a session of its own is gone when the call returns`() async throws {
        let result = try await run(
            [],
            """
            for i in 1 2 3; do
                (setsid sh -c 'echo $$ >> left; sleep 1000 & echo $! >> left; wait' &)
            done
            while [ "$(wc -l < left 2>&1)" != 6 ]; do :; done
            """)
        #expect(result.succeeded)
        let left = (folder.text("left") ?? "").split(separator: "\n").compactMap { Int32($0) }
        #expect(left.count == 6)
        // At once: the launcher has reaped them before it ended.
        for process in left { #expect(kill(process, 0) != 0) }
    }

    @Test func `the time limit also ends what left the group`() async throws {
        var request = request(
            ["--grace", "50"],
            """
            trap '' TERM
            (setsid sh -c 'trap "" TERM; echo $$ > left; while :; do sleep 1000; done' &)
            while :; do sleep 1000; done
            """)
        request.timeoutSeconds = 0.3
        #expect(try await processes.run(request).end == .timedOut)
        let left = try #require(Int32((folder.text("left") ?? "").dropLast()))
        #expect(kill(left, 0) != 0)
    }

    @Test func `the request to end reaches the program first`() async throws {
        var request = request(
            ["--grace", "10000"], "trap 'echo bye; exit 0' TERM; while :; do sleep 0.01; done")
        request.timeoutSeconds = 0.3
        let result = try await processes.run(request)
        #expect(result.end == .timedOut)
        #expect(text(result.standardOutput) == "bye\n")
    }

    @Test func `when the caller dies the program and its children do`() async throws {
        let launcher = BuildProducts.launcher
        let inner = "setsid sh -c 'echo $$ >> left; exec sleep 1000' & echo $$ >> left; wait"
        // In a session of its own, so that the launcher is not killed together with the caller.
        let outer = """
            setsid "$0" --parent $$ -- sh -c "$1" &
            while [ "$(wc -l < left 2>&1)" != 2 ]; do :; done
            kill -9 $$
            """
        var request = request([], "")
        request.executable = "/bin/sh"
        request.arguments = ["-c", outer, launcher, inner]
        #expect(try await processes.run(request).end == .signalled(SIGKILL))
        let left = (folder.text("left") ?? "").split(separator: "\n").compactMap { Int32($0) }
        #expect(left.count == 2)
        for process in left { #expect(try await ProcessTable.waitUntilGone(process)) }
    }

    @Test func `it does nothing for a caller that is gone already`() async throws {
        let result = try await run(["--parent", "1"], "echo > mark")
        #expect(result.end == .exited(125))
        #expect(text(result.standardError).contains("the caller is gone"))
        #expect(folder.text("mark") == nil)
    }

    @Test func `the program can gain no privileges`() async throws {
        let result = try await run([], "grep NoNewPrivs: /proc/self/status")
        #expect(text(result.standardOutput) == "NoNewPrivs:\t1\n")
    }

    @Test func `no descriptor above two is passed on`() async throws {
        var request = request([], "")
        request.executable = "/bin/sh"
        request.arguments = [
            "-c", "exec 7</dev/null 8>mark; exec \"$0\" -- sh -c 'ls /proc/$$/fd'",
            BuildProducts.launcher,
        ]
        let result = try await processes.run(request)
        let above = text(result.standardOutput).split(separator: "\n").filter { (Int($0) ?? 9) > 2 }
        #expect(above.isEmpty)
    }

    @Test func `standard streams that are closed become the null device`() async throws {
        var request = request([], "")
        request.executable = "/bin/sh"
        request.arguments = [
            "-c", "exec \"$0\" -- sh -c 'readlink /proc/$$/fd/0 /proc/$$/fd/2' 0<&- 2>&-",
            BuildProducts.launcher,
        ]
        #expect(try await text(processes.run(request).standardOutput) == "/dev/null\n/dev/null\n")
    }

    @Test func `signals are at their defaults although the caller ignores them`() async throws {
        var request = request([], "")
        request.executable = "/bin/sh"
        request.arguments = [
            "-c", "trap '' INT TERM HUP; exec \"$0\" -- grep Sig[BI] /proc/self/status",
            BuildProducts.launcher,
        ]
        let result = try await processes.run(request)
        let masks = text(result.standardOutput).split(separator: "\n").compactMap {
            UInt64($0.suffix(16), radix: 16)
        }
        #expect(masks.count == 2)
        // 32 and 33 belong to the C library.
        for mask in masks { #expect(mask & 0x7fff_ffff == 0) }
    }

    @Test func `limits hold for the program`() async throws {
        let result = try await run(
            ["--file-size", "512000", "--descriptors", "20", "--memory", "1073741824"],
            "ulimit -c; ulimit -f; ulimit -n; ulimit -d; head -c 600000 /dev/zero > big")
        #expect(text(result.standardOutput) == "0\n1000\n20\n1048576\n")
        #expect(result.end != .exited(0))
        #expect(folder.read("big")?.count == 512_000)
    }

    @Test(.enabled(if: getuid() != 0, "the kernel holds root to no number of processes"))
    func `more processes than allowed are refused and the others ended`() async throws {
        let result = try await run(
            ["--processes", "100"],
            "i=0; while [ $i -lt 3000 ]; do sleep 1000 & echo $! >> up; i=$((i + 1)); done")
        #expect(result.end == .exited(2))
        #expect(text(result.standardError).lowercased().contains("fork"))
        let started = (folder.text("up") ?? "").split(separator: "\n").compactMap { Int32($0) }
        #expect(started.count > 10)
        for process in started { #expect(kill(process, 0) != 0) }
    }
}
