extension JSON {
    /// Reads a document (RFC 8259).
    ///
    /// Strict but for two things that senders do: a byte order mark is passed over, and half of a
    /// surrogate pair reads as U+FFFD. Of a key that stands twice the last value counts. A number
    /// without a fraction is an integer however it is written.
    ///
    /// - Parameter refusesTwins: A key that stands twice is a fault: for what is judged, so that
    ///   nobody who reads it otherwise takes another value for the one that was judged.
    /// - Throws: ``JSONFault`` where the bytes are no JSON, or nested deeper than 128 levels.
    package init(parsing bytes: [UInt8], refusesTwins: Bool = false) throws(JSONFault) {
        var parser = JSONParser(bytes, refusesTwins: refusesTwins)
        self = try parser.document()
    }
}

/// Why bytes are no JSON.
package struct JSONFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// In bytes from the beginning.
    package var offset: Int
    package var reason: String

    package init(offset: Int, reason: String) {
        self.offset = offset
        self.reason = reason
    }

    package var description: String { "no JSON: \(reason) at byte \(offset)" }
}

/// A recursive-descent parser that goes over the bytes once.
///
/// `JSONDecoder` finds out a value's sort by trying each, which is too slow for streams.
private struct JSONParser {
    private let bytes: [UInt8]
    private let refusesTwins: Bool
    private var position = 0

    private static let deepest = 128

    init(_ bytes: [UInt8], refusesTwins: Bool) {
        self.bytes = bytes
        self.refusesTwins = refusesTwins
    }

    mutating func document() throws(JSONFault) -> JSON {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
        let value = try value(depth: 0)
        skipBlanks()
        guard position == bytes.count else { throw fault("text after the value") }
        return value
    }

    private mutating func value(depth: Int) throws(JSONFault) -> JSON {
        skipBlanks()
        guard let byte = peek else { throw fault("the end where a value should be") }
        switch byte {
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "{"): return .object(try object(depth: depth + 1))
        case UInt8(ascii: "["): return .array(try array(depth: depth + 1))
        case UInt8(ascii: "t"): return try word("true", .boolean(true))
        case UInt8(ascii: "f"): return try word("false", .boolean(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        default: throw fault("no value")
        }
    }

    private mutating func object(depth: Int) throws(JSONFault) -> [String: JSON] {
        try enter(depth)
        var members: [String: JSON] = [:]
        if take(UInt8(ascii: "}")) { return members }
        while true {
            skipBlanks()
            guard peek == UInt8(ascii: "\"") else { throw fault("no key") }
            let key = try string()
            guard take(UInt8(ascii: ":")) else { throw fault("no colon after a key") }
            let value = try value(depth: depth)
            if members.updateValue(value, forKey: key) != nil, refusesTwins {
                throw fault("a key that stands twice")
            }
            if take(UInt8(ascii: ",")) { continue }
            guard take(UInt8(ascii: "}")) else { throw fault("an object that does not end") }
            return members
        }
    }

    private mutating func array(depth: Int) throws(JSONFault) -> [JSON] {
        try enter(depth)
        var values: [JSON] = []
        if take(UInt8(ascii: "]")) { return values }
        while true {
            values.append(try value(depth: depth))
            if take(UInt8(ascii: ",")) { continue }
            guard take(UInt8(ascii: "]")) else { throw fault("an array that does not end") }
            return values
        }
    }

    private mutating func enter(_ depth: Int) throws(JSONFault) {
        guard depth <= Self.deepest else { throw fault("more than \(Self.deepest) levels") }
        position += 1
    }

    private mutating func word(_ word: StaticString, _ value: JSON) throws(JSONFault) -> JSON {
        let end = position + word.utf8CodeUnitCount
        guard end <= bytes.count, bytes[position..<end].elementsEqual("\(word)".utf8) else {
            throw fault("no value")
        }
        position = end
        return value
    }

    private mutating func number() throws(JSONFault) -> JSON {
        let start = position
        if peek == UInt8(ascii: "-") { position += 1 }
        let whole = digits()
        guard whole > 0, whole == 1 || bytes[position - whole] != UInt8(ascii: "0") else {
            throw fault("no number")
        }
        var isWhole = true
        if peek == UInt8(ascii: ".") {
            isWhole = false
            position += 1
            guard digits() > 0 else { throw fault("no digit after the point") }
        }
        if peek == UInt8(ascii: "e") || peek == UInt8(ascii: "E") {
            isWhole = false
            position += 1
            if peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") { position += 1 }
            guard digits() > 0 else { throw fault("no digit in the exponent") }
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if isWhole, let integer = Int64(text) { return .integer(integer) }
        guard let number = Double(text), number.isFinite else {
            throw fault("a number beyond all numbers")
        }
        if !isWhole, number.magnitude < 0x1p53, let integer = Int64(exactly: number) {
            return .integer(integer)
        }
        return .number(number)
    }

    /// - Returns: How many there were.
    private mutating func digits() -> Int {
        let start = position
        while let byte = peek, byte &- UInt8(ascii: "0") < 10 { position += 1 }
        return position - start
    }

    private mutating func string() throws(JSONFault) -> String {
        position += 1
        let start = position
        skipPlain()
        if peek == UInt8(ascii: "\"") {
            let text = String(validating: bytes[start..<position], as: UTF8.self)
            guard let text else { throw fault("text that is not UTF-8") }
            position += 1
            return text
        }
        var pieces = Array(bytes[start..<position])
        while true {
            switch peek {
            case UInt8(ascii: "\""):
                guard let text = String(validating: pieces, as: UTF8.self) else {
                    throw fault("text that is not UTF-8")
                }
                position += 1
                return text
            case UInt8(ascii: "\\"):
                position += 1
                try escape(into: &pieces)
            case nil: throw fault("a string that does not end")
            default: throw fault("a control character in a string")
            }
            let more = position
            skipPlain()
            pieces += bytes[more..<position]
        }
    }

    /// Goes on to a quote, a backslash, a control character or the end.
    private mutating func skipPlain() {
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte < 0x20 { return }
            position += 1
        }
    }

    private mutating func escape(into pieces: inout [UInt8]) throws(JSONFault) {
        guard let letter = peek else { throw fault("a string that does not end") }
        position += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): pieces.append(letter)
        case UInt8(ascii: "b"): pieces.append(0x08)
        case UInt8(ascii: "f"): pieces.append(0x0C)
        case UInt8(ascii: "n"): pieces.append(0x0A)
        case UInt8(ascii: "r"): pieces.append(0x0D)
        case UInt8(ascii: "t"): pieces.append(0x09)
        case UInt8(ascii: "u"): pieces += Array(String(try scalar()).utf8)
        default: throw fault("an unknown escape")
        }
    }

    private mutating func scalar() throws(JSONFault) -> Unicode.Scalar {
        let unit = try codeUnit()
        if unit & 0xFC00 == 0xD800, position + 1 < bytes.count,
            bytes[position] == UInt8(ascii: "\\"), bytes[position + 1] == UInt8(ascii: "u")
        {
            let before = position
            position += 2
            let low = try codeUnit()
            if low & 0xFC00 == 0xDC00 {
                let value = 0x10000 + ((unit & 0x3FF) << 10 | (low & 0x3FF))
                return Unicode.Scalar(value) ?? "\u{FFFD}"
            }
            position = before
        }
        return Unicode.Scalar(unit) ?? "\u{FFFD}"
    }

    private mutating func codeUnit() throws(JSONFault) -> UInt32 {
        guard position + 4 <= bytes.count else { throw fault("a string that does not end") }
        var value: UInt32 = 0
        for byte in bytes[position..<position + 4] {
            let digit: UInt8
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
            default: throw fault("no hexadecimal digit in an escape")
            }
            value = value << 4 | UInt32(digit)
        }
        position += 4
        return value
    }

    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    /// Passes blanks over, then the byte, if it comes next.
    private mutating func take(_ byte: UInt8) -> Bool {
        skipBlanks()
        guard peek == byte else { return false }
        position += 1
        return true
    }

    private mutating func skipBlanks() {
        while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
            position += 1
        }
    }

    private func fault(_ reason: String) -> JSONFault {
        JSONFault(offset: position, reason: reason)
    }
}
