/// One turn of a Builder with tools: what it was told, and what it answered.
package struct AttemptTurn: Hashable, Sendable, Codable {
    /// The blob in keep of what the turn added to the conversation.
    package var prompt: String
    /// The blob in keep of the reply; nil while there is none.
    package var reply: String?
    /// What the reply cost in tokens, without input that came from a cache.
    package var tokens: Int

    package init(prompt: String, reply: String? = nil, tokens: Int = 0) {
        self.prompt = prompt
        self.reply = reply
        self.tokens = tokens
    }
}

extension AttemptState {
    /// A call of the conversation is made, for the first time or once more.
    mutating func beginTurn(prompt: String) {
        var known = turns ?? []
        if known.last?.reply == nil { _ = known.popLast() }
        turns = known + [AttemptTurn(prompt: prompt)]
    }

    /// The call brought a reply.
    mutating func endTurn(reply: String, usage: Usage) {
        guard let last = turns?.indices.last else { return }
        turns?[last].reply = reply
        turns?[last].tokens = max(0, usage.total - usage.cachedInput)
    }
}
