package import Effects
import Subprocess
import SystemPackage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A program that has this process's own standard streams, and so a person's terminal or pipe.
package enum ForegroundProcess {
    /// Runs a program to its end and gives its exit status; 128 and the number of a signal.
    ///
    /// Nothing is captured, and standard input is this process's own; of the request that leaves
    /// the program, its arguments, its variables and its folder. A time limit is the launcher's.
    ///
    /// - Throws: ``ProcessFailure`` `.system` where it does not start.
    package static func run(_ request: ProcessRequest) async throws(ProcessFailure) -> Int32 {
        // The terminal's interrupt is the program's to answer, and this process waits to say how it
        // ended. Asked to end by others, this process does, and the launcher notices.
        let signals = [SIGINT, SIGQUIT]
        for number in signals { _ = signal(number, SIG_IGN) }
        defer { for number in signals { _ = signal(number, SIG_DFL) } }
        var variables: [Environment.Key: String] = [:]
        for (name, value) in request.environment {
            guard let key = Environment.Key(rawValue: name) else { continue }
            variables[key] = value
        }
        do {
            let done = try await Subprocess.run(
                .path(FilePath(request.executable)),
                arguments: Arguments(request.arguments),
                environment: .custom(variables),
                workingDirectory: FilePath(request.workingDirectory),
                input: .fileDescriptor(.standardInput, closeAfterSpawningProcess: false),
                output: .fileDescriptor(.standardOutput, closeAfterSpawningProcess: false),
                error: .fileDescriptor(.standardError, closeAfterSpawningProcess: false))
            return switch done.terminationStatus {
            case .exited(let status): status
            case .signaled(let signal): 128 + signal
            }
        } catch {
            throw ProcessFailure(
                code: .system, executable: request.executable, detail: "\(error)")
        }
    }
}
