/// What a model can do and how it wants to be asked.
package struct ModelCapability: Hashable, Sendable {
    package var outputCap: OutputCap
    package var temperature: Bool
    package var reasoning: Bool
    package var tools: ToolSupport
    package var schema: SchemaSupport
    package var cacheMarks: CacheMarks
    package var responsesOnly: Bool
    package var edits: EditStyle
    /// Nil: unknown.
    package var contextWindow: Int?
    /// Nil: unknown.
    package var maxOutput: Int?

    /// What holds for a model of which nothing is known, over a wire.
    package init(of wire: Wire) {
        outputCap = .maxTokens
        temperature = true
        reasoning = false
        tools = wire == .glm ? .auto : .forced
        schema = wire == .glm ? .jsonObject : .jsonSchema
        cacheMarks = wire == .anthropic ? .blocks : .none
        responsesOnly = false
        edits = .searchReplace
    }

    /// What holds for a model: every rule whose pattern names it, the later over the earlier.
    ///
    /// - Parameters:
    ///   - provider: The configured name of who is asked.
    ///   - model: The name that the provider knows; behind a router perhaps with a vendor.
    package init(
        of wire: Wire, provider: String, model: String, rules: [CapabilityRule]
    ) {
        self.init(of: wire)
        let last = model.split(separator: "/").last.map(String.init) ?? model
        let names = ["\(provider)/\(model)", model, last]
        for rule in rules {
            let pattern = ModelPattern(rule.models)
            guard names.contains(where: pattern.matches) else { continue }
            outputCap = rule.outputCap ?? outputCap
            temperature = rule.temperature ?? temperature
            reasoning = rule.reasoning ?? reasoning
            tools = rule.tools ?? tools
            schema = rule.schema ?? schema
            cacheMarks = rule.cacheMarks ?? cacheMarks
            responsesOnly = rule.responsesOnly ?? responsesOnly
            edits = rule.edits ?? edits
            contextWindow = rule.contextWindow ?? contextWindow
            maxOutput = rule.maxOutput ?? maxOutput
        }
    }
}
