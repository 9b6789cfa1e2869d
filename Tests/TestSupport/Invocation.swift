/// A program that a test starts, with everything it gets written down.
package struct Invocation: Sendable {
    /// An absolute path, or a bare name that is looked up in `environment["PATH"]`.
    package var program: String
    package var arguments: [String]
    /// The whole environment; nothing is inherited.
    package var environment: [String: String]
    /// Absolute.
    package var workingDirectory: String
    package var standardInput: [UInt8]
    /// After this long the program's process group is killed; a guard against hanging tests, never
    /// something to assert on.
    package var timeoutSeconds: Double

    package init(
        _ program: String, _ arguments: [String] = [], environment: [String: String],
        in workingDirectory: String, standardInput: [UInt8] = [], timeoutSeconds: Double = 600
    ) {
        self.program = program
        self.arguments = arguments
        self.environment = environment
        self.workingDirectory = workingDirectory
        self.standardInput = standardInput
        self.timeoutSeconds = timeoutSeconds
    }

    /// Runs to the end, blocking the calling thread: for programs that take milliseconds.
    package func run() throws(TestFailure) -> Outcome { try start().wait() }

    /// Runs to the end on a thread of its own, so that what the program talks to can go on.
    package func run() async throws(TestFailure) -> Outcome { try await start().outcome() }
}

/// What a program left behind.
package struct Outcome: Sendable, CustomStringConvertible {
    /// The exit status, or 128 and the signal as a shell reports it.
    package var status: Int32
    package var standardOutput: [UInt8]
    package var standardError: [UInt8]
    /// The most memory that was resident at once; never less than the starting program's own.
    package var peakMemoryBytes: Int

    /// Standard output as text.
    package var output: String { String(decoding: standardOutput, as: UTF8.self) }
    /// Standard error as text.
    package var errors: String { String(decoding: standardError, as: UTF8.self) }

    package var description: String {
        "status \(status)\n--- standard output\n\(output)--- standard error\n\(errors)"
    }
}
