package import Effects
import RunModel

/// The `generateContent` wire of Gemini.
package enum GeminiGenerate: WireFormat {
    package static func request(_ call: Call, to endpoint: Endpoint) -> HTTPRequest {
        var body = RequestBody([:])
        var settings: [String: JSON] = [
            "maxOutputTokens": .integer(Int64(endpoint.outputLimit(of: call)))
        ]
        let tools = endpoint.tools(of: call)
        var system = call.system
        if let schema = call.schema {
            // Models before 3 refuse the two together.
            if endpoint.schemaSupport == .jsonSchema, tools.isEmpty {
                settings["responseMimeType"] = "application/json"
                settings["responseJsonSchema"] = schema.schema
            } else {
                system = Endpoint.system(system, describing: schema)
            }
        }
        body["generationConfig"] = .object(settings)
        if !system.isEmpty {
            body["systemInstruction"] = ["parts": [["text": .string(system)]]]
        }
        body["contents"] = .array(
            Conversation(call, for: endpoint).turns.compactMap(content(of:)))
        if !tools.isEmpty {
            body["tools"] = [["functionDeclarations": .array(tools.map(declaration))]]
            body["toolConfig"] = toolConfig(endpoint.toolChoice(of: call))
        }
        body.drop(endpoint.dropped)
        return body.request(to: url(endpoint), endpoint)
    }

    private static func url(_ endpoint: Endpoint) -> String {
        let name =
            endpoint.model.hasPrefix("models/") ? endpoint.model.dropFirst(7) : endpoint.model[...]
        let method = endpoint.streams ? "streamGenerateContent?alt=sse" : "generateContent"
        return endpoint.url("models/\(escaped(name)):\(method)", version: "v1beta")
    }

    /// A model's name as a segment of a path.
    private static func escaped(_ name: Substring) -> String {
        name.utf8.reduce(into: "") { text, byte in
            switch Unicode.Scalar(byte) {
            case "a"..."z", "A"..."Z", "0"..."9", "-", ".", "_", "~":
                text.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                text += "%" + (byte < 0x10 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
    }

    private static func declaration(_ tool: Tool) -> JSON {
        [
            "name": .string(tool.name), "description": .string(tool.summary),
            "parametersJsonSchema": tool.parameters,
        ]
    }

    private static func toolConfig(_ choice: ToolChoice) -> JSON? {
        switch choice {
        case .auto: nil
        case .required: ["functionCallingConfig": ["mode": "ANY"]]
        case .named(let name):
            [
                "functionCallingConfig": [
                    "mode": "ANY", "allowedFunctionNames": [.string(name)],
                ]
            ]
        }
    }

    private static func content(of turn: Conversation.Turn) -> JSON? {
        let parts = turn.echo.map { $0.array ?? [] } ?? parts(of: turn)
        guard !parts.isEmpty else { return nil }
        return ["role": turn.author == .user ? "user" : "model", "parts": .array(parts)]
    }

    private static func parts(of turn: Conversation.Turn) -> [JSON] {
        let results: [JSON] = turn.results.map { result in
            var response: [String: JSON] = [
                "name": .string(result.name),
                "response": [result.isError ? "error" : "output": .string(result.text)],
            ]
            if let id = result.id { response["id"] = .string(id) }
            return ["functionResponse": .object(response)]
        }
        let texts: [JSON] = turn.texts.map { ["text": .string($0)] }
        let calls: [JSON] = turn.calls.enumerated().map { index, call in
            var function: [String: JSON] = [
                "name": .string(call.name), "args": call.argumentsObject,
            ]
            if let id = call.id { function["id"] = .string(id) }
            var part: [String: JSON] = ["functionCall": .object(function)]
            // The first call of a turn needs a signature, and one of another wire has none: this is
            // the word with which such a turn is let pass.
            if index == 0 { part["thoughtSignature"] = .string(foreignSignature) }
            return .object(part)
        }
        return results + texts + calls
    }

    private static let foreignSignature = "skip_thought_signature_validator"
}
