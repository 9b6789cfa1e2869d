package import Effects
package import RunModel

/// The wire of a model or agent program on this machine: the prompt on its standard input, the
/// reply on its standard output.
///
/// The program is the user's own and gets the user's environment, keys included. It leads a
/// process group, which is ended with the time limit and with the task.
package struct CommandModel: Sendable {
    private let processes: Processes
    private let environment: [String: String]
    private let workingDirectory: String

    /// - Parameters:
    ///   - environment: The user's own; its `PATH` finds the program.
    ///   - workingDirectory: Where the programs run, absolute. An agent looks around and may write
    ///     where it is started, so this is better an empty folder than the user's repository: what
    ///     a model may see is in its prompt.
    package init(processes: Processes, environment: [String: String], workingDirectory: String) {
        self.processes = processes
        self.environment = environment
        self.workingDirectory = workingDirectory
    }

    /// A reply that is longer is no reply.
    package static let replyLimitBytes = 32 << 20

    /// Runs the provider's program once.
    ///
    /// - Throws: ``ProviderFailure``: `.unreachable` where the program is not installed, `.timeout`
    ///   with the time limit, `.malformed` where it does not answer in the agreed form, and what
    ///   it says itself where it fails. The end of its standard error is in the message.
    package func send(
        _ call: Call, provider: ProviderSettings
    ) async throws(ProviderFailure) -> Reply {
        let name = try program(of: provider)
        guard call.tools.isEmpty else {
            throw ProviderFailure(
                kind: .badRequest, message: "'\(name)' is a program and takes no tools")
        }
        let limit = provider.timeoutSeconds ?? ProviderSettings.defaultCommandSeconds
        let result: ProcessResult
        do {
            result = try await processes.run(
                ProcessRequest(
                    executable: name, arguments: Array((provider.command ?? []).dropFirst()),
                    environment: environment, workingDirectory: workingDirectory,
                    standardInput: Array(CommandPrompt.text(of: call).utf8),
                    timeoutSeconds: limit, outputLimitBytes: Self.replyLimitBytes))
        } catch {
            throw Self.failure(error)
        }
        return try Self.read(
            result, of: name, as: provider.output ?? .text, limitSeconds: limit,
            expectsJSON: call.schema != nil)
    }

    /// Looks whether the program is there, without starting it.
    ///
    /// - Throws: ``ProviderFailure`` that says in one line what is missing.
    package func checkInstalled(_ provider: ProviderSettings) throws(ProviderFailure) {
        let name = try program(of: provider)
        // A path is only tried by running it.
        guard !name.contains("/") else { return }
        if processes.find(name, environment["PATH"] ?? "") == nil { throw Self.missing(name) }
    }

    private func program(of provider: ProviderSettings) throws(ProviderFailure) -> String {
        guard let name = provider.command?.first else {
            throw ProviderFailure(kind: .badRequest, message: "the provider has no command")
        }
        return name
    }
}

// MARK: - What the program left

extension CommandModel {
    /// Reads how a program ended and what it said.
    ///
    /// - Parameters:
    ///   - name: The program, as it was configured.
    ///   - expectsJSON: Whether the reply was asked to follow a schema.
    package static func read(
        _ result: ProcessResult, of name: String, as output: CommandOutput, limitSeconds: Double,
        expectsJSON: Bool = false
    ) throws(ProviderFailure) -> Reply {
        switch result.end {
        case .timedOut:
            throw ProviderFailure(
                kind: .timeout,
                message: "'\(name)' did not answer within \(seconds(limitSeconds))"
                    + tail(result.standardError))
        case .signalled(let signal):
            throw ProviderFailure(
                kind: .server,
                message: "'\(name)' was ended by signal \(signal)" + tail(result.standardError))
        case .exited(let status):
            // More than that is the marker of what was left out.
            guard result.standardOutput.count <= replyLimitBytes else {
                throw ProviderFailure(
                    kind: .malformed,
                    message: "the reply of '\(name)' is over \(replyLimitBytes) bytes")
            }
            let reply = Result { () throws(ProviderFailure) in
                try CommandReply.read(
                    result.standardOutput, of: name, as: output, expectsJSON: expectsJSON)
            }
            if status == 0 { return try reply.get() }
            // What a program says of its failure tells more than its status.
            if case .failure(let failure) = reply, failure.kind != .malformed { throw failure }
            let said =
                result.standardError.isEmpty ? result.standardOutput : result.standardError
            throw CommandReply.failure("'\(name)' ended with status \(status)" + tail(said))
        }
    }

    private static func failure(_ failure: ProcessFailure) -> ProviderFailure {
        switch failure.code {
        case .notFound: missing(failure.executable)
        case .notExecutable:
            ProviderFailure(
                kind: .unreachable, shouldRetry: false,
                message: "'\(failure.executable)' cannot be run: \(failure.detail)")
        case .cancelled: ProviderFailure(kind: .unreachable, message: "cancelled")
        case .noSuchDirectory, .system:
            ProviderFailure(
                kind: .unreachable,
                message: "'\(failure.executable)' does not start: \(failure.detail)")
        }
    }

    private static func missing(_ name: String) -> ProviderFailure {
        let reason = name.contains("/") ? "no such program" : "not found on PATH"
        return ProviderFailure(
            kind: .unreachable, shouldRetry: false,
            message: "'\(name)' is not installed (\(reason))")
    }

    /// Programs say at the end why they fail.
    private static let tailLimitBytes = 2000

    private static func tail(_ bytes: [UInt8]) -> String {
        let isBlank: (UInt8) -> Bool = { $0 <= 32 }
        let end = bytes.lastIndex { !isBlank($0) }.map { $0 + 1 } ?? 0
        let kept = bytes[..<end].suffix(tailLimitBytes)
        // No half of a character at the cut.
        let whole = kept.count < end ? kept.drop { $0 & 0xC0 == 0x80 } : kept
        let text = String(decoding: whole.drop(while: isBlank), as: UTF8.self)
        return text.isEmpty ? "" : ": \(kept.count < end ? "…" : "")\(text)"
    }

    private static func seconds(_ value: Double) -> String {
        value == value.rounded() && value < 1e9 ? "\(Int(value)) s" : "\(value) s"
    }
}
