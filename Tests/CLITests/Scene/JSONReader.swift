import TestSupport

/// Reads JSON strictly, and notes what a canonical text does not have.
struct JSONReader {
    private let bytes: [UInt8]
    private var position = 0
    /// Why the text read so far is not canonical: keys sorted by their bytes, no blanks.
    private(set) var flaws: [String] = []

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Reads one value that takes up the whole text.
    static func value(_ text: String) throws -> JSON { try read(Array(text.utf8)).value }

    /// Reads one value, and says why the text is not canonical; a line end at the end is no flaw.
    static func read(_ bytes: [UInt8]) throws -> (value: JSON, flaws: [String]) {
        var reader = JSONReader(bytes.last == UInt8(ascii: "\n") ? bytes.dropLast() : bytes)
        reader.skipBlanks()
        let value = try reader.readValue()
        reader.skipBlanks()
        guard reader.position == reader.bytes.count else { throw reader.failure("more text") }
        return (value, reader.flaws)
    }

    /// Reads a value a line.
    static func lines(_ text: String) throws -> [JSON] {
        try text.split(separator: "\n").map { try value(String($0)) }
    }

    private func failure(_ what: String) -> TestFailure {
        TestFailure("\(what) at byte \(position) of \(String(decoding: bytes, as: UTF8.self))")
    }

    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipBlanks() {
        let start = position
        while let byte = next, [0x20, 0x09, 0x0a, 0x0d].contains(byte) { position += 1 }
        if position > start { flaws.append("a blank at byte \(start)") }
    }

    private mutating func take(_ byte: Unicode.Scalar) -> Bool {
        guard next == UInt8(ascii: byte) else { return false }
        position += 1
        return true
    }

    private mutating func readValue() throws -> JSON {
        switch next {
        case UInt8(ascii: "{"): return try readObject()
        case UInt8(ascii: "["): return try readArray()
        case UInt8(ascii: "\""): return .string(try readString())
        default: return try readWord()
        }
    }

    private mutating func readObject() throws -> JSON {
        position += 1
        var members: [String: JSON] = [:]
        var last: String?
        skipBlanks()
        if take("}") { return .object(members) }
        while true {
            skipBlanks()
            guard next == UInt8(ascii: "\"") else { throw failure("no key") }
            let key = try readString()
            if let last, !last.utf8.lexicographicallyPrecedes(key.utf8) {
                flaws.append("key \(key) after \(last)")
            }
            last = key
            guard members[key] == nil else { throw failure("key \(key) twice") }
            skipBlanks()
            guard take(":") else { throw failure("no colon") }
            skipBlanks()
            members[key] = try readValue()
            skipBlanks()
            if take("}") { return .object(members) }
            guard take(",") else { throw failure("no comma") }
        }
    }

    private mutating func readArray() throws -> JSON {
        position += 1
        var values: [JSON] = []
        skipBlanks()
        if take("]") { return .array(values) }
        while true {
            skipBlanks()
            values.append(try readValue())
            skipBlanks()
            if take("]") { return .array(values) }
            guard take(",") else { throw failure("no comma") }
        }
    }

    private mutating func readString() throws -> String {
        position += 1
        var text: [UInt8] = []
        while let byte = next {
            position += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let string = String(validating: text, as: UTF8.self) else {
                    throw failure("a string that is not UTF-8")
                }
                return string
            case UInt8(ascii: "\\"): text += try readEscape()
            case 0..<0x20: throw failure("a bare control character")
            default: text.append(byte)
            }
        }
        throw failure("a string without an end")
    }

    private mutating func readEscape() throws -> [UInt8] {
        guard let byte = next else { throw failure("an escape without an end") }
        position += 1
        switch Unicode.Scalar(byte) {
        case "\"", "\\", "/": return [byte]
        case "b": return [0x08]
        case "f": return [0x0c]
        case "n": return [0x0a]
        case "r": return [0x0d]
        case "t": return [0x09]
        case "u":
            var unit = try readUnit()
            if (0xd800..<0xdc00).contains(unit) {
                guard take("\\"), take("u") else { throw failure("half a surrogate pair") }
                let low = try readUnit()
                guard (0xdc00..<0xe000).contains(low) else { throw failure("no low surrogate") }
                unit = 0x10000 + (unit - 0xd800) << 10 + (low - 0xdc00)
            }
            guard let scalar = Unicode.Scalar(unit) else { throw failure("no character") }
            return Array(String(Character(scalar)).utf8)
        default: throw failure("an unknown escape")
        }
    }

    private mutating func readUnit() throws -> UInt32 {
        guard position + 4 <= bytes.count,
            let unit = UInt32(
                String(decoding: bytes[position..<position + 4], as: UTF8.self), radix: 16)
        else { throw failure("not four hexadecimal digits") }
        position += 4
        return unit
    }

    private mutating func readWord() throws -> JSON {
        let start = position
        while let byte = next, !" \t\r\n,]}:".utf8.contains(byte) { position += 1 }
        let word = String(decoding: bytes[start..<position], as: UTF8.self)
        switch word {
        case "null": return .null
        case "true": return .bool(true)
        case "false": return .bool(false)
        default:
            guard Double(word) != nil, let first = word.utf8.first,
                first == UInt8(ascii: "-") || (0x30...0x39).contains(first)
            else { throw failure("no value: \(word)") }
            return .number(word)
        }
    }
}
