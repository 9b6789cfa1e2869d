/// The credentials after `Bearer` or `Basic` (RFC 6750, RFC 7617).
enum AuthorizationHeader {
    static func find(in text: SecretText, at index: Int) -> SecretSpan? {
        guard text.isWordStart(index) else { return nil }
        if let start = credentials(after: bearer, in: text, at: index) {
            return token(in: text, from: start)
        }
        if let start = credentials(after: basic, in: text, at: index) {
            return userAndPassword(in: text, from: start)
        }
        return nil
    }

    /// Where the credentials of a scheme begin; its name is written in any case.
    private static func credentials(
        after scheme: [UInt8], in text: SecretText, at index: Int
    ) -> Int? {
        for (offset, byte) in scheme.enumerated() {
            guard Ascii.lowercased(text[index + offset]) == byte else { return nil }
        }
        var start = index + scheme.count
        guard text[start] == 0x20 else { return nil }
        while text[start] == 0x20 { start += 1 }
        return start
    }

    private static func token(in text: SecretText, from start: Int) -> SecretSpan? {
        if let jwt = DottedToken.find(in: text, at: start) { return jwt }
        if let known = TokenShapes.known.find(in: text, at: start) { return known }
        let end = text.endOfRun([.word, .dot, .base64], from: start)
        guard end - start >= 16, Randomness.isLikely(text, start..<end),
            !Placeholder.matches(text, start..<end)
        else { return nil }
        return SecretSpan(range: start..<end, kind: .bearer)
    }

    /// Base64 that holds a user, a colon and a password; any other word is prose.
    static func userAndPassword(in text: SecretText, from start: Int) -> SecretSpan? {
        let end = text.endOfRun([.alphanumeric, .base64], from: start)
        guard end - start >= 8, let plain = Base64.decode(text.bytes[start..<end]),
            let colon = plain.firstIndex(of: Ascii.colon), colon < plain.count - 1,
            plain[..<colon].allSatisfy({ $0 >= 0x20 && $0 < 0x7F })
        else { return nil }
        return SecretSpan(range: start..<end, kind: .basicAuth)
    }

    private static let bearer = Array("bearer".utf8)
    private static let basic = Array("basic".utf8)
}

/// Base64 of the standard alphabet (RFC 4648).
enum Base64 {
    /// - Returns: nil where a byte is not of the alphabet; missing padding is forgiven.
    static func decode(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        var output: [UInt8] = []
        var (buffer, bits): (UInt32, Int) = (0, 0)
        for byte in text {
            if byte == Ascii.equals { break }
            guard let value = value(of: byte) else { return nil }
            buffer = (buffer << 6 | UInt32(value)) & 0xFFFF
            bits += 6
            if bits >= 8 {
                bits -= 8
                output.append(UInt8(truncatingIfNeeded: buffer >> UInt32(bits)))
            }
        }
        return output
    }

    private static func value(of byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte - 65
        case UInt8(ascii: "a")...UInt8(ascii: "z"): byte - 71
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte + 4
        case UInt8(ascii: "+"): 62
        case Ascii.slash: 63
        default: nil
        }
    }
}
