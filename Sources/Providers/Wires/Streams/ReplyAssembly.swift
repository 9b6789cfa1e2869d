package import Effects
import RunModel

/// Makes one reply of the pieces that a transport hands over, streamed or not.
///
/// Which of the two it is the first byte tells: a server may answer with a whole body where a
/// stream was asked for, and with an error page where neither was.
package struct ReplyAssembly<Format: WireFormat>: Sendable {
    private enum Form { case unknown, whole, events }

    private let endpoint: Endpoint
    private var head = HTTPReply(status: 0)
    private var form = Form.unknown
    private var body: [UInt8] = []
    private var parser: EventParser
    private var stream = Format.Stream()
    private var hasEvents = false
    private var failure: ProviderFailure?

    package init(_ endpoint: Endpoint, eventLimitBytes: Int = 16 << 20) {
        self.endpoint = endpoint
        parser = EventParser(limitBytes: eventLimitBytes)
    }

    /// Takes the next piece.
    ///
    /// - Returns: The visible text that came with it, streams only.
    package mutating func take(_ piece: HTTPPiece) -> String {
        switch piece {
        case .head(let status, let headers):
            head = HTTPReply(status: status, headers: headers)
            if !isGood { form = .whole }
            return ""
        case .body(let bytes):
            switch form {
            case .whole:
                body += bytes
                return ""
            case .events: return take(events: bytes)
            case .unknown: return take(first: bytes)
            }
        }
    }

    private var isGood: Bool { head.status == 200 || head.status == 201 }

    /// The beginning, until a byte says what comes.
    private mutating func take(first bytes: [UInt8]) -> String {
        body += bytes
        var start = body[...]
        if start.starts(with: [0xEF, 0xBB, 0xBF]) { start = start.dropFirst(3) }
        let byte = start.first { $0 != 0x20 && $0 != 0x0A && $0 != 0x0D && $0 != 0x09 }
        guard let byte, byte != 0xEF || start.count >= 3 else { return "" }
        // What a line of an event can begin with: data, event, id, retry, or a comment.
        guard "deir:".utf8.contains(byte) else {
            form = .whole
            return ""
        }
        form = .events
        let first = body
        body = []
        return take(events: first)
    }

    private mutating func take(events bytes: [UInt8]) -> String {
        guard failure == nil else { return "" }
        var visible = ""
        do throws(EventParser.TooLong) {
            for event in try parser.take(bytes) {
                do throws(ProviderFailure) {
                    visible += try take(event)
                } catch {
                    failure = error
                    break
                }
            }
        } catch {
            failure = ProviderFailure(
                kind: .malformed,
                message: "an event of the stream is longer than \(error.limitBytes) bytes")
        }
        return visible
    }

    private mutating func take(_ event: ServerSentEvent) throws(ProviderFailure) -> String {
        let blanks: [UInt8] = [0x20, 0x09]
        if event.data.starts(with: "[DONE]".utf8) {
            hasEvents = true
            stream.takeDone()
            return ""
        }
        guard !event.data.allSatisfy(blanks.contains) else { return "" }
        let value: JSON
        do throws(JSONFault) {
            value = try JSON(parsing: event.data)
        } catch {
            throw ProviderFailure(kind: .server, message: "an event of the stream is \(error)")
        }
        hasEvents = true
        return try stream.take(value, name: event.name)
    }

    /// Reads the reply when the last piece has come.
    ///
    /// - Parameter cut: What ended the transfer before its end; nil: it ended well.
    /// - Throws: What is wrong with it, with what came before in `partial`.
    package func reply(cut: HTTPFailure? = nil) throws(ProviderFailure) -> Reply {
        // What came whole is a reply, whatever became of the connection behind it.
        if form == .events, failure == nil, stream.isComplete {
            return try read(stream.body)
        }
        if let failure { throw described(failure) }
        if let cut {
            var failure = ProviderFailure(cut)
            if head.status != 0, cut.code == .interrupted { failure.kind = .server }
            throw described(failure)
        }
        guard form == .events else { return try whole() }
        throw described(
            ProviderFailure(
                kind: .server,
                message: hasEvents
                    ? "the stream ended before its end mark" : "the stream has no events"))
    }

    private func whole() throws(ProviderFailure) -> Reply {
        var reply = head
        reply.body = body
        guard isGood else { throw ErrorReading.failure(of: reply, key: endpoint.key) }
        let value: JSON
        do throws(JSONFault) {
            value = try JSON(parsing: body)
        } catch {
            var failure = ProviderFailure(
                kind: .server, message: "the reply of \(body.count) bytes is \(error)",
                remedy: "try again; where it stays so, check base_url")
            if ErrorReading.isPage(reply) {
                failure.message = "the reply is a web page"
                failure.remedy = ErrorReading.pageRemedy
            }
            throw described(failure)
        }
        return try read(value)
    }

    private func read(_ body: JSON) throws(ProviderFailure) -> Reply {
        if let failure = Format.failure(in: body) { throw described(failure) }
        return named(Format.reply(from: body))
    }

    /// The failure with what the head says, and what came of a stream.
    private func described(_ failure: ProviderFailure) -> ProviderFailure {
        var failure = failure
        if head.status != 0 { failure.take(head: head, key: endpoint.key) }
        if form == .events {
            var partial = named(Format.reply(from: stream.body))
            partial.finish = .error
            // Calls that may be cut are not to be run.
            partial.toolCalls = []
            partial.native = nil
            failure.partial = partial
        }
        return failure
    }

    /// The reply with its turn under the names by which it is known again.
    private func named(_ reply: Reply) -> Reply {
        var reply = reply
        reply.native?.wire = endpoint.wire
        reply.native?.provider = endpoint.provider
        return reply
    }
}
