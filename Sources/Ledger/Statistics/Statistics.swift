package import RunModel

/// What all runs of a repository say together, from their journals alone (`decisions.md`,
/// Statistics).
///
/// A pure fold: the same journals give the same numbers, in whatever order they come. What is
/// counted is counted at the time of the event that ends it.
package struct Statistics: Sendable {
    /// What numbers are grouped by.
    package enum Grouping: String, Sendable, CaseIterable {
        case provider, model, role, phase, week, category
    }

    /// The numbers of one group, or of all.
    package struct Group: Hashable, Sendable {
        /// As `glm/glm-4.6`, `2026-W47` or `import_error`; ``none`` for what is of no group.
        package var name: String
        /// Runs with anything in the group: one run may count in several.
        package var runs: Int
        /// The runs by the state that they are in.
        package var states: [RunStatus: Int]
        package var tally: Tally

        /// The name of the group of what is of none, as the calls of a plan's draft among phases.
        package static let none = "(none)"
    }

    /// What one provider was used in the last seven days.
    package struct Quota: Hashable, Sendable {
        package var provider: String
        package var tokens: Int
        /// In the settings of the newest run; nil: there is none.
        package var quota: ProviderQuota?
    }

    private struct Run: Sendable {
        var name: String
        var started: Timestamp?
        var status: RunStatus
        var facts: [Fact]
        var rows: [UsageRow]
        var quotas: [String: ProviderQuota]
        var sightings: [String: Sighting]
    }

    private let runs: [Run]

    /// - Parameter since: What happened before is left out; runs in which nothing happened since
    ///   are no part of it.
    package init(of journals: [RunJournal], since: Timestamp? = nil) {
        self.init(
            journals.map { (run: $0.run.description, record: RunRecord($0, since: since)) },
            since: since)
    }

    init(_ records: [(run: String, record: RunRecord)], since: Timestamp? = nil) {
        runs = records.compactMap { name, record in
            if let since, record.last.map({ $0 < since }) ?? true { return nil }
            return Run(
                name: name, started: record.started, status: record.status, facts: record.all,
                rows: record.usage.all, quotas: record.quotas, sightings: record.sightings)
        }.sorted {
            ($0.started?.milliseconds ?? 0, $0.name) < ($1.started?.milliseconds ?? 0, $1.name)
        }
    }

    /// There is no run, or none since the time asked for.
    package var isEmpty: Bool { runs.isEmpty }

    /// All together.
    package var total: Group {
        var total = Group(name: "total", runs: runs.count, states: [:], tally: Tally())
        for run in runs {
            total.states[run.status, default: 0] += 1
            for fact in run.facts { total.tally += fact.tally }
        }
        return total
    }

    /// A group for each name that there is, in the names' order; the one of no name last.
    ///
    /// The tallies add up to the one of ``total``.
    package func groups(by grouping: Grouping) -> [Group] {
        var groups: [String: Group] = [:]
        for run in runs {
            var seen: Set<String> = []
            for fact in run.facts {
                let name = fact.place.name(by: grouping) ?? Group.none
                var group =
                    groups.removeValue(forKey: name)
                    ?? Group(name: name, runs: 0, states: [:], tally: Tally())
                group.tally += fact.tally
                if seen.insert(name).inserted {
                    group.runs += 1
                    group.states[run.status, default: 0] += 1
                }
                groups[name] = group
            }
        }
        return groups.values.filter { !$0.tally.isEmpty }.sorted { left, right in
            (left.name == Group.none ? 1 : 0, left.name)
                < (right.name == Group.none ? 1 : 0, right.name)
        }
    }

    /// Tokens of each provider in the seven days until now, today's included, beside its quota.
    package func quotas(until now: Timestamp) -> [Quota] {
        let tokens = UsageRow.tokensByProvider(
            in: runs.lazy.flatMap(\.rows), inDays: 7, until: now)
        let caps = runs.last?.quotas ?? [:]
        return Set(tokens.keys).union(caps.keys).sorted().map {
            Quota(provider: $0, tokens: tokens[$0] ?? 0, quota: caps[$0])
        }
    }

    /// What was seen of every failure, the most frequent first.
    package var failures: [FailureRecord] {
        Self.failures(in: runs[...]).sorted { left, right in
            (right.count, right.last, left.signature) < (left.count, left.last, right.signature)
        }
    }

    /// The failures of one run in the order in which it saw them, each with what the runs that
    /// began before it had seen of it.
    package func failures(of run: RunID) -> [(own: FailureRecord, before: FailureRecord?)] {
        guard let index = runs.firstIndex(where: { $0.name == run.description }) else { return [] }
        let before = Dictionary(
            uniqueKeysWithValues: Self.failures(in: runs[..<index]).map { ($0.signature, $0) })
        return Self.failures(in: runs[index...index]).sorted {
            ($0.first, $0.signature) < ($1.first, $1.signature)
        }.map { ($0, before[$0.signature]) }
    }

    private static func failures(in runs: ArraySlice<Run>) -> some Collection<FailureRecord> {
        var records: [String: FailureRecord] = [:]
        for run in runs {
            for (signature, sighting) in run.sightings where sighting.count > 0 {
                var record = records.removeValue(forKey: signature) ?? FailureRecord(signature)
                record.take(sighting, of: run.name)
                records[signature] = record
            }
        }
        return records.values
    }
}

extension Fact.Place {
    fileprivate func name(by grouping: Statistics.Grouping) -> String? {
        switch grouping {
        case .provider: provider
        case .model: model.map { "\(provider ?? "")/\($0)" }
        case .role: role?.rawValue
        case .phase: phase?.description
        case .week: Timestamp("\(day)T00:00:00.000Z")?.week ?? day
        case .category: category
        }
    }
}
