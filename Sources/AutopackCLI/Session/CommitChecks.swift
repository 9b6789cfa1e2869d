import Effects
import Git
import Healing
import Orchestrator
import RunModel
import Settings

/// Runs the checks of a project on a commit, in the sandbox and a workspace of their own.
struct CommitChecks {
    /// What came of one check.
    enum Result {
        case passed
        /// The sentence says what is wrong.
        case failed(String)
        /// It fails for want of something that is not installed, and not of the code.
        case unequipped(String)
        /// The check's program is not on `PATH`.
        case missing(program: String)
        /// The check could not be run as it should be, for trouble that is not the code's.
        case faulty(String)
    }

    let session: Session
    let configuration: Settings.Configuration

    /// The configured checks; where there are none, those that the commit's build files suggest.
    ///
    /// - Parameter folder: Where the project begins; empty for the root.
    func checks(at revision: String, folder: String = "") -> [Check] {
        guard configuration.checks.isEmpty else { return configuration.checks }
        return (try? Drafting.suggested(at: revision, scope: [folder], session)) ?? []
    }

    /// Runs each of the checks, a failing one once more, to tell it from a flaky one.
    ///
    /// - Parameters:
    ///   - recalls: What passed on the same tree in the same environment is not run again.
    ///   - starting: Told of each check that is about to run.
    func run(
        _ checks: [Check], on commit: ObjectID, recalls: Bool,
        starting: (Check) -> Void = { _ in }
    ) async throws(RunError) -> [(check: Check, result: Result)] {
        var results: [(check: Check, result: Result)] = []
        let plan = Plan(goal: "", checks: checks, phases: [])
        let bench = WorkspaceBench(
            repository: session.repository, settings: configuration.runSettings,
            world: session.invocation.world
        ) { plan }
        let tree: ObjectID
        do throws(GitError) {
            tree = try session.repository.readCommit(commit).tree
        } catch {
            throw RunError(error)
        }
        for check in checks {
            if let program = missingProgram(of: check) {
                results.append((check, .missing(program: program)))
                continue
            }
            if recalls, try await bench.recall(check, on: tree)?.exit == 0 {
                results.append((check, .passed))
                continue
            }
            starting(check)
            try await bench.bring(to: commit)
            var outcome = try await bench.run(check)
            if outcome.exit != 0, outcome.fault == nil {
                try await bench.bring(to: commit)
                outcome = try await bench.run(check)
            }
            if recalls, outcome.fault == nil {
                try await bench.keep(outcome, of: check, on: tree)
            }
            results.append((check, result(outcome, of: check)))
        }
        return results
    }

    /// A program with a folder in its name is the project's own, and its check tells.
    func missingProgram(of check: Check) -> String? {
        guard let program = check.run.first, !program.contains("/") else { return nil }
        let world = session.invocation.world
        let found = world.processes.find(program, world.environment["PATH"] ?? "")
        return found == nil ? program : nil
    }

    private func result(_ outcome: CheckOutcome, of check: Check) -> Result {
        if let fault = outcome.fault { return .faulty("\(fault)") }
        guard outcome.exit != 0 else { return .passed }
        let log = String(decoding: outcome.output, as: UTF8.self)
        let diagnosis = Classifier.classify(
            log: log, exit: outcome.exit, command: check.run,
            root: session.repository.workTree)
        return diagnosis.category == .missingDependency
            ? .unequipped(diagnosis.rootCause) : .failed(diagnosis.rootCause)
    }
}
