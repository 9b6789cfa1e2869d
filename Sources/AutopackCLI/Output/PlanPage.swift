import RunModel

/// A plan as a person looks at it before it runs.
struct PlanPage {
    private let output: Output

    init(_ output: Output) { self.output = output }

    /// - Parameter settings: Those of the run; nil: which models would be asked is not said.
    func print(_ plan: Plan, _ settings: RunSettings? = nil) {
        output.print("goal: \(Visible.line(plan.goal))")
        for check in plan.checks {
            output.print("check \(Visible.line(check.name)): \(Visible.line(check.commandLine))")
        }
        for (index, id) in plan.order().enumerated() {
            guard let phase = plan[id] else { continue }
            output.print("phase \(index + 1) \(id): \(Visible.line(phase.title))")
            if phase.title != phase.goal { output.print("  \(Visible.line(phase.goal))") }
            output.print("  " + nature(of: phase, settings))
            if !phase.dependsOn.isEmpty {
                let names = phase.dependsOn.map(\.description).joined(separator: ", ")
                output.print("  after: \(names)")
            }
            let scope =
                phase.scope.write.isEmpty
                ? "all that is not protected"
                : phase.scope.write.joined(separator: ", ")
            output.print("  may change: \(Visible.line(scope))")
            for criterion in phase.acceptance {
                output.print("  done when: \(Visible.line(criterion))")
            }
            for check in phase.checks {
                output.print("  must pass: \(Visible.line(check.commandLine))")
            }
        }
    }

    private func nature(of phase: Phase, _ settings: RunSettings?) -> String {
        var words = ["complexity \(phase.complexity.rawValue)"]
        if phase.category != "general" { words.append(phase.category) }
        if phase.builder != .patch { words.append("builder \(phase.builder)") }
        if let chain = settings?.escalationChains.builder[phase.complexity] {
            words.append("models \(chain.joined(separator: ", "))")
        }
        return words.joined(separator: ", ")
    }
}
