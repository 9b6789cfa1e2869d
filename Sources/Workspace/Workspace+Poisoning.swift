import Commands
import Effects
package import Git
package import RunModel

extension Workspace {
    /// Where no more files are spoilt: reading and writing them back should stay short.
    private static let poisonLimit = 5_000

    /// Runs a check on files of which no source can be parsed, to find out whether it sees them.
    ///
    /// All sources in scope are spoilt at once, since a check need not load each of them. A check
    /// that tests no code, as `test -f README`, is blind by nature. The files are put back by the
    /// next ``restore()``.
    ///
    /// - Parameters:
    ///   - base: The commit to spoil.
    ///   - scope: Which files count, as those that a phase may write.
    ///   - baseline: What the check said of the sound base; tells "fails because of this" from
    ///     "fails anyway".
    package func sight(
        of check: Check, base: ObjectID, baseline: CheckRun,
        scope: (TreePath) -> Bool = { _ in true }
    ) async throws(WorkspaceError) -> CheckSight {
        guard baseline.startFailure == nil else { return .undecidable(.cannotStart) }
        try await bring(to: base)
        let spoilt = (0..<index.count).filter { position in
            guard index.entries[position].mode.isFile else { return false }
            let path = index.treePath(position)
            return SourceLanguage.isSource(path) && scope(path)
        }.prefix(Self.poisonLimit)
        guard !spoilt.isEmpty else { return .undecidable(.noSource) }
        isDirty = true
        for position in spoilt {
            let path = index.treePath(position)
            _ = try tree.write(
                path, mode: index.entries[position].mode, bytes: SourceLanguage.poison(for: path))
        }
        tree.closeFolder()
        // Compiled code of the sound sources may lie in a cache, and its age says nothing here.
        let run = try await run(
            check, network: false, outputLimitBytes: 1 << 20, protects: setup?.products ?? [])
        try await restore()
        if run.passed { return .blind }
        if run.startFailure != nil { return .undecidable(.cannotStart) }
        guard !baseline.passed else { return .sees }
        return run.exit == baseline.exit && run.output == baseline.output
            ? .undecidable(.failsAnyway) : .sees
    }

    /// Stands for everything that decides what a check says of a tree, but the tree.
    ///
    /// Two equal digests mean: the same program, in the same place, with the same variables,
    /// dependencies and sandbox. Baselines and ``sight(of:base:baseline:scope:)`` may be kept by it.
    package func environmentDigest(for checks: [Check]) throws(WorkspaceError) -> String {
        var facts = [sandbox.bubblewrap == nil ? "plain" : "bubblewrap", checkout]
        facts += ["\(sandbox.layers)", "\(limits)"]
        facts.append(setup?.digest ?? "no setup")
        for folder in shared {
            facts.append("\(folder.name) \(Self.stamp(of: folder.source))")
        }
        for check in checks {
            let variables = profile(for: check).environment
            facts += check.run + variables.map { "\($0.key)=\($0.value)" }.sorted()
            if let program = check.run.first, !program.contains("/") {
                let found = processes.find(program, variables["PATH"] ?? "") ?? ""
                facts.append("\(found) \(Self.stamp(of: found))")
            }
        }
        return try Digest.of(facts)
    }

    /// Changes when the file or folder does, as far as one look can tell.
    private static func stamp(of path: String) -> String {
        guard let resolved = DiskFile.resolved(path), let status = DiskFile.status(resolved) else {
            return "missing"
        }
        let file = FileStatus(status)
        return "\(resolved) \(file.inode) \(file.size) \(file.modifiedSeconds)"
            + ".\(file.modifiedNanoseconds)"
    }
}
