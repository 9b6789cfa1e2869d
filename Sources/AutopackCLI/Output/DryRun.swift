import RunModel

/// What `run --dry-run` shows.
enum DryRun {
    struct Document: Encodable {
        var plan: Plan
        var settings: RunSettings
    }

    static func print(_ plan: Plan, _ settings: RunSettings, _ output: Output) {
        guard !output.isJSON else {
            return output.json(Document(plan: plan, settings: settings))
        }
        PlanPage(output).print(plan, settings)
        let cap = settings.budgets.cost.value.map(\.description) ?? "no cap"
        output.print("at most \(cap), \(settings.budgets.tokens) tokens")
    }
}
