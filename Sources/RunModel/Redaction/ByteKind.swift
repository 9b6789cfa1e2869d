/// What sort of byte a byte of a token is.
struct ByteKind: OptionSet {
    let rawValue: UInt8

    static let digit = ByteKind(rawValue: 1)
    /// `a` to `f`, which are lower-case letters as well.
    static let lowerHex = ByteKind(rawValue: 2)
    static let lower = ByteKind(rawValue: 4)
    static let upper = ByteKind(rawValue: 8)
    /// `_` and `-`.
    static let joiner = ByteKind(rawValue: 16)
    static let dot = ByteKind(rawValue: 32)
    /// `+`, `/` and `=`.
    static let base64 = ByteKind(rawValue: 64)
    /// `A` to `F`, which are upper-case letters as well.
    static let upperHex = ByteKind(rawValue: 128)

    static let letter: ByteKind = [.lower, .upper]
    static let alphanumeric: ByteKind = [.lower, .upper, .digit]
    /// The alphabet of URL-safe Base64.
    static let word: ByteKind = [.lower, .upper, .digit, .joiner]
    static let hexDigit: ByteKind = [.digit, .lowerHex, .upperHex]

    init(rawValue: UInt8) { self.rawValue = rawValue }

    init(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self = .digit
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self = [.lower, .lowerHex]
        case UInt8(ascii: "g")...UInt8(ascii: "z"): self = .lower
        case UInt8(ascii: "A")...UInt8(ascii: "F"): self = [.upper, .upperHex]
        case UInt8(ascii: "G")...UInt8(ascii: "Z"): self = .upper
        case Ascii.dash, UInt8(ascii: "_"): self = .joiner
        case UInt8(ascii: "."): self = .dot
        case UInt8(ascii: "+"), Ascii.slash, Ascii.equals: self = .base64
        default: self = []
        }
    }
}

/// Bytes by name.
enum Ascii {
    static let newline = UInt8(ascii: "\n")
    static let quote = UInt8(ascii: "\"")
    static let apostrophe = UInt8(ascii: "'")
    static let backtick = UInt8(ascii: "`")
    static let backslash = UInt8(ascii: "\\")
    static let percent = UInt8(ascii: "%")
    static let dash = UInt8(ascii: "-")
    static let slash = UInt8(ascii: "/")
    static let colon = UInt8(ascii: ":")
    static let equals = UInt8(ascii: "=")
    static let greater = UInt8(ascii: ">")
    static let less = UInt8(ascii: "<")
    static let at = UInt8(ascii: "@")
    static let dollar = UInt8(ascii: "$")
    static let bracket = UInt8(ascii: "[")
    static let bracketEnd = UInt8(ascii: "]")

    /// A blank, a tab or a line end.
    static func isBlank(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
    }

    static func isQuote(_ byte: UInt8) -> Bool {
        byte == quote || byte == apostrophe || byte == backtick
    }

    static func isHex(_ byte: UInt8) -> Bool { !ByteKind(byte).isDisjoint(with: .hexDigit) }

    static func lowercased(_ byte: UInt8) -> UInt8 {
        byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
    }
}
