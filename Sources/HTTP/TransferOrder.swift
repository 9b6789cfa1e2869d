import Effects
import Synchronization

/// One request on its way, and whom to tell.
///
/// Both closures are called on the engine's thread and have to return at once; `finish` is called
/// exactly once, after the last piece.
struct TransferOrder: Sendable {
    let ticket: TransferTicket
    let request: HTTPRequest
    let surroundings: NetworkSurroundings
    let receive: @Sendable (HTTPPiece) -> Void
    let finish: @Sendable (HTTPFailure?) -> Void
}

/// A request's identity, by which any thread may call it off.
final class TransferTicket: Sendable {
    private let cancellation = Atomic(false)

    var isCancelled: Bool { cancellation.load(ordering: .acquiring) }

    /// Lets no further piece through; the engine still has to be told, so that it looks.
    func cancel() { cancellation.store(true, ordering: .releasing) }
}
