import Effects
import Synchronization

/// Puts the pieces of a reply together.
final class ReplyBuffer: Sendable {
    private let reply = Mutex(HTTPReply(status: 0))

    /// What has come so far.
    var finished: HTTPReply { reply.withLock { $0 } }

    /// Takes the next piece.
    func take(_ piece: ReplyPiece) {
        reply.withLock { reply in
            switch piece {
            case .head(let status, let headers): reply = HTTPReply(status: status, headers: headers)
            case .body(let bytes): reply.body += bytes
            }
        }
    }
}

/// A part of a reply in the order of its arrival.
enum ReplyPiece: Sendable {
    /// The status line and the headers, complete; once, before any body.
    case head(status: Int, headers: [HTTPHeader])
    /// The next bytes of the body.
    case body([UInt8])
}
