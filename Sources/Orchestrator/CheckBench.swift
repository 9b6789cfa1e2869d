package import Git
package import Governance
package import RunModel
package import Workspace

/// Where checks run: a private workspace in the real world, a script in a simulation.
package protocol CheckBench: AnyObject {
    /// Brings the workspace to a commit, and sets it up where that is due.
    ///
    /// - Parameter tree: What the files are of, where it is not the commit's own tree.
    func bring(to commit: ObjectID, with tree: ObjectID?) async throws(RunError)

    /// Runs a check on the files that were brought last, and removes what it left behind.
    func run(_ check: Check) async throws(RunError) -> CheckOutcome

    /// Lets an agent program change the files of a commit, and reads what it changed.
    ///
    /// - Parameter start: The commit whose files it finds.
    func work(_ task: AgentTask, on start: ObjectID) async throws(RunError) -> AgentOutcome

    /// Runs the commands of a fix, and reads what they changed; see ``Workspace/execute(_:on:under:)``.
    ///
    /// - Throws: Only where the workspace itself fails: a command that is denied or fails is an
    ///   outcome.
    func execute(
        _ fix: CommandFix, on start: FixStart, under rules: FixRules
    ) async throws(RunError) -> FixOutcome

    /// What a check said of a tree in this environment, where that is known for certain.
    func recall(_ check: Check, on tree: ObjectID) async throws(RunError) -> CheckOutcome?

    /// Keeps what a check said of a tree, for ``recall(_:on:)``.
    ///
    /// - Parameter outcome: Neither flaky nor cut short, and without a fault.
    func keep(
        _ outcome: CheckOutcome, of check: Check, on tree: ObjectID
    ) async throws(RunError)

    /// Parses files of what was brought last with their languages' own tools, running none.
    ///
    /// - Parameter paths: Those of other languages are passed over.
    func syntaxFaults(in paths: [String]) async throws(RunError) -> [SyntaxFault]

    /// Says whether a check passes even where every source file it could read is broken.
    ///
    /// - Parameters:
    ///   - base: The commit the run starts from.
    ///   - scope: Globs of what the plan may change; empty for everything.
    func isBlind(
        _ check: Check, base: ObjectID, scope: [String]
    ) async throws(RunError) -> Bool

    /// A digest of what the checks run in: tools, settings, sandbox.
    func environment() async throws(RunError) -> String

    /// What the sandbox cannot keep in on this machine, one line each.
    func gaps() async throws(RunError) -> [String]
}

extension CheckBench {
    /// Brings the workspace to a commit with its own files.
    package func bring(to commit: ObjectID) async throws(RunError) {
        try await bring(to: commit, with: nil)
    }
}

/// What one execution of a check left.
package struct CheckOutcome: Sendable, Equatable {
    /// 128 + the signal where one ended it; 124 past the time limit.
    package var exit: Int
    package var seconds: Double
    /// Both streams, in the order in which they were written, in bounds.
    package var output: [UInt8]
    /// Why it says nothing of the code; nil where it does.
    package var fault: CheckFault?

    package init(exit: Int, seconds: Double, output: [UInt8], fault: CheckFault? = nil) {
        self.exit = exit
        self.seconds = seconds
        self.output = output
        self.fault = fault
    }
}

/// What an agent program left.
package struct AgentOutcome: Sendable, Equatable {
    package var run: AgentRun
    package var difference: WorkDifference
    /// What it began in the private repository and did not end, as a rebase that met a conflict.
    package var inProgress: OperationInProgress?

    package init(
        run: AgentRun, difference: WorkDifference = WorkDifference(),
        inProgress: OperationInProgress? = nil
    ) {
        self.run = run
        self.difference = difference
        self.inProgress = inProgress
    }
}
