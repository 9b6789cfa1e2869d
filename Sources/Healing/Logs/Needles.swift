/// Looks for many short texts at once, in one pass over the bytes.
///
/// Logs have hundreds of thousands of lines and hardly any of them tells something, so the lines
/// that do not have to be passed over fast: the first two bytes of a place say whether any text
/// may begin there.
struct Needles: Sendable {
    fileprivate struct Needle: Sendable {
        var index: Int
        var bytes: [UInt8]
    }

    /// The needles, those that begin alike beside each other.
    private let needles: [Needle]
    /// Where in `needles` those begin that have a pair of bytes at their start.
    private let starts: [UInt16]

    /// - Parameter texts: Of two bytes or more; an earlier one counts before a later one.
    init(_ texts: [String]) {
        let all = texts.enumerated().map { Needle(index: $0.offset, bytes: Array($0.element.utf8)) }
        precondition(all.allSatisfy { $0.bytes.count >= 2 }, "a needle has two bytes or more")
        needles = all.sorted { left, right in
            (Needles.pair(left.bytes), left.index) < (Needles.pair(right.bytes), right.index)
        }
        var starts = [UInt16](repeating: 0, count: 1 << 16 + 1)
        for needle in all { starts[Needles.pair(needle.bytes) + 1] += 1 }
        for pair in 1..<starts.count { starts[pair] += starts[pair - 1] }
        self.starts = starts
    }

    /// The index of the needle that comes first in the list, among those that the text has.
    func first(in text: some StringProtocol) -> Int? {
        var best: Int?
        search(text) { index, _ in best = min(best ?? index, index) }
        return best
    }

    /// Where in the text the first needle begins, in bytes.
    func firstPlace(in text: some StringProtocol) -> Int? {
        var place: Int?
        search(text) { _, start in place = min(place ?? start, start) }
        return place
    }

    /// Says whether the text has any of the needles.
    func occur(in text: some StringProtocol) -> Bool { first(in: text) != nil }

    /// The indices of all needles that the text has, in the order of the list.
    func all(in text: some StringProtocol) -> [Int] {
        var found: [Int] = []
        search(text) { index, _ in
            if !found.contains(index) { found.append(index) }
        }
        return found.count < 2 ? found : found.sorted()
    }

    private func search(_ text: some StringProtocol, _ found: (Int, Int) -> Void) {
        let whole: Void? = text.utf8.withContiguousStorageIfAvailable { search($0, found) }
        if whole == nil { Array(text.utf8).withUnsafeBufferPointer { search($0, found) } }
    }

    private func search(_ bytes: UnsafeBufferPointer<UInt8>, _ found: (Int, Int) -> Void) {
        guard bytes.count >= 2 else { return }
        starts.withUnsafeBufferPointer { starts in
            for start in 0..<(bytes.count - 1) {
                let pair = Int(bytes[start]) << 8 | Int(bytes[start + 1])
                let (first, end) = (Int(starts[pair]), Int(starts[pair + 1]))
                guard first < end else { continue }
                for needle in needles[first..<end] where needle.isIn(bytes, at: start) {
                    found(needle.index, start)
                }
            }
        }
    }

    private static func pair(_ bytes: [UInt8]) -> Int { Int(bytes[0]) << 8 | Int(bytes[1]) }
}

extension Needles.Needle {
    /// Says whether the bytes have the needle there, of which the first two are known to agree.
    fileprivate func isIn(_ text: UnsafeBufferPointer<UInt8>, at start: Int) -> Bool {
        guard start + bytes.count <= text.count else { return false }
        var offset = 2
        while offset < bytes.count, text[start + offset] == bytes[offset] { offset += 1 }
        return offset == bytes.count
    }
}
