import RunModel

/// What one run used, as far as its journal was read.
struct RunUsage: Codable {
    /// A row for each day, phase, provider, model and role.
    var rows: [UsageRow]
    /// Calls that were reserved and have no outcome yet, by request, with their day.
    var open: [String: Open]

    struct Open: Codable {
        var day: String
        var phase: PhaseID?
        var call: CallReserved
        /// It counts as spent where it has no outcome.
        var counts: Bool
    }

    init() {
        rows = []
        open = [:]
    }

    /// Takes in an event; those that are not of calls change nothing.
    mutating func take(_ entry: JournalEntry) { take(entry, counting: true) }

    /// - Parameter counting: False for what happened before the time that is asked for: such a call
    ///   may have its outcome later.
    mutating func take(_ entry: JournalEntry, counting: Bool) {
        switch entry.event {
        case .callReserved(let call):
            open[call.request] = Open(
                day: entry.time.date, phase: entry.phase, call: call, counts: counting)
        case .callFinished(let call):
            open[call.request] = nil
            guard counting else { return }
            change(entry.time.date, entry.phase, call.provider, call.model, call.role) { row in
                row.calls = UsageRow.sum(row.calls, 1)
                row.usage += call.usage
                if let cost = call.cost.value {
                    row.cost += cost
                } else {
                    row.hasUnknownCost = true
                }
            }
        case .callFailed(let call):
            guard let reserved = open.removeValue(forKey: call.request)?.call, counting
            else { return }
            change(
                entry.time.date, entry.phase, reserved.provider, reserved.model, reserved.role
            ) { row in
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
        for (_, open) in open.sorted(by: { $0.key < $1.key }) where open.counts {
            let call = open.call
            copy.change(open.day, open.phase, call.provider, call.model, call.role) { row in
                row.calls = UsageRow.sum(row.calls, 1)
                row.lose(call)
            }
        }
        return copy.rows
    }

    private mutating func change(
        _ day: String, _ phase: PhaseID?, _ provider: String, _ model: String, _ role: Role,
        _ change: (inout UsageRow) -> Void
    ) {
        let empty = UsageRow(
            period: day, phase: phase, provider: provider, model: model, role: role)
        // The row of today and of the last call is at the end.
        if let index = rows.lastIndex(where: { $0.key == empty.key }) {
            change(&rows[index])
        } else {
            rows.append(empty)
            change(&rows[rows.count - 1])
        }
    }
}

extension RunUsage: JournalDigest {
    static let cacheName = "usage"
    static let cacheVersion = 2

    static func concerns(_ event: EventName) -> Bool {
        event == .callReserved || event == .callFinished || event == .callFailed
    }
}
