package import RunModel

extension PlanFile {
    /// Writes a plan as YAML that reads back to the same plan.
    ///
    /// What a phase has by default is left out, as a person would.
    package static func render(_ plan: Plan) -> String {
        var lines = ["version: \(plan.version)"]
        lines.append(field("goal", plan.goal, margin: 0))
        lines += checks(plan.checks, margin: 0)
        lines.append(plan.phases.isEmpty ? "phases: []" : "phases:")
        for phase in plan.phases { lines += self.phase(phase) }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func phase(_ phase: Phase) -> [String] {
        let usual = Phase(id: phase.id, goal: phase.goal)
        var lines = ["  - id: \(YAMLText.value(phase.id.description))"]
        func add(_ text: String) { lines.append("    " + text) }
        if phase.title != usual.title { lines.append(field("title", phase.title, margin: 4)) }
        lines.append(field("goal", phase.goal, margin: 4))
        if phase.category != usual.category {
            add("category: \(YAMLText.value(phase.category))")
        }
        if phase.complexity != usual.complexity { add("complexity: \(phase.complexity.rawValue)") }
        if !phase.dependsOn.isEmpty {
            add("depends_on: \(list(phase.dependsOn.map(\.description)))")
        }
        let scope = [("write", phase.scope.write), ("read", phase.scope.read)]
            .filter { !$0.1.isEmpty }
            .map { "\($0.0): \(list($0.1))" }
        if !scope.isEmpty { add("scope: {\(scope.joined(separator: ", "))}") }
        if !phase.acceptance.isEmpty {
            add("acceptance:")
            for criterion in phase.acceptance { add("  - \(YAMLText.value(criterion))") }
        }
        lines += checks(phase.checks, margin: 4)
        if let most = phase.maxAttempts { add("max_attempts: \(most)") }
        if phase.builder != usual.builder {
            add("builder: \(YAMLText.value(phase.builder.description))")
        }
        if !phase.allow.isEmpty { add("allow: \(list(phase.allow.map(\.rawValue)))") }
        return lines
    }

    private static func checks(_ checks: [Check], margin: Int) -> [String] {
        guard !checks.isEmpty else { return [] }
        let indent = String(repeating: " ", count: margin)
        return ["\(indent)checks:"]
            + checks.map { check in
                var fields = ["name: \(YAMLText.flow(check.name))", "run: \(list(check.run))"]
                if check.timeoutSeconds != Check.defaultTimeoutSeconds,
                    let limit = TimeLimit(seconds: check.timeoutSeconds)
                {
                    fields.append("timeout: \(limit)")
                }
                if !check.env.isEmpty {
                    let pairs = check.env.sorted { $0.key < $1.key }.map {
                        "\(YAMLText.flow($0.key)): \(YAMLText.flow($0.value))"
                    }
                    fields.append("env: {\(pairs.joined(separator: ", "))}")
                }
                return "\(indent)  - {\(fields.joined(separator: ", "))}"
            }
    }

    private static func list(_ words: [String]) -> String {
        "[\(words.map(YAMLText.flow).joined(separator: ", "))]"
    }

    private static func field(_ key: String, _ text: String, margin: Int) -> String {
        let value = YAMLText.block(text, indent: margin + 2) ?? YAMLText.value(text)
        return String(repeating: " ", count: margin) + "\(key): \(value)"
    }
}
