/// What became of the commands of a fix.
package struct FixOutcome: Sendable, Equatable {
    /// One command that ran.
    package struct Step: Sendable, Equatable {
        /// As it was proposed.
        package var line: String
        /// The exit status; 128 + the signal where one ended it; 124 past the time limit.
        package var exit: Int
        package var seconds: Double
        /// Both streams in the order in which they were written: all of it, or its beginning and
        /// its end.
        package var output: String

        package init(line: String, exit: Int, seconds: Double = 0, output: String = "") {
            self.line = line
            self.exit = exit
            self.seconds = seconds
            self.output = output
        }
    }

    /// Why the policy allows no part of the fix: one sentence for each command that it denies.
    ///
    /// Nothing has run where there is one.
    package var denied: [String]
    /// The commands that ran, in order; the last one may have failed.
    package var steps: [Step]
    /// The command that verifies, where all others succeeded.
    package var verification: Step?
    /// Why the state afterwards cannot be used although the commands succeeded, in a sentence.
    package var trouble: String?
    /// What the commands changed in the files, against those of the commit they began with.
    ///
    /// Empty unless ``isVerified``.
    package var difference: WorkDifference

    package init(
        denied: [String] = [], steps: [Step] = [], verification: Step? = nil,
        trouble: String? = nil, difference: WorkDifference = WorkDifference()
    ) {
        self.denied = denied
        self.steps = steps
        self.verification = verification
        self.trouble = trouble
        self.difference = difference
    }

    /// Every command and the one that verifies succeeded, and nothing is left open.
    package var isVerified: Bool {
        denied.isEmpty && trouble == nil && verification?.exit == 0
    }

    /// For the journal: what each command said, and why the fix cannot be used.
    package var results: [String] {
        denied + (steps + [verification].compactMap(\.self)).map(\.report)
            + [trouble].compactMap(\.self)
    }
}

extension FixOutcome.Step {
    /// The command, its status, and what it printed.
    fileprivate var report: String {
        let ended = "\(line): exit \(exit)"
        return output.isEmpty ? ended : "\(ended)\n\(output)"
    }
}
