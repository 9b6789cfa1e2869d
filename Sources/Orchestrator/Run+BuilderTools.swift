import Agents
import Editing
import Git
import Governance
import Healing
import Ledger
import Providers
import RunModel

/// The tools of a Builder, each governed: what may not leave the machine is neither shown nor
/// changed, and an edit that policy forbids is not made.
extension Run {
    /// Makes one call.
    ///
    /// - Parameter editsMade: Every edit of the same reply was; else it is not the time to end.
    func perform(
        _ call: ToolCall, _ work: ToolWork, editsMade: Bool
    ) async throws(RunError) -> ToolWork.Outcome {
        let request: ToolRequest
        do throws(ToolFault) {
            request = try ToolRequest(call)
        } catch {
            return .failed(clean(error.message))
        }
        let look = TreeTools(
            TreeBase(ledger.repository, tree: work.tree), maySend: mayBeSent)
        switch request {
        case .list(let folder, let glob):
            return try shown { () throws(GitError) in try look.list(folder: folder, glob: glob) }
        case .read(let path, let lines):
            return try shown { () throws(GitError) in try look.read(path, lines: lines) }
        case .search(let text, let glob, let ignoresCase):
            return try shown { () throws(GitError) in
                try look.search(text, glob: glob, ignoresCase: ignoresCase)
            }
        case .edit(let edit): return try self.edit(edit, on: work.tree)
        case .check(let name): return try await check(name, work)
        case .finish:
            precondition(!editsMade, "the loop ends by itself")
            return .failed("not ended: an edit of the same reply was not made; look at it first")
        }
    }

    private func shown(
        _ look: () throws(GitError) -> Result<String, ToolFault>
    ) throws(RunError) -> ToolWork.Outcome {
        switch try git(look) {
        case .success(let text): return ToolWork.Outcome(text: clean(text))
        case .failure(let fault): return .failed(clean(fault.message))
        }
    }

    /// Text for a model, without secrets.
    private func clean(_ text: String) -> String { tools.redactor.redact(text).text.text }

    private var mayBeSent: (String) -> Bool {
        NeverSend(ledger.state.settings.neverSend).allows
    }

    // MARK: edit

    /// Applies an edit to a tree, or says why it is not made.
    func edit(_ edit: ToolEdit, on tree: ObjectID) throws(RunError) -> ToolWork.Outcome {
        let repository = ledger.repository
        let base = TreeBase(repository, tree: tree)
        let maySend = mayBeSent
        let outcome = try git { () throws(GitError) in
            try edit.apply(to: SendableTree(base, maySend: maySend))
        }
        switch outcome {
        case .noEdits:
            return .failed("edit: 'blocks' holds no edit in any format that is understood")
        case .refused(let refusal):
            return .failed(clean(Fence.wrap(refusal.message, label: "The edit was not made:")))
        case .applied(let applied):
            if let hidden = try hidden(in: applied.files, base, maySend) {
                return .failed(
                    "The edit was not made: \(hidden) may not leave this machine, and what is"
                        + " not shown is not changed")
            }
            return try make(applied, on: base)
        }
    }

    /// A file that is there and may not be sent.
    private func hidden(
        in files: [FileChange], _ base: TreeBase, _ maySend: (String) -> Bool
    ) throws(RunError) -> String? {
        for path in files.flatMap({ [$0.path] + ($0.oldPath.map { [$0] } ?? []) })
        where !maySend(path) {
            let entry = try git { () throws(GitError) in try base.entry(at: path) }
            if entry != nil { return path }
        }
        return nil
    }

    private func make(
        _ applied: AppliedEdits, on base: TreeBase
    ) throws(RunError) -> ToolWork.Outcome {
        if let refused = try secret(in: applied.files, on: base.tree) {
            return .failed("The edit was not made: \(clean(refused.message))")
        }
        let repository = ledger.repository
        let tree = try git { () throws(GitError) in
            try repository.writeTree(base: base.tree, files: applied.files)
        }
        guard tree != base.tree else {
            return .failed("Nothing changes: that is how it is already")
        }
        let findings = try findings(from: base.tree, to: tree)
        let blocked = findings.filter { $0.severity == .blocked }.map(ToolWork.sentence)
        guard blocked.isEmpty else {
            return .failed(
                clean("The edit was not made, policy forbids it:\n" + blocked.joined()))
        }
        let hunks = applied.hunks.map(AppliedHunk.init)
        var text = "Made:\n" + applied.files.map(ToolWork.sentence).joined()
        text += hunks.filter { $0.similarity < 1 }.map { hunk in
            "\(hunk.path):\(hunk.line.value ?? 0): placed by likeness"
                + " (\(Int(hunk.similarity * 100)) %); read it to be sure\n"
        }.joined()
        let asked = findings.map(ToolWork.sentence)
        if !asked.isEmpty { text += "A person will be asked about it:\n" + asked.joined() }
        return ToolWork.Outcome(text: clean(text), tree: tree, hunks: hunks)
    }

    /// What policy says of the whole change after an edit and did not say before.
    private func findings(
        from before: ObjectID, to after: ObjectID
    ) throws(RunError) -> [Finding] {
        let (repository, policy, phase) = (ledger.repository, policy, phase)
        let tip = try commit(ledger.state.tip)
        return try git { () throws(GitError) in
            let tipTree = try repository.readCommit(tip).tree
            func findings(_ tree: ObjectID) throws(GitError) -> [Finding] {
                let difference = try TreeDifference.read(from: tipTree, to: tree, in: repository)
                return difference.files.isEmpty
                    ? [] : policy.findings(in: difference, of: phase, at: .beforeChecks)
            }
            let now = try findings(after)
            guard !now.isEmpty else { return [] }
            let known = Set(try findings(before).map { "\($0.rule)\u{0}\($0.path)" })
            return now.filter { !known.contains("\($0.rule)\u{0}\($0.path)") }
        }
    }

    // MARK: check

    private func check(
        _ name: String?, _ work: ToolWork
    ) async throws(RunError) -> ToolWork.Outcome {
        let all = ledger.state.plan.checks + phase.checks
        let limit = ledger.state.settings.agent.maxChecks
        guard work.conversation.checks + work.checks < limit else {
            return .failed("check: the checks ran \(limit) times already (agent.max_checks)")
        }
        let wanted = name.map { name in all.filter { $0.name == name } } ?? all
        guard !wanted.isEmpty else {
            guard let name else { return .failed("check: this phase has no checks") }
            let names = all.map(\.name)
            let meant = Nearest.word(to: name, among: names).map { "; perhaps '\($0)'" } ?? ""
            return .failed(
                "check: there is no check '\(name)'\(meant); there are"
                    + " \(names.joined(separator: ", "))")
        }
        try await tools.bench.bring(to: try pinned(work.tree))
        var parts: [String] = []
        for check in wanted { parts.append(try await sentence(of: check)) }
        return ToolWork.Outcome(text: clean(parts.joined(separator: "\n")), checks: 1)
    }

    private func sentence(of check: Check) async throws(RunError) -> String {
        let result = try run(try await tools.bench.run(check), of: check)
        guard result.exit != 0 else { return "\(check.name): passes\n" }
        var text = "\(check.name): fails (exit \(result.exit))\n"
        let before = ledger.state.baseline?.checks.first { $0.name == check.name }
        if let before, !before.passed {
            let known = Set(before.failed)
            let new = result.failed.filter { !known.contains($0) }
            text +=
                "It failed before the change too"
                + (new.isEmpty ? ".\n" : "; new failures: \(new.joined(separator: ", "))\n")
        }
        guard let blob = result.log else { return text }
        let keeper = ledger
        let log = try Orchestrator.ledger { () throws(LedgerError) in try keeper.read(blob) }
        return text
            + Fence.wrap(
                LogExcerpt.condense(
                    String(decoding: log, as: UTF8.self), limitBytes: Run.logLimitBytes),
                label: "Its output:")
    }
}

extension ToolWork {
    fileprivate static func sentence(_ finding: Finding) -> String {
        "- \(finding.path.isEmpty ? "" : "\(finding.path): ")\(finding.message)\n"
    }

    fileprivate static func sentence(_ file: FileChange) -> String {
        switch file.kind {
        case .create: "- \(file.path) is new\n"
        case .modify: "- \(file.path) is changed\n"
        case .delete: "- \(file.path) is deleted\n"
        case .rename: "- \(file.oldPath ?? "") is \(file.path) now\n"
        }
    }
}
