import RunModel

/// Finds in a journal what was done over and over.
struct LoopSearch {
    /// A sentence each.
    private(set) var found: [String] = []

    /// More than any run has that ends.
    private static let eventLimit = 1500

    init(_ entries: [JournalEntry], settings: RunSettings) {
        if entries.count > LoopSearch.eventLimit { found.append("\(entries.count) events") }
        findDecisions(entries)
        findCalls(entries, limit: settings.retries.most + 1)
        findAttempts(entries, settings)
    }

    /// The same action was decided twice for the same failure of a phase.
    private mutating func findDecisions(_ entries: [JournalEntry]) {
        var seen: Set<[String]> = []
        for entry in entries {
            guard case .doctorDecided(let decided) = entry.event else { continue }
            let key = [
                entry.phase?.description ?? "", decided.signature ?? "", decided.action.rawValue,
            ]
            if !seen.insert(key).inserted {
                found.append("\(decided.action.rawValue) twice for \(decided.signature ?? "?")")
            }
        }
    }

    /// One model failed more often in a row, for one role, than calls are tried again.
    private mutating func findCalls(_ entries: [JournalEntry], limit: Int) {
        var models: [String: String] = [:]
        var row: [String: Int] = [:]
        for entry in entries {
            switch entry.event {
            case .callReserved(let call):
                models[call.request] = "\(call.role.rawValue) \(call.provider)/\(call.model)"
            case .callFailed(let call):
                guard let model = models[call.request] else { continue }
                row[model, default: 0] += 1
                if row[model, default: 0] == limit + 1 {
                    found.append("\(model) failed \(limit + 1) times in a row")
                }
            case .callFinished, .attemptStarted, .providerDisabled, .providerEnabled: row = [:]
            default: break
            }
        }
    }

    /// A phase had more attempts than twice those that it may have.
    private mutating func findAttempts(_ entries: [JournalEntry], _ settings: RunSettings) {
        var begun: [String: Int] = [:]
        for entry in entries {
            guard case .attemptStarted = entry.event, let phase = entry.phase else { continue }
            begun[phase.description, default: 0] += 1
        }
        let limit = 2 * settings.complexityEscalation.maxAttemptsPerPhase
        for (phase, count) in begun.sorted(by: { $0.key < $1.key }) where count > limit {
            found.append("\(count) attempts of \(phase)")
        }
    }
}
