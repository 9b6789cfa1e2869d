/// A model as a provider's own list names it.
package struct ListedModel: Hashable, Sendable, Codable {
    /// As calls name it.
    package var id: String
    /// The most tokens that a prompt may have; nil: the list does not say.
    package var inputTokens: Int?
    /// The most tokens that a reply may have; nil: the list does not say.
    package var outputTokens: Int?

    package init(id: String, inputTokens: Int? = nil, outputTokens: Int? = nil) {
        self.id = id
        self.inputTokens = inputTokens
        self.outputTokens = outputTokens
    }

    enum CodingKeys: String, CodingKey {
        case id
        case inputTokens = "input_tokens"
        case outputTokens = "output_tokens"
    }

    /// Whether calls of this name reach the model.
    ///
    /// Lists name dated versions where calls may leave the date out (`claude-haiku-4-5` for
    /// `claude-haiku-4-5-20251001`), and local servers a tag (`qwen3:latest`).
    package func answers(to name: String) -> Bool {
        let (listed, asked) = (id.lowercased(), name.lowercased())
        if listed == asked || listed == "\(asked):latest" { return true }
        guard listed.hasPrefix("\(asked)-") else { return false }
        let rest = listed.dropFirst(asked.count + 1).filter { $0 != "-" }
        return rest.utf8.count == 8
            && rest.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
}
