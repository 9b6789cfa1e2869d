import Agents
import Editing
import Git
import Healing
import Ledger
import Providers
import RunModel
import Workspace

extension Run {
    /// Lets the phase's agent program work, and keeps what it made.
    ///
    /// Its money is its own: nothing is set aside beforehand, since nobody knows it, and what it
    /// says it was charged counts afterwards.
    func letWork(_ agent: String, as role: Role) async throws(RunError) {
        let state = ledger.state
        guard let settings = state.settings.builders[agent] else {
            return try record([
                .runFinished(
                    RunMoved(
                        state: .failed, reason: .environment,
                        message: "this run's settings have no builder '\(agent)'"))
            ])
        }
        if case .exceeds(let exceeded)? = state.refusal(of: Reservation(cost: .zero, tokens: 0)) {
            return try stop(exceeding: exceeded)
        }
        if role == .fixer { try beginFix() }
        let call = Call(
            role: role, phase: attempt.phase, attempt: attempt.number,
            messages: [
                Message(.user, tools.redactor.redact(try task(for: role)).text.text)
            ], maxOutputTokens: 0)
        let model = ModelName(provider: agent, model: agent)
        let request = try reserve(
            call, ModelChoice(model: model, why: "the phase's builder"),
            Reservation(cost: .zero, tokens: 0),
            marks: role == .builder ? CallMarks(advice) : CallMarks())
        let left = Double(state.wallClockEnd(now: now).milliseconds - now.milliseconds) / 1000
        let outcome = try await tools.bench.work(
            AgentTask(
                name: agent, settings: settings, prompt: call.messages[0].text,
                timeLimitSeconds: max(1, min(settings.timeoutSeconds, left))),
            on: try commitToWorkOn(as: role))
        if let failure = outcome.run.startFailure {
            return try recordInAttempt([
                .callFailed(
                    CallFailed(
                        request: request,
                        category: failure.reason == .sandbox ? .sandboxDenied : .missingDependency,
                        status: nil, retryInSeconds: nil, message: "\(agent): \(failure)"))
            ])
        }
        try keep(outcome, of: settings, call, model, request)
    }

    /// Where the agent starts: for a fix, the failing candidate.
    private func commitToWorkOn(as role: Role) throws(RunError) -> ObjectID {
        let attempt = attempt
        if role == .fixer, let candidate = attempt.candidate { return try commit(candidate.commit) }
        return try commit(attempt.start)
    }

    private func task(for role: Role) throws(RunError) -> String {
        let attempt = attempt
        let state = ledger.state[phase: attempt.phase]
        if role == .fixer, let failing = failing(attempt) {
            return AgentPrompt.fix(
                brief, instructions: ledger.state.settings.instructions, failing: failing,
                analysis: ledger.state.openFix?.analysis,
                log: LogExcerpt.condense(
                    String(decoding: try log(of: failing), as: UTF8.self),
                    limitBytes: Run.logLimitBytes),
                earlier: ledger.state.earlierFixes, refusal: attempt.refusal?.message,
                number: attempt.fixes + 1, limit: ledger.state.settings.fixesPerCandidate)
        }
        return AgentPrompt.build(
            brief, instructions: ledger.state.settings.instructions,
            hints: advice.said, learned: advice.learned,
            earlier: (state?.failures ?? []).map(BuilderPrompt.Earlier.init))
    }

    // MARK: What is kept

    /// Keeps the end of what it said and the files it changed, before anything is made of them: a
    /// crash from here on loses nothing, and nothing is paid twice.
    private func keep(
        _ outcome: AgentOutcome, of settings: BuilderSettings, _ call: Call, _ model: ModelName,
        _ request: String
    ) throws(RunError) {
        let run = outcome.run
        let account = ProgramAccount(of: run.output, as: settings.output)
        let report = WorkReport(outcome, of: model.provider, said: account.text)
        if let trouble = report.trouble { try say(trouble, changed: !outcome.difference.isEmpty) }
        let text: [UInt8]
        do {
            text = try report.text(redactor: tools.redactor)
        } catch {
            throw RunError(.failed, "keep what \(model.provider) made", detail: "\(error)")
        }
        let usage = account.usage ?? .zero
        let said = ModelName(provider: model.provider, model: account.model ?? model.model)
        try settle(
            call, said, request,
            Reply(
                text: String(decoding: text, as: UTF8.self),
                finish: run.timedOut ? .length : run.exit == 0 ? .stop : .error, usage: usage,
                model: account.model,
                reportedCost: account.cost
                    ?? ledger.state.settings.prices[said.description]?.cost(of: usage) ?? .zero))
    }

    /// A status that is not zero decides nothing, and is said.
    private func say(_ trouble: String, changed: Bool) throws(RunError) {
        let what = "\(trouble)\(changed ? "; its difference is judged all the same" : "")"
        tools.warn(what)
        try recordInAttempt([
            .healthChecked(
                HealthChecked(
                    ok: true,
                    findings: [
                        HealthFinding(
                            id: "builder_exit", severity: .warning, what: what,
                            why: "only the difference in the files counts", fix: "")
                    ], keys: [:]))
        ])
    }

    // MARK: What becomes of it

    /// Makes a candidate of what the agent changed, as it was kept.
    func applyWork(_ role: Role) throws(RunError) {
        guard let report = WorkReport(reading: try reply(of: attempt)) else {
            return try refuse(
                .replyMalformed, "report", "what was kept of the agent's work cannot be read")
        }
        if let left = report.refused.first(where: { $0.path == WorkReport.stateOfGit }) {
            return try refuse(
                .mergeConflict, "operation",
                "\(report.agent) left work of git's own half-way: \(left.why)")
        }
        if !report.refused.isEmpty {
            let names = report.refused.map { "\($0.path): \($0.why)" }
            return try refuse(.invalidResult, "files", names.joined(separator: "\n"))
        }
        guard !report.files.isEmpty else { return try refuseUnchanged(report) }
        try candidate(of: report.files, on: try start(for: role))
    }

    /// Makes a candidate of what commands changed in the workspace.
    func candidate(of difference: WorkDifference, on base: ObjectID) throws(RunError) {
        if !difference.refused.isEmpty {
            let names = difference.refused.map { "\($0.path): \($0.why)" }
            return try refuse(.invalidResult, "files", names.joined(separator: "\n"))
        }
        try candidate(of: difference.files.compactMap(WorkReport.File.init), on: base)
    }

    private func candidate(of files: [WorkReport.File], on base: ObjectID) throws(RunError) {
        let repository = ledger.repository
        let tree = TreeBase(repository, tree: base)
        var files = files
        for (index, file) in files.enumerated() {
            guard case .file(let bytes, let isExecutable) = file.content,
                Redactor.firstMark(in: bytes[...]) != nil
            else { continue }
            let restored = try git { () throws(GitError) in
                try ShownBase(tree, tools.redactor).restored(bytes, of: file.path)
            }
            files[index].content = .file(restored, isExecutable: isExecutable)
        }
        try candidate(
            files: files.map(FileChange.init), hunks: [], on: base
        ) { () throws(GitError) in
            var changes: [TreeChange] = []
            for file in files { changes.append(try file.change(in: repository)) }
            return try repository.writeTree(base: base, changes: changes)
        }
    }

    private func refuseUnchanged(_ report: WorkReport) throws(RunError) {
        guard let trouble = report.trouble else {
            return try refuse(
                .invalidResult, "empty", "\(report.agent) ended and has changed nothing")
        }
        let lines = report.transcript.split(separator: "\n").suffix(20).joined(separator: "\n")
        try refuse(
            .replyEmpty, report.timedOut ? "timeout" : "exit",
            "\(trouble) and has changed nothing" + (lines.isEmpty ? "" : ":\n\(lines)"))
    }
}

extension WorkReport {
    /// The end of what a program printed says why it ended.
    private static let transcriptLimitBytes = 16_000

    /// Stands for what git keeps beside the files, where an agent left a rebase half-way.
    fileprivate static let stateOfGit = ".git"

    fileprivate init(_ outcome: AgentOutcome, of agent: String, said: String) {
        let run = outcome.run
        let printed =
            said.isEmpty || run.exit != 0
            ? [Array(said.utf8), said.isEmpty ? run.output : [], run.errors] : [Array(said.utf8)]
        let bytes = Array(printed.filter { !$0.isEmpty }.joined(separator: [10]))
        let kept = bytes.suffix(Self.transcriptLimitBytes).drop { $0 & 0xC0 == 0x80 }
        self.init(
            agent: agent, exit: run.exit, timedOut: run.timedOut, seconds: run.seconds,
            refused: (outcome.inProgress.map { [Refused(path: Self.stateOfGit, why: "\($0)")] }
                ?? [])
                + outcome.difference.refused.map {
                    Refused(path: $0.path.description, why: $0.why)
                }, transcript: String(decoding: kept, as: UTF8.self),
            files: outcome.difference.files.compactMap(File.init))
    }
}

extension WorkReport.File {
    /// Nil for a path that is no text.
    fileprivate init?(_ file: WorkDifference.File) {
        guard let path = file.path.text else { return nil }
        self.init(path: path, content: Content(file.content))
    }
}

extension WorkReport.File.Content {
    fileprivate init(_ content: WorkDifference.Content) {
        self =
            switch content {
            case .file(let bytes, let isExecutable): .file(bytes, isExecutable: isExecutable)
            case .link(let target): .link(target)
            case .gone: .gone
            }
    }
}

extension FileChange {
    /// The change as the scan for secrets sees it.
    fileprivate init(_ file: WorkReport.File) {
        switch file.content {
        case .file(let bytes, let isExecutable):
            self.init(path: file.path, kind: .modify, bytes: bytes, isExecutable: isExecutable)
        case .link(let target): self.init(path: file.path, kind: .modify, bytes: target)
        case .gone: self.init(path: file.path, kind: .delete, bytes: nil)
        }
    }
}

extension WorkReport.File {
    /// Writes the blob, and says what the tree becomes.
    fileprivate func change(in repository: Repository) throws(GitError) -> TreeChange {
        switch content {
        case .file(let bytes, let isExecutable):
            .put(
                TreePath(path), isExecutable ? .executable : .regular,
                try repository.writeBlob(bytes))
        case .link(let target):
            .put(TreePath(path), .symbolicLink, try repository.writeBlob(target))
        case .gone: .remove(TreePath(path))
        }
    }
}
