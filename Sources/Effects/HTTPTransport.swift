import Synchronization

/// One HTTP request.
package struct HTTPRequest: Sendable, Equatable {
    package var method: String
    package var url: String
    /// In order; names as given, compared without case.
    package var headers: [HTTPHeader]
    package var body: [UInt8]
    package var connectTimeoutSeconds: Double
    /// From the request's end to the first byte of the reply.
    package var firstByteTimeoutSeconds: Double
    /// Between two pieces of the reply.
    package var idleTimeoutSeconds: Double
    /// From the start to the last piece, however lively the reply is.
    package var totalTimeoutSeconds: Double
    /// A larger reply fails with `.tooLarge`.
    package var replyLimitBytes: Int
    /// No proxy is gone through, whatever the environment names.
    package var isDirect: Bool

    package init(
        method: String, url: String, headers: [HTTPHeader] = [], body: [UInt8] = [],
        connectTimeoutSeconds: Double = 10, firstByteTimeoutSeconds: Double = 300,
        idleTimeoutSeconds: Double = 120, totalTimeoutSeconds: Double = 1800,
        replyLimitBytes: Int = 32 << 20,
        isDirect: Bool = false
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.connectTimeoutSeconds = connectTimeoutSeconds
        self.firstByteTimeoutSeconds = firstByteTimeoutSeconds
        self.idleTimeoutSeconds = idleTimeoutSeconds
        self.totalTimeoutSeconds = totalTimeoutSeconds
        self.replyLimitBytes = replyLimitBytes
        self.isDirect = isDirect
    }
}

/// A header line.
package struct HTTPHeader: Sendable, Equatable {
    package var name: String
    package var value: String

    package init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

/// A complete reply; any status is a result, not an error.
package struct HTTPReply: Sendable, Equatable {
    package var status: Int
    package var headers: [HTTPHeader]
    package var body: [UInt8]

    package init(status: Int, headers: [HTTPHeader] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// The first header of that name, whatever its case.
    package subscript(header name: String) -> String? {
        let wanted = name.lowercased()
        return headers.first { $0.name.lowercased() == wanted }?.value
    }
}

/// Why there is no complete reply.
///
/// Never holds a header, a key or a body.
package struct HTTPFailure: Error, Sendable, Equatable {
    package enum Code: String, Sendable {
        case unresolvable, refused, timedOut, tls, interrupted, tooLarge, badURL, cancelled, other
    }

    package var code: Code
    /// The URL without query and user information.
    package var url: String
    package var detail: String
    /// What a person can do about it; nil where the detail says it all.
    package var remedy: String?

    package init(code: Code, url: String, detail: String, remedy: String? = nil) {
        self.code = code
        self.url = url
        self.detail = detail
        self.remedy = remedy
    }
}

/// A part of a reply in the order of its arrival.
package enum HTTPPiece: Sendable, Equatable {
    /// The status line and the headers, complete; once, before any body.
    case head(status: Int, headers: [HTTPHeader])
    /// The next bytes of the body, never empty.
    case body([UInt8])
}

/// Sends HTTP requests.
package struct HTTPTransport: Sendable {
    /// Sends one request and hands the reply on as it comes; follows no redirect.
    ///
    /// Returns after the last piece. The pieces are handed over one after the other, on any thread;
    /// what takes long there slows down every other request. Once the task is cancelled no further
    /// piece comes. A request whose method may not be repeated is sent once, or not at all: where a
    /// connection breaks before the reply, the call fails with `.interrupted`.
    package var stream:
        @Sendable (HTTPRequest, @escaping @Sendable (HTTPPiece) -> Void) async throws(HTTPFailure)
            -> Void

    package init(
        stream:
            @escaping @Sendable (HTTPRequest, @escaping @Sendable (HTTPPiece) -> Void)
            async throws(HTTPFailure) -> Void
    ) {
        self.stream = stream
    }

    /// A transport whose replies come in one piece, for what needs no stream.
    package init(send: @escaping @Sendable (HTTPRequest) async throws(HTTPFailure) -> HTTPReply) {
        self.init(stream: { request, receive async throws(HTTPFailure) in
            let reply = try await send(request)
            receive(.head(status: reply.status, headers: reply.headers))
            if !reply.body.isEmpty { receive(.body(reply.body)) }
        })
    }

    /// Sends one request and waits for the whole reply.
    package func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPReply {
        let reply = Mutex(HTTPReply(status: 0))
        try await stream(request) { piece in
            reply.withLock { reply in
                switch piece {
                case .head(let status, let headers):
                    reply = HTTPReply(status: status, headers: headers)
                case .body(let bytes): reply.body += bytes
                }
            }
        }
        return reply.withLock { $0 }
    }
}
