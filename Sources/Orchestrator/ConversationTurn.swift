import Agents
import Ledger
import Providers
import RunModel

/// A question of the conversation with a Builder that has tools.
struct ConversationTurn {
    /// From 1.
    var number: Int
    var prompt: TurnPrompt
}

/// The turns that were read from keep, by blob.
struct ConversationMemory {
    private var prompts: [String: TurnPrompt] = [:]
    private var replies: [String: TurnReply] = [:]

    init() {}

    mutating func prompt(
        _ blob: String, read: (String) throws(LedgerError) -> [UInt8]
    ) throws(LedgerError) -> TurnPrompt? {
        if let known = prompts[blob] { return known }
        let prompt = TurnPrompt(try read(blob))
        prompts[blob] = prompt
        return prompt
    }

    mutating func reply(
        _ blob: String, read: (String) throws(LedgerError) -> [UInt8]
    ) throws(LedgerError) -> TurnReply? {
        if let known = replies[blob] { return known }
        let reply = TurnReply(try read(blob))
        replies[blob] = reply
        return reply
    }
}

extension TurnReply {
    /// The reply as it is kept.
    ///
    /// A secret in an argument stands in JSON within JSON, where its form is hard to tell: each
    /// text is looked at by itself. What a provider would know by its signature goes whole or not
    /// at all, since a changed turn is refused.
    init(_ reply: Reply, redactor: Redactor) {
        self.init(reply)
        var isChanged = false
        func clean(_ text: String) -> String {
            let (clean, found) = redactor.redact(text)
            if !found.isEmpty { isChanged = true }
            return found.isEmpty ? text : clean.text
        }
        text = clean(text)
        calls = calls.map { call in
            var call = call
            guard let arguments = try? JSON(parsing: Array(call.arguments.utf8)) else {
                call.arguments = clean(call.arguments)
                return call
            }
            let cleaned = arguments.mappingTexts(clean)
            if cleaned != arguments { call.arguments = cleaned.text }
            return call
        }
        if let value = native?.value { _ = value.mappingTexts(clean) }
        if isChanged || !redactor.redact(bytes).found.isEmpty { native = nil }
    }
}

extension JSON {
    /// The value with every text in it made another.
    fileprivate func mappingTexts(_ change: (String) -> String) -> JSON {
        switch self {
        case .string(let text): .string(change(text))
        case .array(let items): .array(items.map { $0.mappingTexts(change) })
        case .object(let members):
            .object(members.mapValues { $0.mappingTexts(change) })
        case .null, .boolean, .integer, .number: self
        }
    }
}

extension Message {
    /// The texts of the turn, each by itself.
    var texts: [String] { parts.compactMap { if case .text(let text) = $0 { text } else { nil } } }
}
