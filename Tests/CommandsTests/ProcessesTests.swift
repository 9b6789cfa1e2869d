import Commands
import Effects
import Testing
import TestSupport

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite struct `Live processes` {
    let folder = ScratchFolder()
    /// A short grace, so that what ignores SIGTERM costs no time.
    let processes = Processes.live(graceSeconds: 0.05)

    private func shell(_ script: String) -> ProcessRequest {
        ProcessRequest(
            executable: "/bin/sh", arguments: ["-c", script],
            environment: ["PATH": "/usr/bin:/bin"],
            workingDirectory: folder.path)
    }

    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    // MARK: What the child sees

    @Test func `the environment is the request's and nothing else`() async throws {
        var request = ProcessRequest(executable: "/usr/bin/env")
        request.environment = ["ONLY": "this = that", "EMPTY": ""]
        let result = try await processes.run(request)
        #expect(
            text(result.standardOutput).split(separator: "\n").sorted() == [
                "EMPTY=", "ONLY=this = that",
            ])
    }

    @Test func `it runs in the working directory`() async throws {
        let result = try await processes.run(shell("pwd -P"))
        #expect(text(result.standardOutput) == folder.path + "\n")
    }

    @Test func `arguments reach it as they are`() async throws {
        let words = ["", "two words", "$HOME `id` \"'", "a\nb", "é"]
        var request = ProcessRequest(executable: "/usr/bin/printf", arguments: ["%s|"] + words)
        request.outputLimitBytes = 1000
        let result = try await processes.run(request)
        #expect(text(result.standardOutput) == words.map { $0 + "|" }.joined())
    }

    @Test(arguments: [0, 1, 100_000, 3_000_000])
    func `standard input arrives whole`(count: Int) async throws {
        var request = shell("cat")
        request.standardInput = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
        request.outputLimitBytes = 4_000_000
        let result = try await processes.run(request)
        #expect(result.standardOutput == request.standardInput)
        #expect(result.succeeded)
    }

    @Test func `a program that reads none of its input does no harm`() async throws {
        var request = shell("exec 0<&-; exit 3")
        request.standardInput = [UInt8](repeating: 65, count: 1_000_000)
        #expect(try await processes.run(request).end == .exited(3))
    }

    @Test func `open descriptors stay here`() async throws {
        let high = fcntl(2, F_DUPFD, 200)
        try #require(high >= 200)
        defer { close(high) }
        #expect(fcntl(high, F_GETFD) == 0, "the descriptor is one that exec would keep")
        let result = try await processes.run(
            shell("for f in /proc/$$/fd/*; do [ ${f##*/} -gt 9 ] && echo ${f##*/}; done; true"))
        #expect(text(result.standardOutput) == "")
    }

    @Test func `it leads a session and a process group of its own`() async throws {
        let result = try await processes.run(shell("echo $$; cut -d' ' -f5,6 /proc/$$/stat"))
        let lines = text(result.standardOutput).split(separator: "\n")
        let process = try #require(lines.first)
        #expect(lines.last == "\(process) \(process)")
    }

    // MARK: What comes back

    @Test func `the exit status is a result`() async throws {
        let result = try await processes.run(shell("exit 42"))
        #expect(result.end == .exited(42))
        #expect(!result.succeeded)
    }

    @Test func `the signal that ended it is told`() async throws {
        #expect(try await processes.run(shell("kill -9 $$")).end == .signalled(9))
    }

    @Test func `the two streams are kept apart`() async throws {
        let result = try await processes.run(shell("echo out; echo err >&2"))
        #expect(text(result.standardOutput) == "out\n")
        #expect(text(result.standardError) == "err\n")
    }

    @Test func `merged streams keep the order of writing`() async throws {
        var request = shell("for i in 1 2 3; do echo out$i; echo err$i >&2; done")
        request.mergesStandardError = true
        let result = try await processes.run(request)
        #expect(text(result.standardOutput) == "out1\nerr1\nout2\nerr2\nout3\nerr3\n")
        #expect(result.standardError.isEmpty)
    }

    @Test func `what was written before the end is all there`() async throws {
        var request = shell("head -c 65536 /dev/zero")
        request.outputLimitBytes = 1 << 20
        for _ in 0..<20 {
            #expect(try await processes.run(request).standardOutput.count == 65536)
        }
    }

    @Test func `a gigabyte of output costs its two halves`() async throws {
        var request = shell("echo first; head -c 1000000000 /dev/zero; echo last")
        request.outputLimitBytes = 10_000
        let result = try await processes.run(request)
        #expect(result.succeeded)
        #expect(result.droppedBytes == 1_000_000_011 - 10_000)
        #expect(result.standardOutput.count < 10_100)
        #expect(result.standardOutput.starts(with: Array("first\n".utf8)))
        #expect(result.standardOutput.suffix(5) == Array("last\n".utf8)[...])
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        #expect(usage.ru_maxrss < 700 << 10, "kilobytes")
    }

    // MARK: How it ends

    @Test func `the time limit ends the whole group`() async throws {
        var request = shell("sleep 1000 & echo $!; wait")
        request.timeoutSeconds = 0.2
        let result = try await processes.run(request)
        #expect(result.end == .timedOut)
        let child = try #require(Int32(text(result.standardOutput).dropLast()))
        #expect(try await ProcessTable.waitUntilGone(child))
    }

    @Test func `what ignores the request to end is killed`() async throws {
        var request = shell("trap '' TERM; echo $$; while :; do sleep 1000; done")
        request.timeoutSeconds = 0.2
        let result = try await processes.run(request)
        #expect(result.end == .timedOut)
        let process = try #require(Int32(text(result.standardOutput).dropLast()))
        #expect(try await ProcessTable.waitUntilGone(process))
    }

    @Test func `a program that heeds the request to end may still write`() async throws {
        var request = shell("trap 'echo bye; exit 0' TERM; echo up; while :; do sleep 0.01; done")
        request.timeoutSeconds = 0.3
        let result = try await Processes.live(graceSeconds: 30).run(request)
        #expect(result.end == .timedOut)
        #expect(text(result.standardOutput) == "up\nbye\n")
    }

    @Test func `a child left in the group neither holds the call nor stays`() async throws {
        let result = try await processes.run(shell("sleep 1000 & echo $!"))
        #expect(result.succeeded)
        let child = try #require(Int32(text(result.standardOutput).dropLast()))
        #expect(try await ProcessTable.waitUntilGone(child))
    }

    @Test func `a child that left the group and keeps writing does not hold the call`() async throws
    {
        let result = try await processes.run(
            shell(
                "echo $$; setsid sh -c 'echo $$ > left; exec yes' & while [ ! -s left ]; do :; done"
            ))
        #expect(result.succeeded)
        let left = try #require(Int32((folder.text("left") ?? "").dropLast()))
        kill(left, SIGKILL)
        #expect(try await ProcessTable.waitUntilGone(left))
    }

    @Test func `a program that closes its output is still waited for`() async throws {
        let result = try await processes.run(
            shell("exec >&- 2>&-; sleep 0.05; echo done > mark; exit 5"))
        #expect(result.end == .exited(5))
        #expect(folder.text("mark") == "done\n")
    }

    @Test func `cancelling the task ends the group`() async throws {
        let request = shell("sleep 1000 & echo $! > child; wait")
        let task = Task { try await processes.run(request) }
        let child = try await self.number(in: "child")
        task.cancel()
        await #expect { try await task.value } throws: { error in
            (error as? ProcessFailure)?.code == .cancelled
        }
        #expect(try await ProcessTable.waitUntilGone(child))
    }

    @Test func `a task that is already cancelled starts nothing`() async throws {
        let request = shell("echo here > mark")
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await processes.run(request)
        }
        await #expect { try await task.value } throws: { error in
            (error as? ProcessFailure)?.code == .cancelled
        }
        #expect(folder.text("mark") == nil)
    }

    @Test func `what outlives its caller is not ended by cancellation`() async throws {
        var request = shell("echo $$ > up; while [ ! -e go ]; do sleep 0.01; done; echo done")
        request.outlivesCaller = true
        let task = Task { [request] in try await processes.run(request) }
        _ = try await number(in: "up")
        task.cancel()
        folder.write("", to: "go")
        let result = try await task.value
        #expect(result.succeeded)
        #expect(text(result.standardOutput) == "done\n")
    }

    @Test func `many at once keep apart`() async throws {
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            for number in 0..<40 {
                tasks.addTask {
                    let result = try await processes.run(shell("echo \(number)"))
                    #expect(text(result.standardOutput) == "\(number)\n")
                }
            }
            try await tasks.waitForAll()
        }
    }

    /// The process number that a program writes into a file once it is up.
    private func number(in file: String) async throws -> Int32 {
        while true {
            if let text = folder.text(file), text.hasSuffix("\n"),
                let number = Int32(text.dropLast())
            {
                return number
            }
            try await Task.sleep(for: .milliseconds(1))
        }
    }

    // MARK: What cannot be started

    private func failure(of request: ProcessRequest) async -> ProcessFailure? {
        do throws(ProcessFailure) {
            _ = try await processes.run(request)
            return nil
        } catch {
            return error
        }
    }

    @Test func `a program that is not there is told`() async {
        let named = ProcessRequest(executable: "no-such-program", environment: ["PATH": "/usr/bin"])
        #expect(await failure(of: named)?.code == .notFound)
        #expect(await failure(of: named)?.detail.contains("/usr/bin") == true)
        #expect(await failure(of: ProcessRequest(executable: folder["none"]))?.code == .notFound)
        #expect(await failure(of: ProcessRequest(executable: "./none"))?.code == .notFound)
    }

    @Test func `a script whose interpreter is missing is told`() async {
        let script = folder.write("#!/no/such/interpreter\n", to: "script", mode: 0o755)
        let failed = await failure(of: ProcessRequest(executable: script))
        #expect(failed?.code == .notFound)
        #expect(failed?.detail.contains("interpreter") == true)
    }

    @Test func `what cannot be executed is told`() async {
        let plain = folder.write("echo\n", to: "plain")
        #expect(await failure(of: ProcessRequest(executable: plain))?.code == .notExecutable)
        #expect(await failure(of: ProcessRequest(executable: folder.path))?.code == .notExecutable)
        let data = folder.write([0, 1, 2, 3], to: "data", mode: 0o755)
        #expect(await failure(of: ProcessRequest(executable: data))?.code == .notExecutable)
    }

    @Test func `a missing working directory is told`() async {
        var request = shell("true")
        request.workingDirectory = folder["none"]
        #expect(await failure(of: request)?.code == .noSuchDirectory)
        request.workingDirectory = folder.write("", to: "file")
        #expect(await failure(of: request)?.code == .noSuchDirectory)
        request.workingDirectory = "relative"
        #expect(await failure(of: request)?.code == .noSuchDirectory)
    }

    @Test func `a NUL byte is refused and not cut off`() async {
        #expect(await failure(of: shell("true\0; false"))?.code == .system)
    }

    // MARK: Looking programs up

    @Test func `the first executable file on the path is found`() {
        folder.write("", to: "one/tool")
        folder.makeFolder("two/tool")
        let tool = folder.write("#!/bin/sh\n", to: "three/tool", mode: 0o755)
        folder.write("#!/bin/sh\n", to: "four/tool", mode: 0o755)
        let path = ["one", "two", "three", "four"].map { folder[$0] }.joined(separator: ":")
        #expect(processes.find("tool", path) == tool)
        #expect(processes.find("other", path) == nil)
        #expect(processes.find("../three/tool", path) == nil)
        #expect(processes.find("", path) == nil)
    }

    @Test func `empty and relative entries of the path name nothing`() {
        #expect(processes.find("sh", ":.:bin:usr/bin") == nil)
        #expect(processes.find("sh", ":.:/bin") == "/bin/sh")
    }
}
