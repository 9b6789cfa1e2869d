/// Characters that models write where a file has a plain one.
///
/// Only for finding a place: no look-alike of a reply replaces a byte of a kept line.
enum LookAlikes {
    /// The line with typographic characters read as their plain look-alikes.
    static func plain(_ line: Bytes) -> Bytes {
        guard line.contains(where: { $0 >= 0x80 }) else { return line }
        return replaced(line) { replacement(for: $0) }[...]
    }

    /// The line with some characters replaced.
    static func plain(_ line: Bytes, as replacements: [UInt32: [UInt8]]) -> [UInt8] {
        replaced(line) { replacements[$0] }
    }

    /// The characters of some lines that have a plain look-alike.
    static func typography(in lines: some Sequence<Bytes>) -> Set<UInt32> {
        var found: Set<UInt32> = []
        for line in lines where line.contains(where: { $0 >= 0x80 }) {
            _ = replaced(line) { scalar in
                if replacement(for: scalar) != nil { found.insert(scalar) }
                return nil
            }
        }
        return found
    }

    private static func replaced(_ line: Bytes, _ replace: (UInt32) -> [UInt8]?) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(line.count)
        var at = line.startIndex
        while at < line.endIndex {
            let byte = line[at]
            guard byte >= 0xC2 else {
                out.append(byte)
                at += 1
                continue
            }
            let length = byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
            guard at + length <= line.endIndex else {
                out.append(contentsOf: line[at...])
                break
            }
            let scalar = decode(line[at..<(at + length)])
            if let plain = replace(scalar) {
                out.append(contentsOf: plain)
            } else {
                out.append(contentsOf: line[at..<(at + length)])
            }
            at += length
        }
        return out
    }

    /// The line as ``plain(_:)`` has it, with every run of hyphens as a single one.
    ///
    /// Two hyphens are written as a dash as often as one is.
    static func folded(_ line: Bytes) -> Bytes {
        let plain = plain(line)
        var previous: UInt8 = 0
        var hasRun = false
        for byte in plain {
            if byte == 0x2D, previous == 0x2D { hasRun = true }
            previous = byte
        }
        guard hasRun else { return plain }
        var out: [UInt8] = []
        for byte in plain where byte != 0x2D || out.last != 0x2D { out.append(byte) }
        return out[...]
    }

    /// The line with every dash as a zero byte.
    static func withMarkedDashes(_ line: Bytes) -> Bytes {
        guard line.contains(where: { $0 >= 0x80 }) else { return line }
        return replaced(line) { replacement(for: $0) == [0x2D] ? [0x00] : nil }[...]
    }

    private static func decode(_ bytes: Bytes) -> UInt32 {
        guard let first = bytes.first else { return 0 }
        let lead: UInt32 =
            switch bytes.count {
            case 2: UInt32(first & 0x1F)
            case 3: UInt32(first & 0x0F)
            default: UInt32(first & 0x07)
            }
        return bytes.dropFirst().reduce(lead) { ($0 << 6) | UInt32($1 & 0x3F) }
    }

    /// The plain look-alike of a character.
    static func replacement(for scalar: UInt32) -> [UInt8]? {
        switch scalar {
        case 0x00A0, 0x1680, 0x2000...0x200A, 0x202F, 0x205F, 0x3000: [0x20]
        case 0x200B...0x200F, 0x2060, 0xFEFF, 0x00AD: []
        case 0x2018...0x201B, 0x2032, 0x02BC, 0xFF07: [0x27]
        case 0x201C...0x201F, 0x2033, 0xFF02: [0x22]
        case 0x2010...0x2015, 0x2212, 0xFE58, 0xFF0D: [0x2D]
        case 0x2026: [0x2E, 0x2E, 0x2E]
        case 0xFF01...0xFF5E: [UInt8(scalar - 0xFF01 + 0x21)]
        default: nil
        }
    }
}
