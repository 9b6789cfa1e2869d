import Git

/// The 20 bytes of an object's id as they stand in an index.
///
/// An index is read and written as a whole and hardly any of its ids is ever looked at.
struct RecordedID: Sendable, Equatable {
    private var first: UInt64
    private var second: UInt64
    private var third: UInt32

    /// Takes the bytes at a place.
    init(_ bytes: UnsafeRawBufferPointer, at position: Int) {
        first = bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self)
        second = bytes.loadUnaligned(fromByteOffset: position + 8, as: UInt64.self)
        third = bytes.loadUnaligned(fromByteOffset: position + 16, as: UInt32.self)
    }

    init(_ id: ObjectID) {
        self = id.bytes.withUnsafeBytes { RecordedID($0, at: 0) }
    }

    var id: ObjectID {
        var bytes = [UInt8](repeating: 0, count: ObjectID.byteCount)
        bytes.withUnsafeMutableBytes { store(in: $0, at: 0) }
        return ObjectID(bytes: bytes) ?? .zero
    }

    /// Puts the bytes at a place.
    func store(in bytes: UnsafeMutableRawBufferPointer, at position: Int) {
        bytes.storeBytes(of: first, toByteOffset: position, as: UInt64.self)
        bytes.storeBytes(of: second, toByteOffset: position + 8, as: UInt64.self)
        bytes.storeBytes(of: third, toByteOffset: position + 16, as: UInt32.self)
    }
}
