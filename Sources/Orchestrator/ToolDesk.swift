package import Agents
import Editing
package import Git
package import Governance
package import RunModel

/// Where a Builder's tools work on object space, each governed: what may not leave the machine is
/// neither shown nor changed, and an edit that policy forbids is not made.
package struct ToolDesk {
    private let repository: Repository
    /// What the phase's change is compared with.
    private let tip: ObjectID
    private let phase: Phase
    private let policy: ChangePolicy
    private let maySend: (String) -> Bool
    private let redactor: Redactor

    /// - Parameters:
    ///   - tip: The tree of the run's tip.
    ///   - neverSend: Globs that the user adds to what may not leave the machine.
    package init(
        _ repository: Repository, tip: ObjectID, phase: Phase, policy: ChangePolicy,
        neverSend: [String], redactor: Redactor
    ) {
        self.repository = repository
        self.tip = tip
        self.phase = phase
        self.policy = policy
        maySend = NeverSend(neverSend).allows
        self.redactor = redactor
    }

    /// Makes a call on a tree.
    ///
    /// - Returns: Nil for what is not done in object space: `check` and `finish`.
    package func perform(
        _ request: ToolRequest, on tree: ObjectID
    ) throws(GitError) -> ToolOutcome? {
        let look = TreeTools(TreeBase(repository, tree: tree), maySend: maySend)
        switch request {
        case .list(let folder, let glob):
            return shown(try look.list(folder: folder, glob: glob))
        case .read(let path, let lines): return shown(try look.read(path, lines: lines))
        case .search(let text, let glob, let ignoresCase):
            return shown(try look.search(text, glob: glob, ignoresCase: ignoresCase))
        case .edit(let edit): return try self.edit(edit, on: tree)
        case .check, .finish: return nil
        }
    }

    private func shown(_ result: Result<String, ToolFault>) -> ToolOutcome {
        switch result {
        case .success(let text): ToolOutcome(text: clean(text))
        case .failure(let fault): .failed(clean(fault.message))
        }
    }

    /// Text for a model, without secrets.
    private func clean(_ text: String) -> String { redactor.redact(text).text.text }

    // MARK: edit

    /// Applies an edit to a tree, or says why it is not made.
    package func edit(_ edit: ToolEdit, on tree: ObjectID) throws(GitError) -> ToolOutcome {
        let base = TreeBase(repository, tree: tree)
        switch try edit.apply(to: SendableTree(base, maySend: maySend)) {
        case .noEdits:
            return .failed("edit: 'blocks' holds no edit in any format that is understood")
        case .refused(let refusal):
            return .failed(clean(Fence.wrap(refusal.message, label: "The edit was not made:")))
        case .applied(let applied):
            if let hidden = try hidden(in: applied.files, base) {
                return .failed(
                    "The edit was not made: \(hidden) may not leave this machine, and what is"
                        + " not shown is not changed")
            }
            return try make(applied, on: base)
        }
    }

    /// A file that is there and may not be sent.
    private func hidden(
        in files: [FileChange], _ base: TreeBase
    ) throws(GitError) -> String? {
        for path in files.flatMap({ [$0.path] + ($0.oldPath.map { [$0] } ?? []) })
        where !maySend(path) {
            if try base.entry(at: path) != nil { return path }
        }
        return nil
    }

    private func make(
        _ applied: AppliedEdits, on base: TreeBase
    ) throws(GitError) -> ToolOutcome {
        if let found = try SecretSearch(redactor).secret(in: applied.files, on: base) {
            return .failed("The edit was not made: \(clean(found.message))")
        }
        let tree = try repository.writeTree(base: base.tree, files: applied.files)
        guard tree != base.tree else {
            return .failed("Nothing changes: that is how it is already")
        }
        let findings = try findings(from: base.tree, to: tree)
        let blocked = findings.filter { $0.severity == .blocked }.map(ToolDesk.sentence)
        guard blocked.isEmpty else {
            return .failed(
                clean("The edit was not made, policy forbids it:\n" + blocked.joined()))
        }
        let hunks = applied.hunks.map(AppliedHunk.init)
        var text = "Made:\n" + applied.files.map(ToolDesk.sentence).joined()
        text += hunks.filter { $0.similarity < 1 }.map { hunk in
            "\(hunk.path):\(hunk.line.value ?? 0): placed by likeness"
                + " (\(Int(hunk.similarity * 100)) %); read it to be sure\n"
        }.joined()
        let asked = findings.map(ToolDesk.sentence)
        if !asked.isEmpty { text += "A person will be asked about it:\n" + asked.joined() }
        return ToolOutcome(text: clean(text), tree: tree, hunks: hunks)
    }

    /// What policy says of the whole change after an edit and did not say before.
    private func findings(
        from before: ObjectID, to after: ObjectID
    ) throws(GitError) -> [Finding] {
        func findings(_ tree: ObjectID) throws(GitError) -> [Finding] {
            let difference = try TreeDifference.read(from: tip, to: tree, in: repository)
            return difference.files.isEmpty
                ? [] : policy.findings(in: difference, of: phase, at: .beforeChecks)
        }
        let now = try findings(after)
        guard !now.isEmpty else { return [] }
        let known = Set(try findings(before).map { "\($0.rule)\u{0}\($0.path)" })
        return now.filter { !known.contains("\($0.rule)\u{0}\($0.path)") }
    }

    private static func sentence(_ finding: Finding) -> String {
        "- \(finding.path.isEmpty ? "" : "\(finding.path): ")\(finding.message)\n"
    }

    private static func sentence(_ file: FileChange) -> String {
        switch file.kind {
        case .create: "- \(file.path) is new\n"
        case .modify: "- \(file.path) is changed\n"
        case .delete: "- \(file.path) is deleted\n"
        case .rename: "- \(file.oldPath ?? "") is \(file.path) now\n"
        }
    }
}
