package import Effects
package import Git
package import RunModel

/// Reads the journals of all runs for ``Statistics``, each once.
///
/// What a journal says is cached by its tip in `.git/autopack/cache/statistics.json`, which is no
/// truth: without it, or with one that is not understood, everything is read again.
package final class StatisticsLedger {
    private let repository: Repository
    private let cache: JournalCache<RunRecord>
    /// Journals that were read for one answer and cannot be.
    private var unreadableSince: [String: LedgerError] = [:]

    package init(_ repository: Repository, files: Files) {
        self.repository = repository
        cache = JournalCache(repository, files: files)
    }

    /// Where the cache lies.
    package var cachePath: String { cache.path }

    /// Runs whose journal cannot be read, and why; they are passed over.
    package var unreadable: [String: LedgerError] {
        cache.unreadable.merging(unreadableSince) { old, _ in old }
    }

    /// The statistics of all runs as they are now.
    ///
    /// Only a run that had begun before `since` and went on after it is read again: the cache
    /// knows days, not moments.
    ///
    /// - Throws: ``LedgerError`` where the refs cannot be read.
    package func statistics(since: Timestamp? = nil) throws(LedgerError) -> Statistics {
        try cache.refresh()
        unreadableSince = [:]
        var records: [(run: String, record: RunRecord)] = []
        for (run, record) in cache.byName {
            guard let since, let last = record.last, last >= since,
                record.started.map({ $0 < since }) ?? true
            else {
                records.append((run, record))
                continue
            }
            do throws(LedgerError) {
                records.append((run, RunRecord(try journal(of: run), since: since)))
            } catch {
                unreadableSince[run] = error
            }
        }
        return Statistics(records, since: since)
    }

    /// The failures of one run, each with what the runs before it had seen of it.
    ///
    /// The other journals are read only where the run has seen a failure.
    package func failures(
        of run: RunID
    ) throws(LedgerError) -> [(own: FailureRecord, before: FailureRecord?)] {
        let alone = Statistics(of: [try journal(of: run.description)])
        guard !alone.failures.isEmpty else { return [] }
        return try statistics().failures(of: run)
    }

    private func journal(of run: String) throws(LedgerError) -> RunJournal {
        guard let id = RunID(run) else {
            throw LedgerError(
                .invalid, "read run \(run)",
                detail: "the name \(RunID.explain(run) ?? "is not legal")",
                remedy: "git autopack fsck --repair")
        }
        return RunJournal(run: id, entries: try JournalReader(repository).entries(of: id))
    }
}
