package import RunModel

extension GeminiGenerate {
    /// Whole replies, each with the next parts.
    package struct Stream: StreamedBody {
        private var parts: [JSON] = []
        /// Text that goes on: pieces of the same sort without a signature are one part.
        private var text = ""
        private var isThought = false
        /// The candidate's other members, the last of each.
        private var candidate: [String: JSON] = [:]
        private var members: [String: JSON] = [:]

        package init() {}

        package var isComplete: Bool {
            candidate["finishReason"] != nil || members["promptFeedback"]?["blockReason"] != nil
        }

        package mutating func take(
            _ event: JSON, name: String?
        ) throws(ProviderFailure) -> String {
            if event["error"] != nil || name == "error" { throw ErrorReading.failure(in: event) }
            for (key, value) in event.object ?? [:] where key != "candidates" && value != .null {
                members[key] = value
            }
            let candidate = event["candidates"]?.array?.first { ($0["index"]?.count ?? 0) == 0 }
            for (key, value) in candidate?.object ?? [:] where key != "content" && value != .null {
                self.candidate[key] = value
            }
            var visible = ""
            for part in candidate?["content"]?["parts"]?.array ?? [] { visible += take(part) }
            return visible
        }

        private mutating func take(_ part: JSON) -> String {
            guard let text = part["text"]?.string else {
                flush()
                parts.append(part)
                return ""
            }
            let isThought = part["thought"]?.boolean ?? false
            if part.object?.keys.allSatisfy({ $0 == "text" || $0 == "thought" }) == true {
                if isThought != self.isThought { flush() }
                self.isThought = isThought
                self.text += text
            } else {
                flush()
                parts.append(part)
            }
            return isThought ? "" : text
        }

        private mutating func flush() {
            parts += pending
            text = ""
        }

        private var pending: [JSON] {
            guard !text.isEmpty else { return [] }
            return [isThought ? ["text": .string(text), "thought": true] : ["text": .string(text)]]
        }

        package var body: JSON {
            var body = members
            var candidate = candidate
            let parts = parts + pending
            if !parts.isEmpty {
                candidate["content"] = ["role": "model", "parts": .array(parts)]
            }
            if !candidate.isEmpty { body["candidates"] = [.object(candidate)] }
            return .object(body)
        }
    }
}
