import Git
import Governance
import Healing
import Ledger
import RunModel
import Workspace

extension Run {
    /// Runs the plan's checks on the base, before the first token is spent.
    ///
    /// A check that cannot start, collects no test, or lacks a dependency stops the run here: it
    /// never counts as failed before (`storage.md`, The workspace).
    func checkBaseline() async throws(RunError) {
        let state = ledger.state
        let base = try commit(state.base)
        try await tools.bench.bring(to: base)
        let tree = try tree(of: base)
        var results: [CheckResult] = []
        var findings = try await gapFindings()
        for check in state.plan.checks {
            let tried = try await tries(of: check, on: tree, recalling: true) { first in
                // A check that hung once would hang for as long again.
                first.exit != 0 && first.exit != CheckResult.cutShort
            }
            if let fault = tried.fault {
                if try stops(fault, check) { return try stop(at: check, fault) }
                findings += finding(of: fault, check)
            }
            results.append(
                CheckComparison.result(
                    of: check.name, command: check.run, first: tried.first, second: tried.second,
                    baseline: nil))
        }
        findings += try await blindness(results, base: base)
        let mends = state.plan.phases.contains(where: \.mendsChecks)
        let checked = Event.baselineChecked(
            TreeChecked(
                tree: tree.hex, checks: results,
                environment: try await tools.bench.environment(), findings: findings,
                failure: mends ? try failure(in: results) : nil))
        guard let error = findings.first(where: { $0.severity == .error }) else {
            return try record([checked])
        }
        let message = "\(error.what); \(error.fix)"
        try record([
            checked,
            .runFinished(RunMoved(state: .failed, reason: .environment, message: message)),
        ])
    }

    /// Runs the plan's checks and the phase's own on the candidate.
    func checkCandidate() async throws(RunError) {
        guard let candidate = attempt.candidate else { preconditionFailure("no candidate") }
        let (state, own) = (ledger.state, phase.checks)
        try await tools.bench.bring(to: try commit(candidate.commit))
        if let refused = try await unparsable(candidate) {
            return try recordInAttempt([.candidateRefused(refused)])
        }
        let tree = try commit(candidate.tree)
        var results: [CheckResult] = []
        for check in state.plan.checks + own {
            // What decides about a candidate is really run.
            results.append(try await result(of: check, on: tree, recalling: false))
        }
        var checked = TreeChecked(
            tree: candidate.tree, checks: results,
            environment: try await tools.bench.environment())
        if state.verdict(of: checked) != .blocked {
            checked.tests = try await testEvidence(of: candidate)
        } else {
            checked.failure = try failure(in: results)
        }
        try recordInAttempt([.checksFinished(checked)] + [outcomeOfFix(checked)].compactMap(\.self))
    }

    /// Runs a check on the files that were brought, once more where it fails anew.
    func result(
        of check: Check, on tree: ObjectID, recalling: Bool, again: Bool = true
    ) async throws(RunError) -> CheckResult {
        let baseline = ledger.state.baseline?.checks.first { $0.name == check.name }
        let tried = try await tries(of: check, on: tree, recalling: recalling) { first in
            again && CheckComparison.wantsSecondRun(first, baseline: baseline)
        }
        return CheckComparison.result(
            of: check.name, command: check.run, first: tried.first, second: tried.second,
            baseline: baseline)
    }

    /// Runs a check, unless what it says of the tree is known and may be recalled.
    ///
    /// What is flaky, was cut short or says nothing of the code is not remembered.
    private func tries(
        of check: Check, on tree: ObjectID, recalling: Bool, again: (CheckTry) -> Bool
    ) async throws(RunError) -> (first: CheckTry, second: CheckTry?, fault: CheckFault?) {
        if recalling, let known = try await tools.bench.recall(check, on: tree) {
            return (try run(known, of: check), nil, nil)
        }
        let outcome = try await tools.bench.run(check)
        let first = try run(outcome, of: check)
        guard outcome.fault == nil else { return (first, nil, outcome.fault) }
        var second: CheckTry?
        if again(first) { second = try run(try await tools.bench.run(check), of: check) }
        let isSteady =
            second.map { $0.exit == first.exit && Set($0.failed) == Set(first.failed) }
            ?? (first.exit == 0)
        if isSteady, first.exit < CheckResult.cutShort {
            try await tools.bench.keep(outcome, of: check, on: tree)
        }
        return (first, second, nil)
    }

    /// Keeps what the check printed, and reads the failing tests from what was kept.
    func run(_ outcome: CheckOutcome, of check: Check) throws(RunError) -> CheckTry {
        guard !outcome.output.isEmpty else {
            return CheckTry(exit: outcome.exit, seconds: outcome.seconds)
        }
        let keeper = ledger
        let attempt = ledger.state.attempt
        let (blob, log) = try Orchestrator.ledger { () throws(LedgerError) in
            let blob = try keeper.store(
                outcome.output, role: check.name, kind: .log, phase: attempt?.phase,
                attempt: attempt?.number)
            return (blob, try keeper.read(blob.hex))
        }
        let read = CheckLog(String(decoding: log, as: UTF8.self))
        return CheckTry(
            exit: outcome.exit, seconds: outcome.seconds,
            failed: outcome.exit == 0 ? [] : read.failingTests(), log: blob.hex,
            counts: read.counts)
    }

    // MARK: Before the first token

    private func stop(at check: Check, _ fault: CheckFault) throws(RunError) {
        let message =
            switch fault {
            case .cannotStart(let failure):
                "check '\(check.name)' cannot start: \(failure); install it, or name it by its path"
            case .noTests:
                "check '\(check.name)' finds no test on the base"
            case .missingDependency(let missing):
                "check '\(check.name)' lacks \(missing.name) on the base; "
                    + (missing.suggestion.map { "put into autopack.yaml:\n\($0.configuration)" }
                        ?? "install it")
            }
        try record([.runFinished(RunMoved(state: .failed, reason: .environment, message: message))])
    }

    private func gapFindings() async throws(RunError) -> [HealthFinding] {
        try await tools.bench.gaps().map { gap in
            HealthFinding(
                id: "sandbox_gap", severity: .warning, what: gap,
                why: "checks run code that a model wrote", fix: "apt-get install bubblewrap")
        }
    }

    /// Finds the checks that would pass whatever a candidate did.
    private func blindness(
        _ results: [CheckResult], base: ObjectID
    ) async throws(RunError) -> [HealthFinding] {
        let plan = ledger.state.plan
        let scope =
            plan.phases.contains { $0.scope.write.isEmpty }
            ? [] : plan.phases.flatMap(\.scope.write)
        var findings: [HealthFinding] = []
        let passing = plan.checks.filter { check in
            results.contains { $0.name == check.name && $0.passed }
        }
        for check in passing where try await tools.bench.isBlind(check, base: base, scope: scope) {
            findings.append(blind(check, .warning, "the plan's check"))
        }
        for phase in plan.phases {
            for check in phase.checks
            where try await tools.bench.isBlind(check, base: base, scope: phase.scope.write) {
                findings.append(blind(check, .error, "the own check of phase \(phase.id)"))
            }
        }
        return findings
    }

    private func blind(
        _ check: Check, _ severity: HealthFinding.Severity, _ whose: String
    ) -> HealthFinding {
        HealthFinding(
            id: "check_blind", severity: severity,
            what: "\(whose) '\(check.name)' passes even where every source file is broken",
            why: "it would pass whatever a candidate does, so it judges nothing",
            fix: "let it run the code: \(check.commandLine)")
    }
}
