import Providers
import RunModel

/// What `ask` prints as JSON (`cli.md`, JSON of single answers).
struct AskReply: Encodable {
    struct Tool: Encodable {
        var name: String
        /// As the model wrote them.
        var arguments: JSON
    }

    struct Failure: Codable, Hashable, Sendable {
        var kind: String
        var status: Nullable<Int>
        var retryAfterSeconds: Nullable<Double>
        var param: Nullable<String>
        var message: String

        init(_ failure: ProviderFailure) {
            kind = failure.kind.rawValue
            status = Nullable(failure.status)
            retryAfterSeconds = Nullable(failure.retryAfterSeconds)
            param = Nullable(failure.param)
            message = failure.message
        }

        enum CodingKeys: String, CodingKey {
            case kind, status, param, message
            case retryAfterSeconds = "retry_after_s"
        }
    }

    var text: String
    var toolCalls: [Tool]
    var finish: FinishReason
    /// Null: nothing was answered, or nothing reported.
    var usage: Nullable<Usage>
    /// Null: unknown.
    var cost: Nullable<Money>
    var provider: String
    var model: String
    var error: Nullable<Failure>

    init(
        _ reply: Reply?, model: ModelName, usage: Usage?, cost: Money?, failure: ProviderFailure?
    ) {
        text = reply?.text ?? ""
        toolCalls = (reply?.toolCalls ?? []).map { call in
            Tool(
                name: call.name,
                arguments: (try? JSON(parsing: Array(call.arguments.utf8)))
                    ?? .string(call.arguments))
        }
        finish = failure == nil ? reply?.finish ?? .error : .error
        self.usage = Nullable(usage)
        self.cost = Nullable(cost)
        provider = model.provider
        self.model = model.model
        error = Nullable(failure.map(Failure.init))
    }

    enum CodingKeys: String, CodingKey {
        case text, finish, usage, provider, model, error
        case toolCalls = "tool_calls"
        case cost = "cost_usd"
    }
}
