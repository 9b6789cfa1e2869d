/// A program to run: no shell, the environment complete, the output bounded.
package struct ProcessRequest: Sendable, Equatable {
    /// An absolute path, or a bare name that is looked up in `environment["PATH"]`.
    package var executable: String
    /// The arguments after the program's own name.
    package var arguments: [String]
    /// The whole environment; nothing is inherited.
    package var environment: [String: String]
    /// Absolute.
    package var workingDirectory: String
    package var standardInput: [UInt8]
    /// After this long the whole process group is ended; nil waits for ever.
    package var timeoutSeconds: Double?
    /// How much of standard output and of standard error each is kept: the first and the last
    /// half of it, with a line between that says how many bytes were left out.
    package var outputLimitBytes: Int
    /// Standard error goes into standard output, in the order in which it was written.
    package var mergesStandardError: Bool
    /// The child outlives the caller: a session of its own, and no signal when the caller dies.
    package var outlivesCaller: Bool

    package init(
        executable: String, arguments: [String] = [], environment: [String: String] = [:],
        workingDirectory: String = "/", standardInput: [UInt8] = [], timeoutSeconds: Double? = nil,
        outputLimitBytes: Int = 1 << 20, mergesStandardError: Bool = false,
        outlivesCaller: Bool = false
    ) {
        self.executable = executable
        self.arguments = arguments
        self.environment = environment
        self.workingDirectory = workingDirectory
        self.standardInput = standardInput
        self.timeoutSeconds = timeoutSeconds
        self.outputLimitBytes = outputLimitBytes
        self.mergesStandardError = mergesStandardError
        self.outlivesCaller = outlivesCaller
    }
}

/// How a program ended.
package enum ProcessEnd: Sendable, Equatable {
    case exited(Int32)
    case signalled(Int32)
    /// The time limit passed and the process group was ended.
    case timedOut
}

/// What a program left: a non-zero exit status is a result, not an error.
package struct ProcessResult: Sendable, Equatable {
    package var end: ProcessEnd
    package var standardOutput: [UInt8]
    package var standardError: [UInt8]
    /// Bytes that did not fit into `outputLimitBytes`, both streams together.
    package var droppedBytes: Int
    package var seconds: Double

    package init(
        end: ProcessEnd, standardOutput: [UInt8] = [], standardError: [UInt8] = [],
        droppedBytes: Int = 0, seconds: Double = 0
    ) {
        self.end = end
        self.standardOutput = standardOutput
        self.standardError = standardError
        self.droppedBytes = droppedBytes
        self.seconds = seconds
    }

    /// The program ended by itself with status 0.
    package var succeeded: Bool { end == .exited(0) }
}

/// Why a program could not be started.
package struct ProcessFailure: Error, Sendable, Equatable {
    package enum Code: String, Sendable {
        case notFound, notExecutable, noSuchDirectory, cancelled, system
    }

    package var code: Code
    package var executable: String
    package var detail: String

    package init(code: Code, executable: String, detail: String) {
        self.code = code
        self.executable = executable
        self.detail = detail
    }
}

/// Runs programs.
package struct Processes: Sendable {
    /// Runs to the end; cancelling the task ends the process group and throws `.cancelled`.
    package var run: @Sendable (ProcessRequest) async throws(ProcessFailure) -> ProcessResult
    /// The absolute path of a program by the given `PATH`, or nil.
    package var find: @Sendable (_ name: String, _ path: String) -> String?

    package init(
        run: @escaping @Sendable (ProcessRequest) async throws(ProcessFailure) -> ProcessResult,
        find: @escaping @Sendable (_ name: String, _ path: String) -> String?
    ) {
        self.run = run
        self.find = find
    }
}
