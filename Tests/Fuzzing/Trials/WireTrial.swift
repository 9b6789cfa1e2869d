import Effects
import Providers
import RunModel

extension Trial {
    /// What a provider or a model program sends: a letter for the wire, one for how it is cut and
    /// with which status it comes, and the body.
    static let wires = Trial("wires") { input in
        guard input.count >= 2 else { return }
        let body = Array(input.dropFirst(2))
        switch input[0] % 4 {
        case 0: try WireTrial<OpenAIChat>(.openAIChat, body, input[1]).check()
        case 1: try WireTrial<OpenAIResponses>(.openAIResponses, body, input[1]).check()
        case 2: try WireTrial<AnthropicMessages>(.anthropic, body, input[1]).check()
        default: try WireTrial<GeminiGenerate>(.gemini, body, input[1]).check()
        }
        for output in CommandOutput.allCases {
            if let reply = try? CommandReply.read(body, of: "program", as: output) {
                try checkUsage(reply.usage, reply.reportedCost)
            }
            let account = ProgramAccount(of: body, as: output)
            try checkUsage(account.usage, account.cost)
        }
    }

    fileprivate static func checkUsage(_ usage: Usage?, _ cost: Money?) throws(BrokenRule) {
        try demand((cost?.isNegative ?? false) == false, "nothing costs less than nothing")
        guard let usage else { return }
        let counts = [usage.input, usage.output, usage.cachedInput, usage.reasoning, usage.total]
        try demand(counts.allSatisfy { $0 >= 0 }, "tokens are counted")
        var sum = usage
        sum += usage
        _ = sum.total
    }
}

extension Money {
    fileprivate var isNegative: Bool { self < .zero }
}

private struct WireTrial<Format: WireFormat> {
    private static var key: String { "sk-planted-0123456789abcdef" }

    let endpoint: Endpoint
    let body: [UInt8]
    let status: Int
    let pieceSize: Int

    init(_ wire: Wire, _ body: [UInt8], _ form: UInt8) {
        endpoint = Endpoint(
            provider: "p", wire: wire, model: "m", baseURL: "http://127.0.0.1",
            key: APIKey(Self.key), streams: true)
        self.body = body
        status = [200, 200, 200, 429, 400, 500, 200, 503][Int(form % 8)]
        pieceSize = 1 + Int(form / 8)
    }

    func check() throws {
        let whole = outcome(pieceSize: max(1, body.count))
        let cut = outcome(pieceSize: pieceSize)
        try demand(whole == cut, "a reply is the same however it is cut")
        switch whole.result {
        case .success(let reply):
            try Trial.checkUsage(reply.usage, reply.reportedCost)
            _ = reply.failure
            try demand(
                whole.visible.isEmpty || reply.text.isEmpty || reply.refusal != nil
                    || whole.shows(reply.text),
                "what came was shown")
        case .failure(let failure):
            try demand(
                Array(failure.message.utf8)[...].position(of: Array(Self.key.utf8)[...]) == nil,
                "the key is blotted out of a failure")
            try demand((failure.retryAfterSeconds ?? 0) >= 0, "nobody waits less than nothing")
            _ = failure.category
            try demand(failure.partial?.toolCalls.isEmpty ?? true, "calls that are cut are none")
        }
    }

    private struct Outcome: Equatable {
        var result: Result<Reply, ProviderFailure>
        var visible: String

        /// Whether a text was shown; more may have been, where a stream begins once more.
        func shows(_ text: String) -> Bool {
            Array(visible.utf8)[...].position(of: Array(text.utf8)[...]) != nil
        }
    }

    private func outcome(pieceSize: Int) -> Outcome {
        var assembly = ReplyAssembly<Format>(endpoint)
        var visible = assembly.take(
            .head(status: status, headers: [HTTPHeader("retry-after", "3")]))
        var rest = body[...]
        while !rest.isEmpty {
            visible += assembly.take(.body(Array(rest.prefix(pieceSize))))
            rest = rest.dropFirst(pieceSize)
        }
        do throws(ProviderFailure) {
            return Outcome(result: .success(try assembly.reply()), visible: visible)
        } catch {
            return Outcome(result: .failure(error), visible: visible)
        }
    }
}
