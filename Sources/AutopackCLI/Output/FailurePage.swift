import Ledger
import RunModel

/// Failures of the debug record for people, in 80 columns.
struct FailurePage {
    private let output: Output

    init(_ output: Output) { self.output = output }

    /// How many of the mended failures are listed under each category; the open ones all are.
    private static let mendedLimit = 5

    /// The failures of all runs under their categories, the most frequent first.
    func print(_ failures: [FailureRecord]) {
        for category in Set(failures.map(\.category)).sorted() {
            let own = failures.filter { $0.category == category }
            output.print()
            output.print(output.styled(Visible.line(category), .bold))
            let mended = own.filter { !$0.isOpen }.prefix(Self.mendedLimit)
            for failure in own.filter(\.isOpen) + mended { print(failure) }
            let rest = own.count { !$0.isOpen } - mended.count
            if rest > 0 { output.print("  and \(rest) more that were mended; --json has all") }
        }
    }

    /// The failures of one run, beside what the runs before it had seen.
    func print(_ failures: [(own: FailureRecord, before: FailureRecord?)]) {
        output.print("failures:")
        for (own, before) in failures {
            line(
                "\(own.signature) \(own.category), seen \(Self.often(own.count)),"
                    + " \(Self.seen(before))", indent: "  ")
            line(own.rootCause, indent: "    ")
            if let mending = own.mending {
                line("mended: \(mending.sentence)", indent: "    ")
            } else if let mending = before?.mending {
                line(
                    "open; mended in \(before?.mendingRun ?? ""): \(mending.sentence)",
                    indent: "    ")
            } else {
                line("open", indent: "    ")
            }
        }
    }

    private static func seen(_ before: FailureRecord?) -> String {
        guard let before else { return "never before" }
        return "\(often(before.count)) before, last in \(before.lastRun)"
    }

    private static func often(_ count: Int) -> String {
        count == 1 ? "once" : "\(count) times"
    }

    private func print(_ failure: FailureRecord) {
        line(
            "\(failure.signature)  \(failure.isOpen ? "open" : "mended"), seen"
                + " \(Self.often(failure.count)) in"
                + " \(Sentence.count(failure.runs.count, "run")),"
                + " \(failure.first.date) to \(failure.last.date)", indent: "  ")
        line(failure.rootCause, indent: "    ")
        line(
            "last in \(failure.lastRun); phases: \(failure.phases.joined(separator: ", "))",
            indent: "    ")
        if !failure.files.isEmpty {
            line("changed: \(failure.files.joined(separator: ", "))", indent: "    ")
        }
        if let mending = failure.mending {
            let when = failure.isOpen ? "mended before" : "mended"
            line("\(when) in \(failure.mendingRun ?? ""): \(mending.sentence)", indent: "    ")
        }
    }

    private func line(_ text: String, indent: String) {
        let lines = Wrapping.lines(Visible.line(text), width: 80 - indent.count - 2)
        for (index, line) in lines.enumerated() {
            output.print(indent + (index == 0 ? "" : "  ") + line)
        }
    }
}
