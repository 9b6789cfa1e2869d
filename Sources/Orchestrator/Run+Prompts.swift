import Agents
import Git
import Healing
import Ledger
import Providers
import RunModel

extension Run {
    /// What the model is told, from git objects and the journal alone.
    ///
    /// - Parameters:
    ///   - showing: Paths that the Builder asked to be shown.
    ///   - edits: The form in which edits are asked for.
    func prompt(
        for role: Role, showing: [String], edits: EditStyle = .searchReplace
    ) throws(RunError) -> Call {
        let prompt: Prompt =
            switch role {
            case .auditor: try auditorPrompt()
            case .fixer: try fixerPrompt(showing: showing, edits)
            case .builder, .planner, .doctor: try builderPrompt(showing: showing, edits)
            }
        let attempt = attempt
        return Call(
            role: role, phase: attempt.phase, attempt: attempt.number,
            system: tools.redactor.redact(prompt.system).text.text,
            messages: [Message(.user, tools.redactor.redact(prompt.user).text.text)],
            maxOutputTokens: ledger.state.settings.maxOutputTokens)
    }

    var brief: PhaseBrief {
        let plan = ledger.state.plan
        return PhaseBrief(goal: plan.goal, phase: phase, checks: plan.checks)
    }

    private func builderPrompt(
        showing: [String], _ edits: EditStyle
    ) throws(RunError) -> Prompt {
        let attempt = attempt
        let state = ledger.state[phase: attempt.phase]
        let failures = state?.failures ?? []
        let start = try commit(attempt.start)
        let tree = try git { () throws(GitError) in try ledger.repository.readCommit(start).tree }
        let context = try context(
            of: tree, asked: showing, mentions: failures.last?.detail ?? "")
        return BuilderPrompt.write(
            brief, context: context, hints: state?.hints ?? [],
            earlier: failures.map { failure in
                BuilderPrompt.Earlier(
                    attempt: failure.attempt, category: failure.category,
                    rootCause: failure.rootCause, detail: failure.detail)
            }, edits: edits)
    }

    private func fixerPrompt(
        showing: [String], _ edits: EditStyle
    ) throws(RunError) -> Prompt {
        let attempt = attempt
        guard let failing = failing(attempt) else {
            preconditionFailure("a fixer mends what fails a check")
        }
        let log = LogExcerpt.condense(
            String(decoding: try log(of: failing), as: UTF8.self), limitBytes: Run.logLimitBytes)
        let candidate = attempt.candidate
        let tree = try start(for: .fixer)
        let context = try context(
            of: tree, asked: (candidate?.files.map(\.path) ?? []) + showing, mentions: log)
        let change = try candidate.map { made throws(RunError) in try patch(of: made) } ?? ""
        return FixerPrompt.write(
            brief, context: context, change: change, failing: failing, log: log,
            refusal: attempt.refusal?.message, number: attempt.fixes + 1,
            limit: ledger.state.settings.fixesPerCandidate, edits: edits)
    }

    private func auditorPrompt() throws(RunError) -> Prompt {
        guard let candidate = attempt.candidate else { preconditionFailure("no candidate") }
        return AuditorPrompt.write(
            brief, change: try patch(of: candidate), checks: attempt.checks?.checks ?? [],
            nearMatches: candidate.hunks.filter { $0.similarity < 1 })
    }

    /// The candidate's difference to the run's tip, in bounds, without what may not be sent.
    private func patch(of candidate: CandidateCreated) throws(RunError) -> String {
        let (tip, tree) = (try commit(ledger.state.tip), try commit(candidate.tree))
        let (repository, selection) = (ledger.repository, selection)
        var hidden: [String] = []
        let bytes = try git { () throws(GitError) in
            try repository.patch(from: try repository.readCommit(tip).tree, to: tree) { path in
                let isShown = path.text.map { selection.maySend($0) } ?? true
                if !isShown, !hidden.contains("\(path)") { hidden.append("\(path)") }
                return isShown
            }
        }
        var text = String(decoding: bytes.prefix(Run.patchLimitBytes), as: UTF8.self)
        let left = bytes.count - Run.patchLimitBytes
        if left > 0 { text += "\n[\(left) bytes of the change are not shown]\n" }
        return text + hidden.map { "[\($0) is changed, and is not sent]\n" }.joined()
    }

    private var selection: ContextSelection {
        ContextSelection(phase: phase, neverSend: ledger.state.settings.neverSend)
    }

    static let patchLimitBytes = 200_000

    /// What is shown of a tree.
    private func context(
        of tree: ObjectID, asked: [String], mentions: String
    ) throws(RunError) -> Context {
        let repository = ledger.repository
        let selection = selection
        return try git { () throws(GitError) in
            var candidates: [ContextSelection.Candidate] = []
            try repository.walk(tree) { (path, entry) throws(GitError) in
                guard entry.mode.isFile, let text = path.text else { return .proceed }
                candidates.append(
                    ContextSelection.Candidate(
                        path: text, sizeBytes: try repository.header(of: entry.id)?.size ?? 0))
                return candidates.count < Run.candidateLimit ? .proceed : .stop
            }
            return try selection.choose(from: candidates, asked: asked, mentions: mentions) {
                (path: String) throws(GitError) in
                try repository.readFile(at: TreePath(path), in: tree) ?? []
            }
        }
    }

    /// Files that are looked at for a context; in larger repositories a scope or a name in the
    /// goal has to lead to them.
    private static let candidateLimit = 20_000
}
