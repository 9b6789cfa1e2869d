import Agents
import Governance
package import RunModel
import Settings

/// What a planner's reply comes to.
package enum PlanDraft {
    case plan(Plan)
    /// Why it is no plan that may run, each a sentence that the planner can act on.
    case faults([String])

    /// Reads a reply; the goal and the checks that hold anyway are the person's.
    ///
    /// - Parameters:
    ///   - goal: Stands in the plan as it was given, whatever the model made of it.
    ///   - checks: Hold whatever the model says; its own are added.
    package static func read(
        _ reply: [UInt8], goal: String, checks: [Check], settings: RunSettings
    ) -> PlanDraft {
        var plan: Plan
        do throws(SettingsError) {
            plan = try PlanFile.read(PlanReply.extract(reply), name: "the plan")
        } catch {
            return .faults(error.findings.map { "\($0)" })
        }
        plan.goal = goal
        let held = Set(checks.map(\.run))
        plan.checks =
            checks
            + plan.checks.filter { own in
                !held.contains(own.run) && !checks.contains { $0.name == own.name }
            }
        let common = Set(plan.checks.map(\.run))
        for index in plan.phases.indices {
            plan.phases[index].checks.removeAll { common.contains($0.run) }
            if plan.phases[index].scope.write.isEmpty {
                plan.phases[index].scope.write = settings.scope
            }
        }
        let faults =
            plan.faults().map { "\($0.path) \($0.message)" }
            + PlanPolicy.faults(
                ofFirst: plan, attempts: settings.complexityEscalation.maxAttemptsPerPhase,
                protected: ProtectedPaths(denied: settings.protected))
        guard faults.isEmpty else { return .faults(faults) }
        // What a person chose is no power that the model took.
        return .plan(plan.built(by: settings.builder))
    }
}
