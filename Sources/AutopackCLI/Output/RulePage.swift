import RunModel

/// Learned rules on a screen, or as the JSON in which they are stored.
struct RulePage {
    private let output: Output

    init(_ output: Output) { self.output = output }

    /// Two lines for each: what stands and how attempts went, then what was learned.
    func list(_ rules: [LearnedRule]) {
        guard !output.isJSON else { return rules.forEach { output.json($0) } }
        guard !rules.isEmpty else { return }
        let widest = rules.map(\.id.description.count).max() ?? 0
        line([("state", 14), ("id", widest), ("with", 7), ("without", 7), ("scope", 0)])
        // What a person can act upon first.
        for rule in rules.sorted(by: { (order($0), $0.id) < (order($1), $1.id) }) {
            let effect = rule.effect
            line([
                (rule.state.rawValue, 14), (rule.id.description, widest),
                (share(effect.with), 7), (share(effect.without), 7), (scope(rule), 0),
            ])
            output.print(fitting("  \(rule.pattern.category.rawValue): \(Visible.line(rule.text))"))
        }
    }

    /// One rule with all that is known of it.
    func show(_ rule: LearnedRule, obstacles: [String]) {
        guard !output.isJSON else { return output.json(rule) }
        output.print("\(output.styled("rule \(rule.id)", .bold)): \(rule.state.rawValue)")
        field("category", rule.pattern.category.rawValue)
        field("signature", Visible.line(rule.pattern.signature))
        field("scope", Visible.line(rule.scope.isEmpty ? "all" : rule.scope.joined(separator: " ")))
        field("works", Visible.line(rule.text))
        if let failed = rule.failed { field("failed", Visible.line(failed)) }
        let effect = rule.effect
        field(
            "effect",
            effect.with.attempts + effect.without.attempts == 0
                ? "not measured" : effect.sentence)
        for decision in rule.decisions {
            let why = decision.why.isEmpty ? "" : ": \(Visible.line(decision.why))"
            field(
                decision.verdict.rawValue,
                "\(decision.when.date) \(Visible.line(decision.who))\(why)")
        }
        if rule.state != .rule {
            for obstacle in obstacles { field("missing", obstacle) }
        }
        output.print("evidence:")
        for evidence in rule.evidence.reversed() {
            output.print(
                "  \(evidence.time.date) \(evidence.run):\(evidence.phase)"
                    + " \(Visible.line(String(evidence.commit.prefix(10))))")
        }
        output.print("next:")
        for command in next(rule, obstacles) { output.print("  \(command)") }
    }

    private func next(_ rule: LearnedRule, _ obstacles: [String]) -> [String] {
        switch rule.state {
        case .rule: ["git autopack rules retire \(rule.id)"]
        case .rejected, .retired:
            obstacles.isEmpty ? ["git autopack rules approve \(rule.id)"] : ["git autopack rules"]
        case .new, .applied, .candidate:
            (obstacles.isEmpty ? ["git autopack rules approve \(rule.id)"] : [])
                + ["git autopack rules reject \(rule.id)"]
        }
    }

    private func order(_ rule: LearnedRule) -> Int {
        switch rule.state {
        case .rule: 0
        case .candidate: 1
        case .applied: 2
        case .new: 3
        case .retired: 4
        case .rejected: 5
        }
    }

    private func share(_ count: AttemptCount) -> String {
        count.attempts == 0 ? "-" : "\(count.successes)/\(count.attempts)"
    }

    private func scope(_ rule: LearnedRule) -> String {
        rule.scope.isEmpty ? "all" : rule.scope.joined(separator: " ")
    }

    private func line(_ cells: [(text: String, width: Int)]) {
        output.print(fitting(Columns.line(cells)))
    }

    private func fitting(_ text: String) -> String {
        text.count > output.width ? text.prefix(max(1, output.width - 1)) + "…" : text
    }

    private func field(_ name: String, _ value: String) {
        let padding = String(repeating: " ", count: max(1, 11 - name.count))
        output.print("  \(name)\(padding)\(value)")
    }
}
