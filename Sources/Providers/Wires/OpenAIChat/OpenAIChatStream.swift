package import RunModel

extension OpenAIChat {
    /// Chunks, each with the next pieces of the message.
    package struct Stream: StreamedBody {
        private var model: String?
        private var content = ""
        private var reasoning = ""
        private var reasoningKey = OpenAIChat.reasoningKeys[0]
        private var refusal = ""
        private var calls: [PartialCall] = []
        /// Members that only the server understands, such as signed reasoning.
        private var more: [String: JSON] = [:]
        private var finishReason: JSON?
        private var usage: JSON?
        private var isDone = false

        package init() {}

        package var isComplete: Bool { finishReason != nil || isDone }

        package mutating func takeDone() { isDone = true }

        package mutating func take(
            _ event: JSON, name: String?
        ) throws(ProviderFailure) -> String {
            if event["error"] != nil || event["object"]?.string == "error" || name == "error" {
                throw ErrorReading.failure(in: event)
            }
            if model == nil, let name = event["model"]?.string, !name.isEmpty { model = name }
            if let usage = event["usage"] ?? event["x_groq"]?["usage"] { self.usage = usage }
            // The first chunk may have no choices (Azure's filter), the last one only the usage.
            let choice = event["choices"]?.array?.first { ($0["index"]?.count ?? 0) == 0 }
            guard let choice else { return "" }
            if let reason = choice["finish_reason"] { finishReason = reason }
            return take(delta: choice["delta"] ?? choice["message"] ?? [:])
        }

        private mutating func take(delta: JSON) -> String {
            guard case .object(let members) = delta else { return "" }
            var visible = ""
            for (key, value) in members {
                switch key {
                case "role": break
                case "content":
                    visible = OpenAIChat.text(of: value)
                    content += visible
                case "reasoning_content", "reasoning":
                    // Some servers send both, which say the same.
                    if reasoning.isEmpty { reasoningKey = key }
                    if key == reasoningKey, let text = value.string { reasoning += text }
                case "refusal": refusal += value.string ?? ""
                case "tool_calls": for call in value.array ?? [] { take(call: call) }
                default: merge(key, value)
                }
            }
            return visible
        }

        private mutating func merge(_ key: String, _ value: JSON) {
            switch (more[key], value) {
            case (.array(let before)?, .array(let next)): more[key] = .array(before + next)
            case (.string(let before)?, .string(let next)): more[key] = .string(before + next)
            case (_, .null): break
            default: more[key] = value
            }
        }

        /// Pieces of one call share an index, which need not begin with 0; servers without indices
        /// begin the next call with its id.
        private mutating func take(call: JSON) {
            let index = call["index"]?.count
            let id = call["id"]?.string.flatMap { $0.isEmpty ? nil : $0 }
            var place: Int? =
                if let index {
                    calls.lastIndex { $0.index == index }
                } else {
                    id == nil ? calls.indices.last : calls.firstIndex { $0.id == id }
                }
            // A call that is whole, under an index that another one had.
            if let found = place, let id, let before = calls[found].id, before != id {
                place = nil
            }
            if place == nil {
                calls.append(PartialCall(index: index))
                place = calls.count - 1
            }
            if let place { calls[place].take(call, id: id) }
        }

        package var body: JSON {
            var message: [String: JSON] = more
            message["role"] = "assistant"
            message["content"] = content.isEmpty && !calls.isEmpty ? .null : .string(content)
            if !reasoning.isEmpty { message[reasoningKey] = .string(reasoning) }
            if !refusal.isEmpty { message["refusal"] = .string(refusal) }
            if !calls.isEmpty { message["tool_calls"] = .array(calls.map(\.value)) }
            let choice: JSON = [
                "message": .object(message), "finish_reason": finishReason ?? .null,
            ]
            var body: [String: JSON] = ["choices": [choice]]
            if let model { body["model"] = .string(model) }
            body["usage"] = usage
            return .object(body)
        }
    }

    /// A tool call whose arguments come in pieces.
    private struct PartialCall: Sendable {
        var index: Int?
        var id: String?
        private var name = ""
        private var arguments = ""
        /// The first piece, with what only the server understands.
        private var first: [String: JSON] = [:]

        init(index: Int?) { self.index = index }

        mutating func take(_ piece: JSON, id: String?) {
            if first.isEmpty { first = piece.object ?? [:] }
            if self.id == nil { self.id = id }
            let function = piece["function"] ?? piece["custom"]
            if name.isEmpty { name = function?["name"]?.string ?? "" }
            let more = function?["arguments"] ?? function?["input"]
            arguments += more?.string ?? more?.text ?? ""
        }

        var value: JSON {
            var call = first
            call["index"] = nil
            if let id { call["id"] = .string(id) }
            if first["custom"] != nil {
                call["custom"] = ["name": .string(name), "input": .string(arguments)]
            } else {
                call["type"] = "function"
                let text = arguments.allSatisfy(\.isWhitespace) ? "{}" : arguments
                call["function"] = ["name": .string(name), "arguments": .string(text)]
            }
            return .object(call)
        }
    }
}
