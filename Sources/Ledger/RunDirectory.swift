package import Git
package import RunModel

/// The runs of a repository, and which one a person means.
package struct RunDirectory {
    /// A run, or why it cannot be read; one invalid run hides no other.
    package struct Entry: Sendable {
        package var name: String
        package var result: Result<JournalTip, LedgerError>

        /// The state, nil where the run is invalid.
        package var state: RunState? {
            switch result {
            case .success(let tip): tip.state
            case .failure: nil
            }
        }
    }

    private let reader: JournalReader

    package init(_ repository: Repository) { reader = JournalReader(repository) }

    /// Every run, the newest first; invalid ones last.
    package func all() throws(LedgerError) -> [Entry] {
        var entries: [Entry] = []
        for (name, commit) in try reader.runs() { entries.append(entry(name, commit)) }
        return entries.sorted { left, right in
            switch (left.state, right.state) {
            case (let left?, let right?): (left.created, left.run) > (right.created, right.run)
            case (_?, nil): true
            case (nil, _?): false
            case (nil, nil): left.name < right.name
            }
        }
    }

    /// The run a person names.
    ///
    /// - Parameters:
    ///   - name: A whole id, any part that only one has, `@` for the newest, `@~1` for the one
    ///     before it; nil for the newest that was started from `branch`, or else the newest.
    ///   - branch: The full name of the branch HEAD is on.
    /// - Throws: ``LedgerError`` `.notFound`, `.ambiguous` with the candidates, `.invalid`.
    package func find(_ name: String?, branch: String?) throws(LedgerError) -> JournalTip {
        if let name, let run = RunID(name), let tip = try existing(run) { return tip }
        let runs = try all()
        guard let name else {
            let started = runs.first { branch != nil && $0.state?.target.value == branch }
            return try tip(started ?? runs.first { $0.state != nil }, asked: "the newest run")
        }
        if let steps = RunDirectory.stepsBack(name) {
            guard runs.isEmpty || runs.indices.contains(steps) else {
                throw LedgerError(
                    .notFound, "find run \(name)", detail: "there are only \(runs.count) runs",
                    remedy: "git autopack log --all")
            }
            return try tip(runs.first.map { _ in runs[steps] }, asked: "run \(name)")
        }
        let matches = runs.filter { $0.name.contains(name) }
        guard matches.count < 2 else {
            throw LedgerError(
                .ambiguous, "find run \(name)",
                detail: "it could be \(matches.map(\.name).joined(separator: ", "))",
                remedy: "give more of the name")
        }
        if matches.isEmpty {
            let nearest = Nearest.word(to: name, among: runs.map(\.name))
            throw LedgerError(
                .notFound, "find run \(name)",
                detail: "there is no such run" + (nearest.map { "; the nearest is \($0)" } ?? ""),
                remedy: "git autopack log --all")
        }
        return try tip(matches.first, asked: name)
    }

    private func existing(_ run: RunID) throws(LedgerError) -> JournalTip? {
        do {
            return try reader.tip(of: run)
        } catch {
            guard error.code == .notFound else { throw error }
            return nil
        }
    }

    private func entry(_ name: String, _ commit: ObjectID) -> Entry {
        guard let run = RunID(name) else {
            return Entry(
                name: name,
                result: .failure(
                    LedgerError(
                        .invalid, "read run \(name)",
                        detail: "the name \(RunID.explain(name) ?? "is not legal")",
                        remedy: "git autopack fsck --repair")))
        }
        do {
            return Entry(name: name, result: .success(try reader.tip(at: commit, of: run)))
        } catch {
            return Entry(name: name, result: .failure(error))
        }
    }

    private func tip(_ entry: Entry?, asked: String) throws(LedgerError) -> JournalTip {
        guard let entry else {
            throw LedgerError(
                .notFound, "find \(asked)", detail: "there is no run in this repository",
                remedy: "git autopack run \"what you want done\"")
        }
        return try entry.result.get()
    }

    /// `@` is 0, `@~2` is 2.
    private static func stepsBack(_ name: String) -> Int? {
        if name == "@" { return 0 }
        guard name.hasPrefix("@~") else { return nil }
        return Int(name.dropFirst(2))
    }
}
