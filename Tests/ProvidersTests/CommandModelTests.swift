import Commands
import Effects
import Providers
import RunModel
import TestSupport
import Testing

/// Programs of this machine, run as they are.
@Suite(.timeLimit(.minutes(15))) struct CommandModelTests {
    private let folder = ScratchFolder()
    private let environment: [String: String]
    private let model: CommandModel

    init() {
        environment = TestEnvironment.variables(home: folder.path, temporary: folder.path)
        model = CommandModel(
            processes: .live(graceSeconds: 0.2), environment: environment,
            workingDirectory: folder.path)
    }

    private func provider(
        _ script: String, output: CommandOutput? = nil, timeoutSeconds: Double? = nil
    ) -> ProviderSettings {
        ProviderSettings(
            wire: .command, command: ["sh", "-c", script], output: output,
            timeoutSeconds: timeoutSeconds)
    }

    private func call(_ text: String = "question", tools: [Tool] = []) -> Call {
        Call(
            role: .builder, system: "rules", messages: [Message(.user, text)],
            maxOutputTokens: 100, tools: tools)
    }

    private func failure(
        of provider: ProviderSettings, _ call: Call? = nil
    ) async -> ProviderFailure? {
        do throws(ProviderFailure) {
            _ = try await model.send(call ?? self.call(), provider: provider)
            return nil
        } catch {
            return error
        }
    }

    @Test func `the prompt is standard input and the reply standard output`() async throws {
        let reply = try await model.send(
            call(), provider: provider("echo noise >&2; pwd; cat; echo $HOME"))
        #expect(reply.text == "\(folder.path)\nrules\n\nquestion\n\(folder.path)\n")
        #expect(reply.finish == .stop)
        #expect(reply.usage == nil)
        #expect(reply.reportedCost == nil)
    }

    @Test func `a program that does not read its prompt is no trouble`() async throws {
        let long = String(repeating: "x", count: 1 << 20)
        #expect(try await model.send(call(long), provider: provider("echo yes")).text == "yes\n")
    }

    @Test func `a program that is not installed is a clear line`() async {
        let absent = ProviderSettings(wire: .command, command: ["autopack-no-such-model", "-p"])
        let failed = await failure(of: absent)
        #expect(failed?.kind == .unreachable)
        #expect(failed?.shouldRetry == false)
        #expect(
            failed?.message == "'autopack-no-such-model' is not installed (not found on PATH)")
        #expect {
            try model.checkInstalled(absent)
        } throws: {
            ($0 as? ProviderFailure) == failed
        }
        let path = ProviderSettings(wire: .command, command: ["\(folder.path)/model"])
        #expect(
            await failure(of: path)?.message
                == "'\(folder.path)/model' is not installed (no such program)")
    }

    @Test func `a program that is there passes the look`() throws {
        try model.checkInstalled(ProviderSettings(wire: .command, command: ["sh"]))
    }

    @Test func `a file that is no program is told`() async {
        folder.write("text", to: "model")
        let failed = await failure(
            of: ProviderSettings(wire: .command, command: ["\(folder.path)/model"]))
        #expect(failed?.kind == .unreachable)
        #expect(failed?.message.contains("cannot be run") == true)
    }

    @Test func `the time limit is a time-out with what the program said, and ends its children`()
        async throws
    {
        let failed = await failure(
            of: provider(
                "sleep 1000 & echo $! > child; echo thinking >&2; wait", timeoutSeconds: 0.3))
        #expect(failed?.kind == .timeout)
        #expect(failed?.message == "'sh' did not answer within 0.3 s: thinking")
        let child = try #require(
            folder.text("child").flatMap { Int32($0.dropLast()) })
        #expect(try await ProcessTable.waitUntilGone(child))
    }

    @Test func `cancelling the task ends the program`() async throws {
        let pipe = "\(folder.path)/pipe"
        let provider = provider("mkfifo \(pipe); echo $$ > pid; read line < \(pipe)")
        let task = Task { await failure(of: provider) }
        var process: Int32?
        while process == nil {
            process = folder.text("pid").flatMap { Int32($0.dropLast()) }
            await Task.yield()
        }
        task.cancel()
        let failed = await task.value
        #expect(failed?.kind == .unreachable)
        #expect(failed?.message == "cancelled")
        #expect(try await ProcessTable.waitUntilGone(try #require(process)))
    }

    @Test func `a program that fails is told with the end of its standard error`() async {
        let failed = await failure(
            of: provider("echo reply; seq 1 2000 >&2; echo 'no such thing' >&2; exit 3"))
        #expect(failed?.kind == .server)
        #expect(failed?.status == nil)
        #expect(failed?.message.hasPrefix("'sh' ended with status 3: …") == true)
        #expect(failed?.message.hasSuffix("2000\nno such thing") == true)
        #expect((failed?.message.utf8.count ?? 0) < 2100)
    }

    @Test func `a program that fails silently is told with its standard output`() async {
        let failed = await failure(of: provider("echo why; exit 1"))
        #expect(failed?.message == "'sh' ended with status 1: why")
        #expect(await failure(of: provider("exit 1"))?.message == "'sh' ended with status 1")
        #expect(
            await failure(of: provider("kill -9 $$"))?.message == "'sh' was ended by signal 9")
    }

    @Test(arguments: [
        ("Invalid API key · Please run /login", ProviderFailure.Kind.auth),
        ("Credit balance is too low", .quota), ("prompt is too long: 1 > 0", .contextLength),
    ])
    func `what a program says of its failure decides its kind`(
        text: String, kind: ProviderFailure.Kind
    ) async {
        #expect(await failure(of: provider("echo '\(text)' >&2; exit 1"))?.kind == kind)
        let json = #"{"type":"result","subtype":"success","is_error":true,"result":"\#(text)"}"#
        let failed = await failure(
            of: provider("echo noise >&2; echo '\(json)'; exit 1", output: .claudeJSON))
        #expect(failed?.kind == kind)
        #expect(failed?.message == text)
    }

    @Test func `a program without a word is not started, nor one that is given tools`() async {
        #expect(await failure(of: ProviderSettings(wire: .command))?.kind == .badRequest)
        let tool = Tool(name: "look", summary: "", parameters: .object([:]))
        let failed = await failure(of: provider("touch here"), call(tools: [tool]))
        #expect(failed?.kind == .badRequest)
        #expect(folder.text("here") == nil)
    }

    @Test func `a reply without end is cut`() throws {
        let result = ProcessResult(
            end: .exited(0),
            standardOutput: [UInt8](repeating: 65, count: CommandModel.replyLimitBytes + 40),
            droppedBytes: 1)
        #expect {
            try CommandModel.read(result, of: "model", as: .text, limitSeconds: 1)
        } throws: {
            ($0 as? ProviderFailure)?.kind == .malformed
        }
    }
}
