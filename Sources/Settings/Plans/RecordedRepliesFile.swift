package import RunModel

/// Recorded replies as a file: a YAML list (`cli.md`, Configuration).
package enum RecordedRepliesFile {
    /// Reads recorded replies.
    ///
    /// - Parameters:
    ///   - bytes: The file, at most 1 MB of UTF-8; longer replies stand in files of their own.
    ///   - name: The file as messages should name it.
    ///   - file: Reads what a `text_file` names; nil where it cannot be read.
    /// - Throws: ``SettingsError`` with everything that is wrong, in the order of the text.
    package static func read(
        _ bytes: [UInt8], name: String, file: (String) -> [UInt8]?
    ) throws(SettingsError) -> [RecordedReply] {
        let operation = "read the recorded replies \(name)"
        guard let root = try Document.read(bytes, name: name, operation: operation),
            !root.isNull
        else { return [] }
        var inspection = Inspection()
        let kept = inspection.usable(root, as: .list(shape), path: "")
        var findings = inspection.findings
        let replies = (kept?.items ?? []).enumerated().map { index, item in
            reply(item, path: "[\(index)]", file: file, findings: &findings)
        }
        guard findings.isEmpty else {
            throw SettingsError(
                code: .invalid, operation: operation, findings: Finding.inOrder(findings))
        }
        return replies
    }

    private static let count = Shape.integer(0...(.max))

    private static let shape = Shape.section(
        required: ["role"],
        [
            "role": .word(Role.allCases.map(\.rawValue)),
            "phase": .someText,
            "attempt": .integer(1...(.max)),
            "text": .anyText,
            "text_file": .someText,
            "tool_calls": .list(
                .section(
                    required: ["name"],
                    ["name": .someText, "arguments": .map(argument, .anyText)])),
            "usage": .section([
                "input": count, "output": count, "cached_input": count, "reasoning": count,
            ]),
            "fail": .section(
                required: ["status"],
                ["status": .integer(100...599), "message": .anyText, "times": count]),
        ])

    private static let argument = Shape.Rule(
        legal: "the name of an argument", explain: { $0.isEmpty ? "is empty" : nil })

    private static func reply(
        _ node: Node, path: String, file: (String) -> [UInt8]?, findings: inout [Finding]
    ) -> RecordedReply {
        var text = node["text"]?.text
        if let named = node["text_file"], let name = named.text {
            if text != nil {
                findings.append(
                    Finding(
                        origin: named.origin, key: "\(path).text_file",
                        message: "stands beside 'text'", legal: "one of the two"))
            }
            text = file(name).map { String(decoding: $0, as: UTF8.self) }
            if text == nil {
                findings.append(
                    Finding(
                        origin: named.origin, key: "\(path).text_file",
                        message: "'\(name)' cannot be read"))
            }
        }
        let calls = (node["tool_calls"]?.items ?? []).map(toolCall)
        if text == nil, calls.isEmpty, node["fail"] == nil, node["text_file"] == nil {
            findings.append(
                Finding(
                    origin: node.origin, key: path, message: "answers nothing",
                    legal: "'text', 'text_file', 'tool_calls' or 'fail'"))
        }
        return RecordedReply(
            role: node["role"]?.text.flatMap(Role.init) ?? .builder,
            phase: node["phase"]?.text.flatMap(PhaseID.init),
            attempt: number(node["attempt"]), text: text, toolCalls: calls,
            usage: node["usage"].map(usage),
            fail: node["fail"].map { fail in
                RecordedReply.Failure(
                    status: number(fail["status"]) ?? 500, message: fail["message"]?.text ?? "",
                    times: number(fail["times"]) ?? 1)
            })
    }

    /// A call with its arguments as a model would write them.
    private static func toolCall(_ node: Node) -> RecordedReply.Tool {
        let entries = node["arguments"]?.entries ?? []
        let arguments = Dictionary(
            entries.map { ($0.key, argument($0.value)) }, uniquingKeysWith: { _, last in last })
        return RecordedReply.Tool(
            name: node["name"]?.text ?? "", arguments: JSON.object(arguments).text)
    }

    /// What a scalar without quotes means in YAML; one with quotes is text.
    private static func argument(_ node: Node) -> JSON {
        guard case .scalar(let text, plain: true) = node.content else {
            return .string(node.text ?? "")
        }
        switch text {
        case "true": return true
        case "false": return false
        default: return Scalar.integer(text).map { .integer(Int64($0)) } ?? .string(text)
        }
    }

    private static func usage(_ node: Node) -> Usage {
        Usage(
            input: number(node["input"]) ?? 0, output: number(node["output"]) ?? 0,
            cachedInput: number(node["cached_input"]) ?? 0,
            reasoning: number(node["reasoning"]) ?? 0)
    }

    private static func number(_ node: Node?) -> Int? { node?.text.flatMap(Scalar.integer) }
}
