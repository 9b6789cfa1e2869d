/// What is known of the models that a pattern names; what is nil is left to the rules before it.
package struct CapabilityRule: Hashable, Sendable, Codable {
    /// See ``ModelPattern``.
    package var models: String
    package var outputCap: OutputCap?
    /// Whether sampling parameters are taken at all; none is ever sent.
    package var temperature: Bool?
    /// Whether the model thinks before it answers, its thoughts counted as output.
    package var reasoning: Bool?
    package var tools: ToolSupport?
    package var schema: SchemaSupport?
    package var cacheMarks: CacheMarks?
    /// Whether OpenAI offers the model on `/responses` only.
    package var responsesOnly: Bool?
    /// The form of edits that it is asked for.
    package var edits: EditStyle?
    /// Tokens that go in at most.
    package var contextWindow: Int?
    /// Tokens that come out at most.
    package var maxOutput: Int?

    package init(
        models: String, outputCap: OutputCap? = nil, temperature: Bool? = nil,
        reasoning: Bool? = nil, tools: ToolSupport? = nil, schema: SchemaSupport? = nil,
        cacheMarks: CacheMarks? = nil, responsesOnly: Bool? = nil, edits: EditStyle? = nil,
        contextWindow: Int? = nil, maxOutput: Int? = nil
    ) {
        self.models = models
        self.outputCap = outputCap
        self.temperature = temperature
        self.reasoning = reasoning
        self.tools = tools
        self.schema = schema
        self.cacheMarks = cacheMarks
        self.responsesOnly = responsesOnly
        self.edits = edits
        self.contextWindow = contextWindow
        self.maxOutput = maxOutput
    }

    enum CodingKeys: String, CodingKey {
        case models, temperature, reasoning, tools, schema, edits
        case outputCap = "output_cap"
        case cacheMarks = "cache_marks"
        case responsesOnly = "responses_only"
        case contextWindow = "context_window"
        case maxOutput = "max_output"
    }
}

/// The parameter of Chat Completions that bounds the output.
package enum OutputCap: String, Sendable, Codable, CaseIterable {
    case maxTokens = "max_tokens"
    case maxCompletionTokens = "max_completion_tokens"
    case none
}

/// The form of edits that a model is asked for; whatever it answers in is read.
package enum EditStyle: String, Sendable, Codable, CaseIterable {
    /// SEARCH/REPLACE blocks.
    case searchReplace = "search_replace"
    /// Each file that changes, whole: for models that cannot quote exactly.
    case wholeFile = "whole_file"
}

/// What a model does with tools.
package enum ToolSupport: String, Sendable, Codable, CaseIterable {
    case none
    /// It asks for them as it likes.
    case auto
    /// It can be made to ask for one.
    case forced
}

/// How a model is bound to a JSON Schema; where it cannot be, the schema stands in the prompt.
package enum SchemaSupport: String, Sendable, Codable, CaseIterable {
    case none
    /// To JSON, not to a schema.
    case jsonObject = "json_object"
    case jsonSchema = "json_schema"
}

/// What makes a provider cache a prompt's beginning.
package enum CacheMarks: String, Sendable, Codable, CaseIterable {
    /// Nothing can be said: it does, or it does not.
    case none
    /// `prompt_cache_key`, which brings like prompts to the same machine.
    case key
    /// `cache_control` on the blocks where the same beginning ends.
    case blocks
}

extension KeyedDecodingContainer {
    /// The settings of runs from before there were rules have none.
    func decode(_ type: [CapabilityRule].Type, forKey key: Key) throws -> [CapabilityRule] {
        try decodeIfPresent(type, forKey: key) ?? []
    }
}
