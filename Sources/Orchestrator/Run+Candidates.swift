import Agents
import Editing
import Effects
import Git
import Governance
import Ledger
import RunModel

extension Run {
    /// Makes a candidate of the reply that was kept: what is used is what was recorded.
    func apply(_ role: Role) async throws(RunError) {
        let attempt = attempt
        if role == .builder, attempt.turns != nil { return try await takeTurn() }
        let bytes = try reply(of: attempt)
        switch ReplyReading.read(bytes, role: role) {
        case .needs(let paths):
            let asked = role == .fixer ? attempt.fixes : attempt.builds
            let limit =
                role == .fixer ? ledger.state.settings.fixesPerCandidate - 1 : Run.askingLimit
            guard asked <= limit else {
                return try refuse(
                    .replyMalformed, "needs", "the \(role.rawValue) asked for files \(asked) times")
            }
            try await call(role, notBefore: nil, showing: paths)
        case .unfixable(let why): try giveUp(why)
        case .edits(let edits): try candidate(of: edits, role: role)
        case .changes(let changes): try candidate(of: changes)
        }
    }

    /// The fixer gives up: of a candidate that was refused the cause stays what it was.
    private func giveUp(_ why: String) throws(RunError) {
        guard attempt.isUnparsable, let refusal = attempt.refusal else {
            return try refuse(.replyRefused, CandidateRefused.unfixable, why)
        }
        try refuse(
            refusal.category, CandidateRefused.unfixable,
            "\(refusal.message)\nthe fixer gave up: \(why)")
    }

    /// The Builder may ask to be shown more this often (`cli.md`, What the models answer); a
    /// fixer's question is one of its fixes.
    static let askingLimit = 3

    func reply(of attempt: AttemptState) throws(RunError) -> [UInt8] {
        guard let blob = attempt.reply else { preconditionFailure("no reply is kept") }
        return try kept(blob)
    }

    // MARK: From edits to a candidate

    /// The tree that the reply's edits are meant for: for a fix, the failing candidate's.
    func start(for role: Role) throws(RunError) -> ObjectID {
        let attempt = attempt
        if role == .fixer, let candidate = attempt.candidate { return try commit(candidate.tree) }
        let start = try commit(attempt.start)
        return try git { () throws(GitError) in try ledger.repository.readCommit(start).tree }
    }

    private func candidate(of reply: [UInt8], role: Role) throws(RunError) {
        let base = TreeBase(ledger.repository, tree: try start(for: role))
        let shown = Redactor.firstMark(in: reply[...]).map { _ in ShownBase(base, tools.redactor) }
        let outcome = try git { () throws(GitError) in
            guard let shown else { return try EditApplier.apply(reply: reply, to: base) }
            let outcome = try EditApplier.apply(reply: reply, to: shown)
            guard case .applied(var applied) = outcome else { return outcome }
            applied.files = try shown.restored(applied.files)
            return .applied(applied)
        }
        switch outcome {
        case .noEdits(let none):
            let isEmpty = reply.allSatisfy { $0 == 0x20 || (0x09...0x0d).contains($0) }
            if none.isRefusalByModel {
                try refuse(.replyRefused, "refused", "the model declined to make the change")
            } else if isEmpty {
                try refuse(.replyEmpty, "no-edits", "the reply is empty")
            } else {
                try refuse(
                    .replyMalformed, "no-edits",
                    "the reply holds no edit in any format that is understood; write SEARCH/REPLACE"
                        + " blocks")
            }
        case .refused(let refusal):
            try recordInAttempt([.candidateRefused(CandidateRefused(refusal))])
        case .applied(let applied):
            try candidate(
                files: applied.files, hunks: applied.hunks.map(AppliedHunk.init),
                on: base.tree)
        }
    }

    private func candidate(of changes: [FixerChange]) throws(RunError) {
        let base = TreeBase(ledger.repository, tree: try start(for: .fixer))
        let shown = ShownBase(base, tools.redactor)
        let outcome = try git { () throws(GitError) in
            guard changes.contains(where: \.hasMark) else {
                return try FixerChanges.apply(changes, to: base)
            }
            let outcome = try FixerChanges.apply(changes, to: shown)
            guard case .applied(let files, let hunks) = outcome else { return outcome }
            return .applied(try shown.restored(files), hunks)
        }
        switch outcome {
        case .refused(let refused): try recordInAttempt([.candidateRefused(refused)])
        case .applied(let files, let hunks):
            try candidate(files: files, hunks: hunks, on: base.tree)
        }
    }

    private func candidate(
        files: [FileChange], hunks: [AppliedHunk], on base: ObjectID
    ) throws(RunError) {
        let repository = ledger.repository
        try candidate(files: files, hunks: hunks, on: base) { () throws(GitError) in
            try repository.writeTree(base: base, files: files)
        }
    }

    /// Scans for secrets before the first blob is written, then writes tree and commit, and holds
    /// the real difference against policy.
    ///
    /// - Parameters:
    ///   - files: What is scanned.
    ///   - write: Writes the tree that the base becomes by them.
    func candidate(
        files: [FileChange], hunks: [AppliedHunk], on base: ObjectID,
        write: () throws(GitError) -> ObjectID
    ) throws(RunError) {
        let repository = ledger.repository
        let found = try git { () throws(GitError) in
            try SecretSearch(tools.redactor).secret(
                in: files, on: TreeBase(repository, tree: base))
        }
        if let found { return try recordInAttempt([.candidateRefused(found)]) }
        let tip = try commit(ledger.state.tip)
        let (tree, tipTree) = try git { () throws(GitError) in
            (
                try write(),
                try repository.readCommit(tip).tree
            )
        }
        guard tree != tipTree else {
            return try refuse(
                .invalidResult, "empty", "the edits leave everything as it is: nothing changes")
        }
        let commit = try writeCandidate(tree: tree, parent: tip)
        let difference = try git { () throws(GitError) in
            try TreeDifference.read(from: tipTree, to: tree, in: repository)
        }
        ledger.pin(commit)
        let created = Event.candidateCreated(
            CandidateCreated(
                commit: commit.hex, tree: tree.hex, files: difference.files.map(\.changedFile),
                hunks: hunks))
        if let again = madeBefore(tree.hex) {
            return try recordInAttempt([created, .candidateRefused(again)])
        }
        let findings = policy.findings(in: difference, of: phase, at: .beforeChecks)
        guard let blocking = findings.first(where: { $0.severity == .blocked }) else {
            return try recordInAttempt([created])
        }
        let all = findings.filter { $0.severity == .blocked }.map { finding in
            finding.path.isEmpty ? finding.message : "\(finding.path): \(finding.message)"
        }
        try recordInAttempt([
            created,
            .candidateRefused(
                CandidateRefused(
                    category: blocking.gateRule?.category ?? .invalidResult,
                    reason: blocking.rule, message: all.joined(separator: "\n"), nearest: nil)),
        ])
    }

    /// Why a change is refused that this phase has seen fail already; nil where it is new.
    ///
    /// What was checked once is not checked again: the next prompt says where the circle is.
    private func madeBefore(_ tree: String) -> CandidateRefused? {
        let state = ledger.state
        if attempt.trees.contains(tree) {
            let failure = attempt.checks?.failure
            return CandidateRefused(
                category: attempt.refusal?.category ?? failure?.category ?? .testError,
                reason: CandidateRefused.loop,
                message: "this leads back to a change of this attempt that failed already"
                    + (failure.map { ": \($0.rootCause)" } ?? ""), nearest: nil)
        }
        guard let phase = state[phase: attempt.phase],
            let earlier = phase.failures.dropFirst(phase.forgiven).last(where: {
                $0.tree == tree && !$0.category.failureClass.sparesTheChange
            })
        else { return nil }
        return CandidateRefused(
            category: earlier.category, reason: CandidateRefused.loop,
            message: "attempt \(earlier.attempt) made the same change, and it failed:"
                + " \(earlier.rootCause)", nearest: nil)
    }

    /// The candidate commit is the checkpoint, so it says all that a checkpoint says.
    func writeCandidate(tree: ObjectID, parent: ObjectID) throws(RunError) -> ObjectID {
        let (attempt, phase) = (attempt, phase)
        let title = phase.title.split(separator: "\n").first.map(String.init) ?? phase.title
        let subject = title.count > 72 ? String(title.prefix(71)) + "…" : title
        var body = phase.goal
        while body.last?.isWhitespace == true { body.removeLast() }
        let checks = ledger.state.plan.checks + phase.checks
        let trailers = Trailers(
            [
                .init("Autopack-Run", ledger.run.description),
                .init("Autopack-Phase", attempt.phase.description),
                .init("Autopack-Attempt", "\(attempt.number)"),
                .init("Autopack-Model", attempt.model),
            ]
                + (checks.isEmpty
                    ? [] : [.init("Autopack-Checks", checks.map(\.name).joined(separator: ", "))]))
        let message = tools.redactor.redact(
            trailers.appended(to: body.isEmpty ? "\(subject)\n" : "\(subject)\n\n\(body)\n")
        ).text.text
        var (author, committer) = (tools.author, tools.committer)
        // A date that the environment fixes stays; else the candidate's own moment counts.
        let now = tools.world.clock.nowMilliseconds() / 1000
        if tools.world.environment["GIT_AUTHOR_DATE"] == nil { author.seconds = now }
        if tools.world.environment["GIT_COMMITTER_DATE"] == nil { committer.seconds = now }
        let (repository, writer, storer) = (ledger.repository, author, committer)
        return try git { () throws(GitError) in
            try repository.writeCommit(
                tree: tree, parents: [parent], author: writer, committer: storer,
                message: message)
        }
    }

    // MARK: Policy

    /// What no phase may touch: the built-in paths and those of the user and the base commit.
    var policy: ChangePolicy {
        let settings = ledger.state.settings
        return ChangePolicy(
            protected: ProtectedPaths(
                denied: settings.protected, core: settings.coreMaintenance.paths,
                maintainable: settings.coreMaintenance.allow), scope: settings.scope)
    }

    func refuse(
        _ category: FailureCategory, _ reason: String, _ message: String
    ) throws(RunError) {
        try recordInAttempt([
            .candidateRefused(
                CandidateRefused(
                    category: category, reason: reason, message: message, nearest: nil))
        ])
    }
}
