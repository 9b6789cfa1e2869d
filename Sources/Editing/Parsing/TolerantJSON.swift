/// A JSON value whose strings are bytes.
indirect enum JSON {
    case object([(key: [UInt8], value: JSON)])
    case array([JSON])
    case string([UInt8])
    case number(Int?)
    case bool(Bool)
    case null
}

/// Reads JSON as models write it.
///
/// Beyond RFC 8259 it takes comments, commas before a closing bracket, line ends and
/// tabs inside strings, and escapes that JSON does not know (kept as they are).
struct TolerantJSON {
    /// Why no value could be read.
    enum Failure: Error {
        /// The text is over before the value is.
        case end
        /// Something that is not JSON.
        case syntax
    }

    private let bytes: [UInt8]
    /// The position behind what was read.
    private(set) var at: Int

    init(_ bytes: [UInt8], at: Int) {
        self.bytes = bytes
        self.at = at
    }

    /// Reads one value.
    mutating func value(depth: Int = 0) throws(Failure) -> JSON {
        guard depth < 64 else { throw .syntax }
        try skipSpace()
        switch try peek() {
        case UInt8(ascii: "{"): return try object(depth)
        case UInt8(ascii: "["): return try array(depth)
        case 0x22: return .string(try string())
        default: return try word()
        }
    }

    private func peek() throws(Failure) -> UInt8 {
        guard at < bytes.count else { throw .end }
        return bytes[at]
    }

    private mutating func object(_ depth: Int) throws(Failure) -> JSON {
        var members: [(key: [UInt8], value: JSON)] = []
        at += 1
        while true {
            try skipSpace()
            if try peek() == UInt8(ascii: "}") { break }
            guard try peek() == 0x22 else { throw .syntax }
            let key = try string()
            try skipSpace()
            guard try peek() == UInt8(ascii: ":") else { throw .syntax }
            at += 1
            members.append((key, try value(depth: depth + 1)))
            try skipComma(before: UInt8(ascii: "}"))
        }
        at += 1
        return .object(members)
    }

    private mutating func array(_ depth: Int) throws(Failure) -> JSON {
        var items: [JSON] = []
        at += 1
        while true {
            try skipSpace()
            if try peek() == UInt8(ascii: "]") { break }
            items.append(try value(depth: depth + 1))
            try skipComma(before: UInt8(ascii: "]"))
        }
        at += 1
        return .array(items)
    }

    private mutating func skipComma(before close: UInt8) throws(Failure) {
        try skipSpace()
        if try peek() == UInt8(ascii: ",") {
            at += 1
        } else if try peek() != close {
            throw .syntax
        }
    }

    private mutating func word() throws(Failure) -> JSON {
        let start = at
        while at < bytes.count,
            bytes[at].isLetter || bytes[at].isDigit || bytes[at] == 0x2D
                || bytes[at] == 0x2B || bytes[at] == 0x2E
        { at += 1 }
        let word = bytes[start..<at]
        if at == bytes.count { throw .end }
        if word.equals("true") { return .bool(true) }
        if word.equals("false") { return .bool(false) }
        if word.equals("null") { return .null }
        guard let first = word.first, first.isDigit || first == 0x2D else { throw .syntax }
        return .number(Int(word.text))
    }

    private mutating func string() throws(Failure) -> [UInt8] {
        var out: [UInt8] = []
        at += 1
        while true {
            let byte = try peek()
            at += 1
            if byte == 0x22 { return out }
            guard byte == 0x5C else {
                out.append(byte)
                continue
            }
            let escape = try peek()
            at += 1
            switch escape {
            case 0x22, 0x5C, 0x2F: out.append(escape)
            case UInt8(ascii: "n"): out.append(0x0A)
            case UInt8(ascii: "t"): out.append(0x09)
            case UInt8(ascii: "r"): out.append(0x0D)
            case UInt8(ascii: "b"): out.append(0x08)
            case UInt8(ascii: "f"): out.append(0x0C)
            case UInt8(ascii: "u"): try appendScalar(to: &out)
            default: out += [0x5C, escape]
            }
        }
    }

    private mutating func appendScalar(to out: inout [UInt8]) throws(Failure) {
        var code = try hexadecimal()
        if (0xD800..<0xDC00).contains(code), at + 1 < bytes.count, bytes[at] == 0x5C,
            bytes[at + 1] == UInt8(ascii: "u")
        {
            at += 2
            let low = try hexadecimal()
            guard (0xDC00..<0xE000).contains(low) else { throw .syntax }
            code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(code) else { throw .syntax }
        out += Array(String(scalar).utf8)
    }

    private mutating func hexadecimal() throws(Failure) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            let byte = try peek().lowered
            at += 1
            switch byte {
            case 0x30...0x39: value = value << 4 | UInt32(byte - 0x30)
            case 0x61...0x66: value = value << 4 | UInt32(byte - 0x61 + 10)
            default: throw .syntax
            }
        }
        return value
    }

    private mutating func skipSpace() throws(Failure) {
        while at < bytes.count {
            if bytes[at].isSpace {
                at += 1
            } else if bytes[at] == 0x23 || bytes[at...].starts(with: [0x2F, 0x2F]) {
                while at < bytes.count, bytes[at] != 0x0A { at += 1 }
            } else if bytes[at...].starts(with: [0x2F, 0x2A]) {
                at += 2
                while !bytes[at...].starts(with: [0x2A, 0x2F]) {
                    guard at < bytes.count else { throw .end }
                    at += 1
                }
                at += 2
            } else {
                return
            }
        }
    }
}
