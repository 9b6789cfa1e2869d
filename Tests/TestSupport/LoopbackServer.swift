import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A server on 127.0.0.1 whose every move a test writes down.
///
/// Each connection is handled on a thread of its own by the script, which reads requests and writes
/// whatever bytes it likes. Delays are made by waiting for something (``LoopbackConnection/waitForClose()``),
/// not by sleeping. The server ends with its last reference.
package final class LoopbackServer: Sendable {
    /// What is done with a connection; it is closed afterwards.
    package typealias Script = @Sendable (LoopbackConnection) -> Void

    /// The port it listens on, chosen by the system.
    package let port: UInt16
    private let listener: Int32
    private let log: Log

    /// `http://127.0.0.1:PORT`.
    package var url: String { "http://127.0.0.1:\(port)" }

    /// How many connections have been accepted so far.
    package var connectionCount: Int { log.state.withLock { $0.connections.count } }

    /// The requests that were read so far, in the order of their arrival.
    package var requests: [LoopbackRequest] { log.state.withLock { $0.requests } }

    fileprivate final class Log: Sendable {
        struct State {
            var connections: [Int32] = []
            var requests: [LoopbackRequest] = []
            var isOver = false
        }

        let state = Mutex(State())
    }

    /// Starts a server that runs `script` for each connection.
    package init(script: @escaping Script) {
        listener = socket(AF_INET, streamSocket, 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        let listens = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(listener, address, size) == 0 && listen(listener, 64) == 0
                    && getsockname(listener, address, &size) == 0
            }
        }
        precondition(listens, "no loopback server: errno \(errno)")
        port = UInt16(bigEndian: address.sin_port)
        log = Log()
        let log = log
        Self.thread { Self.accept(from: listener, log, script) }
    }

    deinit {
        let open = log.state.withLock { state in
            state.isOver = true
            return state.connections
        }
        // Wakes every thread that waits on them; each closes its own.
        for connection in open where connection >= 0 { shutdown(connection, Int32(SHUT_RDWR)) }
        shutdown(listener, Int32(SHUT_RDWR))
    }

    /// A server that answers every request on a connection that stays open.
    package static func answering(
        _ answer: @escaping @Sendable (LoopbackRequest) -> LoopbackReply
    ) -> LoopbackServer {
        LoopbackServer { connection in
            while let request = connection.readRequest() { connection.write(answer(request)) }
        }
    }

    private static func accept(from listener: Int32, _ log: Log, _ script: @escaping Script) {
        while true {
            let descriptor = acceptOne(listener)
            guard descriptor >= 0 else { break }
            let index: Int? = log.state.withLock { state in
                guard !state.isOver else { return nil }
                state.connections.append(descriptor)
                return state.connections.count - 1
            }
            guard let index else {
                close(descriptor)
                break
            }
            // What is written leaves at once, as from a server that streams.
            var isOn: Int32 = 1
            setsockopt(
                descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &isOn,
                socklen_t(MemoryLayout<Int32>.size))
            thread {
                script(LoopbackConnection(descriptor: descriptor, log: log))
                // Forgotten before it is closed, so that the number is not shut down later.
                log.state.withLock { $0.connections[index] = -1 }
                close(descriptor)
            }
        }
        close(listener)
    }

    private static func acceptOne(_ listener: Int32) -> Int32 {
        while true {
            #if canImport(Glibc)
                let descriptor = Glibc.accept(listener, nil, nil)
            #elseif canImport(Musl)
                let descriptor = Musl.accept(listener, nil, nil)
            #else
                let descriptor = Darwin.accept(listener, nil, nil)
            #endif
            if descriptor >= 0 || errno != EINTR { return descriptor }
        }
    }

    private static func thread(_ body: @escaping @Sendable () -> Void) {
        final class Box {
            let body: @Sendable () -> Void
            init(_ body: @escaping @Sendable () -> Void) { self.body = body }
        }
        var thread = pthread_t()
        let context = Unmanaged.passRetained(Box(body)).toOpaque()
        let result = pthread_create(
            &thread, nil,
            { context in
                if let context { Unmanaged<Box>.fromOpaque(context).takeRetainedValue().body() }
                return nil
            }, context)
        precondition(result == 0, "no thread: error \(result)")
        pthread_detach(thread)
    }
}

/// One connection to a ``LoopbackServer``, used by its script.
package final class LoopbackConnection {
    private let descriptor: Int32
    private let log: LoopbackServer.Log
    private var pending: [UInt8] = []

    fileprivate init(descriptor: Int32, log: LoopbackServer.Log) {
        self.descriptor = descriptor
        self.log = log
    }

    /// Reads a whole request, or nil when the other side has closed the connection.
    package func readRequest() -> LoopbackRequest? {
        let end = Array("\r\n\r\n".utf8)
        while pending.firstRange(of: end) == nil { guard readMore() else { return nil } }
        guard let separator = pending.firstRange(of: end) else { return nil }
        var lines = String(decoding: pending[..<separator.lowerBound], as: UTF8.self)
            .split(separator: "\r\n", omittingEmptySubsequences: false).map(String.init)[...]
        let words = (lines.popFirst() ?? "").split(separator: " ").map(String.init)
        guard words.count == 3 else { return nil }
        var request = LoopbackRequest(method: words[0], target: words[1])
        for line in lines {
            guard let colon = line.firstIndex(of: ":") else { return nil }
            let value = line[line.index(after: colon)...].drop { $0 == " " }
            request.headers[line[..<colon].lowercased()] = String(value)
        }
        pending.removeFirst(separator.upperBound)
        let length = request.headers["content-length"].flatMap { Int($0) } ?? 0
        while pending.count < length { guard readMore() else { return nil } }
        request.body = Array(pending[..<length])
        pending.removeFirst(length)
        log.state.withLock { $0.requests.append(request) }
        return request
    }

    /// Writes bytes as they are; false when nobody takes them any more.
    @discardableResult
    package func write(_ text: String) -> Bool { write(Array(text.utf8)) }

    /// Writes bytes as they are; false when nobody takes them any more.
    @discardableResult
    package func write(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    /// Writes a reply with its length.
    @discardableResult
    package func write(_ reply: LoopbackReply) -> Bool {
        var head = "HTTP/1.1 \(reply.status) Reply\r\nContent-Length: \(reply.body.count)\r\n"
        for (name, value) in reply.headers { head += "\(name): \(value)\r\n" }
        return write(Array("\(head)\r\n".utf8) + reply.body)
    }

    /// Tells the other side that nothing more comes; it is there when this returns.
    package func endWriting() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// Waits until the other side has closed the connection.
    package func waitForClose() { while readMore() {} }

    private func readMore() -> Bool {
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        let count = recv(descriptor, &piece, piece.count, 0)
        guard count > 0 else { return false }
        pending += piece[..<count]
        return true
    }
}

/// A request as the server read it.
package struct LoopbackRequest: Sendable, Equatable {
    package var method: String
    /// The path with its query, or the whole URL where the server is used as a proxy.
    package var target: String
    /// By lower-case name.
    package var headers: [String: String] = [:]
    package var body: [UInt8] = []

    /// The body as text.
    package var text: String { String(decoding: body, as: UTF8.self) }
}

/// A reply for the server to write.
package struct LoopbackReply: Sendable {
    package var status: Int
    package var headers: [(String, String)]
    package var body: [UInt8]

    package init(_ status: Int = 200, _ body: String = "", headers: [(String, String)] = []) {
        self.status = status
        self.headers = headers
        self.body = Array(body.utf8)
    }
}

#if canImport(Glibc)
    package let streamSocket = Int32(SOCK_STREAM.rawValue)
#else
    package let streamSocket = SOCK_STREAM
#endif
