import Git
import Governance
import Ledger
import Orchestrator
import RunModel
import Settings

/// Repeats the checks of checkpoints, where a run would have run them.
///
/// The commands are those of the record; how they are kept in is the user's to say, not the
/// record's, which may be a stranger's.
struct RecordedChecks {
    private let session: Session

    init(_ session: Session) { self.session = session }

    /// Repeats all of them, and adds what comes out otherwise.
    func repeatAll(_ judgement: inout PushJudgement) async throws(UserError) {
        let watch = Interruption.watch()
        defer { watch.end() }
        for checkpoint in judgement.checkpoints where !checkpoint.record.checks.isEmpty {
            do throws(RunError) {
                try await repeatChecks(
                    of: checkpoint.record, on: checkpoint.commit, checkpoint.state, &judgement)
            } catch {
                throw UserError(error)
            }
        }
    }

    private func repeatChecks(
        of record: CheckpointRecord, on commit: ObjectID, _ state: RunState,
        _ judgement: inout PushJudgement
    ) async throws(RunError) {
        let bench = try bench(of: state)
        for gap in try await bench.gaps() {
            let told = "the sandbox: \(gap)"
            if !judgement.troubles.contains(told) {
                session.output.note("note: \(Visible.line(told))")
            }
        }
        try await bench.bring(to: commit)
        let phase = state.plan[record.phase]?.checks ?? []
        for recorded in record.checks {
            let known = (state.plan.checks + phase).first {
                $0.name == recorded.name && $0.run == recorded.command
            }
            let check = known ?? Check(name: recorded.name, run: recorded.command)
            progress(check, commit)
            var outcome = try await bench.run(check)
            if let fault = outcome.fault {
                judgement.troubles.append("\(check.name) cannot be repeated: \(fault)")
                continue
            }
            // Once more, to tell a flaky check from a failing one.
            if (outcome.exit == 0) != recorded.passed { outcome = try await bench.run(check) }
            guard (outcome.exit == 0) != recorded.passed else { continue }
            judgement.findings.append(
                PushFinding(
                    .checkDiffers, recorded.passed ? .error : .warning, commit: commit.hex,
                    what: "\(check.name) ended with exit \(recorded.exit) as it is recorded, and"
                        + " ends with exit \(outcome.exit) now",
                    fix: "git autopack show \(state.run):\(record.phase) --checks"))
        }
    }

    private func bench(of state: RunState) throws(RunError) -> WorkspaceBench {
        let settings: RunSettings
        do throws(UserError) {
            settings = try session.configuration(base: ObjectID(hex: state.base)).runSettings
        } catch {
            throw RunError(
                .environment, "repeat the checks", detail: error.message, remedy: error.hint)
        }
        return WorkspaceBench(
            repository: session.repository, settings: settings, world: session.world,
            plan: { state.plan })
    }

    private func progress(_ check: RunModel.Check, _ commit: ObjectID) {
        guard !session.output.isJSON, !session.output.isQuiet else { return }
        session.output.note("\(Visible.line(check.name)) on \(commit.hex.prefix(10)) …")
    }
}
