import Synchronization
import TestSupport

/// A model behind an OpenAI-compatible server on 127.0.0.1, which answers a chat by what is in it.
///
/// It has no list of models, as many small servers. No two replies report the same usage, so that a number in the journal tells its reply.
final class ScriptedModel: Sendable {
    /// What a reply says it used.
    struct Usage: Sendable, Equatable {
        var input: Int
        var output: Int
        var cachedInput: Int
        var reasoning: Int
    }

    private struct State {
        var failures: [LoopbackReply]
        var usages: [Usage] = []
    }

    private final class Script: Sendable {
        let state: Mutex<State>
        let key: String?
        let answers: [(pieces: [String], text: String)]

        init(
            _ answers: [(pieces: [String], text: String)], key: String?, failures: [LoopbackReply]
        ) {
            state = Mutex(State(failures: failures))
            self.key = key
            self.answers = answers
        }

        func reply(to request: LoopbackRequest) -> LoopbackReply {
            guard request.method == "POST", request.target == "/v1/chat/completions" else {
                return .failure(404, "there is no \(request.method) \(request.target)")
            }
            if let key, request.headers["authorization"] != "Bearer \(key)" {
                return .failure(401, "a bearer token is missing or wrong")
            }
            let failure = state.withLock { $0.failures.isEmpty ? nil : $0.failures.removeFirst() }
            if let failure { return failure }
            guard let chat = try? JSONReader.value(request.text) else {
                return .failure(400, "the body is no JSON")
            }
            let asked = (chat["messages"]?.array ?? []).compactMap { $0["content"]?.string }
                .joined(separator: "\n")
            let answer = answers.first { $0.pieces.allSatisfy(asked.contains) }
            guard let answer else { return .failure(400, "nothing was written down for this") }
            return completion(answer.text, model: chat["model"]?.string ?? "")
        }

        private func completion(_ text: String, model: String) -> LoopbackReply {
            let usage = state.withLock { state in
                let n = state.usages.count + 1
                let usage = Usage(
                    input: 1000 + n, output: 100 + n, cachedInput: 500 + n, reasoning: 10 + n)
                state.usages.append(usage)
                return usage
            }
            let body = """
                {"id":"chatcmpl-1","object":"chat.completion","created":1,"model":\(quoted(model)),\
                "choices":[{"index":0,"message":{"role":"assistant","content":\(quoted(text))},\
                "finish_reason":"stop"}],\
                "usage":{"prompt_tokens":\(usage.input),"completion_tokens":\(usage.output),\
                "total_tokens":\(usage.input + usage.output),\
                "prompt_tokens_details":{"cached_tokens":\(usage.cachedInput)},\
                "completion_tokens_details":{"reasoning_tokens":\(usage.reasoning)}}}
                """
            return LoopbackReply(200, body, headers: [("Content-Type", "application/json")])
        }
    }

    private let script: Script
    private let server: LoopbackServer

    /// Starts the server.
    ///
    /// - Parameters:
    ///   - answers: Each is given to the chats that contain all its pieces; the first such counts.
    ///   - key: The bearer token to insist on.
    ///   - failures: What the first requests get instead, in this order.
    init(
        _ answers: [(pieces: [String], text: String)], key: String? = nil,
        failures: [LoopbackReply] = []
    ) {
        let script = Script(answers, key: key, failures: failures)
        self.script = script
        server = .answering { script.reply(to: $0) }
    }

    /// The address as `models.yaml` names it.
    var baseURL: String { "\(server.url)/v1" }
    /// All that was asked, without the looks for a list of models.
    var requests: [LoopbackRequest] { server.requests.filter { $0.method == "POST" } }
    /// The looks for a list of models.
    var looks: [LoopbackRequest] { server.requests.filter { $0.method != "POST" } }
    /// What the replies reported, in their order.
    var usages: [Usage] { script.state.withLock { $0.usages } }
}

extension LoopbackReply {
    /// An error as OpenAI-compatible servers word it.
    static func failure(
        _ status: Int, _ message: String, headers: [(String, String)] = []
    ) -> LoopbackReply {
        LoopbackReply(
            status, #"{"error":{"message":"# + quoted(message) + #","type":null,"code":null}}"#,
            headers: headers + [("Content-Type", "application/json")])
    }
}
