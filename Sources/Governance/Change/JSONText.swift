/// JSON as RFC 8259 has it, read only to find the first place where it is broken.
struct JSONText {
    private let bytes: [UInt8]
    private var place = 0

    /// Deeper nesting is refused: nobody writes it, and a stack has an end.
    private static let depthLimit = 512

    /// The line, counted from 1, of the first fault; nil where the text is one JSON value.
    static func faultLine(in bytes: [UInt8]) -> Int? {
        var text = JSONText(bytes)
        text.skipBlanks()
        if text.readValue(depth: 0) {
            text.skipBlanks()
            if text.place == bytes.count { return nil }
        }
        return 1 + bytes[..<min(text.place, bytes.count)].count { $0 == UInt8(ascii: "\n") }
    }

    private init(_ bytes: [UInt8]) {
        self.bytes = bytes
        // A byte order mark is no JSON, but every reader of files takes it.
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { place = 3 }
    }

    private var next: UInt8? { place < bytes.count ? bytes[place] : nil }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard next == UInt8(ascii: character) else { return false }
        place += 1
        return true
    }

    private mutating func skipBlanks() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
            place += 1
        }
    }

    private mutating func readValue(depth: Int) -> Bool {
        guard depth < JSONText.depthLimit, let byte = next else { return false }
        switch Unicode.Scalar(byte) {
        case "{": return readMembers(closing: "}", depth: depth, named: true)
        case "[": return readMembers(closing: "]", depth: depth, named: false)
        case "\"": return readString()
        case "t": return readWord("true")
        case "f": return readWord("false")
        case "n": return readWord("null")
        default: return readNumber()
        }
    }

    private mutating func readMembers(
        closing: Unicode.Scalar, depth: Int, named: Bool
    ) -> Bool {
        place += 1
        skipBlanks()
        if take(closing) { return true }
        while true {
            if named {
                guard readString() else { return false }
                skipBlanks()
                guard take(":") else { return false }
                skipBlanks()
            }
            guard readValue(depth: depth + 1) else { return false }
            skipBlanks()
            if take(closing) { return true }
            guard take(",") else { return false }
            skipBlanks()
        }
    }

    private mutating func readString() -> Bool {
        guard take("\"") else { return false }
        while let byte = next {
            switch byte {
            case UInt8(ascii: "\""):
                place += 1
                return true
            case UInt8(ascii: "\\"):
                place += 1
                guard let escape = next else { return false }
                place += 1
                if escape == UInt8(ascii: "u") {
                    for _ in 0..<4 {
                        guard let digit = next, Unicode.Scalar(digit).properties.isASCIIHexDigit
                        else { return false }
                        place += 1
                    }
                } else if !"\"\\/bfnrt".utf8.contains(escape) {
                    return false
                }
            case 0..<0x20: return false
            default: place += 1
            }
        }
        return false
    }

    private mutating func readWord(_ word: StaticString) -> Bool {
        for byte in String(describing: word).utf8 {
            guard next == byte else { return false }
            place += 1
        }
        return true
    }

    private mutating func readNumber() -> Bool {
        _ = take("-")
        if !take("0") { guard readDigits() else { return false } }
        if take(".") { guard readDigits() else { return false } }
        if take("e") || take("E") {
            if !take("+") { _ = take("-") }
            return readDigits()
        }
        return true
    }

    private mutating func readDigits() -> Bool {
        let start = place
        while let byte = next, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") { place += 1 }
        return place > start
    }
}
