package import Effects
package import Git
package import RunModel

/// What all runs of a repository used, derived from their journals: the one source for quotas and
/// health; statistics fold the same rows.
///
/// A journal is read once; what it said is cached by its tip in
/// `.git/autopack/cache/usage.json`. The cache is no truth: without it, or with one that is not
/// understood, everything is read again.
package final class UsageLedger {
    private let cache: JournalCache<RunUsage>

    package init(_ repository: Repository, files: Files) {
        cache = JournalCache(repository, files: files)
    }

    /// Where the cache lies.
    package var cachePath: String { cache.path }

    /// Runs whose journal cannot be read, and why; what they used is not counted.
    package var unreadable: [String: LedgerError] { cache.unreadable }

    /// Reads what was appended to any journal since the last time.
    ///
    /// - Throws: ``LedgerError`` where the refs cannot be read; a journal that cannot is left out
    ///   and is in ``unreadable``.
    package func refresh() throws(LedgerError) { try cache.refresh() }

    /// A row for each day, provider, model and role, in this order.
    package var days: [UsageRow] { sum { $0 } }

    /// A row for each ISO week, provider, model and role, in this order.
    package var weeks: [UsageRow] {
        sum { day in Timestamp("\(day)T00:00:00.000Z")?.week ?? day }
    }

    /// Tokens of each provider on the last days, today's included.
    ///
    /// What is reserved and has no outcome counts as spent.
    package func tokensByProvider(inDays days: Int, until now: Timestamp) -> [String: Int] {
        UsageRow.tokensByProvider(
            in: cache.digests.lazy.flatMap(\.all), inDays: days, until: now)
    }

    private func sum(by period: (String) -> String) -> [UsageRow] {
        var sums: [UsageRow.Key: UsageRow] = [:]
        for run in cache.digests {
            for var row in run.all {
                row.period = period(row.period)
                row.phase = nil
                if sums[row.key] == nil { sums[row.key] = row } else { sums[row.key]?.add(row) }
            }
        }
        return sums.values.sorted { left, right in
            (left.period, left.provider, left.model, left.role.rawValue)
                < (right.period, right.provider, right.model, right.role.rawValue)
        }
    }
}

extension UsageRow {
    /// Tokens of each provider on the last days, today's included.
    static func tokensByProvider(
        in rows: some Sequence<UsageRow>, inDays days: Int, until now: Timestamp
    ) -> [String: Int] {
        let first = Timestamp(
            milliseconds: now.milliseconds - Int64(max(1, days) - 1) * 86_400_000
        ).date
        var tokens: [String: Int] = [:]
        for row in rows where row.period >= first {
            tokens[row.provider] = UsageRow.sum(tokens[row.provider] ?? 0, row.tokens)
        }
        return tokens
    }
}
