import TestSupport
import Testing

@Suite struct InvocationTests {
    let directory: TemporaryDirectory
    let environment: [String: String]

    init() throws {
        directory = try TemporaryDirectory()
        environment = TestEnvironment.variables(home: directory.path, temporary: directory.path)
    }

    private func shell(
        _ script: String, standardInput: [UInt8] = [], timeoutSeconds: Double = 60
    ) -> Invocation {
        Invocation(
            "sh", ["-c", script], environment: environment, in: directory.path,
            standardInput: standardInput, timeoutSeconds: timeoutSeconds)
    }

    @Test func `both streams and the exit status come back`() throws {
        let outcome = try shell("pwd; echo no >&2; exit 3").run()
        #expect(outcome.status == 3)
        #expect(outcome.output == "\(directory.path)\n")
        #expect(outcome.errors == "no\n")
    }

    @Test func `a program gets exactly the environment that it was given`() throws {
        let outcome = try Invocation(
            "/usr/bin/env", environment: ["ONLY": "this"], in: directory.path
        ).run()
        #expect(outcome.output == "ONLY=this\n")
    }

    @Test func `input and output larger than any pipe pass through`() async throws {
        let bytes = (0..<(1 << 20)).map { UInt8(truncatingIfNeeded: $0) }
        let outcome = try await shell("cat", standardInput: bytes).run()
        #expect(outcome.standardOutput == bytes)
    }

    @Test func `an end by a signal is 128 and its number`() throws {
        #expect(try shell("kill -TERM $$").run().status == 128 + 15)
    }

    @Test func `a program that does not end is killed with its children`() throws {
        let error = #expect(throws: TestFailure.self) {
            try shell("echo started; sleep 600 & sleep 600", timeoutSeconds: 0.2).run()
        }
        #expect(error?.description.contains("did not end in time") == true)
    }

    @Test func `a child that holds the output open holds nobody up`() throws {
        let running = try shell("sleep 600 & echo $!").start()
        let outcome = try running.wait()
        #expect(outcome.status == 0)
        _ = try shell("kill \(outcome.output)").run()
    }

    @Test func `a running program can be signalled`() async throws {
        let running = try shell("kill -STOP $$; exit 0").start()
        running.signal(9)
        #expect(try await running.outcome().status == 128 + 9)
    }

    @Test func `a missing program or folder is named`() throws {
        let program = Invocation("no-such-program", environment: environment, in: directory.path)
        #expect(throws: TestFailure.self) { try program.run() }
        let folder = Invocation("true", environment: environment, in: "/no/such/folder")
        let error = #expect(throws: TestFailure.self) { try folder.run() }
        #expect(error?.description.contains("/no/such/folder") == true)
    }
}
