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
        output.print("goal: \(Visible.line(plan.goal))")
        for check in plan.checks {
            output.print("check \(Visible.line(check.name)): \(Visible.line(check.commandLine))")
        }
        for (index, id) in plan.order().enumerated() {
            guard let phase = plan[id] else { continue }
            output.print("phase \(index + 1) \(id): \(Visible.line(phase.title))")
            let chain = settings.escalationChains.builder[phase.complexity]
            output.print(
                "  complexity \(phase.complexity.rawValue), models \(chain.joined(separator: ", "))"
            )
            let scope =
                phase.scope.write.isEmpty
                ? "all that is not protected"
                : phase.scope.write.joined(separator: ", ")
            output.print("  may change: \(Visible.line(scope))")
            for check in phase.checks {
                output.print("  must pass: \(Visible.line(check.commandLine))")
            }
        }
        let cap = settings.budgets.cost.value.map(\.description) ?? "no cap"
        output.print("at most \(cap), \(settings.budgets.tokens) tokens")
    }
}
