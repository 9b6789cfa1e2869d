/// How strictly two lines are compared.
///
/// Each reading maps a line to the bytes that count; two lines are alike when these
/// are equal.
enum LineReading: Int, CaseIterable {
    /// Every byte counts.
    case exact
    /// White space at the end does not count.
    case withoutTrailingSpace
    /// White space at both sides does not count; the shift has to be explained elsewhere.
    case withoutIndent
    /// As ``withoutTrailingSpace``, with typographic characters read as plain ones.
    case plainCharacters
    /// As ``withoutIndent``, with typographic characters read as plain ones.
    case plainCharactersWithoutIndent

    /// Whether the indentation is left out of the comparison.
    var ignoresIndent: Bool { self == .withoutIndent || self == .plainCharactersWithoutIndent }

    /// Whether typographic characters are read as plain ones.
    var readsPlainCharacters: Bool {
        self == .plainCharacters || self == .plainCharactersWithoutIndent
    }

    /// The reading that compares indentation too, otherwise as loose as this one.
    var withIndent: LineReading {
        switch self {
        case .withoutIndent: .withoutTrailingSpace
        case .plainCharactersWithoutIndent: .plainCharacters
        case .exact, .withoutTrailingSpace, .plainCharacters: self
        }
    }

    /// The bytes of a line that count.
    func key(_ line: Bytes) -> Bytes {
        switch self {
        case .exact: line
        case .withoutTrailingSpace: line.trimmedEnd
        case .withoutIndent: line.trimmed
        case .plainCharacters: LookAlikes.folded(line).trimmedEnd
        case .plainCharactersWithoutIndent: LookAlikes.folded(line).trimmed
        }
    }

    /// A hash of the bytes that count; equal hashes are still compared byte by byte.
    func hash(_ line: Bytes) -> UInt64 {
        // FNV-1a, 64 bit.
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        key(line).withUnsafeBufferPointer { bytes in
            for byte in bytes {
                hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
            }
        }
        return hash
    }
}
