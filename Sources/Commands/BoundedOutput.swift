/// The first and the last half of a stream, however long it is.
///
/// A failing program usually says why at its beginning or at its end, so these are kept; what lies
/// between is counted and dropped as it arrives. Memory stays within twice the limit.
package struct BoundedOutput: Sendable {
    private let headLimit: Int
    private let tailLimit: Int
    private var head: [UInt8] = []
    private var tail: [UInt8] = []
    private var droppedBytes = 0

    /// Makes an empty one that keeps at most `limit` bytes besides the marker line.
    package init(limit: Int) {
        let limit = max(limit, 0)
        headLimit = limit / 2
        tailLimit = limit - limit / 2
    }

    /// Takes the next piece of the stream.
    package mutating func append(_ piece: [UInt8]) {
        var rest = piece[...]
        if head.count < headLimit {
            let fits = rest.prefix(headLimit - head.count)
            head += fits
            rest = rest.dropFirst(fits.count)
        }
        tail += rest
        // Cut only when twice as much has gathered, so that each byte is moved once on average.
        if tail.count > 2 * tailLimit { cutTail() }
    }

    /// What was kept: all of it, or the two halves with a line between that counts the rest.
    package consuming func finish() -> (bytes: [UInt8], droppedBytes: Int) {
        if tail.count > tailLimit { cutTail() }
        guard droppedBytes > 0 else { return (head + tail, 0) }
        let startsLine = head.isEmpty || head.last == UInt8(ascii: "\n")
        let marker = "\(startsLine ? "" : "\n")[... \(droppedBytes) bytes left out ...]\n"
        return (head + Array(marker.utf8) + tail, droppedBytes)
    }

    private mutating func cutTail() {
        let excess = tail.count - tailLimit
        tail.removeFirst(excess)
        droppedBytes += excess
    }
}
