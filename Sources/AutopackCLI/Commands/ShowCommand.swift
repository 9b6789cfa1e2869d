import ArgumentParser
import Effects
import Git
import Ledger
import RunModel

/// `git autopack show`.
struct ShowCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show a run, a phase of it, or one attempt.",
        usage: "git autopack show [RUN[:PHASE[:ATTEMPT]]] [OPTION…]")

    @Argument(help: "Else the newest run started from this branch.")
    var run: String?

    @Flag(help: "What was asked of the models.")
    var prompt = false
    @Flag(help: "What the models answered.")
    var reply = false
    @Flag(help: "The candidates' changes.")
    var patch = false
    @Flag(help: "What the checks printed.")
    var checks = false
    @Flag(help: "What the auditors said.")
    var audit = false

    @Flag(help: "As Markdown.")
    var markdown = false

    @Flag(help: "Print JSON.")
    var json = false

    func run(_ invocation: Invocation) async throws(UserError) {
        let session = try Session(invocation)
        let address = try RunAddress(run)
        let tip = try session.find(address.run)
        guard address.phase != nil || prompt || reply || patch || checks || audit else {
            let page = RunPage(session.output)
            guard !markdown else { return page.printMarkdown(tip.state) }
            return page.print(tip.state, failures: failures(of: tip.state.run, session))
        }
        if let phase = address.phase, tip.state[phase: phase] == nil {
            let names = tip.state.phases.map(\.id.description)
            throw UserError(
                .usage, "not_found", "run \(tip.state.run) has no phase '\(phase)'",
                hint: "its phases: \(names.joined(separator: ", "))")
        }
        let reader = JournalReader(session.repository)
        let entries = try userLedger { () throws(LedgerError) in
            try reader.entries(of: tip.state.run, from: tip.commit)
        }.filter { entry in
            (address.phase == nil || entry.phase == address.phase)
                && (address.attempt == nil || entry.attempt == address.attempt)
        }
        if let attempt = address.attempt, entries.isEmpty {
            throw UserError(
                .usage, "not_found",
                "phase '\(address.phase?.description ?? "")' has no attempt \(attempt)",
                hint: "git autopack show \(tip.state.run)")
        }
        do throws(UserError) {
            for entry in entries { try show(entry, tip.state, session) }
        } catch {
            guard error.code == "missing_object", isForgotten(tip, session) else { throw error }
            throw UserError(
                .failed, "forgotten",
                "the texts of run \(tip.state.run) were erased: git autopack forget was asked to",
                hint: "git autopack show \(tip.state.run)")
        }
    }

    /// The run's journal says that its texts were erased.
    private func isForgotten(_ tip: JournalTip, _ session: Session) -> Bool {
        let entries = try? JournalReader(session.repository)
            .entries(of: tip.state.run, from: tip.commit)
        return entries?.contains { entry in
            if case .runForgotten = entry.event { true } else { false }
        } ?? false
    }

    /// What the run saw fail, and what is known of it from the runs before; a run whose history
    /// cannot be read is shown all the same.
    private func failures(
        of run: RunID, _ session: Session
    ) -> [(own: FailureRecord, before: FailureRecord?)]? {
        let ledger = StatisticsLedger(session.repository, files: session.world.files)
        do throws(LedgerError) {
            return try ledger.failures(of: run)
        } catch {
            session.output.note("warning: \(Visible.line(error.detail))")
            return nil
        }
    }

    private func show(
        _ entry: JournalEntry, _ state: RunState, _ session: Session
    ) throws(UserError) {
        let output = session.output
        let everything = !(prompt || reply || patch || checks || audit)
        if output.isJSON {
            if everything || concerns(entry.event) { output.json(entry) }
            return
        }
        let place = [entry.phase?.description, entry.attempt.map { "attempt \($0)" }]
            .compactMap(\.self).joined(separator: ", ")
        let title = "\(place.isEmpty ? "" : "\(place): ")\(EventSentence.write(entry.event, state))"
        if everything { return output.print("\(entry.seq) \(Visible.line(title))") }
        guard concerns(entry.event) else { return }
        output.print(output.styled("# \(Visible.line(title))", .bold))
        switch entry.event {
        case .callReserved(let call): try blob(call.prompt, session)
        case .callFinished(let call): try blob(call.reply, session)
        case .candidateCreated(let candidate): try patch(of: candidate, session)
        case .checksFinished(let checked), .baselineChecked(let checked):
            try results(checked.checks, "", session)
            if let tests = checked.tests {
                try results(tests.baseTests, "the base's tests on this code, ", session)
                try results(tests.newTests, "the new tests on the base's code, ", session)
            }
        case .auditFinished(let audit):
            output.print(Visible.text(audit.summary))
            if let paragraph = EventSentence.paragraph(entry.event) {
                output.print(Visible.text(paragraph))
            }
        default: break
        }
    }

    private func results(
        _ checks: [CheckResult], _ whose: String, _ session: Session
    ) throws(UserError) {
        for check in checks {
            session.output.print(
                "## \(whose)\(Visible.line(check.name)): exit \(check.exit)")
            for (word, names) in [
                ("fails", check.failed), ("fails anew", check.newFailures),
                ("passes now", check.fixed), ("flaky", check.flaky),
            ] where !names.isEmpty {
                session.output.print("\(word): \(Visible.line(names.joined(separator: ", ")))")
            }
            if let log = check.log.value { try blob(log, session) }
        }
    }

    private func concerns(_ event: Event) -> Bool {
        switch event {
        case .callReserved: prompt
        case .callFinished: reply
        case .candidateCreated: patch
        case .checksFinished, .baselineChecked: checks
        case .auditFinished: audit
        default: false
        }
    }

    private func blob(_ hex: String, _ session: Session) throws(UserError) {
        let id = try session.id(hex)
        let repository = session.repository
        let bytes = try userGit { () throws(GitError) in try repository.readBlob(id) }
        session.output.print(Visible.text(String(decoding: bytes, as: UTF8.self)))
    }

    private func patch(of candidate: CandidateCreated, _ session: Session) throws(UserError) {
        let id = try session.id(candidate.commit)
        let repository = session.repository
        let bytes = try userGit { () throws(GitError) in
            let commit = try repository.readCommit(id)
            let parent = try commit.parents.first.map { id throws(GitError) in
                try repository.readCommit(id).tree
            }
            return try repository.patch(from: parent, to: commit.tree)
        }
        session.output.print(Visible.text(String(decoding: bytes, as: UTF8.self)))
    }
}

/// `RUN[:PHASE[:ATTEMPT]]` as a person writes it.
struct RunAddress {
    var run: String?
    var phase: PhaseID?
    var attempt: Int?

    init(_ text: String?) throws(UserError) {
        guard let text else { return }
        guard !text.isEmpty else {
            throw UserError(
                .usage, "usage", "the name of the run is empty", hint: "git autopack log")
        }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        run = parts[0].isEmpty ? nil : parts[0]
        if parts.count > 1 { phase = try RunNames.phase(parts[1]) }
        if parts.count > 2 {
            guard parts.count == 3, let number = Int(parts[2]), number > 0 else {
                throw UserError(
                    .usage, "usage", "'\(text)' is not RUN[:PHASE[:ATTEMPT]]")
            }
            attempt = number
        }
    }
}
