import Agents
package import Git
import Governance
import Healing
import Ledger
import Providers
import RunModel
import Workspace

extension Run {
    /// Resolves a landing that conflicts by commands of the Doctor's, in the private workspace, as
    /// a merge in progress (`decisions.md`, `execute_fix`).
    ///
    /// What comes of it is judged as any merge is; nothing of the user's has moved until then.
    ///
    /// - Returns: The tree; nil where it is not allowed, nobody can be asked, or nothing came of it.
    package func resolve(_ conflict: LandingConflict) async throws(RunError) -> ObjectID? {
        let settings = ledger.state.settings
        guard settings.doctor.allowExecuteFixGlobal, settings.doctor.maxExecuteFixPerPhase > 0,
            settings.doctor.allowedFixTypes.contains(.git),
            ledger.state.doctorCalls.all < settings.doctor.maxCallsPerRun,
            let request = try request(of: conflict),
            let decided = try await decision(on: request), let fix = decided.fix
        else { return nil }
        try record([.doctorDecided(decided), .fixStarted(Fix(fix))])
        let outcome = try await tools.bench.execute(
            CommandFix(type: fix.fixType, commands: fix.commands, verify: fix.verify),
            on: .merge(ours: conflict.ours, theirs: conflict.theirs), under: fixRules)
        let results = outcome.results.map { tools.redactor.redact($0).text.text }
        guard outcome.isVerified else {
            try record([.fixFinished(Fix(fix, results: results, fixed: false))])
            tools.warn("the doctor's commands did not resolve it: \(results.last ?? "")")
            return nil
        }
        let tree = try merged(outcome.difference, on: try tree(of: conflict.ours))
        let isAnswer = try git { () throws(GitError) in
            guard let tree else { return false }
            return try conflict.isAnswered(by: tree, in: ledger.repository)
        }
        guard isAnswer else {
            let why = "the doctor's commands changed more than what is in conflict"
            try record([.fixFinished(Fix(fix, results: results + [why], fixed: false))])
            tools.warn(why)
            return nil
        }
        landingFix = Fix(fix, results: results, fixed: true)
        return tree
    }

    /// Records what the verdict on the merge makes of the fix that it began with.
    func finishLandingFix(_ verdict: Verdict) throws(RunError) {
        guard var fix = landingFix else { return }
        landingFix = nil
        fix.fixed = verdict == .ok
        try record([.fixFinished(fix)])
    }

    private func merged(_ work: WorkDifference, on tree: ObjectID) throws(RunError) -> ObjectID? {
        guard work.refused.isEmpty else { return nil }
        let repository = ledger.repository
        return try git { () throws(GitError) in
            var changes: [TreeChange] = []
            for file in work.files {
                switch file.content {
                case .file(let bytes, let isExecutable):
                    changes.append(
                        .put(
                            file.path, isExecutable ? .executable : .regular,
                            try repository.writeBlob(bytes)))
                case .link(let target):
                    changes.append(
                        .put(file.path, .symbolicLink, try repository.writeBlob(target)))
                case .gone: changes.append(.remove(file.path))
                }
            }
            return try repository.writeTree(base: tree, changes: changes)
        }
    }

    // MARK: The Doctor

    private func request(of conflict: LandingConflict) throws(RunError) -> DoctorRequest? {
        let state = ledger.state
        guard let first = state.plan.phases.first else { return nil }
        let message =
            "\(conflict.target.shortName) has changed the same lines in "
            + conflict.paths.joined(separator: ", ")
        let run = try change(from: try tree(of: state.base), to: try tree(of: conflict.theirs))
        let target = try change(from: try tree(of: state.base), to: try tree(of: conflict.ours))
        let failure = PhaseFailure(
            attempt: 1, model: "", category: .mergeConflict,
            signature: Classifier.signature(of: .mergeConflict, message: message),
            rootCause: "\(FailureCategory.mergeConflict.rootCause): \(message)",
            detail: "What the target has changed since the run began:\n"
                + target.text(limitBytes: 20_000)
                + "\nA merge is in progress in the workspace: 'ours' is the target, 'theirs' the"
                + " run. execute_fix of type git may resolve it, path by path.",
            improved: false)
        var request = DoctorRequest(
            goal: state.goal, phase: first, failures: [failure],
            change: run.text(limitBytes: 20_000), repository: [message],
            healthRatio: state.healthRatio)
        for action in DoctorAction.allCases where action != .executeFix {
            request.barred[action] = "the run is done; only its landing is in question"
        }
        return request
    }

    /// Asks once; what is not an answer that can be carried out is none.
    private func decision(on request: DoctorRequest) async throws(RunError) -> DoctorDecided? {
        let settings = ledger.state.settings
        let tier = DoctorChoice.tier(for: request, models: settings.doctorModels)
        let call = call(.doctor, DoctorPrompt.write(request))
        var facts = try facts(for: call, complexity: .high, category: "")
        facts.doctor = tier
        guard
            let choice = try? ModelSelector.choose(.doctor, facts: facts, settings: settings)
        else { return nil }
        let reservation = Pricing.reservation(for: call, model: choice.model, in: settings)
        guard ledger.state.refusal(of: reservation) == nil else { return nil }
        let asked = try reserve(call, choice, reservation, marks: CallMarks(tier: tier))
        switch await send(call, to: choice.model) {
        case .failure(let failure):
            guard !Task.isCancelled else {
                throw RunError(.interrupted, "call \(choice.model)", detail: "interrupted")
            }
            let recovery = recovery(
                from: failure, of: choice.model, as: .doctor, tries: .max, facts)
            try record(events(of: recovery, asked, failure))
            return nil
        case .success(let reply):
            let bytes = try settle(call, choice.model, asked, reply)
            guard let response = try? DoctorReply.read(bytes), response.action == .executeFix
            else { return nil }
            return DoctorVerdict.settle(
                response, of: request,
                complex: DoctorChoice.isComplexFailure(request, models: settings.doctorModels),
                model: choice.model.description, tier: tier, escalated: false,
                known: [], templates: [], rules: nil)
        }
    }
}
