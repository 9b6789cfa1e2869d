package import RunModel

extension AnthropicMessages {
    /// Blocks, each begun, continued and ended, then the message's end.
    package struct Stream: StreamedBody {
        private var message: [String: JSON] = [:]
        private var usage: [String: JSON] = [:]
        private var blocks: [Int: Block] = [:]
        private var isOver = false

        package init() {}

        package var isComplete: Bool { isOver }

        package mutating func take(
            _ event: JSON, name: String?
        ) throws(ProviderFailure) -> String {
            let index = event["index"]?.count ?? 0
            switch event["type"]?.string ?? name {
            case "message_start":
                // Some gateways send it twice.
                message.merge(event["message"]?.object ?? [:]) { before, _ in before }
                merge(usage: event["message"]?["usage"])
            case "content_block_start":
                let block = Block(event["content_block"]?.object ?? [:])
                blocks[index] = block
                return block.isText ? block.first("text") : ""
            case "content_block_delta":
                return blocks[index, default: Block([:])].take(event["delta"] ?? [:])
            case "message_delta":
                for (key, value) in event["delta"]?.object ?? [:] { message[key] = value }
                merge(usage: event["usage"])
            case "message_stop": isOver = true
            case "error": throw ErrorReading.failure(in: event)
            default:
                if event["error"] != nil { throw ErrorReading.failure(in: event) }
            }
            return ""
        }

        /// Numbers are cumulative: the last one counts.
        private mutating func merge(usage: JSON?) {
            for (key, value) in usage?.object ?? [:] where value != .null {
                self.usage[key] = value
            }
        }

        package var body: JSON {
            var body = message
            body["usage"] = usage.isEmpty ? nil : .object(usage)
            body["content"] = .array(
                blocks.sorted { $0.key < $1.key }.map(\.value.value))
            return .object(body)
        }
    }

    /// A content block whose texts come in pieces.
    private struct Block: Sendable {
        /// The block as it began.
        private var members: [String: JSON]
        /// What came to its texts.
        private var pieces: [String: String] = [:]
        private var input = ""
        private var citations: [JSON] = []

        init(_ members: [String: JSON]) { self.members = members }

        var isText: Bool { members["type"] == "text" }

        func first(_ key: String) -> String { members[key]?.string ?? "" }

        /// - Returns: The visible text.
        mutating func take(_ delta: JSON) -> String {
            switch delta["type"]?.string {
            case "text_delta":
                let text = delta["text"]?.string ?? ""
                if members["type"] == nil { members["type"] = "text" }
                pieces["text", default: ""] += text
                return text
            case "input_json_delta": input += delta["partial_json"]?.string ?? ""
            case "citations_delta":
                if let citation = delta["citation"] { citations.append(citation) }
            default:
                // Thoughts, signatures, and what is yet to come, under the name of its member.
                for (key, value) in delta.object ?? [:] where key != "type" {
                    if let text = value.string {
                        pieces[key, default: ""] += text
                    } else if value != .null {
                        members[key] = value
                    }
                }
            }
            return ""
        }

        var value: JSON {
            var members = members
            for (key, text) in pieces { members[key] = .string(first(key) + text) }
            if !input.allSatisfy(\.isWhitespace) {
                // Arguments that were cut stay the text that came.
                members["input"] = (try? JSON(parsing: Array(input.utf8))) ?? .string(input)
            }
            if !citations.isEmpty {
                members["citations"] = .array((members["citations"]?.array ?? []) + citations)
            }
            return .object(members)
        }
    }
}
