import CLibgit2

/// The SHA-1 name of an object.
package struct ObjectID: Sendable, Hashable {
    /// How many bytes an id has.
    package static let byteCount = 20

    // Three words: comparing and hashing ids is what a walk does most.
    private let first: UInt64
    private let second: UInt64
    private let third: UInt32

    /// Takes 20 bytes; nil for any other number.
    package init?(bytes: some Collection<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        var words: (UInt64, UInt64, UInt32) = (0, 0, 0)
        for (position, byte) in bytes.enumerated() {
            switch position {
            case ..<8: words.0 = words.0 << 8 | UInt64(byte)
            case ..<16: words.1 = words.1 << 8 | UInt64(byte)
            default: words.2 = words.2 << 8 | UInt32(byte)
            }
        }
        (first, second, third) = words
    }

    /// Takes 40 hexadecimal digits, of either case; nil for anything else.
    package init?(hex: some StringProtocol) {
        guard let bytes = Hexadecimal.bytes(hex.utf8) else { return nil }
        self.init(bytes: bytes)
    }

    init(_ id: git_oid) {
        var copy = id
        let bytes = unsafe withUnsafeBytes(of: &copy) { raw in
            unsafe (
                raw.loadUnaligned(fromByteOffset: 0, as: UInt64.self),
                raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self),
                raw.loadUnaligned(fromByteOffset: 16, as: UInt32.self)
            )
        }
        first = UInt64(bigEndian: bytes.0)
        second = UInt64(bigEndian: bytes.1)
        third = UInt32(bigEndian: bytes.2)
    }

    /// The 20 bytes.
    package var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.byteCount)
        for shift in stride(from: 56, through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: first >> UInt64(shift)))
        }
        for shift in stride(from: 56, through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: second >> UInt64(shift)))
        }
        for shift in stride(from: 24, through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: third >> UInt32(shift)))
        }
        return bytes
    }

    /// The 40 lower-case hexadecimal digits.
    package var hex: String { Hexadecimal.string(bytes) }

    var raw: git_oid {
        var id = git_oid()
        unsafe withUnsafeMutableBytes(of: &id) { raw in
            unsafe raw.storeBytes(of: first.bigEndian, toByteOffset: 0, as: UInt64.self)
            unsafe raw.storeBytes(of: second.bigEndian, toByteOffset: 8, as: UInt64.self)
            unsafe raw.storeBytes(of: third.bigEndian, toByteOffset: 16, as: UInt32.self)
        }
        return id
    }

    /// Forty zeros, git's word for "no object".
    package static let zero = ObjectID(git_oid())

    /// The tree without entries, which git knows without storing it.
    package static let emptyTree = ObjectID(
        first: 0x4b82_5dc6_42cb_6eb9, second: 0xa060_e54b_f8d6_9288, third: 0xfbee_4904)

    private init(first: UInt64, second: UInt64, third: UInt32) {
        self.first = first
        self.second = second
        self.third = third
    }
}

extension ObjectID: Comparable {
    package static func < (left: Self, right: Self) -> Bool {
        (left.first, left.second, left.third) < (right.first, right.second, right.third)
    }
}

extension ObjectID: CustomStringConvertible {
    package var description: String { hex }
}

extension ObjectID: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let id = Self(hex: text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "not an object id: \(text)")
        }
        self = id
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(hex)
    }
}
