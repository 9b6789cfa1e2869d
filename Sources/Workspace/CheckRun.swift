package import RunModel

/// What one run of a check left.
package struct CheckRun: Sendable, Equatable {
    package var check: Check
    /// The exit status; 128 + the signal where one ended it; 124 past the time limit.
    package var exit: Int
    package var seconds: Double
    /// Standard output and standard error in the order in which they were written: all of it, or
    /// its beginning and its end with a line between that says how much is missing.
    package var output: [UInt8]
    /// How much is missing.
    package var droppedBytes: Int
    /// The time limit ended it; `exit` is 124, which a program may also say by itself.
    package var timedOut: Bool
    /// Why it never ran; nil where it did.
    package var startFailure: StartFailure?

    package init(
        check: Check, exit: Int, seconds: Double, output: [UInt8], droppedBytes: Int = 0,
        timedOut: Bool = false, startFailure: StartFailure? = nil
    ) {
        self.check = check
        self.exit = exit
        self.seconds = seconds
        self.output = output
        self.droppedBytes = droppedBytes
        self.timedOut = timedOut
        self.startFailure = startFailure
    }

    package var passed: Bool { exit == 0 && startFailure == nil }

    /// The exit status past the time limit, as `timeout` has it.
    package static let timeLimitStatus = 124
}

/// Why a program could not be started.
package struct StartFailure: Error, Sendable, Equatable {
    package enum Reason: String, Sendable {
        /// There is no such program.
        case notFound
        /// It is there and cannot be executed.
        case notExecutable
        /// The sandbox itself failed.
        case sandbox
    }

    package var reason: Reason
    /// As the check names it.
    package var program: String
    /// Where it was looked for: the `PATH` of the check; empty for a program with a slash.
    package var searchPath: String
    /// What the system said.
    package var detail: String

    package init(reason: Reason, program: String, searchPath: String, detail: String) {
        self.reason = reason
        self.program = program
        self.searchPath = searchPath
        self.detail = detail
    }
}

extension StartFailure: CustomStringConvertible {
    package var description: String {
        switch reason {
        case .notFound where searchPath.isEmpty: "there is no program \(program)"
        case .notFound: "there is no program \(program) in \(searchPath)"
        case .notExecutable: "\(program) cannot be executed: \(detail)"
        case .sandbox: "the sandbox failed: \(detail)"
        }
    }
}
