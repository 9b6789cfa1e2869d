import RunModel

/// The errors of model providers, as the bodies of their answers have them (`providers.md`, Errors
/// and retries), in the log of a program that called one.
struct ProviderSigns: SignReader {
    let words = ProviderSigns.phrases.map(\.text)

    func read(_ line: LogLine) -> Sign? {
        // A body is an answer of its own, or follows the words of a client; a test that compares
        // such texts shows them in its own words.
        let around = [line.line] + line.above(8) + line.below(8)
        let isBody = around.contains { text in
            text.contains("\"error\":") || text.contains("'error':") || text.contains("\"error\" :")
        }
        let isOfTest = line.line.hasPrefix("E  ") || line.line.hasPrefix(">")
        guard isBody, !isOfTest,
            let phrase = ProviderSigns.phrases.first(where: { line.line.contains($0.text) })
        else { return nil }
        return line.sign(phrase.category, place: .none)
    }

    private static let phrases: [(text: String, category: FailureCategory)] = [
        ("insufficient_quota", .providerQuota), ("credit balance is too low", .providerQuota),
        ("billing_error", .providerQuota), ("\"1113\"", .providerQuota),
        ("\"1308\"", .providerQuota), ("\"1309\"", .providerQuota), ("\"1310\"", .providerQuota),
        ("context_length_exceeded", .contextLength), ("prompt is too long", .contextLength),
        ("maximum context length", .contextLength),
        ("exceeds the maximum number of tokens", .contextLength),
        ("request_too_large", .contextLength), ("\"1261\"", .contextLength),
        ("unsupported_parameter", .unsupportedParameter),
        ("unsupported_value", .unsupportedParameter),
        ("is not supported with this model", .unsupportedParameter),
        ("is deprecated for this model", .unsupportedParameter),
        ("Extra inputs are not permitted", .unsupportedParameter),
        ("Unknown name \\\"", .unsupportedParameter),
        ("invalid_api_key", .providerAuth), ("authentication_error", .providerAuth),
        ("permission_error", .providerAuth), ("API_KEY_INVALID", .providerAuth),
        ("API key not valid", .providerAuth), ("\"UNAUTHENTICATED\"", .providerAuth),
        ("\"PERMISSION_DENIED\"", .providerAuth), ("invalid x-api-key", .providerAuth),
        ("\"1000\"", .providerAuth), ("\"1001\"", .providerAuth), ("\"1002\"", .providerAuth),
        ("rate_limit_error", .providerRateLimit), ("rate_limit_exceeded", .providerRateLimit),
        ("\"RESOURCE_EXHAUSTED\"", .providerRateLimit), ("\"1302\"", .providerRateLimit),
        ("\"1303\"", .providerRateLimit), ("\"1305\"", .providerRateLimit),
        ("overloaded_error", .providerOverloaded), ("model is overloaded", .providerOverloaded),
        ("\"UNAVAILABLE\"", .providerOverloaded), ("\"1312\"", .providerOverloaded),
        ("\"DEADLINE_EXCEEDED\"", .providerTimeout), ("timeout_error", .providerTimeout),
        ("\"api_error\"", .providerServerError), ("server_error", .providerServerError),
        ("\"INTERNAL\"", .providerServerError),
    ]
}
