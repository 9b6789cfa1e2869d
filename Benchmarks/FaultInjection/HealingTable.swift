import RunModel

/// The benchmark's figures as a table in Markdown.
package struct HealingTable {
    private let tally: HealingTally
    /// A row for each category beside those of the classes.
    private let isVerbose: Bool

    package init(_ tally: HealingTally, isVerbose: Bool = false) {
        self.tally = tally
        self.isVerbose = isVerbose
    }

    package var text: String {
        var lines = [
            "| faults | runs | recoverable | recovered | attempts | doctor calls, cheap / strong"
                + " | USD | rules alone | USD | retries alone | USD |",
            "|---|---|---|---|---|---|---|---|---|---|---|",
        ]
        for failureClass in HealingTable.classes {
            lines.append(
                row(failureClass.rawValue) {
                    $0.meeting == .alone && $0.faults[0].category.failureClass == failureClass
                })
            guard isVerbose else { continue }
            for category in Fault.categories where category.failureClass == failureClass {
                lines.append(
                    row("— \(category.rawValue)") {
                        $0.meeting == .alone && $0.faults[0].category == category
                    })
            }
        }
        lines.append(row("two in one phase") { $0.meeting == .together })
        lines.append(row("two, one after the other") { $0.meeting == .inTurn })
        lines.append(row("all") { _ in true })
        let world = tally.sum(.doctor) { plan in
            plan.isCuredByRules
                && plan.faults.allSatisfy {
                    [.infrastructure, .gitState].contains($0.category.failureClass)
                }
        }
        let all = tally.sum(.doctor)
        lines += [
            "",
            "infra and git-state faults that another provider or a rule can cure:"
                + " \(world.recovered) of \(world.recoverable) recovered (to reach: all)",
            "runs that loop: \(tally.looped) (to reach: 0);"
                + " runs that pass a cap: \(tally.exceeded) (to reach: 0)",
            "attempts per recovery: \(Self.number(all.attemptsEach, 2))"
                + " (to reach: ≤ \(HealingTally.attemptsGoal)); doctor calls per recovery:"
                + " \(Self.number(all.each(Double(all.cheap + all.strong)), 2)), for"
                + " \(Self.number(all.each(all.doctorCost), 4)) USD",
            "faults that the journal names by their category: \(tally.named) of \(tally.injected)",
        ]
        return lines.joined(separator: "\n")
    }

    private static let classes: [FailureClass] = [
        .infrastructure, .gitState, .reply, .patch, .checks,
    ]

    private func row(_ name: String, _ isOfGroup: (FaultPlan) -> Bool) -> String {
        let sum = tally.sum(.doctor, of: isOfGroup)
        var cells = [
            name, "\(sum.runs)", "\(sum.recoverable)",
            "\(sum.recovered) (\(Self.percent(sum)))",
            Self.number(sum.attemptsEach, 2),
            "\(Self.number(sum.each(Double(sum.cheap)), 2))"
                + " / \(Self.number(sum.each(Double(sum.strong)), 2))",
            Self.number(sum.each(sum.extra), 4),
        ]
        for help in [FaultedRun.Help.rules, .retries] {
            let less = tally.sum(help, of: isOfGroup)
            cells += [
                Self.percent(less), Self.number(less.each(less.extra), 4),
            ]
        }
        return "| \(cells.joined(separator: " | ")) |"
    }

    private static func percent(_ sum: HealingTally.Sum) -> String {
        sum.recoverable == 0 ? "—" : "\(number(sum.share * 100, 1)) %"
    }

    /// With so many digits behind the point.
    private static func number(_ value: Double, _ digits: Int) -> String {
        let scale = (0..<digits).reduce(1.0) { scale, _ in scale * 10 }
        let whole = Int64((value.magnitude * scale).rounded())
        let sign = value < 0 && whole > 0 ? "-" : ""
        guard digits > 0 else { return "\(sign)\(whole)" }
        let fraction = String(whole % Int64(scale))
        return "\(sign)\(whole / Int64(scale))."
            + String(repeating: "0", count: digits - fraction.count) + fraction
    }
}
