package import Effects
package import RunModel

/// Reads what a provider says when it does not answer (`providers.md`, Errors and retries).
///
/// Status codes alone mislead: "insufficient balance" comes as 429 and a bad key as 400, so the
/// body is read first.
package enum ErrorReading {
    /// - Parameter key: Blotted out of the message, should the provider quote it.
    package static func failure(of reply: HTTPReply, key: APIKey? = nil) -> ProviderFailure {
        var failure = failure(of: ErrorBody(reply.body), status: reply.status)
        failure.take(head: reply, key: key)
        if (300..<400).contains(reply.status), let place = reply[header: "location"] {
            // A request with a key follows nobody.
            if failure.message.allSatisfy(\.isWhitespace) {
                failure.message = "the endpoint redirects elsewhere"
            }
            failure.remedy = "check base_url: it leads to \(place.prefix { $0 != "?" })"
        } else if isPage(reply) || (reply.status == 404 && failure.message.isEmpty) {
            failure.remedy = pageRemedy
        }
        return failure
    }

    /// What a body says that came with a good status, or as an event of a stream.
    package static func failure(in body: JSON) -> ProviderFailure {
        let error = ErrorBody(body)
        return failure(of: error, status: error.status ?? 200)
    }

    /// Whether the reply is a page for a browser: somebody else than the provider answers.
    static func isPage(_ reply: HTTPReply) -> Bool {
        let first = reply.body.first { $0 != 0x20 && $0 != 0x0A && $0 != 0x0D && $0 != 0x09 }
        return first == UInt8(ascii: "<")
    }

    static let pageRemedy =
        "check base_url: something else than the provider's API answers there"

    private static func failure(of body: ErrorBody, status: Int) -> ProviderFailure {
        var kind = kind(of: body, status: status)
        var param = body.param
        if kind == .unsupportedParameter {
            param = param ?? ParameterName.quoted(in: body.message)
        } else if body.isCoded("1210"), let name = ParameterName.quoted(in: body.message) {
            // GLM's word for any wrong parameter; only a named one can be left out.
            (kind, param) = (.unsupportedParameter, name)
        }
        return ProviderFailure(
            kind: kind, status: status, retryAfterSeconds: body.retryAfterSeconds, param: param,
            message: body.message, requestID: body.requestID)
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
        case 500...: .server
        default: body.says("overloaded") ? .overloaded : .server
        }
    }

    /// What a body can say, the most telling first.
    private static let rules: [(ProviderFailure.Kind, @Sendable (ErrorBody) -> Bool)] = [
        (
            .quota,
            {
                $0.isCoded(
                    "insufficient_quota", "billing_hard_limit_reached", "billing_not_active",
                    "billing_error", "1113", "1308", "1309", "1310")
                    || $0.says("credit balance is too low", "insufficient balance")
            }
        ),
        (
            .auth,
            {
                $0.isCoded(
                    "invalid_api_key", "authentication_error", "permission_error",
                    "API_KEY_INVALID", "UNAUTHENTICATED", "PERMISSION_DENIED", "1000", "1001",
                    "1002", "1003", "1004", "401")
                    || $0.says("api key not valid", "incorrect api key", "invalid api key")
            }
        ),
        (
            .contextLength,
            {
                $0.isCoded(
                    "context_length_exceeded", "exceed_context_size_error", "request_too_large",
                    "string_above_max_length", "1261")
                    || $0.says(
                        "maximum context length", "prompt is too long",
                        "input token count", "available context size", "exceeds max length",
                        "exceeds the context window", "exceed context limit")
            }
        ),
        (
            .unsupportedParameter,
            {
                $0.isCoded("unsupported_parameter", "unsupported_value", "unknown_parameter")
                    || $0.says(
                        "unsupported parameter", "unsupported value", "unknown parameter",
                        "unknown name", "unrecognized request argument",
                        "extra inputs are not permitted", "is deprecated for this model")
            }
        ),
        (
            .rateLimit,
            {
                $0.isCoded(
                    "rate_limit_exceeded", "rate_limit_error", "RESOURCE_EXHAUSTED", "1302",
                    "1303", "1304", "1305")
            }
        ),
        (
            .overloaded,
            { $0.isCoded("overloaded_error", "server_is_overloaded", "UNAVAILABLE", "1312") }
        ),
        (.timeout, { $0.isCoded("timeout_error", "DEADLINE_EXCEEDED") }),
    ]
}

extension ProviderFailure {
    /// Adds what the head of the reply says, and blots the key out of what the body says.
    mutating func take(head reply: HTTPReply, key: APIKey?) {
        status = reply.status
        retryAfterSeconds = RetryAfter.seconds(of: reply) ?? retryAfterSeconds
        shouldRetry = reply[header: "x-should-retry"].flatMap { Bool($0) } ?? shouldRetry
        requestID = reply[header: "x-request-id"] ?? reply[header: "request-id"] ?? requestID
        if let key { blot(key) }
    }
}
