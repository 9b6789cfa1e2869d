import Effects
import FoundationEssentials
import Providers
import RunModel
import Synchronization
import TestSupport

/// Four vendors behind one transport that answer, fail and bill as the week's troubles say.
///
/// They speak the wire that they are configured with, so the real client and its reading of errors
/// are what is tried; time passes only here and where a run waits.
final class SimulatedProviders: Sendable {
    /// What a provider charged for, as it counts it itself.
    struct Bill {
        var tokens = 0
        var cost = Money.zero
    }

    private struct State {
        var random: SeededGenerator
        var now: Int64
        var bill = Bill()
        /// The keys that are wrong in this run.
        var wrongKeys: Set<String> = []
        var calls = 0
    }

    /// The week's beginning, a Monday.
    static let start: Int64 = 1_767_571_200_000
    private static let retryAfter = ["", "1", "7", "45", "300"]
    static let review = "You review a change"

    private let week: WeekOfTrouble
    private let prices: [String: Price]
    private let state: Mutex<State>

    init(_ week: WeekOfTrouble, prices: [String: Price], seed: UInt64) {
        self.week = week
        self.prices = prices
        state = Mutex(
            State(random: SeededGenerator(seed: seed), now: SimulatedProviders.start))
    }

    // MARK: Time

    var now: Int64 { state.withLock { $0.now } }

    /// Milliseconds since the week began.
    var moment: Int64 { now - SimulatedProviders.start }

    func pass(_ milliseconds: Int64) { state.withLock { $0.now += max(0, milliseconds) } }

    var clock: Clock {
        Clock(
            nowMilliseconds: { self.now },
            monotonicNanoseconds: { UInt64(self.now) * 1_000_000 },
            sleep: { seconds in self.pass(Int64((seconds * 1000).rounded(.up))) })
    }

    // MARK: Runs

    /// Begins a run's own bill, with these keys wrong.
    func begin(wrongKeys: Set<String>) {
        state.withLock { state in
            state.bill = Bill()
            state.wrongKeys = wrongKeys
            state.calls = 0
        }
    }

    var bill: Bill { state.withLock { $0.bill } }
    var calls: Int { state.withLock { $0.calls } }

    // MARK: HTTP

    var transport: HTTPTransport {
        HTTPTransport { (request) async throws(HTTPFailure) in try self.answer(request) }
    }

    private func answer(_ request: HTTPRequest) throws(HTTPFailure) -> HTTPReply {
        let host = request.url.dropFirst("https://".count).prefix { $0 != "." }
        let provider = String(host)
        let trouble = week.trouble(of: provider, at: moment)
        let body = String(decoding: request.body, as: UTF8.self)
        let outcome: Result<HTTPReply, HTTPFailure> = state.withLock { state in
            state.calls += 1
            if state.wrongKeys.contains(provider), trouble != .refused {
                state.now += 80
                return .success(Self.error(401, "invalid_api_key", "Incorrect API key provided"))
            }
            let kind = trouble.flatMap { $0 == .flaky ? (Self.coin(&state) ? .failing : nil) : $0 }
            switch kind {
            case .refused:
                state.now += 2
                return .failure(HTTPFailure(code: .refused, url: request.url, detail: "refused"))
            case .failing:
                state.now += 900
                return .success(Self.error(500, "server_error", "The server had an error"))
            case .garbage:
                state.now += 400
                // A page where a reply should be: nobody knows what was charged.
                bill(body, provider, &state)
                return .success(HTTPReply(status: 200, body: Array("<html>busy</html>".utf8)))
            case .overloaded:
                state.now += 300
                return .success(Self.error(529, "overloaded_error", "Overloaded"))
            case .limited:
                state.now += 50
                var reply = Self.error(429, "rate_limit_exceeded", "Too many requests")
                let seconds = Self.retryAfter.randomElement(using: &state.random) ?? ""
                if !seconds.isEmpty { reply.headers.append(HTTPHeader("retry-after", seconds)) }
                return .success(reply)
            case .silent:
                state.now += 300_000
                bill(body, provider, &state)
                return .failure(
                    HTTPFailure(code: .timedOut, url: request.url, detail: "no first byte"))
            case .cutOff:
                state.now += 5_000
                bill(body, provider, &state)
                return .failure(
                    HTTPFailure(code: .interrupted, url: request.url, detail: "closed"))
            case .unpaid:
                state.now += 60
                return .success(
                    Self.error(429, "insufficient_quota", "You exceeded your current quota"))
            case .flaky, nil:
                return .success(reply(to: body, provider, &state))
            }
        }
        return try outcome.get()
    }

    private static func coin(_ state: inout State) -> Bool { state.random.next() % 2 == 0 }

    private static func error(_ status: Int, _ code: String, _ message: String) -> HTTPReply {
        let text = #"{"error":{"message":"\#(message)","code":"\#(code)"}}"#
        return HTTPReply(status: status, body: Array(text.utf8))
    }

    // MARK: Replies

    /// A reply: an approval, or a change, which one time in ten fits nowhere.
    private func reply(to body: String, _ provider: String, _ state: inout State) -> HTTPReply {
        let text: String
        if body.contains(Self.review) {
            text = #"{"approved": true, "issues": [], "summary": "does what was asked"}"#
        } else {
            let old = state.random.next() % 10 == 0 ? "a line that is nowhere" : "three"
            text = Story.replace(old, by: "three\nfour", in: "sum.txt")
        }
        state.now += 2_000 + Int64(state.random.next() % 40_000)
        let usage = bill(body, provider, &state)
        let quoted = (try? JSONEncoder().encode(text)).map { String(decoding: $0, as: UTF8.self) }
        let json = """
            {"model": "any", "choices": [{"index": 0, "finish_reason": "stop", \
            "message": {"role": "assistant", "content": \(quoted ?? "null")}}], \
            "usage": {"prompt_tokens": \(usage.input), "completion_tokens": \(usage.output), \
            "prompt_tokens_details": {"cached_tokens": \(usage.cachedInput)}}}
            """
        return HTTPReply(status: 200, body: Array(json.utf8))
    }

    /// The part of a request that is paid for.
    private struct Request: Decodable {
        struct Message: Decodable {
            var content: String
        }

        var messages: [Message]
        var maxTokens: Int?
        var maxCompletionTokens: Int?

        enum CodingKeys: String, CodingKey {
            case messages
            case maxTokens = "max_tokens"
            case maxCompletionTokens = "max_completion_tokens"
        }
    }

    /// Charges for a call: up to as many tokens as the prompt can have, and now and then the most
    /// that may be written.
    @discardableResult
    private func bill(_ body: String, _ provider: String, _ state: inout State) -> Usage {
        guard let request = try? JSONDecoder().decode(Request.self, from: Data(body.utf8)) else {
            preconditionFailure("the request is not of the wire: \(body.prefix(200))")
        }
        let bytes = request.messages.reduce(0) { $0 + $1.content.utf8.count }
        let share = 50 + Int(state.random.next() % 51)
        let input = bytes / 3 * share / 100
        let limit = request.maxTokens ?? request.maxCompletionTokens ?? 0
        let output =
            state.random.next() % 20 == 0
            ? limit : min(limit, 100 + Int(state.random.next() % 900))
        let cached = state.random.next() % 3 == 0 ? input / 2 : 0
        let usage = Usage(input: input, output: output, cachedInput: cached)
        state.bill.tokens += usage.total
        if let price = prices[provider] { state.bill.cost += price.cost(of: usage) }
        return usage
    }
}
