package import Providers
package import RunModel

/// The conversation with a Builder that has tools, as far as it is recorded.
///
/// It only grows, so that its beginning stays in the provider's cache. All that the loop knows is
/// in it: whoever takes the run up goes on from here.
package struct ToolConversation: Hashable, Sendable {
    /// A question and its answer.
    package struct Turn: Hashable, Sendable {
        package var prompt: TurnPrompt
        /// Nil while there is none.
        package var reply: TurnReply?
        /// What the reply cost in tokens.
        package var tokens: Int

        package init(prompt: TurnPrompt, reply: TurnReply? = nil, tokens: Int = 0) {
            self.prompt = prompt
            self.reply = reply
            self.tokens = tokens
        }
    }

    /// The tree at first.
    package let start: String
    package var turns: [Turn]

    package init(start: String, turns: [Turn]) {
        self.start = start
        self.turns = turns
    }

    private var results: [TurnResults] {
        turns.compactMap { if case .results(let results) = $0.prompt { results } else { nil } }
    }

    /// The tree after the last edits that are recorded.
    package var tree: String { results.last?.tree ?? start }

    /// Where all edits so far found their places.
    package var hunks: [AppliedHunk] { results.flatMap(\.hunks) }

    /// Runs of checks so far.
    package var checks: Int { results.reduce(0) { $0 + $1.checks } }

    package var tokens: Int { turns.reduce(0) { $0 + min($1.tokens, 1 << 40) } }

    /// The last reply asked for nothing that could be done.
    package var wasPrompted: Bool {
        if let last = results.last { last.results.isEmpty } else { false }
    }

    /// What has been done, for who watches over it.
    package func history(limit: Int) -> LoopGuard {
        var history = LoopGuard(limit: limit, start: start)
        for (turn, next) in zip(turns, turns.dropFirst()) {
            guard let reply = turn.reply, case .results(let results) = next.prompt else { continue }
            for (call, result) in zip(reply.requested, results.results) {
                _ = history.take(call, result)
            }
        }
        return history
    }

    // MARK: What a model is sent

    /// The instructions.
    ///
    /// - Parameter isPlain: For who has no tools: they are described, and asked for in text.
    package func system(isPlain: Bool) -> String {
        guard case .opening(let system, _, let tools)? = turns.first?.prompt else { return "" }
        return isPlain ? system + "\n" + PlainToolCalls.rules(tools) : system
    }

    package var tools: [Tool] {
        guard case .opening(_, _, let tools)? = turns.first?.prompt else { return [] }
        return tools
    }

    /// The turns as messages, the oldest results left out where the last turn says so.
    package func messages(isPlain: Bool) -> [Message] {
        let condensed = results.last?.condensed ?? 0
        var messages: [Message] = []
        // Results answer calls; what was asked for in text is answered in text.
        var hasCalls = true
        for (index, turn) in turns.enumerated() {
            switch turn.prompt {
            case .opening(_, let user, _):
                messages.append(Message(.user, parts: user.map { .text($0) }))
            case .results(let results):
                let shown = index <= condensed ? results.condensedText : results
                messages.append(shown.message(isPlain: isPlain || !hasCalls))
            }
            if let reply = turn.reply {
                messages.append(reply.message(isPlain: isPlain))
                hasCalls = !reply.calls.isEmpty
            }
        }
        return messages
    }

    /// How many of the oldest results have to be left out for the rest to fit: a multiple of a
    /// step, so that the conversation's beginning changes seldom.
    ///
    /// - Parameters:
    ///   - limit: Tokens that the messages may have.
    ///   - tokens: Estimates messages.
    package func condensing(to limit: Int, tokens: ([Message]) -> Int) -> Int {
        guard case .results(let last)? = turns.last?.prompt else { return 0 }
        var copy = self
        var count = last.condensed
        while true {
            var results = last
            results.condensed = count
            copy.turns[turns.count - 1].prompt = .results(results)
            if tokens(copy.messages(isPlain: false)) <= limit { return count }
            // What was just asked for has to be shown.
            guard count + ToolConversation.condensingStep < turns.count - 1 else {
                return max(count, turns.count - 2)
            }
            count += ToolConversation.condensingStep
        }
    }

    private static let condensingStep = 8
}

extension TurnReply {
    /// The calls that the reply makes, as such or in its text.
    package var requested: [ToolCall] { calls.isEmpty ? PlainToolCalls.read(text) : calls }

    fileprivate func message(isPlain: Bool) -> Message {
        guard !isPlain else {
            let asked = calls.map(PlainToolCalls.text).joined(separator: "\n")
            let whole = [text, asked].filter { !$0.isEmpty }.joined(separator: "\n")
            return Message(.assistant, whole.isEmpty ? "(nothing)" : whole)
        }
        guard !calls.isEmpty || !text.allSatisfy(\.isWhitespace) else {
            return Message(.assistant, "(nothing)")
        }
        let said: [Message.Part] = text.isEmpty ? [] : [.text(text)]
        return Message(
            .assistant, parts: said + calls.map { .toolCall($0) }, native: native)
    }
}

extension TurnResults {
    fileprivate func message(isPlain: Bool) -> Message {
        guard !isPlain else {
            let said = results.map(PlainToolCalls.text) + (note.map { [$0] } ?? [])
            return Message(.user, said.joined(separator: "\n"))
        }
        var parts: [Message.Part] = results.map { result in
            .toolResult(
                ToolResult(
                    id: result.id, name: result.name, text: result.text, isError: result.isError))
        }
        if let note { parts.append(.text(note)) }
        return Message(.user, parts: parts)
    }

    fileprivate var condensedText: TurnResults {
        var copy = self
        copy.results = results.map { result in
            var short = result
            if short.text.utf8.count > TurnResults.keptBytes {
                short.text = "(left out to save room; call it again where it is needed)"
            }
            return short
        }
        return copy
    }

    private static let keptBytes = 300
}

extension LoopGuard {
    /// Takes a call with its result in.
    package mutating func take(_ call: ToolCall, _ result: TurnResults.Result) -> Finding {
        let arguments = (try? JSON(parsing: Array(call.arguments.utf8)))?.text ?? call.arguments
        return take(
            "\(call.name)(\(arguments))", named: call.shortText, result: result.text,
            tree: result.tree)
    }
}

extension ToolCall {
    /// The call as messages name it: `read(path: a.py)`, long texts cut.
    package var shortText: String {
        let members = (try? JSON(parsing: Array(arguments.utf8)))?.object ?? [:]
        let said = members.sorted { $0.key < $1.key }.map { name, value in
            let text = (value.string ?? value.text).split(whereSeparator: \.isNewline).first ?? ""
            return "\(name): \(text.count > 40 ? "\(text.prefix(40))…" : String(text))"
        }
        return "\(name)(\(said.joined(separator: ", ")))"
    }
}
