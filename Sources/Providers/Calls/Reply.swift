package import RunModel

/// What a model answered, the same for every wire.
package struct Reply: Hashable, Sendable {
    /// The visible text, without reasoning.
    package var text: String
    package var toolCalls: [ToolCall]
    package var finish: FinishReason
    /// Nil: not reported.
    package var usage: Usage?
    /// The model that answered, as it calls itself; nil: not reported.
    package var model: String?
    /// The text of a refusal.
    package var refusal: String?
    /// The visible part of the model's reasoning; empty where there is none.
    package var reasoning: String
    /// The turn in the wire's own form, to be sent back with the next call.
    package var native: NativeTurn?
    /// What the call cost by the word of the program that made it; nil: it does not say.
    package var reportedCost: Money?
    /// The entry that was taken, for recorded replies.
    package var recording: Int?

    package init(
        text: String, toolCalls: [ToolCall] = [], finish: FinishReason = .stop,
        usage: Usage? = nil, model: String? = nil, refusal: String? = nil, reasoning: String = "",
        native: NativeTurn? = nil, reportedCost: Money? = nil, recording: Int? = nil
    ) {
        self.text = text
        self.toolCalls = toolCalls
        self.finish = finish
        self.usage = usage
        self.model = model
        self.refusal = refusal
        self.reasoning = reasoning
        self.native = native
        self.reportedCost = reportedCost
        self.recording = recording
    }

    /// The reported usage, or an estimate where nothing was reported.
    package func usage(orEstimatedFor call: Call) -> Usage {
        if let usage { return usage }
        let thoughts = Pricing.estimatedTokens(of: reasoning)
        let calls = toolCalls.reduce(0) {
            $0 + Pricing.estimatedTokens(of: $1.name + $1.arguments)
        }
        return Usage(
            input: Pricing.estimatedTokens(of: call),
            output: Pricing.estimatedTokens(of: text) + thoughts + calls, reasoning: thoughts)
    }

    /// The failure that the reply itself is, whatever it says; nil where it can be read.
    package var failure: FailureCategory? {
        switch finish {
        case .contentFilter: .replyRefused
        case .length: .replyTruncated
        case .error: .replyMalformed
        case .stop, .toolCalls:
            if refusal != nil {
                .replyRefused
            } else if text.allSatisfy(\.isWhitespace), toolCalls.isEmpty {
                .replyEmpty
            } else {
                nil
            }
        }
    }
}

/// A tool that the model wants to be run.
package struct ToolCall: Hashable, Sendable {
    /// Nil where the wire has none.
    package var id: String?
    package var name: String
    /// As the model wrote them: JSON where the model is right.
    package var arguments: String

    package init(id: String?, name: String, arguments: String) {
        self.id = id
        self.name = name
        self.arguments = arguments
    }
}
