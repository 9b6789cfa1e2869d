import Commands
import Effects
import Git
package import Governance
import RunModel

extension Workspace {
    /// Runs the commands of a fix and the one that verifies it, or nothing at all.
    ///
    /// Every command and the verification are judged by the ``CommandPolicy`` first, and nothing
    /// runs where one is denied; each is judged again as its turn comes, since links may have moved.
    /// Commands over files are done by this program, all others run in the sandbox, without a
    /// shell, for at most 60 seconds each; the first that fails is the last. Nothing of the user's
    /// is within reach: `HEAD`, index, stash and refs are the private repository's own.
    ///
    /// - Returns: What became of it. Where it ``FixOutcome/isVerified``, the files are as the
    ///   commands left them until the next ``restore()``; otherwise all is as it was before.
    /// - Throws: ``WorkspaceError`` where the workspace itself fails, `.cancelled`; the next use
    ///   mends what is half done.
    package func execute(
        _ fix: CommandFix, on start: FixStart, under rules: FixRules
    ) async throws(WorkspaceError) -> FixOutcome {
        let before = try await begin(start)
        // Whatever is thrown from here on, the next restoring has to look.
        isDirty = true
        keepsCaches = false
        let outcome = try await carryOut(fix, on: start, under: rules)
        if !outcome.isVerified {
            try await goBack(to: before)
        } else {
            try trash.take(place.copy)
        }
        return outcome
    }

    /// How the state before a fix comes back.
    private enum StateBefore {
        /// By bringing it again; nil where nothing was brought yet.
        case brought(commit: ObjectID?, tree: ObjectID?)
        /// From a copy: nobody else has what a program left.
        case copied
    }

    private func begin(_ start: FixStart) async throws(WorkspaceError) -> StateBefore {
        let before = StateBefore.brought(commit: commit, tree: present)
        switch start {
        case .commit(let commit), .merge(let commit, _):
            try await bring(to: commit)
            return before
        case .asLeft:
            try privateRepository.makeReadable(head: commit, trash)
            try copyState()
            return .copied
        }
    }

    private func goBack(to before: StateBefore) async throws(WorkspaceError) {
        switch before {
        case .brought(let commit, let tree):
            try await restore()
            if let commit { try await bring(to: commit, with: tree) }
        case .copied: try putStateBack()
        }
    }

    // MARK: One after the other

    private func carryOut(
        _ fix: CommandFix, on start: FixStart, under rules: FixRules
    ) async throws(WorkspaceError) -> FixOutcome {
        let lines = fix.commands + [fix.verify]
        let verdicts = CommandPolicy.standard.verdicts(
            on: fix, in: try facts(under: rules, judging: lines))
        let denied = zip(lines, verdicts).compactMap { line, verdict in
            verdict.denial.map { "\(line): \($0)" }
        }
        guard denied.isEmpty, verdicts.count == lines.count else {
            return FixOutcome(denied: denied.isEmpty ? ["it has no command"] : denied)
        }
        try showBranches(named: verdicts.compactMap { $0.command?.revision })
        if case .merge(_, let theirs) = start { try await merge(theirs) }
        let conflicts = try await openConflicts()
        var outcome = FixOutcome()
        for line in fix.commands {
            let verdict = CommandPolicy.standard.verdict(
                on: line, as: fix.type, in: try facts(under: rules, judging: [line]))
            guard let command = verdict.command else {
                outcome.trouble = "\(line): \(verdict.denial?.description ?? "")"
                return outcome
            }
            let step = try await run(command, line, network: rules.network, isFix: true)
            outcome.steps.append(step)
            guard step.exit == 0 else { return outcome }
        }
        let verdict = CommandPolicy.standard.verdict(
            onVerification: fix.verify, of: fix.type,
            in: try facts(under: rules, judging: [fix.verify]))
        guard let command = verdict.command else {
            outcome.trouble = "\(fix.verify): \(verdict.denial?.description ?? "")"
            return outcome
        }
        outcome.verification = try await run(command, fix.verify, network: false, isFix: false)
        guard outcome.isVerified else { return outcome }
        outcome.trouble = try await whatIsOpen(of: conflicts)
        guard outcome.isVerified else { return outcome }
        outcome.difference = try await difference(by: fix, on: start)
        if !outcome.difference.refused.isEmpty {
            outcome.trouble = outcome.difference.refused.map { "\($0.path): \($0.why)" }
                .joined(separator: "; ")
            outcome.difference = WorkDifference()
        }
        return outcome
    }

    /// What the policy judges by: the user's branches and commits, and the files that are here.
    private func facts(
        under rules: FixRules, judging lines: [String]
    ) throws(WorkspaceError) -> CommandFacts {
        let preRun = rules.run.map { run in
            RefName(run.preRunBranch)?.branchName.map { Set([$0]) } ?? []
        }
        return try CommandFacts(
            of: repository, files: path, judging: lines, preRunBranches: preRun ?? [],
            allowedTypes: rules.allowedTypes, protected: rules.protected)
    }

    /// The private repository has no branches: those that a command goes to are shown to it.
    private func showBranches(named names: [String]) throws(WorkspaceError) {
        var branches: [RefName: ObjectID] = [:]
        for name in names {
            guard let ref = RefName("refs/heads/\(name)") else { continue }
            branches[ref] = try asking { () throws(GitError) in try repository.lookUp(ref) }
        }
        try privateRepository.showBranches(branches)
    }

    // MARK: What came of it

    /// What the commands changed, against the commit that they began with.
    ///
    /// Commands of git say by the index which files are part of the result; what they leave beside
    /// it is not. Commands over files, and programs that left something, stage nothing: their new
    /// files count unless they are ignored.
    private func difference(
        by fix: CommandFix, on start: FixStart
    ) async throws(WorkspaceError) -> WorkDifference {
        guard fix.type == .git else { return try await difference() }
        let git = try await git()
        let indexed: [TreePath]
        do throws(GitError) { indexed = try await git.indexedPaths() } catch {
            throw WorkspaceError(error)
        }
        let paths = Set(indexed)
        var new = Set(indexed.filter { index.position(of: $0.bytes) == nil })
        if start == .asLeft { new.formUnion(try await untracked(leftovers: [])) }
        let gone = (0..<index.count).filter { !paths.contains(index.treePath($0)) }
        return try await difference(
            of: try changed(), gone: gone, new: new.sorted(), limits: Self.fixLimits)
    }

    /// A merge may bring more than an agent writes.
    private static let fixLimits = WorkLimits(
        fileBytes: 16 << 20, totalBytes: 256 << 20, files: 50_000)
}
