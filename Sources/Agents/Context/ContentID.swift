/// The name of a file's contents: what has the same name has the same bytes.
///
/// These are the 20 bytes of git's blob id; nothing here looks at what they mean.
package struct ContentID: Hashable, Sendable {
    // Three words: a large repository has a hundred thousand of them.
    private let first: UInt64
    private let second: UInt64
    private let third: UInt32

    /// How many bytes an id has.
    package static let byteCount = 20

    /// Takes 20 bytes; nil for any other number.
    package init?(bytes: ArraySlice<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        let words = bytes.withUnsafeBytes { raw in
            (
                raw.loadUnaligned(fromByteOffset: 0, as: UInt64.self),
                raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self),
                raw.loadUnaligned(fromByteOffset: 16, as: UInt32.self)
            )
        }
        (first, second, third) = words
    }

    /// The 20 bytes.
    package var bytes: [UInt8] {
        withUnsafeBytes(of: first, Array.init) + withUnsafeBytes(of: second, Array.init)
            + withUnsafeBytes(of: third, Array.init)
    }
}
