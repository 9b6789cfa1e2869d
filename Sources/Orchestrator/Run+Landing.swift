import Agents
import Effects
package import Git
import Governance
import Ledger
import Providers
package import RunModel

extension Run {
    /// Judges a merge at landing like any other candidate: checks, audit, gate.
    ///
    /// The verdict is recorded outside any phase. Its checks are held against the baseline that
    /// the run's last checkpoint left.
    package func judge(_ merge: ObjectID) async throws(RunError) -> GateDecided {
        let repository = ledger.repository
        let (parents, tree) = try git { () throws(GitError) in
            let commit = try repository.readCommit(merge)
            return (commit.parents, commit.tree)
        }
        guard let target = parents.first else { preconditionFailure("a merge has a parent") }
        try await tools.bench.bring(to: merge)
        var results: [CheckResult] = []
        for check in ledger.state.plan.checks {
            let outcome = try await tools.bench.run(check)
            results.append(try result(of: check, outcome))
        }
        let checked = TreeChecked(
            tree: tree.hex, checks: results, environment: try await tools.bench.environment())
        try record([.checksFinished(checked)])
        let difference = try git { () throws(GitError) in
            try TreeDifference.read(
                from: try repository.readCommit(target).tree, to: tree, in: repository)
        }
        guard let id = ledger.state.phases.first?.id else {
            preconditionFailure("a run that succeeded has a phase")
        }
        let whole = Phase(id: id, goal: ledger.state.goal, allow: Allowance.allCases)
        let change = try change(from: try self.tree(of: target), to: tree)
        let prompt = AuditorPrompt.write(
            PhaseBrief(goal: ledger.state.goal, phase: whole, checks: ledger.state.plan.checks),
            change: change.text(limitBytes: Run.changeLimitBytes), checks: results)
        let audit = try await audit(prompt)
        let decided = gate(
            difference: difference, checked: checked, audit: audit, phase: whole)
        try record([.gateDecided(decided)])
        try finishLandingFix(decided.verdict)
        return decided
    }

    /// Has the merge audited; a reply that cannot be read, or none, is no approval.
    private func audit(_ prompt: Prompt) async throws(RunError) -> AuditFinished {
        let call = call(.auditor, prompt)
        var (tries, tooLong, refused) = (0, Set<String>(), Set<String>())
        while true {
            switch try await tryOnce(call, tries: tries, tooLong: &tooLong, refused: &refused) {
            case .done(let audit):
                try record([.auditFinished(audit)])
                return audit
            case .retry(let seconds):
                tries += 1
                try await wait(until: now.after(seconds: seconds))
            case .elsewhere: tries = 0
            }
        }
    }

    private enum Try {
        case done(AuditFinished)
        case retry(Double)
        /// The provider is disabled now, or was waited for.
        case elsewhere
    }

    private func tryOnce(
        _ call: Call, tries: Int, tooLong: inout Set<String>, refused: inout Set<String>
    ) async throws(RunError) -> Try {
        var facts = try facts(for: call, complexity: .high, category: "")
        facts.tooLong = tooLong
        facts.refused = refused
        let choice: ModelChoice
        do throws(NoModel) {
            choice = try ModelSelector.choose(
                .auditor, facts: facts, settings: ledger.state.settings)
        } catch {
            if try await waitForCoolDown(error) { return .elsewhere }
            throw noAudit(.environment, "\(error)")
        }
        let model = choice.model
        let reservation = Pricing.reservation(
            for: call, model: model, in: ledger.state.settings)
        if ledger.state.refusal(of: reservation) != nil {
            throw noAudit(.refused, "the run's budget leaves no room for the call")
        }
        let request = try reserve(call, choice, reservation)
        switch await send(call, to: model) {
        case .success(let reply):
            let bytes = try settle(call, model, request, reply)
            return .done(AuditReading(bytes).audit(by: model.description))
        case .failure(let failure):
            guard !Task.isCancelled else {
                throw RunError(.interrupted, "call \(model)", detail: "interrupted")
            }
            let recovery = recovery(
                from: failure, of: model, as: .auditor, tries: tries + 1, facts)
            try record(events(of: recovery, request, failure))
            if recovery.isRefused { refused.insert(model.description) }
            if failure.kind == .contextLength { tooLong.insert(model.description) }
            if recovery.disabled != nil { return .elsewhere }
            guard let delay = recovery.retryInSeconds else {
                throw noAudit(.environment, failure.message)
            }
            return .retry(delay)
        }
    }

    private func noAudit(_ code: RunError.Code, _ detail: String) -> RunError {
        RunError(
            code, "audit the merge of \(ledger.run)", detail: detail,
            remedy: "git autopack land \(ledger.run) --branch NAME, and merge by hand")
    }

    private func result(of check: Check, _ outcome: CheckOutcome) throws(RunError) -> CheckResult {
        let baseline = ledger.state.baseline?.checks.first { $0.name == check.name }
        return CheckComparison.result(
            of: check.name, command: check.run, first: try run(outcome, of: check), second: nil,
            baseline: baseline)
    }
}
