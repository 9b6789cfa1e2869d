import Ledger
import RunModel

/// The groups of the statistics under one another, in 80 columns.
struct StatisticsTable {
    private struct Column {
        var title: String
        var text: (Statistics.Group) -> String
        var width = 9
    }

    private let title: String
    private let columns: [Column]

    /// - Parameter grouping: A category says more of failures than of money.
    init(_ grouping: Statistics.Grouping) {
        title = grouping.rawValue
        let runs = Column(title: "runs", text: { "\($0.runs)" }, width: 6)
        let failures = Column(title: "failures", text: { "\($0.tally[.failures])" })
        columns =
            switch grouping {
            case .category:
                [
                    runs, failures,
                    Column(title: "tried", text: { "\($0.tally[.autoFixAttempted])" }, width: 7),
                    Column(title: "mended", text: { "\($0.tally[.autoFixSuccessful])" }, width: 7),
                    Column(title: "unfixable", text: { "\($0.tally[.unfixable])" }, width: 10),
                    Column(title: "calls", text: { "\($0.tally[.failedCalls])" }, width: 6),
                ]
            case .provider, .model, .role, .phase, .week:
                [
                    runs, Column(title: "attempts", text: { "\($0.tally[.attempts])" }), failures,
                    Column(title: "calls", text: { "\($0.tally[.calls])" }, width: 6),
                    Column(title: "tokens", text: { "\($0.tokens)" }, width: 10),
                    Column(
                        title: "USD", text: { StatisticsTable.amount($0) }, width: 10),
                ]
            }
    }

    var header: String { line(title, columns.map(\.title)) }

    func line(_ group: Statistics.Group) -> String {
        line(Visible.line(group.name), columns.map { $0.text(group) })
    }

    private var nameWidth: Int { 80 - columns.reduce(0) { $0 + $1.width + 1 } }

    private func line(_ name: String, _ cells: [String]) -> String {
        let name = name.count > nameWidth ? name.prefix(nameWidth - 1) + "…" : name[...]
        let head = name + String(repeating: " ", count: nameWidth - name.count)
        return zip(cells, columns).reduce(String(head)) { line, cell in
            line + " " + String(repeating: " ", count: max(0, cell.1.width - cell.0.count))
                + cell.0
        }
    }

    private static func amount(_ group: Statistics.Group) -> String {
        guard let cost = group.cost else { return "unknown" }
        return String(cost.description.dropLast(" USD".count))
    }
}
