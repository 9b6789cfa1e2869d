package import Agents
package import Providers
package import RunModel

/// The call by which a plan is asked for.
package enum PlannerCall {
    /// - Parameter refusals: Why the drafts so far did not become the plan.
    package static func make(
        goal: String, shape: RepositoryShape, scope: [String], refusals: [String],
        settings: RunSettings, redactor: Redactor
    ) -> Call {
        let prompt = PlannerPrompt.write(
            goal: goal, shape: shape, scope: scope, refusals: refusals)
        return Call(
            role: .planner, system: redactor.redact(prompt.system).text.text,
            messages: [Message(.user, redactor.redact(prompt.user).text.text)],
            maxOutputTokens: settings.maxOutputTokens)
    }
}
