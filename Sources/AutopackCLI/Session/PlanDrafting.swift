import Git
import Orchestrator
import Providers
import RunModel
import Settings

/// Drafts a plan without a run: nothing is written, and nobody is asked but the planner.
struct PlanDrafting {
    let session: Session
    let options: RunOptions

    /// - Throws: ``UserError`` `.failed` with what was wrong where no reply was a plan.
    func draft(_ goal: String, base: String?) async throws(UserError) -> Plan {
        let starter = RunStarter(session: session, options: options)
        let configuration = try starter.configuration(base: base)
        let means = try await starter.means(configuration)
        let (settings, surroundings) = (means.settings, Surroundings(session))
        let checks = try Drafting.checks(
            configuration.checks, base: base ?? "HEAD", session, settings)
        let asking = try Asking(
            surroundings, means, model: options.model, role: .planner,
            dotEnvHint: surroundings.dotEnvHint(configuration))
        let repository = session.repository
        let commit = try userGit { () throws(GitError) in
            try repository.resolve(base ?? "HEAD")
        }
        var refusals: [String] = []
        var taken: [Int] = []
        while refusals.count < PlanningState.draftLimit {
            let call = try call(goal, commit, checks, refusals, settings)
            let answer = await asking.ask(call, taken: taken)
            taken = answer.taken
            if let failure = answer.failure {
                throw await asking.error(failure, asking.status(of: answer) ?? .failed)
            }
            if let status = asking.status(of: answer) {
                throw UserError(
                    status, "no_plan", "\(asking.model) answered no plan",
                    hint: "name another with --model")
            }
            if let usage = answer.usage, !session.output.isQuiet, !session.output.isJSON {
                let cost = answer.cost?.description ?? "price unknown"
                session.output.note(
                    "\(asking.model): \(usage.input)+\(usage.output) tokens, \(cost)")
            }
            let reply = session.redactor.redact(Array((answer.reply?.text ?? "").utf8)).text.bytes
            switch PlanDraft.read(reply, goal: goal, checks: checks, settings: settings) {
            case .plan(let plan): return plan
            case .faults(let faults): refusals.append(faults.joined(separator: "\n"))
            }
        }
        throw UserError(
            .failed, "no_plan",
            "\(refusals.count) replies of \(asking.model) were no plan that may run",
            hint: "name another with --model", details: [refusals.last ?? ""])
    }

    private func call(
        _ goal: String, _ commit: ObjectID, _ checks: [Check], _ refusals: [String],
        _ settings: RunSettings
    ) throws(UserError) -> Call {
        do throws(RunError) {
            let shape = try RepositoryReading.shape(
                of: commit, in: session.repository, checks: checks, neverSend: settings.neverSend)
            return PlannerCall.make(
                goal: goal, shape: shape, scope: settings.scope, refusals: refusals,
                settings: settings, redactor: session.redactor)
        } catch {
            throw UserError(error)
        }
    }
}
