import Git
import Governance
import Orchestrator
import RunModel

/// Runs the checks on the commits that a push puts at the tips of refs: T1 of the hook, where the
/// user's configuration asks for it by `hook.t1`.
///
/// A check that passed on the same tree is not run again.
struct PushedChecks {
    private let session: Session

    init(_ session: Session) { self.session = session }

    /// Adds what fails; what cannot be run is trouble, and no verdict.
    ///
    /// - Parameter list: As git gives it to the hook.
    /// - Throws: ``UserError`` `.interrupted` alone.
    func judge(_ list: [UInt8], _ judgement: inout PushJudgement) async throws(UserError) {
        let watch = Interruption.watch()
        defer { watch.end() }
        let commits = OutgoingCommits(session.repository, remote: "")
        var seen: Set<ObjectID> = []
        for update in PushUpdate.read(list).updates where !update.isRecord {
            guard let tip = try? commits.tip(of: update), seen.insert(tip).inserted else {
                continue
            }
            do throws(RunError) {
                try await judge(tip, ref: update.remoteRef, &judgement)
                continue
            } catch {
                guard error.code != .interrupted else { throw UserError(error) }
                judgement.troubles.append("the checks on \(tip.hex.prefix(10)): \(error.detail)")
            }
        }
    }

    private func judge(
        _ tip: ObjectID, ref: String, _ judgement: inout PushJudgement
    ) async throws(RunError) {
        let checking: CommitChecks
        do throws(UserError) {
            let configuration = try session.configuration(base: tip)
            try configuration.refuseErrors(flags: [])
            checking = CommitChecks(session: session, configuration: configuration)
        } catch {
            throw RunError(.environment, "read the configuration", detail: error.message)
        }
        let checks = checking.checks(at: tip.hex)
        if checks.isEmpty {
            judgement.troubles.append(
                "hook.t1 is set, and \(tip.hex.prefix(10)) has no checks that could be run")
        }
        let results = try await checking.run(checks, on: tip, recalls: true) { check in
            guard !session.output.isJSON, !session.output.isQuiet else { return }
            session.output.note("\(Visible.line(check.name)) on \(tip.hex.prefix(10)) …")
        }
        for (check, result) in results {
            switch result {
            case .passed: break
            case .missing(let program):
                judgement.troubles.append("check \(check.name): \(program) is not on PATH")
            case .faulty(let fault):
                judgement.troubles.append("check \(check.name): \(fault)")
            case .failed(let cause), .unequipped(let cause):
                judgement.findings.append(
                    PushFinding(
                        .checkFailed, ref: ref, commit: tip.hex,
                        what: "check \(check.name) fails: \(cause)",
                        fix: check.run.joined(separator: " ")))
            }
        }
    }
}
