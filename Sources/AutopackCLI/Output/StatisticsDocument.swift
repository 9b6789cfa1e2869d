import Ledger
import RunModel

/// Statistics as one JSON object, whose names are added to and never changed.
enum StatisticsDocument {
    static func make(
        _ statistics: Statistics, by grouping: Statistics.Grouping?, since: Timestamp?,
        now: Timestamp, invalid: [String]
    ) -> JSON {
        let total = statistics.total
        var members = object(of: total)
        members["v"] = 1
        members["since"] = since.map { .string($0.description) } ?? .null
        members["by"] = grouping.map { .string($0.rawValue) } ?? .null
        members["runs_by_state"] = words(
            Dictionary(uniqueKeysWithValues: total.states.map { ($0.key.rawValue, $0.value) }))
        members["quotas"] = .array(statistics.quotas(until: now).map(quota))
        members["invalid"] = .array(invalid.map { .string($0) })
        if let grouping {
            members["groups"] = .array(
                statistics.groups(by: grouping).map { group in
                    .object(object(of: group).merging(["group": .string(group.name)]) { $1 })
                })
        }
        if grouping == .category {
            members["signatures"] = .array(statistics.failures.map(record))
        }
        return .object(members)
    }

    /// One failure of the debug record.
    static func record(_ failure: FailureRecord) -> JSON {
        .object([
            "signature": .string(failure.signature), "category": .string(failure.category),
            "root_cause": .string(failure.rootCause), "count": number(failure.count),
            "first_seen": .string(failure.first.description),
            "first_run": .string(failure.firstRun),
            "last_seen": .string(failure.last.description), "last_run": .string(failure.lastRun),
            "runs": strings(failure.runs), "phases": strings(failure.phases),
            "files": strings(failure.files), "open": .boolean(failure.isOpen),
            "mended_by": failure.mending.map { mending($0, in: failure.mendingRun) } ?? .null,
        ])
    }

    /// A failure of one run, with what the runs before it had seen of it.
    static func record(_ failure: (own: FailureRecord, before: FailureRecord?)) -> JSON {
        guard case .object(var members) = record(failure.own) else { return .null }
        members["seen_before"] = number(failure.before?.count ?? 0)
        members["seen_before_in"] = strings(failure.before?.runs ?? [])
        members["mended_before_by"] =
            failure.before?.mending.map { mending($0, in: failure.before?.mendingRun) } ?? .null
        return .object(members)
    }

    private static func mending(_ mending: Cure, in run: String?) -> JSON {
        .object([
            "way": .string(mending.way.rawValue), "run": text(run),
            "phase": text(mending.phase?.description),
            "attempt": mending.attempt.map(number) ?? .null, "model": text(mending.model),
            "commit": text(mending.commit), "doctor_action": text(mending.doctor),
            "hint": text(mending.hint), "time": .string(mending.time.description),
            "account": .string(mending.sentence),
        ])
    }

    private static func quota(_ quota: Statistics.Quota) -> JSON {
        .object([
            "provider": .string(quota.provider), "tokens_7_days": number(quota.tokens),
            "weekly_token_cap": quota.quota.map { number($0.weeklyTokenCap) } ?? .null,
            "soft_limit_ratio": quota.quota.map { .number($0.softLimitRatio) } ?? .null,
        ])
    }

    private static func object(of group: Statistics.Group) -> [String: JSON] {
        Dictionary(uniqueKeysWithValues: group.figures.map { ($0.name, value($0.value)) })
    }

    private static func value(_ value: Figure.Value) -> JSON {
        switch value {
        case .count(let count): number(count)
        case .ratio(let ratio): ratio.map { .number($0) } ?? .null
        case .money(let money): money.map { .number($0.usd) } ?? .null
        case .words(let counts): words(counts)
        }
    }

    private static func words(_ counts: [String: Int]) -> JSON {
        .object(counts.mapValues(number))
    }

    private static func number(_ number: Int) -> JSON { .integer(Int64(number)) }

    private static func text(_ text: String?) -> JSON { text.map { .string($0) } ?? .null }

    private static func strings(_ texts: [String]) -> JSON { .array(texts.map { .string($0) }) }
}
