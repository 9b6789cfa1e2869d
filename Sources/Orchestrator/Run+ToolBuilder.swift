import Agents
import Editing
import Git
import Governance
import Ledger
import Providers
import RunModel

/// The Builder with tools (`builder: agent`): a conversation of which each question is one call.
///
/// A reply is recorded, read back and then acted on; what came of it is recorded with the next
/// question. So whoever takes the run up asks nothing twice and does nothing again whose result is
/// recorded.
extension Run {
    /// Asks the first question, or asks it again where no reply came.
    func openConversation() async throws(RunError) {
        var conversation = try conversation()
        if conversation.turns.isEmpty {
            // What else it needs it looks at itself.
            let draft = try await prompt(
                for: .builder, showing: [],
                maxTokens: ledger.state.settings.context.maxTokens / 2)
            conversation.turns = [
                ToolConversation.Turn(
                    prompt: .opening(
                        system: ToolPrompt.rules, user: draft.messages.flatMap(\.texts),
                        tools: BuilderTool.allCases.map(\.definition)))
            ]
        }
        try await ask(conversation)
    }

    /// Does what the last reply asks for, and goes on or makes a candidate of the tree.
    func takeTurn() async throws(RunError) {
        if let retryAt = attempt.retryAt { try await wait(until: retryAt) }
        let conversation = try conversation()
        guard let last = conversation.turns.last else { preconditionFailure("no turn is recorded") }
        // The question is recorded and has no answer yet.
        guard let reply = last.reply else { return try await ask(conversation) }
        let work = ToolWork(conversation: conversation, tree: try commit(conversation.tree))
        guard !reply.requested.isEmpty else { return try await takeProse(reply, work) }
        try await perform(reply, work)
    }

    /// The conversation of the attempt under way, from what is kept.
    func conversation() throws(RunError) -> ToolConversation {
        let attempt = attempt
        let start = try start(for: .builder)
        let keeper = ledger
        var turns: [ToolConversation.Turn] = []
        for turn in attempt.turns ?? [] {
            let (prompt, reply) = try Orchestrator.ledger { () throws(LedgerError) in
                (
                    try memory.prompt(turn.prompt, read: keeper.read),
                    try turn.reply.map { blob throws(LedgerError) in
                        try memory.reply(blob, read: keeper.read)
                    }
                )
            }
            guard let prompt, reply != .some(nil) else {
                throw RunError(
                    .invalid, "go on with \(ledger.run)",
                    detail: "a turn of attempt \(attempt.number) cannot be read")
            }
            turns.append(
                ToolConversation.Turn(prompt: prompt, reply: reply ?? nil, tokens: turn.tokens))
        }
        return ToolConversation(start: start.hex, turns: turns)
    }

    /// A turn's reply as it is kept.
    func recorded(_ reply: Reply) -> [UInt8] {
        TurnReply(reply, redactor: tools.redactor).bytes
    }

    // MARK: Asking

    private func ask(_ conversation: ToolConversation) async throws(RunError) {
        guard let last = conversation.turns.last else { preconditionFailure("nothing is asked") }
        let draft = call(conversation, isPlain: false)
        let facts = try facts(for: draft)
        guard let choice = try await choose(.builder, facts) else { return }
        let isPlain = takesNoTools(choice.model)
        try await exchange(
            isPlain ? call(conversation, isPlain: true) : draft, choice, facts,
            tries: attempt.tries,
            turn: ConversationTurn(number: conversation.turns.count, prompt: last.prompt),
            marks: conversation.turns.count == 1 ? CallMarks(advice) : CallMarks())
    }

    private func call(_ conversation: ToolConversation, isPlain: Bool) -> Call {
        let attempt = attempt
        return Call(
            role: .builder, phase: attempt.phase, attempt: attempt.number,
            system: conversation.system(isPlain: isPlain),
            messages: conversation.messages(isPlain: isPlain),
            maxOutputTokens: ledger.state.settings.maxOutputTokens,
            tools: isPlain ? [] : conversation.tools)
    }

    /// Programs on this machine take no tools, and some models do not.
    private func takesNoTools(_ model: ModelName) -> Bool {
        let settings = ledger.state.settings
        return settings.providers[model.provider]?.wire == .command
            || settings.capability(of: model).tools == .none
    }

    /// Records what came of the last reply with the next question, unless a limit is reached.
    private func goOn(_ work: ToolWork, note: String? = nil) async throws(RunError) {
        let limits = ledger.state.settings.agent
        var conversation = work.conversation
        let steps = conversation.turns.count
        if steps >= limits.maxSteps {
            return try end(work, "max_steps", "used its \(limits.maxSteps) steps (agent.max_steps)")
        }
        if conversation.tokens >= limits.maxTokens {
            return try end(
                work, "max_tokens",
                "used \(conversation.tokens) of \(limits.maxTokens) tokens (agent.max_tokens)")
        }
        var notes = work.notes + (note.map { [$0] } ?? [])
        let left = limits.maxSteps - steps
        if left <= 3 { notes.append(ToolPrompt.stepsLeft(left)) }
        var results = TurnResults(
            results: work.results, note: notes.isEmpty ? nil : notes.joined(separator: "\n"),
            tree: work.tree.hex, hunks: work.hunks, checks: work.checks)
        conversation.turns.append(ToolConversation.Turn(prompt: .results(results)))
        results.condensed = condensing(conversation)
        conversation.turns[steps].prompt = .results(results)
        if work.tree.hex != work.conversation.tree { _ = try pinned(work.tree) }
        try await ask(conversation)
    }

    /// How many of the oldest results are left out so that the model's context holds the rest.
    private func condensing(_ conversation: ToolConversation) -> Int {
        let settings = ledger.state.settings
        let window =
            (try? ModelName.resolve(attempt.model, in: settings)).flatMap { model in
                settings.capability(of: model).contextWindow
            } ?? Run.assumedContextTokens
        let room = window - window / 8 - settings.maxOutputTokens
        return conversation.condensing(to: room) { messages in
            var call = call(conversation, isPlain: false)
            call.messages = messages
            return Pricing.estimatedTokens(of: call)
        }
    }

    /// What the context of a model holds of which nothing is known.
    private static let assumedContextTokens = 128_000

    /// A commit of the tree that stays: checks run on one, and objects are kept by one.
    func pinned(_ tree: ObjectID) throws(RunError) -> ObjectID {
        let commit = try writeCandidate(tree: tree, parent: try commit(ledger.state.tip))
        ledger.pin(commit)
        return commit
    }

    // MARK: Ending

    /// The tree as it is now is the change.
    func finish(_ work: ToolWork) throws(RunError) {
        guard work.tree.hex != work.conversation.start else {
            return try refuse(
                .invalidResult, "empty", "the Builder ended without an edit: nothing changes")
        }
        // Each edit was searched for secrets before its first blob was written.
        let (tree, hunks) = (work.tree, work.conversation.hunks + work.hunks)
        try candidate(files: [], hunks: hunks, on: tree) { () throws(GitError) in tree }
    }

    /// A limit is reached: what there is counts, where there is something.
    private func end(_ work: ToolWork, _ reason: String, _ what: String) throws(RunError) {
        let attempt = "attempt \(attempt.number) of \(attempt.phase)"
        guard work.tree.hex != work.conversation.start else {
            return try refuse(
                .replyMalformed, reason, "the Builder \(what), and changed nothing")
        }
        tools.warn("\(attempt): the Builder \(what); what it changed so far is judged")
        try finish(work)
    }

    // MARK: Replies

    /// A reply that calls no tool: edits in another form, or the Builder's last word.
    private func takeProse(_ reply: TurnReply, _ work: ToolWork) async throws(RunError) {
        var work = work
        let isAgain = work.conversation.wasPrompted
        if reply.finish == .contentFilter {
            return try refuse(.replyRefused, "refused", "the model declined to make the change")
        }
        if reply.finish == .length {
            guard !isAgain else {
                return try refuse(
                    .replyTruncated, "truncated", "replies end at the output limit again and again")
            }
            return try await goOn(work, note: ToolWork.cutOff)
        }
        switch EditParser.parse(reply: Array(reply.text.utf8)) {
        case .edits, .refused:
            let desk = try desk()
            let outcome = try git { () throws(GitError) in
                try desk.edit(.blocks(reply.text), on: work.tree)
            }
            guard outcome.isError else {
                work.take(outcome)
                return try finish(work)
            }
            guard !isAgain else { return try refuse(.notFound, "not-found", outcome.text) }
            try await goOn(work, note: outcome.text)
        case .noEdits(let none):
            if work.tree.hex != work.conversation.start { return try finish(work) }
            if none.isRefusalByModel {
                return try refuse(.replyRefused, "refused", "the model declined to make the change")
            }
            if reply.text.allSatisfy(\.isWhitespace) {
                return try refuse(.replyEmpty, "no-edits", "the reply is empty")
            }
            guard !isAgain else {
                return try refuse(
                    .replyMalformed, "no-edits", "the Builder called no tool, and changed nothing")
            }
            try await goOn(work, note: ToolPrompt.nothingDone)
        }
    }

    /// Makes the reply's calls, one after the other.
    private func perform(_ reply: TurnReply, _ start: ToolWork) async throws(RunError) {
        var work = start
        let limits = ledger.state.settings.agent
        var history = work.conversation.history(limit: limits.maxRepeats)
        var allEditsMade = true
        for (index, call) in reply.requested.enumerated() {
            guard index < ToolLimits.callsPerTurn else {
                work.add(
                    .failed("not made: a reply may make \(ToolLimits.callsPerTurn) calls"), call)
                continue
            }
            if call.name == BuilderTool.finish.rawValue, allEditsMade,
                (try? ToolRequest(call)) != nil
            {
                return try finish(work)
            }
            var outcome = try await perform(call, work, editsMade: allEditsMade)
            if outcome.isError, call.name == BuilderTool.edit.rawValue { allEditsMade = false }
            if outcome.isError, reply.finish == .length { outcome.text += "\n" + ToolWork.cutOff }
            let result = work.add(outcome, call)
            switch history.take(call, result) {
            case .fresh: break
            case .repeated(let count):
                work.notes.append(ToolPrompt.repeated(count, of: limits.maxRepeats))
            case .loop(let what):
                return try refuse(
                    .replyMalformed, CandidateRefused.loop,
                    "the Builder goes round in circles: \(what)")
            }
        }
        try await goOn(work)
    }
}
