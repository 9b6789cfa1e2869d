import Effects
import Git
import Governance
import Healing
import Ledger
import RunModel

/// Judges commits by what they bring in and by what the records of runs say of them.
///
/// Runs are read by name, each once: what a push costs does not grow with the runs of the
/// repository.
final class PushJudge {
    /// Of how many commits the content is looked into; those before them are told.
    static let contentLimit = 2000

    private let contentLimit: Int
    private let repository: Repository
    private let redactor: Redactor
    private var clean: CleanTrees
    private var standings: [RunID: RunStanding?] = [:]
    private var unreadable: [RunID: LedgerError] = [:]
    private let trees: TreeInspection
    private lazy var notes = CheckpointNotes(repository)

    init(_ session: Session, contentLimit: Int = PushJudge.contentLimit) {
        self.contentLimit = contentLimit
        repository = session.repository
        trees = TreeInspection(session.repository)
        redactor = session.redactor
        let keys = session.world.environment.filter { name, _ in name.hasSuffix("_API_KEY") }
        let values = keys.values.sorted().joined(separator: "\0")
        let rules = SHA256.hex(of: Array("2 \(Version.tool) \(values)".utf8))
        clean = CleanTrees(
            files: session.world.files, folder: session.cacheFolder, rules: rules)
    }

    /// Keeps what was found to be clean for the next time.
    func save() { clean.save() }

    /// Judges commits that leave together.
    ///
    /// - Parameters:
    ///   - commits: Parents before children.
    ///   - tip: What is at the end of them: a conflict that a later commit resolved is none.
    ///   - ref: Where they go, for the findings.
    func judge(
        _ commits: [ObjectID], tip: ObjectID, ref: String
    ) throws(GitError) -> PushJudgement {
        var judgement = PushJudgement()
        var claims: [(claim: CommitClaim, commit: Commit)] = []
        for (index, id) in commits.enumerated() {
            let commit = try repository.readCommit(id)
            if CommitClaim.isMalformed(commit) {
                judgement.findings.append(.malformed(commit))
            } else if let claim = CommitClaim(commit) {
                claims.append((claim, commit))
            } else if Program.records(commit) {
                judgement.findings.append(.record(commit))
            }
            guard commits.count - index <= contentLimit else { continue }
            judgement.findings += try contentFindings(in: commit, tip: tip)
        }
        if commits.count > contentLimit {
            judgement.troubles.append(
                "only the newest \(contentLimit) of \(commits.count) commits were searched for"
                    + " secrets and conflict markers")
        }
        try judge(claims, &judgement)
        judgement.commits = commits.count
        for index in judgement.findings.indices { judgement.findings[index].ref = ref }
        return judgement
    }

    // MARK: Content

    private func contentFindings(
        in commit: Commit, tip: ObjectID
    ) throws(GitError) -> [PushFinding] {
        var findings: [PushFinding] = []
        let people = Set([commit.author, commit.committer].map { "\($0.name) \($0.email)" })
        let text = ([commit.message] + people.sorted()).joined(separator: "\n")
        for kind in redactor.redact(text).found.keys.sorted() {
            findings.append(
                PushFinding(
                    .secret,
                    what: "a secret (\(kind.rawValue)) is in the commit's message or its people",
                    fix: "revoke it, and take it out of the history: git rebase -i"))
        }
        // A parent that is not here lies behind the end of a shallow history: nothing is said of
        // what came with it.
        let parents = try commit.parents.filter { repository.exists($0) }
            .map { id throws(GitError) in try repository.readCommit(id).tree }
        guard parents.count == commit.parents.count else { return findings }
        if !clean.contains(commit.tree, parents: parents) {
            let broken = try trees.faults(in: commit.tree, parents: parents)
            let found =
                broken.map { PushFinding($0, in: commit) }
                + (try texts(of: commit, parents, isBroken: !broken.isEmpty))
            if found.isEmpty { clean.insert(commit.tree, parents: parents) }
            for finding in found {
                if finding.rule == .conflictMarker {
                    guard try isLeft(finding, commit, at: tip) else { continue }
                }
                findings.append(finding)
            }
        }
        for index in findings.indices { findings[index].commit = commit.id.hex }
        return findings
    }

    /// What the lines that come in say; of a tree that is broken as far as it can be read.
    private func texts(
        of commit: Commit, _ parents: [ObjectID], isBroken: Bool
    ) throws(GitError) -> [PushFinding] {
        do throws(GitError) {
            return try AddedTexts(repository).read(commit.tree, parents: parents)
                .flatMap { $0.findings(redactor) }
        } catch {
            guard isBroken else { throw error }
            return []
        }
    }

    /// A marker is still there at the end, also where the file has moved since.
    private func isLeft(
        _ finding: PushFinding, _ commit: Commit, at tip: ObjectID
    ) throws(GitError) -> Bool {
        guard commit.id != tip, let path = TreePath(quoted: finding.path) else { return true }
        let tree = try repository.readCommit(tip).tree
        var entry = try repository.entry(at: path, in: tree)
        if entry == nil {
            let options = DifferenceOptions(findsRenames: true, countsLines: false)
            let moved = try repository.difference(from: commit.tree, to: tree, options: options)
                .first { $0.oldPath == path }
            entry = try moved.flatMap { moved throws(GitError) in
                try repository.entry(at: moved.path, in: tree)
            }
        }
        guard let entry, entry.mode.isFile else { return false }
        return ConflictMarker.isIn(try repository.readBlob(entry.id))
    }

    // MARK: Runs

    private func judge(
        _ claims: [(claim: CommitClaim, commit: Commit)], _ judgement: inout PushJudgement
    ) throws(GitError) {
        // Work that is taken back further on may leave with that.
        let reverted = Set(
            claims.map(\.claim).filter { claim in
                claim.phase == nil
                    && standing(of: claim.run, &judgement)?.reverts.contains(claim.commit) == true
            }.map(\.run))
        for (claim, commit) in claims {
            guard !claim.isRecord else {
                judgement.findings.append(.record(claim))
                continue
            }
            guard let standing = standing(of: claim.run, &judgement) else {
                if standings[claim.run] != nil { judgement.findings.append(.noRecord(claim)) }
                continue
            }
            let found = try standing.standing(of: claim) { record throws(GitError) in
                try patchID(of: commit.id) == patchID(of: ObjectID(hex: record.commit))
            }
            if found == .notSucceeded(.rolledBack), reverted.contains(claim.run) { continue }
            if let finding = PushFinding(found, of: claim) { judgement.findings.append(finding) }
            switch found {
            case .checkpoint(let record):
                judgement.checkpoints.append((commit.id, record, standing.state))
                if let finding = try notes.finding(
                    of: record, in: claim.run, commit: commit)
                {
                    judgement.findings.append(finding)
                }
            case .rewritten(let record):
                judgement.checkpoints.append((commit.id, record, standing.state))
            default: break
            }
        }
    }

    /// Nil where there is no record, or none that can be read, which is told once.
    private func standing(
        of run: RunID, _ judgement: inout PushJudgement
    ) -> RunStanding? {
        if let known = standings[run] { return known }
        do throws(LedgerError) {
            if let error = unreadable[run] { throw error }
            let found = try RunStanding.read(run, in: repository)
            standings[run] = .some(found)
            return found
        } catch {
            unreadable[run] = error
            let trouble = "the record of run \(run) cannot be read: \(error.detail)"
            if !judgement.troubles.contains(trouble) { judgement.troubles.append(trouble) }
            judgement.hasInvalidRecord = judgement.hasInvalidRecord || error.code == .invalid
            return nil
        }
    }

    private func patchID(of id: ObjectID?) throws(GitError) -> String? {
        guard let id else { return nil }
        return try CheckpointNotes.patchID(of: try repository.readCommit(id), in: repository)
    }
}
