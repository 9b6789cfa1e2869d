package import Effects
import RunModel

/// Reads what a provider says when it does not answer (`providers.md`, Errors and retries).
///
/// Status codes alone mislead: "insufficient balance" comes as 429 and a bad key as 400, so the
/// body is read first.
package enum ErrorReading {
    /// - Parameter key: Blotted out of the message, should the provider quote it.
    package static func failure(of reply: HTTPReply, key: APIKey? = nil) -> ProviderFailure {
        let body = ErrorBody(reply.body)
        var message = body.message
        if let key { message = message.replacing(key.secret, with: "[key]") }
        let kind = kind(of: body, status: reply.status)
        let shouldRetry = reply[header: "x-should-retry"].flatMap { Bool($0) }
        return ProviderFailure(
            kind: kind, status: reply.status, retryAfterSeconds: retryAfter(of: reply),
            shouldRetry: shouldRetry,
            param: body.param ?? (kind == .unsupportedParameter ? quoted(in: message) : nil),
            message: message,
            requestID: reply[header: "x-request-id"] ?? reply[header: "request-id"])
    }

    private static func kind(of body: ErrorBody, status: Int) -> ProviderFailure.Kind {
        for (kind, matches) in rules where matches(body) { return kind }
        return switch status {
        case 401, 403: .auth
        case 402: .quota
        case 408: .timeout
        case 413: .contextLength
        case 429: .rateLimit
        case 503, 529: .overloaded
        case 400..<500: .badRequest
        default: .server
        }
    }

    /// What a body can say, the most telling first.
    private static let rules: [(ProviderFailure.Kind, @Sendable (ErrorBody) -> Bool)] = [
        (
            .quota,
            {
                $0.isCoded(
                    "insufficient_quota", "billing_hard_limit_reached", "1113", "1308",
                    "1309", "1310")
                    || $0.says("credit balance is too low", "insufficient balance")
            }
        ),
        (
            .auth,
            {
                $0.isCoded(
                    "invalid_api_key", "authentication_error", "permission_error",
                    "API_KEY_INVALID", "1000", "1001", "1002", "1003", "1004", "401")
                    || $0.says("api key not valid", "incorrect api key", "invalid api key")
            }
        ),
        (
            .contextLength,
            {
                $0.isCoded("context_length_exceeded", "exceed_context_size_error", "1261")
                    || $0.says(
                        "maximum context length", "prompt is too long",
                        "input token count", "available context size", "exceeds max length")
            }
        ),
        (
            .unsupportedParameter,
            {
                $0.isCoded("unsupported_parameter", "unsupported_value", "unknown_parameter")
                    || $0.says(
                        "unsupported parameter", "unknown parameter",
                        "unrecognized request argument", "extra inputs are not permitted",
                        "is deprecated for this model")
            }
        ),
        (
            .rateLimit,
            {
                $0.isCoded(
                    "rate_limit_exceeded", "rate_limit_error", "1302", "1303", "1304", "1305")
            }
        ),
        (.overloaded, { $0.isCoded("overloaded_error", "1312") }),
    ]

    /// Seconds to wait: `retry-after-ms`, then `retry-after` as a number or as a date, which is
    /// measured against the reply's own `date`, so that no clock has to be right.
    private static func retryAfter(of reply: HTTPReply) -> Double? {
        if let text = reply[header: "retry-after-ms"], let value = Double(text), value >= 0 {
            return value / 1000
        }
        guard let text = reply[header: "retry-after"] else { return nil }
        if let value = Double(text) { return value >= 0 && value.isFinite ? value : nil }
        guard let until = HTTPDate.time(text),
            let now = reply[header: "date"].flatMap(HTTPDate.time)
        else { return nil }
        return Double(max(0, until.seconds - now.seconds))
    }

    /// The first name in quotes or backticks, or after a colon at the end.
    private static func quoted(in message: String) -> String? {
        for quote in ["'", "`", "\""] as [Character] {
            let parts = message.split(separator: quote, omittingEmptySubsequences: false)
            if parts.count >= 3, isName(parts[1]) { return String(parts[1]) }
        }
        // "Unrecognized request argument supplied: x", "x: Extra inputs are not permitted"
        let parts = message.split(separator: ":").map { part in
            part.drop { $0 == " " }
        }
        guard parts.count > 1 else { return nil }
        return [parts.last, parts.first].compactMap(\.self).first(where: isName).map { String($0) }
    }

    private static func isName(_ text: some StringProtocol) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch Unicode.Scalar(byte) {
                case "a"..."z", "0"..."9", "_", ".": true
                default: false
                }
            }
    }
}

/// The error in a body, whatever its shape.
private struct ErrorBody {
    var message: String
    var codes: Set<String>
    var param: String?

    /// Longer pages of proxies are cut.
    private static let messageLimit = 2000

    init(_ bytes: [UInt8]) {
        let whole = JSONValue(parsing: bytes)
        let error = whole?["error"] ?? whole
        let text = String(decoding: bytes.prefix(ErrorBody.messageLimit), as: UTF8.self)
        message = error?["message"]?.string ?? error?.string ?? error?["detail"]?.string ?? text
        codes = Set(
            ["code", "type", "status"].compactMap { error?[$0]?.code }.filter { !$0.isEmpty })
        param = error?["param"]?.string
    }

    func isCoded(_ wanted: String...) -> Bool { wanted.contains(where: codes.contains) }

    func says(_ phrases: String...) -> Bool {
        let folded = message.lowercased()
        return phrases.contains { folded.contains($0) }
    }
}
