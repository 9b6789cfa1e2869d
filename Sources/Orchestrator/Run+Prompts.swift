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
    ///   - maxTokens: Tokens that what is shown may have; nil: as many as the settings say.
    func prompt(
        for role: Role, showing: [String], edits: EditStyle = .searchReplace,
        maxTokens: Int? = nil
    ) async throws(RunError) -> Call {
        let tokens = maxTokens ?? ledger.state.settings.context.maxTokens
        let prompt: Prompt =
            switch role {
            case .auditor: try auditorPrompt(maxTokens: maxTokens)
            case .fixer: try await fixerPrompt(showing: showing, edits, tokens)
            case .builder, .planner, .doctor:
                try await builderPrompt(showing: showing, edits, tokens)
            }
        let attempt = attempt
        return call(role, prompt, phase: attempt.phase, attempt: attempt.number)
    }

    func call(
        _ role: Role, _ prompt: Prompt, phase: PhaseID? = nil, attempt: Int? = nil
    ) -> Call {
        Call(
            role, prompt, phase: phase, attempt: attempt, redactor: tools.redactor,
            maxOutputTokens: ledger.state.settings.maxOutputTokens)
    }

    /// The call as it is for the model that was chosen: its form of edits, its window.
    ///
    /// Only the rules depend on the form; only where the prompt is larger than the window is it
    /// made again, with less to see.
    func fitted(
        _ call: Call, to model: ModelName, showing: [String]
    ) async throws(RunError) -> Call {
        let settings = ledger.state.settings
        let capability = settings.capability(of: model)
        var call = call
        let asksForEdits = call.role == .builder || call.role == .fixer
        let edits = asksForEdits ? editStyle(of: model) : .searchReplace
        if let window = capability.contextWindow {
            let output = min(capability.maxOutput ?? .max, call.maxOutputTokens)
            // A window that the output would fill leaves half of it to what goes in.
            let room = max(window - output, window / 2)
            var limit = settings.context.maxTokens
            while Pricing.estimatedTokens(of: call) > room, limit > 0 {
                let over = Pricing.estimatedTokens(of: call) - room
                let held = min(limit, Pricing.estimatedTokens(of: call))
                limit = max(0, min(limit / 2, held - over))
                call = try await prompt(for: call.role, showing: showing, maxTokens: limit)
            }
        }
        if edits != .searchReplace { call.system = EditingRules.text(edits) }
        return call
    }

    /// What the phase under way begins with, for whoever builds it in steps: map, files in scope,
    /// what the goal names; redacted, in at most so many tokens.
    ///
    /// - Parameter maxTokens: Nil: as many as the settings say.
    func openingContext(maxTokens: Int? = nil) async throws(RunError) -> String {
        let attempt = attempt
        let failures = ledger.state[phase: attempt.phase]?.failures ?? []
        let context = try await context(
            of: try tree(of: attempt.start), asked: [], failing: failures.last?.detail ?? "",
            maxTokens: maxTokens ?? ledger.state.settings.context.maxTokens)
        let text = [context.stableText, context.attemptText].filter { !$0.isEmpty }
            .joined(separator: "\n")
        return tools.redactor.redact(text).text.text
    }

    // MARK: By role

    var brief: PhaseBrief {
        let plan = ledger.state.plan
        return PhaseBrief(goal: plan.goal, phase: phase, checks: plan.checks)
    }

    private func builderPrompt(
        showing: [String], _ edits: EditStyle, _ maxTokens: Int
    ) async throws(RunError) -> Prompt {
        let attempt = attempt
        let state = ledger.state[phase: attempt.phase]
        let failures = state?.failures ?? []
        let context = try await context(
            of: try tree(of: attempt.start), asked: showing, failing: failures.last?.detail ?? "",
            maxTokens: maxTokens)
        return BuilderPrompt.write(
            brief, context: context, hints: advice.said, learned: advice.learned,
            earlier: failures.map(BuilderPrompt.Earlier.init), edits: edits)
    }

    private func fixerPrompt(
        showing: [String], _ edits: EditStyle, _ maxTokens: Int
    ) async throws(RunError) -> Prompt {
        let attempt = attempt
        guard let failing = failing(attempt) else {
            preconditionFailure("a fixer mends what fails a check")
        }
        let log = LogExcerpt.condense(
            String(decoding: try log(of: failing), as: UTF8.self), limitBytes: Run.logLimitBytes)
        let context = try await context(
            of: try start(for: .fixer), asked: showing,
            failing: "\(log)\n\(attempt.refusal?.message ?? "")", maxTokens: maxTokens)
        var text = ""
        if let candidate = attempt.candidate {
            text = try change(to: candidate).text(
                limitBytes: TokenEstimate.bytes(ofTokens: maxTokens) / 4)
        }
        return FixerPrompt.write(
            brief, context: context, change: text, failing: failing,
            analysis: ledger.state.openFix?.analysis, log: log,
            earlier: ledger.state.earlierFixes, refusal: attempt.refusal?.message,
            number: attempt.fixes + 1,
            limit: ledger.state.settings.fixesPerCandidate, hints: advice.said,
            learned: advice.learned, edits: edits)
    }

    private func auditorPrompt(maxTokens: Int?) throws(RunError) -> Prompt {
        guard let candidate = attempt.candidate else { preconditionFailure("no candidate") }
        let limit = maxTokens.map(TokenEstimate.bytes(ofTokens:)) ?? .max
        return AuditorPrompt.write(
            brief,
            change: try change(to: candidate).text(limitBytes: min(limit, Run.changeLimitBytes)),
            checks: attempt.checks?.checks ?? [],
            nearMatches: candidate.hunks.filter { $0.similarity < 1 })
    }

    // MARK: Differences

    /// Bytes of a difference that an Auditor is shown.
    static let changeLimitBytes = 200_000

    private func change(to candidate: CandidateCreated) throws(RunError) -> ChangeText {
        try change(from: try tree(of: ledger.state.tip), to: try commit(candidate.tree))
    }

    /// The difference of two trees without what may not be sent and what is too large to be read.
    func change(from old: ObjectID, to new: ObjectID) throws(RunError) -> ChangeText {
        let (repository, neverSend) = (ledger.repository, neverSend)
        return try git { () throws(GitError) in
            // Names and sizes come first: nothing large is read, and telling renames reads.
            let entries = try repository.difference(
                from: old, to: new,
                options: DifferenceOptions(findsRenames: false, countsLines: false))
            let secret = Set(
                entries.filter { !Run.maySend($0.path, neverSend) }.compactMap(\.old?.id))
            var unshown: [TreePath: String] = [:]
            var isLarge = false
            for entry in entries {
                let isMoved = entry.new.map { secret.contains($0.id) } ?? false
                if !Run.maySend(entry.path, neverSend) || isMoved {
                    unshown[entry.path] = "is changed, and is not sent"
                    continue
                }
                for side in [entry.old, entry.new].compactMap(\.self) where side.mode.isFile {
                    let size = try repository.header(of: side.id)?.size ?? .max
                    guard size > ContextAssembly<ContextReader>.fileLimitBytes else { continue }
                    unshown[entry.path] = "is changed, and too large to be shown"
                    isLarge = true
                }
            }
            let patch = try repository.patch(
                from: old, to: new, options: DifferenceOptions(findsRenames: !isLarge)
            ) { unshown[$0] == nil && Run.maySend($0, neverSend) }
            return ChangeText(
                patch: patch,
                unshown: unshown.sorted { $0.key < $1.key }.map { ("\($0.key)", $0.value) })
        }
    }

    /// A path that is no text cannot be matched by what the user wrote, and is named by no model.
    private static func maySend(_ path: TreePath, _ neverSend: NeverSend) -> Bool {
        path.text.map(neverSend.allows) ?? true
    }

    // MARK: Context

    func tree(of commit: String) throws(RunError) -> ObjectID {
        try tree(of: try self.commit(commit))
    }

    func tree(of commit: ObjectID) throws(RunError) -> ObjectID {
        let repository = ledger.repository
        return try git { () throws(GitError) in try repository.readCommit(commit).tree }
    }

    /// What is shown of a tree.
    private func context(
        of current: ObjectID, asked: [String], failing: String, maxTokens: Int
    ) async throws(RunError) -> Context {
        let state = ledger.state
        let (base, tip) = (try tree(of: state.base), try tree(of: state.tip))
        let (reader, repository) = (contexts, ledger.repository)
        var request = ContextRequest(
            goal: state.plan.goal, phase: phase, instructions: state.settings.instructions,
            neverSend: neverSend, maxTokens: maxTokens, asked: asked, failing: failing)
        do throws(GitError) {
            if current != tip {
                request.changed = try repository.difference(
                    from: tip, to: current,
                    options: DifferenceOptions(findsRenames: false, countsLines: false)
                ).compactMap { $0.new == nil ? nil : $0.path.text }
            }
            return try await ContextAssembly(request, from: reader).context(
                base: try reader.catalogue(of: base), tip: try reader.catalogue(of: tip),
                current: try reader.catalogue(of: current))
        } catch {
            throw RunError(error)
        }
    }
}

extension Call {
    /// The one way from a prompt to a call: nothing leaves that is not redacted.
    init(
        _ role: Role, _ prompt: Prompt, phase: PhaseID? = nil, attempt: Int? = nil,
        redactor: Redactor, maxOutputTokens: Int
    ) {
        let texts = prompt.opening.isEmpty ? [prompt.task] : ["\(prompt.opening)\n", prompt.task]
        self.init(
            role: role, phase: phase, attempt: attempt,
            system: redactor.redact(prompt.system).text.text,
            messages: [
                Message(.user, parts: texts.map { .text(redactor.redact($0).text.text) })
            ], maxOutputTokens: maxOutputTokens)
    }
}

extension BuilderPrompt.Earlier {
    /// A failed attempt as the next one is told.
    init(_ failure: PhaseFailure) {
        self.init(
            attempt: failure.attempt, category: failure.category, rootCause: failure.rootCause,
            detail: failure.detail)
    }
}
