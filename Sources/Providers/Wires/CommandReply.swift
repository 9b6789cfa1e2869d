import Effects
package import RunModel

/// Reads what a model program printed.
package enum CommandReply {
    /// - Parameters:
    ///   - name: The program, for messages.
    ///   - expectsJSON: Whether the reply was asked to follow a schema.
    /// - Throws: ``ProviderFailure``: what the program reports, or `.malformed` where the bytes have
    ///   not the agreed form.
    package static func read(
        _ bytes: [UInt8], of name: String, as output: CommandOutput, expectsJSON: Bool = false
    ) throws(ProviderFailure) -> Reply {
        switch output {
        case .text: return Reply(text: String(decoding: bytes, as: UTF8.self))
        case .claudeJSON:
            guard let result = claudeResult(in: bytes) else {
                throw malformed(name, "the result that `claude -p --output-format json` prints")
            }
            return try read(claude: result, expectsJSON: expectsJSON)
        case .codexJSONLines:
            let events = lines(of: bytes).filter { $0["type"]?.string != nil }
            guard !events.isEmpty else {
                throw malformed(name, "the events that `codex exec --json` prints")
            }
            return try read(codex: events, of: name)
        }
    }

    /// A failure of which only a sentence is known; it is classified like a provider's.
    static func failure(_ message: String, status: Int? = nil) -> ProviderFailure {
        let body = JSON.object(["message": .string(message)]).text
        var failure = ErrorReading.failure(
            of: HTTPReply(status: status ?? 500, body: Array(body.utf8)))
        failure.status = status
        return failure
    }

    private static func malformed(_ name: String, _ expected: String) -> ProviderFailure {
        ProviderFailure(kind: .malformed, message: "'\(name)' did not print \(expected)")
    }

    /// The lines that are JSON; programs print notices between them.
    static func lines(of bytes: [UInt8]) -> [JSON] {
        bytes.split { $0 == 10 || $0 == 13 }.compactMap { try? JSON(parsing: Array($0)) }
    }

    /// What no run uses is a mistake, and must not overflow a sum.
    private static func tokens(_ value: JSON?, _ key: String) -> Int {
        min(value?[key]?.count ?? 0, 1_000_000_000_000)
    }
}

// MARK: - claude -p --output-format json

/// One object of type `result` (Claude Agent SDK, `SDKResultMessage`); with `--verbose` it is the
/// last of an array, with `stream-json` the last of the lines.
extension CommandReply {
    static func claudeResult(in bytes: [UInt8]) -> JSON? {
        let whole = try? JSON(parsing: bytes)
        let candidates = whole.map { $0.array ?? [$0] } ?? lines(of: bytes)
        return candidates.last { $0["type"]?.string == "result" }
    }

    private static func read(
        claude result: JSON, expectsJSON: Bool
    ) throws(ProviderFailure) -> Reply {
        let subtype = result["subtype"]?.string ?? "success"
        let text = result["result"]?.string
        if subtype != "success" || result["is_error"] == .boolean(true) {
            let errors = (result["errors"]?.array ?? []).compactMap(\.string)
            let words = [text].compactMap(\.self) + errors
            let message = words.isEmpty ? subtype : words.joined(separator: "; ")
            // Limits of its own command line, which another try meets again.
            if subtype.hasPrefix("error_max_") {
                throw ProviderFailure(kind: .badRequest, message: "\(subtype): \(message)")
            }
            throw failure(message, status: result["api_error_status"]?.count)
        }
        let structured = expectsJSON ? result["structured_output"] : nil
        let stopReason = result["stop_reason"]?.string
        return Reply(
            text: structured?.text ?? text ?? "",
            finish: stopReason == "max_tokens"
                ? .length : stopReason == "refusal" ? .contentFilter : .stop,
            usage: claudeUsage(result), model: claudeModel(result),
            refusal: stopReason == "refusal" ? text : nil,
            reportedCost: cost(result["total_cost_usd"]))
    }

    /// `modelUsage` holds every model that was asked on the way, `usage` only the main one.
    static func claudeUsage(_ result: JSON) -> Usage? {
        if case .object(let models)? = result["modelUsage"], !models.isEmpty {
            return models.values.reduce(into: Usage()) { sum, model in
                let cached = tokens(model, "cacheReadInputTokens")
                let written = tokens(model, "cacheCreationInputTokens")
                sum.input += tokens(model, "inputTokens") + cached + written
                sum.output += tokens(model, "outputTokens")
                sum.cachedInput += cached
                sum.cacheWrite += written
            }
        }
        guard let usage = result["usage"] else { return nil }
        let cached = tokens(usage, "cache_read_input_tokens")
        let written = tokens(usage, "cache_creation_input_tokens")
        return Usage(
            input: tokens(usage, "input_tokens") + cached + written,
            output: tokens(usage, "output_tokens"), cachedInput: cached, cacheWrite: written)
    }

    /// The model that wrote most.
    static func claudeModel(_ result: JSON) -> String? {
        guard case .object(let models)? = result["modelUsage"] else { return nil }
        return models.max {
            (tokens($0.value, "outputTokens"), $1.key) < (tokens($1.value, "outputTokens"), $0.key)
        }?.key
    }

    static func cost(_ value: JSON?) -> Money? {
        switch value {
        case .number(let usd) where usd >= 0: Money(usd: usd)
        case .integer(let usd) where usd >= 0: Money(usd: Double(usd))
        default: nil
        }
    }
}

// MARK: - codex exec --json

/// One event a line (openai/codex, `exec_events.rs`): `item.completed` with items of type
/// `agent_message`, then `turn.completed` with the usage, or `turn.failed`. It tells no cost.
extension CommandReply {
    private static func read(
        codex events: [JSON], of name: String
    ) throws(ProviderFailure) -> Reply {
        var text = ""
        var reasoning: [String] = []
        var end: JSON?
        // Of type `error` are also interruptions that it gets over by itself.
        var lastError: String?
        for event in events {
            switch event["type"]?.string {
            case "item.completed":
                let item = event["item"]
                // Versions before October 2025 have `item_type` and `assistant_message`.
                switch item?["type"]?.string ?? item?["item_type"]?.string {
                case "agent_message", "assistant_message": text = item?["text"]?.string ?? ""
                case "reasoning": reasoning += [item?["text"]?.string].compactMap(\.self)
                default: break
                }
            case "turn.completed", "turn.failed": end = event
            case "error": lastError = event["message"]?.string
            default: break
            }
        }
        guard let end else {
            if let lastError { throw failure(lastError) }
            throw ProviderFailure(
                kind: .malformed, message: "'\(name)' ended without the end of its turn")
        }
        if end["type"]?.string == "turn.failed" {
            throw failure(end["error"]?["message"]?.string ?? lastError ?? "the turn failed")
        }
        return Reply(
            text: text, usage: end["usage"].map(codexUsage),
            reasoning: reasoning.joined(separator: "\n"))
    }

    /// Like OpenAI's: all input with what was cached, all output with the reasoning.
    static func codexUsage(_ usage: JSON) -> Usage {
        Usage(
            input: tokens(usage, "input_tokens"), output: tokens(usage, "output_tokens"),
            cachedInput: tokens(usage, "cached_input_tokens"),
            reasoning: tokens(usage, "reasoning_output_tokens"),
            cacheWrite: tokens(usage, "cache_write_input_tokens"))
    }
}
