import Ledger
import RunModel

/// Statistics for people, in 80 columns.
struct StatisticsPage {
    private let output: Output

    init(_ output: Output) { self.output = output }

    func print(
        _ statistics: Statistics, by grouping: Statistics.Grouping?, since: Timestamp?,
        now: Timestamp
    ) {
        guard !statistics.isEmpty else {
            return output.print(
                since.map { "no run since \($0.date) \($0.time) UTC" }
                    ?? "no runs yet; git autopack run --plan plan.yaml starts one")
        }
        let total = statistics.total
        if let since { output.print("since \(since.date) \(since.time) UTC") }
        printTotal(total)
        for quota in statistics.quotas(until: now) { field("7 days", quota.sentence) }
        guard let grouping else { return }
        output.print()
        let table = StatisticsTable(grouping)
        output.print(output.styled(table.header, .bold))
        for group in statistics.groups(by: grouping) { output.print(table.line(group)) }
        output.print(table.line(total))
        if grouping == .category { FailurePage(output).print(statistics.failures) }
    }

    // MARK: All runs

    private func printTotal(_ total: Statistics.Group) {
        let tally = total.tally
        field(
            "runs",
            "\(total.runs): "
                + RunStatus.allCases.compactMap { status in
                    total.states[status].map { "\($0) \(Self.spoken(status.rawValue))" }
                }.joined(separator: ", "))
        field(
            "phases",
            "\(tally[.phases]): \(tally[.phasesCompleted]) completed,"
                + " \(tally[.phasesFailed]) failed, \(tally[.phasesSkipped]) skipped")
        field(
            "attempts",
            "\(tally[.attempts]): \(tally[.attemptsSuccessful]) made a checkpoint"
                + share(total.attemptSuccessRate))
        field("failures", "\(tally[.failures])" + words(tally[.categories]))
        if tally[.failedCalls] > 0 {
            field(
                "failed calls",
                "\(tally[.failedCalls]) of \(tally[.calls])" + words(tally[.callCategories]))
        }
        printFixes(total)
        printDoctor(total)
        field(
            "tokens",
            "\(tally[.input]) in, \(tally[.output]) out"
                + (tally[.cachedInput] > 0 ? ", \(tally[.cachedInput]) from a cache" : "")
                + (tally[.lostTokens] > 0 ? ", \(tally[.lostTokens]) set aside and lost" : ""))
        field("cost", total.cost?.description ?? "price unknown")
        if !tally[.strategies].isEmpty {
            field("edits", Self.list(tally[.strategies]))
        }
        if !tally[.ruleAttempts].isEmpty {
            field(
                "rules",
                tally[.ruleAttempts].sorted { $0.key < $1.key }.map { rule, attempts in
                    "\(rule) \(tally[.ruleSuccesses][rule] ?? 0) of"
                        + " \(Sentence.count(attempts, "attempt"))"
                }.joined(separator: ", "))
        }
    }

    private func printFixes(_ total: Statistics.Group) {
        let tally = total.tally
        guard tally[.autoFixAttempted] > 0 || tally[.unfixable] > 0 else { return }
        var parts = [
            "\(tally[.autoFixSuccessful]) of \(Sentence.count(tally[.autoFixAttempted], "failure"))"
                + " mended" + share(total.successRate)
        ]
        if let attempts = total.averageAttempts {
            parts.append(
                attempts == 1 ? "1 try each" : "\(Self.rounded(attempts)) tries each")
        }
        if let seconds = total.secondsPerFix { parts.append("\(Self.rounded(seconds)) s a try") }
        if tally[.unfixable] > 0 { parts.append("\(tally[.unfixable]) called unfixable") }
        field("fixes", parts.joined(separator: ", "))
        if !tally[.commonFixes].isEmpty { field("mended", Self.list(tally[.commonFixes])) }
    }

    private func printDoctor(_ total: Statistics.Group) {
        let tally = total.tally
        guard tally[.doctorDecisions] > 0 || tally[.doctorCalls] > 0 else { return }
        let cost = total.doctorCost?.description ?? "price unknown"
        var parts = ["\(Sentence.count(tally[.doctorCalls], "call")), \(cost)"]
        if let ratio = total.cheapStrongRatio {
            parts.append("\(Self.rounded(ratio)) cheap to 1 strong")
        }
        if let rate = total.escalationRate { parts.append("\(Self.percent(rate)) escalated") }
        parts.append(
            "\(tally[.recoveries]) recovered"
                + (total.recoveriesPerDollar.map { ", \(Self.rounded($0)) for 1 USD" } ?? ""))
        field("doctor", parts.joined(separator: ", "))
        if !tally[.doctorActions].isEmpty { field("actions", Self.list(tally[.doctorActions])) }
    }

    // MARK: Text

    private func field(_ name: String, _ value: String) {
        let lines = Wrapping.lines(Visible.line(value), width: 80 - 14)
        for (index, line) in lines.enumerated() {
            let label = index == 0 ? name : ""
            output.print(label + String(repeating: " ", count: 14 - label.count) + line)
        }
    }

    private func words(_ words: [String: Int]) -> String {
        words.isEmpty ? "" : ": \(Self.list(words))"
    }

    private func share(_ ratio: Double?) -> String {
        ratio.map { " (\(Self.percent($0)))" } ?? ""
    }

    /// The most frequent first.
    private static func list(_ words: [String: Int]) -> String {
        words.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            .map { "\($0.value) \($0.key)" }.joined(separator: ", ")
    }

    private static func spoken(_ word: String) -> String { word.replacing("_", with: " ") }

    private static func percent(_ ratio: Double) -> String { "\(Int((ratio * 100).rounded())) %" }

    private static func rounded(_ number: Double) -> String {
        let tenths = (number * 10).rounded() / 10
        return tenths == tenths.rounded() && abs(tenths) < 1e15 ? "\(Int(tenths))" : "\(tenths)"
    }
}

extension Statistics.Quota {
    fileprivate var sentence: String {
        guard let quota, quota.weeklyTokenCap > 0 else { return "\(provider): \(tokens) tokens" }
        let share = Int((Double(tokens) / Double(quota.weeklyTokenCap) * 100).rounded())
        return "\(provider): \(tokens) of \(quota.weeklyTokenCap) tokens (\(share) %)"
    }
}
