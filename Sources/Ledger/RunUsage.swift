import RunModel

/// What one run used, as far as its journal was read.
struct RunUsage: Codable {
    /// The last commit that was read.
    var tip: String
    /// A row for each day, provider, model and role.
    var rows: [UsageRow]
    /// Calls that were reserved and have no outcome yet, by request, with their day.
    var open: [String: Open]

    struct Open: Codable {
        var day: String
        var call: CallReserved
    }

    init(tip: String) {
        self.tip = tip
        rows = []
        open = [:]
    }

    /// Takes in an event; those that are not of calls change nothing.
    mutating func take(_ entry: JournalEntry) {
        switch entry.event {
        case .callReserved(let call):
            open[call.request] = Open(day: entry.time.date, call: call)
        case .callFinished(let call):
            open[call.request] = nil
            change(entry.time.date, call.provider, call.model, call.role) { row in
                row.calls = UsageRow.sum(row.calls, 1)
                row.usage += call.usage
                if let cost = call.cost.value {
                    row.cost += cost
                } else {
                    row.hasUnknownCost = true
                }
            }
        case .callFailed(let call):
            guard let reserved = open.removeValue(forKey: call.request)?.call else { return }
            change(entry.time.date, reserved.provider, reserved.model, reserved.role) { row in
                row.calls = UsageRow.sum(row.calls, 1)
                row.failures[call.category.rawValue, default: 0] += 1
                if call.mayHaveCost == true { row.lose(reserved) }
            }
        default: break
        }
    }

    /// The rows, with what is reserved and has no outcome counted as spent.
    var all: [UsageRow] {
        guard !open.isEmpty else { return rows }
        var copy = self
        for (_, open) in open.sorted(by: { $0.key < $1.key }) {
            let call = open.call
            copy.change(open.day, call.provider, call.model, call.role) { row in
                row.calls = UsageRow.sum(row.calls, 1)
                row.lose(call)
            }
        }
        return copy.rows
    }

    private mutating func change(
        _ day: String, _ provider: String, _ model: String, _ role: Role,
        _ change: (inout UsageRow) -> Void
    ) {
        let empty = UsageRow(period: day, provider: provider, model: model, role: role)
        // The row of today and of the last call is at the end.
        if let index = rows.lastIndex(where: { $0.key == empty.key }) {
            change(&rows[index])
        } else {
            rows.append(empty)
            change(&rows[rows.count - 1])
        }
    }
}
