package import RunModel

/// What calls cost, before and after they are made (`decisions.md`, Budgets).
package enum Pricing {
    /// The price of a model; nil where nobody knows it, which is never zero.
    ///
    /// Recorded replies, local commands and loopback endpoints cost nothing unless they are priced.
    package static func price(of model: ModelName, in settings: RunSettings) -> Price? {
        if let price = settings.prices[model.description] ?? settings.prices[model.model] {
            return price
        }
        return settings.providers[model.provider]?.isLocal == true ? .free : nil
    }

    /// What a call took; nil where the price is unknown.
    package static func cost(
        of usage: Usage, model: ModelName, in settings: RunSettings
    ) -> Money? {
        price(of: model, in: settings)?.cost(of: usage)
    }

    /// What is set aside for a call: its estimated input and the most that it may write, at the
    /// highest rates that can apply.
    package static func reservation(
        for call: Call, model: ModelName, in settings: RunSettings
    ) -> Reservation {
        let modelMaximum = settings.capability(of: model).maxOutput
        let usage = Usage(
            input: estimatedTokens(of: call),
            output: min(modelMaximum ?? .max, call.maxOutputTokens))
        return Reservation(
            cost: price(of: model, in: settings)?.highestCost(
                input: usage.input, output: usage.output),
            tokens: usage.total)
    }

    /// Tokens that a call may use at most, whatever model answers it.
    package static func reservedTokens(for call: Call) -> Int {
        Usage(input: estimatedTokens(of: call), output: call.maxOutputTokens).total
    }

    /// Tokens of a text, rather too many than too few; see ``TokenEstimate``.
    package static func estimatedTokens(of text: String) -> Int { TokenEstimate.tokens(of: text) }

    /// Tokens of a prompt, with what the wire adds to each message.
    package static func estimatedTokens(of call: Call) -> Int {
        let messages = call.messages.reduce(0) { $0 + estimatedTokens(of: $1) + 8 }
        let tools = call.tools.reduce(0) {
            $0 + estimatedTokens(of: $1.name + $1.summary + $1.parameters.text) + 8
        }
        let schema = call.schema.map { estimatedTokens(of: $0.schema.text) } ?? 0
        return estimatedTokens(of: call.system) + 16 + messages + tools + schema
    }

    private static func estimatedTokens(of message: Message) -> Int {
        if let native = message.native { return estimatedTokens(of: native.value.text) }
        return message.parts.reduce(0) { sum, part in
            switch part {
            case .text(let text): sum + estimatedTokens(of: text)
            case .toolCall(let call): sum + estimatedTokens(of: call.name + call.arguments) + 8
            case .toolResult(let result): sum + estimatedTokens(of: result.text) + 8
            }
        }
    }
}
