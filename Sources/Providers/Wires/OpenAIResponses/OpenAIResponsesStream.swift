package import RunModel

extension OpenAIResponses {
    /// Events, of which the last has the whole response.
    ///
    /// The pieces are kept all the same: for a stream that is cut, and because some gateways end
    /// with a response without output. They are told apart by `output_index`; ids can change from
    /// event to event.
    package struct Stream: StreamedBody {
        private struct Place: Hashable { var output: Int, part: Int }

        private var model: String?
        private var usage: JSON?
        private var final: JSON?
        private var items: [Int: JSON] = [:]
        private var texts: [Place: String] = [:]
        private var reasoning: [Place: String] = [:]

        package init() {}

        package var isComplete: Bool { final != nil }

        package mutating func take(
            _ event: JSON, name: String?
        ) throws(ProviderFailure) -> String {
            let response = event["response"]
            if let name = response?["model"]?.string { model = name }
            if let usage = response?["usage"] { self.usage = usage }
            let output = event["output_index"]?.count ?? 0
            switch event["type"]?.string ?? name {
            case "error": throw ErrorReading.failure(in: event)
            case "response.failed":
                throw OpenAIResponses.failure(in: response ?? event)
                    ?? ProviderFailure(kind: .server, message: "the response failed")
            case "response.completed", "response.incomplete", "response.done":
                final = response
            case "response.output_text.delta":
                let text = event["delta"]?.string ?? ""
                let place = Place(output: output, part: event["content_index"]?.count ?? 0)
                texts[place, default: ""] += text
                return text
            case "response.reasoning_summary_text.delta", "response.reasoning_text.delta":
                let part = event["summary_index"]?.count ?? event["content_index"]?.count ?? 0
                reasoning[Place(output: output, part: part), default: ""] +=
                    event["delta"]?.string ?? ""
            case "response.output_item.done":
                guard let item = event["item"] else { break }
                items[output] = item
                // A server that sends no pieces.
                if item["type"]?.string == "message",
                    !texts.keys.contains(where: { $0.output == output })
                {
                    let text = OpenAIResponses.reply(from: ["output": [item]]).text
                    texts[Place(output: output, part: 0)] = text
                    return text
                }
            default: break
            }
            return ""
        }

        package var body: JSON {
            if case .object(var members)? = final {
                // Reasoning is encrypted anew each time; the first that was whole is the one to keep.
                let whole = members["output"]?.array ?? []
                if items.count >= whole.count { members["output"] = .array(output) }
                return .object(members)
            }
            var body: [String: JSON] = ["status": "in_progress", "output": .array(output)]
            if let model { body["model"] = .string(model) }
            body["usage"] = usage
            return .object(body)
        }

        /// The items that are done, and what came of the others.
        private var output: [JSON] {
            let places = Set(texts.keys.map(\.output) + reasoning.keys.map(\.output))
            return places.union(items.keys).sorted().map { index in
                if let item = items[index] { return item }
                func joined(_ parts: [Place: String]) -> String? {
                    let own = parts.filter { $0.key.output == index }
                    return own.isEmpty
                        ? nil : own.sorted { $0.key.part < $1.key.part }.map(\.value).joined()
                }
                if let text = joined(texts) {
                    return [
                        "type": "message", "role": "assistant",
                        "content": [["type": "output_text", "text": .string(text)]],
                    ]
                }
                return [
                    "type": "reasoning",
                    "summary": [
                        ["type": "summary_text", "text": .string(joined(reasoning) ?? "")]
                    ],
                ]
            }
        }
    }
}
