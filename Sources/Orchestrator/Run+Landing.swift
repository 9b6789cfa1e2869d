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
        let patch = try git { () throws(GitError) in
            try repository.patch(
                from: try repository.readCommit(target).tree, to: tree,
                limitBytes: Run.patchLimitBytes)
        }
        let prompt = AuditorPrompt.write(
            PhaseBrief(goal: ledger.state.goal, phase: whole, checks: ledger.state.plan.checks),
            change: String(decoding: patch, as: UTF8.self), checks: results)
        let audit = try await audit(prompt)
        let decided = gate(
            difference: difference, checked: checked, audit: audit, phase: whole)
        try record([.gateDecided(decided)])
        return decided
    }

    /// Has the merge audited; a reply that cannot be read, or none, is no approval.
    private func audit(_ prompt: Prompt) async throws(RunError) -> AuditFinished {
        let call = Call(
            role: .auditor, system: prompt.system,
            messages: [Message(.user, tools.redactor.redact(prompt.user).text.text)],
            maxOutputTokens: ledger.state.settings.maxOutputTokens)
        var tries = 0
        while true {
            let choice = try landingAuditor()
            switch try await tryOnce(call, choice, tries: &tries) {
            case .retry(let seconds): try await pause(seconds)
            case .done(let audit):
                try record([.auditFinished(audit)])
                return audit
            }
        }
    }

    private enum Try {
        case done(AuditFinished)
        case retry(Double)
    }

    private func landingAuditor() throws(RunError) -> ModelChoice {
        let state = ledger.state
        let facts = SelectionFacts(
            complexity: .high,
            unusable: ProviderStanding.unusable(
                in: state.settings, keyed: tools.keyed, disabled: state.disabledProviders))
        do throws(NoModel) {
            return try ModelSelector.choose(.auditor, facts: facts, settings: state.settings)
        } catch {
            throw RunError(
                .environment, "audit the merge of \(ledger.run)", detail: "\(error)",
                remedy: "git autopack land \(ledger.run) --branch NAME, and merge by hand")
        }
    }

    private func tryOnce(
        _ call: Call, _ choice: ModelChoice, tries: inout Int
    ) async throws(RunError) -> Try {
        let model = choice.model
        let reservation = Pricing.reservation(
            for: call, model: model, in: ledger.state.settings)
        if ledger.state.refusal(of: reservation) != nil {
            throw RunError(
                .refused, "audit the merge of \(ledger.run)",
                detail: "the run's budget leaves no room for the call",
                remedy: "git autopack land \(ledger.run) --branch NAME, and merge by hand")
        }
        let request = try reserve(call, choice, reservation)
        switch await send(call, to: model) {
        case .success(let reply):
            let bytes = try settle(call, model, request, reply)
            return .done(AuditReading(bytes).audit(by: model.description))
        case .failure(let failure):
            tries += 1
            let delay = RetryPolicy().delay(
                after: failure, tries: tries, random: tools.world.random.unit())
            try record([
                .callFailed(
                    CallFailed(
                        request: request, category: failure.category, status: failure.status,
                        retryInSeconds: delay, message: failure.message,
                        recording: failure.recording))
            ])
            guard let delay else {
                throw RunError(
                    .environment, "audit the merge of \(ledger.run)", detail: failure.message,
                    remedy: "git autopack land \(ledger.run) --branch NAME, and merge by hand")
            }
            return .retry(delay)
        }
    }

    private func pause(_ seconds: Double) async throws(RunError) {
        do {
            try await tools.world.clock.sleep(seconds)
        } catch {
            throw RunError(.interrupted, "wait for a provider", detail: "interrupted")
        }
    }

    private func result(of check: Check, _ outcome: CheckOutcome) throws(RunError) -> CheckResult {
        let baseline = ledger.state.baseline?.checks.first { $0.name == check.name }
        return CheckComparison.result(
            of: check.name, command: check.run, first: try run(outcome, of: check), second: nil,
            baseline: baseline)
    }
}
