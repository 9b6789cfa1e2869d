/// Looks for many short texts at once, in one pass over the bytes.
///
/// Logs have hundreds of thousands of lines and hardly any of them tells something, so the lines
/// that do not have to be passed over fast.
struct Needles: Sendable {
    private struct Needle: Sendable {
        var index: Int
        var bytes: [UInt8]
    }

    /// The needles by their first byte.
    private let byFirst: [[Needle]]

    /// - Parameter texts: Not empty; an earlier one counts before a later one.
    init(_ texts: [String]) {
        var byFirst = [[Needle]](repeating: [], count: 256)
        for (index, text) in texts.enumerated() {
            let bytes = Array(text.utf8)
            guard let first = bytes.first else { continue }
            byFirst[Int(first)].append(Needle(index: index, bytes: bytes))
        }
        self.byFirst = byFirst
    }

    /// The index of the needle that comes first in the list, among those that the text has.
    func first(in text: some StringProtocol) -> Int? {
        text.utf8.withContiguousStorageIfAvailable { search($0) }
            ?? Array(text.utf8)
            .withUnsafeBufferPointer { search($0) }
    }

    /// Says whether the text has any of the needles.
    func occur(in text: some StringProtocol) -> Bool { first(in: text) != nil }

    private func search(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        var best: Int?
        for start in bytes.indices {
            for needle in byFirst[Int(bytes[start])] {
                if let best, best <= needle.index { break }
                guard start + needle.bytes.count <= bytes.count else { continue }
                var offset = 1
                while offset < needle.bytes.count, bytes[start + offset] == needle.bytes[offset] {
                    offset += 1
                }
                if offset == needle.bytes.count { best = needle.index }
            }
        }
        return best
    }
}
