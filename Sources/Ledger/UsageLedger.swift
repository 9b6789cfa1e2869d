package import Effects
package import Git
package import RunModel

/// What all runs of a repository used, derived from their journals: the one source for quotas,
/// health and statistics.
///
/// A journal is read once; what it said is cached by its tip in
/// `.git/autopack/cache/usage.json`. The cache is no truth: without it, or with one that is not
/// understood, everything is read again.
package final class UsageLedger {
    private let repository: Repository
    private let files: Files
    private var runs: [String: RunUsage] = [:]
    private var hasLoaded = false
    /// Events that were read and are not in the cache yet.
    private var unsaved = 0
    /// Runs whose journal cannot be read, and why; what they used is not counted.
    package private(set) var unreadable: [String: LedgerError] = [:]

    package init(_ repository: Repository, files: Files) {
        self.repository = repository
        self.files = files
    }

    /// Where the cache lies.
    package var cachePath: String { "\(repository.commonDirectory)/autopack/cache/usage.json" }

    /// Reads what was appended to any journal since the last time.
    ///
    /// - Throws: ``LedgerError`` where the refs cannot be read; a journal that cannot is left out
    ///   and is in ``unreadable``.
    package func refresh() throws(LedgerError) {
        if !hasLoaded { load() }
        unreadable = [:]
        let tips = try JournalReader(repository).runs()
        let names = Set(tips.map(\.run))
        runs = runs.filter { names.contains($0.key) }
        for (name, tip) in tips where runs[name]?.tip != tip.hex {
            do throws(LedgerError) {
                runs[name] = try read(tip, of: name, after: runs[name])
            } catch {
                runs[name] = nil
                unreadable[name] = error
            }
        }
        if unsaved > 0, !hasLoaded || unsaved >= UsageLedger.saveEvery { save() }
        hasLoaded = true
    }

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
        let first = Timestamp(
            milliseconds: now.milliseconds - Int64(max(1, days) - 1) * 86_400_000
        ).date
        var tokens: [String: Int] = [:]
        for run in runs.values {
            for row in run.all where row.period >= first {
                tokens[row.provider] = UsageRow.sum(tokens[row.provider] ?? 0, row.tokens)
            }
        }
        return tokens
    }

    private func sum(by period: (String) -> String) -> [UsageRow] {
        var sums: [UsageRow.Key: UsageRow] = [:]
        for run in runs.values {
            for var row in run.all {
                row.period = period(row.period)
                if sums[row.key] == nil { sums[row.key] = row } else { sums[row.key]?.add(row) }
            }
        }
        return sums.values.sorted { left, right in
            (left.period, left.provider, left.model, left.role.rawValue)
                < (right.period, right.provider, right.model, right.role.rawValue)
        }
    }

    // MARK: Reading journals

    /// Reads a journal back to what is known of it, or to its beginning.
    private func read(
        _ tip: ObjectID, of run: String, after known: RunUsage?
    ) throws(LedgerError) -> RunUsage {
        var entries: [JournalEntry] = []
        var usage = RunUsage(tip: tip.hex)
        var next: ObjectID? = tip
        while let id = next {
            if let known, known.tip == id.hex {
                usage = known
                usage.tip = tip.hex
                break
            }
            let repository = repository
            let (commit, bytes) = try git { () throws(GitError) in
                let commit = try repository.readCommit(id)
                return (commit, try repository.readFile(at: "event.json", in: commit.tree) ?? [])
            }
            if UsageLedger.isOfCall(bytes) {
                do {
                    entries.append(try CanonicalJSON.decode(JournalEntry.self, from: bytes))
                } catch {
                    throw LedgerError(
                        .invalid, "read run \(run) at \(repository.abbreviation(of: id))",
                        detail: "event.json: \(DocumentFault.sentence(error))",
                        remedy: "git autopack fsck --repair \(run)")
                }
            }
            unsaved += 1
            next = commit.parents.first
        }
        for entry in entries.reversed() { usage.take(entry) }
        return usage
    }

    /// Most events are not of calls, and decoding them would take most of the time.
    private static func isOfCall(_ bytes: [UInt8]) -> Bool {
        let needle = UsageLedger.needle
        guard bytes.count >= needle.count else { return false }
        return bytes.firstRange(of: needle) != nil
    }

    /// Documents are stored without blanks.
    private static let needle = Array(#""event":"call."#.utf8)

    // MARK: The cache

    private struct Cache: Codable {
        var v: Int
        var runs: [String: RunUsage]
        static let version = 1
    }

    /// How many events may have to be read again.
    private static let saveEvery = 500

    private func load() {
        guard let bytes = try? files.read(cachePath),
            let cache = try? CanonicalJSON.decode(Cache.self, from: bytes),
            cache.v == Cache.version
        else { return }
        runs = cache.runs
    }

    private func save() {
        guard let bytes = try? CanonicalJSON.encode(Cache(v: Cache.version, runs: runs)),
            (try? files.write(cachePath, bytes)) != nil
        else { return }
        unsaved = 0
    }
}
