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
        Call(
            .planner,
            PlannerPrompt.write(goal: goal, shape: shape, scope: scope, refusals: refusals),
            redactor: redactor, maxOutputTokens: settings.maxOutputTokens)
    }
}
