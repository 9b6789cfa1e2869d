import Effects
import Subprocess
import Synchronization
import SystemPackage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// One program from its start to the end of its process group.
struct ProcessRun: Sendable {
    let request: ProcessRequest
    let graceSeconds: Double

    /// Starts the program and waits until it, and its process group, are gone.
    func result() async throws(ProcessFailure) -> ProcessResult {
        guard !Task.isCancelled || request.outlivesCaller else { throw cancelled }
        let executable = try resolveExecutable()
        try checkWords()
        guard ExecutableSearch.isDirectory(request.workingDirectory) else {
            throw failure(.noSuchDirectory, "no such directory: \(request.workingDirectory)")
        }

        // The run is a task of its own: cancellation must end the program, not the reading of its
        // output, which goes on until the program is gone.
        let (stopRequests, stop) = AsyncStream.makeStream(of: Void.self)
        let run = Task { await perform(executable, stopRequests) }
        return try await withTaskCancellationHandler {
            await run.value
        } onCancel: {
            if !request.outlivesCaller { stop.yield() }
        }.get()
    }

    private func perform(
        _ executable: String, _ stopRequests: AsyncStream<Void>
    ) async -> Result<ProcessResult, ProcessFailure> {
        do throws(ProcessFailure) {
            let outcome =
                if request.mergesStandardError {
                    try await spawn(executable, error: .combinedWithOutput, stopRequests) { _ in nil
                    }
                } else {
                    try await spawn(executable, error: .sequence, stopRequests) {
                        $0.standardError
                    }
                }
            return .success(outcome)
        } catch {
            return .failure(error)
        }
    }

    private func spawn<Errors: ErrorOutputProtocol>(
        _ executable: String, error errors: Errors, _ stopRequests: AsyncStream<Void>,
        standardError: (Execution<FileDescriptorInput, SequenceOutput, Errors>) ->
            SubprocessOutputSequence?
    ) async throws(ProcessFailure) -> ProcessResult {
        let start = ContinuousClock.now
        do {
            var options = PlatformOptions()
            options.createSession = true
            let done = try await run(
                .path(FilePath(executable)),
                arguments: Arguments(request.arguments),
                environment: .custom(keyed(request.environment)),
                workingDirectory: FilePath(request.workingDirectory),
                platformOptions: options,
                input: .fileDescriptor(
                    try StandardInputFile.open(request.standardInput),
                    closeAfterSpawningProcess: true),
                output: .sequence,
                error: errors
            ) { execution in
                await attend(execution, standardError(execution), stopRequests)
            }
            let attended = done.closureResult
            let output = attended.output.finish()
            let error = attended.error.finish()
            if attended.cause == .stopped { throw cancelled }
            return ProcessResult(
                end: attended.cause == .limit ? .timedOut : ProcessEnd(done.terminationStatus),
                standardOutput: output.bytes, standardError: error.bytes,
                droppedBytes: output.droppedBytes + error.droppedBytes,
                seconds: (ContinuousClock.now - start) / .seconds(1))
        } catch let error as ProcessFailure {
            throw error
        } catch let error as SubprocessError {
            throw translate(error)
        } catch {
            throw failure(.system, "\(error)")
        }
    }
}

// MARK: - While it runs

extension ProcessRun {
    private enum Cause { case itself, limit, stopped }

    private enum Event { case ended, limitPassed, stopRequested, graceOver, nothing }

    private struct Attended: Sendable {
        var cause: Cause
        var output: BoundedOutput
        var error: BoundedOutput
    }

    /// Reads both streams to their end, and sees to it that there is one.
    private func attend<Errors: ErrorOutputProtocol>(
        _ execution: Execution<FileDescriptorInput, SequenceOutput, Errors>,
        _ standardError: SubprocessOutputSequence?, _ stopRequests: AsyncStream<Void>
    ) async -> Attended {
        let isOver = Flag()
        let limit = request.outputLimitBytes
        async let output = Self.read(execution.standardOutput, limit: limit, isOver)
        async let error = Self.read(standardError, limit: limit, isOver)
        let cause = await end(of: execution, stopRequests)
        isOver.set()
        // Not reaped yet, so the number still means this group.
        _ = kill(-execution.processIdentifier.value, SIGKILL)
        return await Attended(cause: cause, output: output, error: error)
    }

    /// Waits for the end of the main process; ends the group when the limit passes or on request.
    private func end<Errors: ErrorOutputProtocol>(
        of execution: Execution<FileDescriptorInput, SequenceOutput, Errors>,
        _ stopRequests: AsyncStream<Void>
    ) async -> Cause {
        let group = -execution.processIdentifier.value
        return await withTaskGroup(of: Event.self) { tasks in
            tasks.addTask {
                // The library's only way to wait without reaping: a step that sends nothing.
                let nothing = TeardownStep.send(
                    signal: Signal(rawValue: 0), allowedDurationToNextStep: .seconds(1 << 30))
                await execution.teardown(using: [nothing])
                return .ended
            }
            tasks.addTask {
                for await _ in stopRequests { return .stopRequested }
                return .nothing
            }
            if let seconds = request.timeoutSeconds {
                tasks.addTask { await Self.event(.limitPassed, after: seconds) }
            }
            var cause = Cause.itself
            while let event = await tasks.next() {
                switch event {
                case .ended:
                    tasks.cancelAll()
                    return cause
                case .limitPassed, .stopRequested:
                    guard cause == .itself else { continue }
                    cause = event == .limitPassed ? .limit : .stopped
                    _ = kill(group, SIGTERM)
                    let grace = graceSeconds
                    tasks.addTask { await Self.event(.graceOver, after: grace) }
                case .graceOver:
                    _ = kill(group, SIGKILL)
                case .nothing:
                    continue
                }
            }
            return cause
        }
    }

    private static func event(_ event: Event, after seconds: Double) async -> Event {
        do {
            try await Task.sleep(for: .seconds(seconds))
            return event
        } catch {
            return .nothing
        }
    }

    /// Reads a stream until it ends or, once the program is over, until the pipe is drained.
    ///
    /// The library stops waiting for more when the main process has ended. A process outside the
    /// group that never stops writing is left behind after one more pipe's worth of bytes.
    private static func read(
        _ stream: SubprocessOutputSequence?, limit: Int, _ isOver: Flag
    ) async -> BoundedOutput {
        var output = BoundedOutput(limit: limit)
        guard let stream else { return output }
        var leftAfterEnd = 1 << 20
        do {
            for try await piece in stream {
                output.append(unsafe piece.withUnsafeBytes { unsafe Array($0) })
                guard isOver.isSet else { continue }
                leftAfterEnd -= piece.count
                if leftAfterEnd <= 0 { break }
            }
        } catch {
            // A stream that cannot be read any more has ended.
        }
        return output
    }

    private final class Flag: Sendable {
        private let value = Atomic(false)

        var isSet: Bool { value.load(ordering: .acquiring) }

        func set() { value.store(true, ordering: .releasing) }
    }
}

// MARK: - Before and after

extension ProcessRun {
    private var cancelled: ProcessFailure { failure(.cancelled, "cancelled") }

    private func failure(_ code: ProcessFailure.Code, _ detail: String) -> ProcessFailure {
        ProcessFailure(code: code, executable: request.executable, detail: detail)
    }

    private func resolveExecutable() throws(ProcessFailure) -> String {
        let name = request.executable
        guard !name.hasPrefix("/") else {
            switch ExecutableSearch.look(at: name) {
            case .executable: return name
            case .notExecutable: throw failure(.notExecutable, "not an executable file")
            case .nothing: throw failure(.notFound, "no such file")
            }
        }
        guard ExecutableSearch.isBareName(name) else {
            throw failure(.notFound, "neither an absolute path nor a bare name")
        }
        let path = request.environment["PATH"] ?? ""
        guard let found = ExecutableSearch.find(name, inPath: path) else {
            throw failure(.notFound, "not in PATH (\(path))")
        }
        return found
    }

    /// Refuses what the kernel would cut short.
    private func checkWords() throws(ProcessFailure) {
        let pairs = request.environment.flatMap { [$0.key, $0.value] }
        for word in request.arguments + pairs + [request.executable, request.workingDirectory]
        where word.utf8.contains(0) {
            throw failure(.system, "a NUL byte in an argument or a variable")
        }
        guard request.workingDirectory.hasPrefix("/") else {
            throw failure(.noSuchDirectory, "not absolute: \(request.workingDirectory)")
        }
    }

    private func keyed(_ environment: [String: String]) -> [Environment.Key: String] {
        var keyed: [Environment.Key: String] = [:]
        for (name, value) in environment {
            guard let key = Environment.Key(rawValue: name) else { continue }
            keyed[key] = value
        }
        return keyed
    }

    private func translate(_ error: SubprocessError) -> ProcessFailure {
        switch (error.code, error.underlyingError?.rawValue) {
        case (.executableNotFound, EACCES), (_, ENOEXEC):
            failure(.notExecutable, "not a program for this machine, or without a `#!` line")
        case (.executableNotFound, _):
            // The file was there a moment ago: its `#!` line names an interpreter that is not.
            failure(.notFound, "the interpreter of its `#!` line is missing")
        case (.failedToChangeWorkingDirectory, _):
            failure(.noSuchDirectory, "cannot enter \(request.workingDirectory)")
        default:
            failure(.system, "\(error)")
        }
    }
}

extension ProcessEnd {
    fileprivate init(_ status: TerminationStatus) {
        switch status {
        case .exited(let code): self = .exited(code)
        case .signaled(let signal): self = .signalled(signal)
        }
    }
}
