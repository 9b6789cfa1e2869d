package import Effects
import Synchronization

extension HTTPTransport {
    /// Sends requests over libcurl: connections are kept and shared, HTTP/2 where the server has it.
    ///
    /// Nothing is started before the first request. A redirect is a reply like any other. Cancelling
    /// the task ends the request within milliseconds with `.cancelled`, also from within a piece's
    /// closure.
    ///
    /// - Parameter environment: Where the proxies (`http_proxy`, `https_proxy`, `all_proxy`,
    ///   `no_proxy`) and another set of trusted certificates (`SSL_CERT_FILE`, `SSL_CERT_DIR`)
    ///   are named; the process's own variables are not looked at.
    package static func curl(environment: [String: String]) -> HTTPTransport {
        let first = FirstUse { [surroundings = NetworkSurroundings(environment: environment)] in
            HTTPClient(surroundings: surroundings)
        }
        return HTTPTransport(
            stream: { request, receive async throws(HTTPFailure) in
                try await first.value.stream(request, receive)
            })
    }
}

/// Requests as async calls on top of the engine.
final class HTTPClient: Sendable {
    private let surroundings: NetworkSurroundings
    private let engine = TransferEngine()

    init(surroundings: NetworkSurroundings) { self.surroundings = surroundings }

    deinit { engine.stop() }

    /// Sends one request and hands the pieces of its reply on, on the engine's thread.
    func stream(
        _ request: HTTPRequest, _ receive: @escaping @Sendable (HTTPPiece) -> Void
    ) async throws(HTTPFailure) {
        try RequestCheck.check(request)
        let ticket = TransferTicket()
        let failure: HTTPFailure? = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                engine.start(
                    TransferOrder(
                        ticket: ticket, request: request, surroundings: surroundings,
                        receive: receive, finish: { continuation.resume(returning: $0) }))
            }
        } onCancel: {
            engine.cancel(ticket)
        }
        if let failure { throw failure }
    }
}

/// Something that is made when it is first used: starting libcurl and its TLS takes milliseconds,
/// which a command that calls nobody does not have to wait for.
private final class FirstUse<Value: Sendable>: Sendable {
    private let make: @Sendable () -> Value
    private let made = Mutex<Value?>(nil)

    init(_ make: @escaping @Sendable () -> Value) { self.make = make }

    var value: Value {
        made.withLock { made in
            if let made { return made }
            let value = make()
            made = value
            return value
        }
    }
}
