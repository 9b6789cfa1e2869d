import Effects
import RunModel
import Synchronization

/// Vendors behind one transport: the scripted model answers, unless a fault of the call strikes.
///
/// The real client speaks to them, so its reading of errors is tried as well. Time passes only
/// here and where a run waits.
final class ScriptedVendors: Sendable {
    private let plan: FaultPlan
    private let model: ScriptedModel
    private let strikes: Strikes
    private let milliseconds = Mutex<Int64>(1_795_260_000_000)
    private let calls = Mutex<Int>(0)

    /// More calls than any run that ends has; past them the clock runs out.
    static let callLimit = 400

    init(_ plan: FaultPlan, _ model: ScriptedModel, _ strikes: Strikes) {
        self.plan = plan
        self.model = model
        self.strikes = strikes
    }

    /// A run that does not end by itself is ended by its time.
    var hasRunAway: Bool { calls.withLock { $0 > ScriptedVendors.callLimit } }

    var clock: Clock {
        Clock(
            nowMilliseconds: { self.milliseconds.withLock { $0 } },
            monotonicNanoseconds: { UInt64(self.milliseconds.withLock { $0 }) * 1_000_000 },
            sleep: { seconds in self.pass(Int64((seconds * 1000).rounded(.up))) })
    }

    private func pass(_ time: Int64) { milliseconds.withLock { $0 += max(0, time) } }

    var transport: HTTPTransport {
        HTTPTransport { (request) async throws(HTTPFailure) in try self.answer(request) }
    }

    private func answer(_ request: HTTPRequest) throws(HTTPFailure) -> HTTPReply {
        pass(1500)
        let count = calls.withLock { calls in
            calls += 1
            return calls
        }
        if count > ScriptedVendors.callLimit { pass(86_400_000) }
        let provider = String(request.url.dropFirst("https://".count).prefix { $0 != "." })
        guard let body = try? JSON(parsing: request.body) else {
            throw HTTPFailure(code: .refused, url: request.url, detail: "no JSON was sent")
        }
        let prompt = (body["messages"]?.array ?? []).compactMap { $0["content"]?.string }
            .joined(separator: "\n")
        let role = ScriptedModel.role(of: prompt)
        let phase = FaultPlan.PhaseName.allCases.last { prompt.contains($0.mark) } ?? .total
        let ailing = plan.faults.first { fault in
            fault.place == .call && fault.role == role && fault.phase == phase
                && strikes(fault, at: provider)
        }
        if let ailing { return try fail(ailing, request, body) }
        let answer = model.answer(role, prompt, model: body["model"]?.string ?? "")
        return Self.reply(answer, to: prompt)
    }

    private func strikes(_ fault: Fault, at provider: String) -> Bool {
        let isWell =
            switch fault.cure {
            case .time(let times): strikes.count(fault) >= times
            case .anotherProvider: strikes.provider(of: fault, first: provider) != provider
            case .nothing: false
            case .telling, .advice, .remedy, .commands: true
            }
        if isWell { return false }
        strikes.add(fault)
        return true
    }

    // MARK: Errors

    private func fail(
        _ fault: Fault, _ request: HTTPRequest, _ body: JSON
    ) throws(HTTPFailure) -> HTTPReply {
        switch fault.category {
        case .providerUnreachable:
            throw HTTPFailure(code: .refused, url: request.url, detail: "connection refused")
        case .providerTimeout:
            pass(300_000)
            throw HTTPFailure(code: .timedOut, url: request.url, detail: "no first byte")
        case .providerAuth: return Self.error(401, "invalid_api_key", "Incorrect API key provided")
        case .providerRateLimit:
            var reply = Self.error(429, "rate_limit_exceeded", "Too many requests")
            if fault.isStubborn { reply.headers.append(HTTPHeader("retry-after", "7")) }
            return reply
        case .providerOverloaded: return Self.error(529, "overloaded_error", "Overloaded")
        case .providerQuota:
            return Self.error(429, "insufficient_quota", "You exceeded your current quota")
        case .unsupportedParameter:
            return Self.error(
                400, "unsupported_parameter",
                "Unsupported parameter: 'max_tokens' is not supported with this model.")
        case .contextLength:
            return Self.error(
                400, "context_length_exceeded",
                "This model's maximum context length is 8192 tokens.")
        default: return Self.error(500, "server_error", "The server had an error")
        }
    }

    private static func error(_ status: Int, _ code: String, _ message: String) -> HTTPReply {
        let body = JSON.object(["error": ["message": .string(message), "code": .string(code)]])
        return HTTPReply(status: status, body: body.bytes)
    }

    // MARK: Replies

    /// A reply with the tokens that it and its prompt are billed for: one for three bytes.
    private static func reply(_ answer: ScriptedModel.Answer, to prompt: String) -> HTTPReply {
        let (input, output) = (prompt.utf8.count / 3, 200 + answer.text.utf8.count / 3)
        let body = JSON.object([
            "model": "any",
            "choices": [
                [
                    "index": 0, "finish_reason": .string(answer.finish),
                    "message": ["role": "assistant", "content": .string(answer.text)],
                ]
            ],
            "usage": [
                "prompt_tokens": .integer(Int64(input)),
                "completion_tokens": .integer(Int64(output)),
            ],
        ])
        return HTTPReply(status: 200, body: body.bytes)
    }
}
