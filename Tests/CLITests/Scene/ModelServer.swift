import Synchronization
import TestSupport

/// An OpenAI-compatible server on 127.0.0.1.
enum ModelServer {
    /// Answers every chat with the text that `answer` makes of the request's body.
    static func start(_ answer: @escaping @Sendable (String) -> String) -> LoopbackServer {
        .answering { request in reply(to: request, answer) }
    }

    /// Holds the first chat until its client goes away, and answers all others.
    static func holdingTheFirst(
        _ answer: @escaping @Sendable (String) -> String
    ) -> LoopbackServer {
        let held = Mutex(false)
        return LoopbackServer { connection in
            while let request = connection.readRequest() {
                let holds = held.withLock { held in
                    guard !held, request.method == "POST" else { return false }
                    held = true
                    return true
                }
                if holds { return connection.waitForClose() }
                connection.write(reply(to: request, answer))
            }
        }
    }

    private static func reply(
        to request: LoopbackRequest, _ answer: (String) -> String
    ) -> LoopbackReply {
        let json = [("Content-Type", "application/json")]
        guard request.method == "POST" else {
            return LoopbackReply(
                200, #"{"object":"list","data":[{"id":"small","object":"model"}]}"#, headers: json)
        }
        let body = """
            {"id":"1","object":"chat.completion","created":1,"model":"small","choices":[{"index":0,\
            "message":{"role":"assistant","content":\(quoted(answer(request.text)))},\
            "finish_reason":"stop"}],\
            "usage":{"prompt_tokens":11,"completion_tokens":7,"total_tokens":18}}
            """
        return LoopbackReply(200, body, headers: json)
    }
}
