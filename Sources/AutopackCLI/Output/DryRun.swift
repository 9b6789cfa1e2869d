import Orchestrator
import RunModel

/// What `run --dry-run` shows: plan, cost, and what would leave the machine.
struct DryRun {
    private struct Document: Encodable {
        struct Sent: Encodable {
            /// Absent for the drafting of the plan.
            var phase: PhaseID?
            var planner: String?
            var builder: String?
            var auditor: String?
            var files: [String]
            var tokens: Int
            var cost: Nullable<Money>

            enum CodingKeys: String, CodingKey {
                case phase, planner, builder, auditor, files, tokens
                case cost = "highest_cost_usd"
            }
        }

        var plan: Plan
        var settings: RunSettings
        var sent: [Sent]
    }

    let output: Output

    /// - Parameter forecast: With the files that would be shown; without phases where a model is
    ///   still to draft them.
    func print(_ plan: Plan, _ settings: RunSettings, _ forecast: PlanForecast) {
        guard !output.isJSON else {
            return output.json(
                Document(
                    plan: plan, settings: settings,
                    sent: (forecast.planner.map { planner in
                        [
                            Document.Sent(
                                phase: nil, planner: planner.model, files: [],
                                tokens: planner.tokens, cost: Nullable(planner.highestCost))
                        ]
                    } ?? [])
                        + forecast.phases.map { phase in
                            Document.Sent(
                                phase: phase.id, builder: phase.builder, auditor: phase.auditor,
                                files: phase.files, tokens: phase.tokens,
                                cost: Nullable(phase.highestCost))
                        }))
        }
        PlanPage(output).print(plan, settings)
        if let planner = forecast.planner {
            let cost = planner.highestCost?.description ?? "price unknown"
            output.print(
                "sent for the plan: the names of folders and of files at the root, README and"
                    + " AGENTS.md, about \(planner.tokens) tokens, to \(planner.model ?? "nobody")")
            output.print("  one draft costs at most \(cost)")
        }
        for phase in forecast.phases {
            let models = [phase.builder, phase.auditor].map { $0 ?? "nobody" }
            output.print(
                "sent for \(phase.id): \(Sentence.count(phase.files.count, "file")), about"
                    + " \(phase.tokens) tokens, to \(models[0]); the change to \(models[1])")
            for file in phase.files { output.print("  \(Visible.line(file))") }
            let cost = phase.highestCost?.description ?? "price unknown"
            output.print("  one attempt costs at most \(cost)")
        }
        let cap = settings.budgets.cost.value
        if let warning = forecast.warning(cap: cap) { output.print("warning: \(warning)") }
        output.print(
            "the run stops at \(cap?.description ?? "no cap") and"
                + " \(settings.budgets.tokens) tokens")
    }
}
