/// Tokens that are known by their parts and the dots or colons between them.
enum DottedToken {
    /// The token that begins at an index, or nil.
    static func find(in text: SecretText, at index: Int) -> SecretSpan? {
        if text[index] == UInt8(ascii: "e") {
            let header = text.endOfRun(.word, from: index)
            if let span = webToken(in: text, header: index..<header) { return span }
        }
        let head = text.endOfRun(.word, from: index, limit: 33)
        return find(in: text, around: head, floor: index).flatMap { span in
            span.range.lowerBound == index ? span : nil
        }
    }

    /// The token whose first part ends before a dot or colon.
    ///
    /// Words that could begin one are everywhere, what stands in its middle is rare; and each run
    /// of bytes is read once, whatever the text.
    ///
    /// - Parameter floor: Where the token may begin at the earliest.
    static func find(in text: SecretText, around index: Int, floor: Int) -> SecretSpan? {
        switch text[index] {
        case UInt8(ascii: "."):
            if text[index + 1] == opening[0], text.has(opening, at: index + 1) {
                let start = text.startOfRun(.word, before: index, floor: floor)
                return webToken(in: text, header: start..<index)
            }
            return zai(in: text, dot: index, floor: floor)
                ?? encryptedToken(in: text, dot: index, floor: floor)
                ?? discord(in: text, dot: index, floor: floor)
                ?? terraform(in: text, dot: index, floor: floor)
                ?? airtable(in: text, dot: index, floor: floor)
        case Ascii.colon: return telegram(in: text, colon: index, floor: floor)
        default: return nil
        }
    }

    /// A JSON Web Token: header and payload in Base64 of `{"…`, and a signature (RFC 7519).
    private static func webToken(in text: SecretText, header: Range<Int>) -> SecretSpan? {
        guard text[header.upperBound] == UInt8(ascii: "."),
            text.has(opening, at: header.upperBound + 1),
            let start = header.first(where: { text[$0] == opening[0] && text.has(opening, at: $0) }
            ),
            header.upperBound - start >= 10
        else { return nil }
        let payload = text.endOfRun(.word, from: header.upperBound + 1)
        guard payload - header.upperBound > 10 else { return nil }
        return SecretSpan(range: start..<end(of: payload, in: text), kind: .jwt)
    }

    /// A token of five parts, of which only the first can be read (RFC 7516).
    private static func encryptedToken(
        in text: SecretText, dot: Int, floor: Int
    ) -> SecretSpan? {
        let start = start(of: .word, before: dot, in: text, floor: max(floor, dot - 4096))
        guard dot - start >= 20, text.has(opening, at: start) else { return nil }
        let end = end(of: dot, in: text)
        let parts = text.bytes[start..<end].split(
            separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 5, parts[3].count >= 10 else { return nil }
        return SecretSpan(range: start..<end, kind: .jwt)
    }

    /// A key of Z.ai: 32 hexadecimal digits, a dot, and 16 letters and digits.
    private static func zai(in text: SecretText, dot: Int, floor: Int) -> SecretSpan? {
        let start = dot - 32
        guard start >= floor, Ascii.isHex(text[dot - 1]), Ascii.isHex(text[start]),
            !Ascii.isHex(text[start - 1]) || text.isWordStart(start),
            text.endOfRun(.hexDigit, from: start) == dot
        else { return nil }
        let end = text.endOfRun(.alphanumeric, from: dot + 1, limit: 17)
        guard end - dot == 17, Randomness.isLikely(text, dot + 1..<end, doubt: .slight) else {
            return nil
        }
        return SecretSpan(range: start..<end, kind: .zai)
    }

    /// A bot of Discord: its number in Base64, six characters of a time, and a signature.
    private static func discord(in text: SecretText, dot: Int, floor: Int) -> SecretSpan? {
        let start = start(of: .word, before: dot, in: text, floor: max(floor, dot - 30))
        guard (23...28).contains(dot - start), text[dot + 7] == UInt8(ascii: "."),
            [UInt8(ascii: "M"), UInt8(ascii: "N"), UInt8(ascii: "O")].contains(text[start]),
            text.endOfRun(.word, from: dot + 1, limit: 7) == dot + 7
        else { return nil }
        let end = text.endOfRun(.word, from: dot + 8)
        guard end - dot >= 35, Randomness.isLikely(text, dot + 8..<end, doubt: .slight),
            Randomness.isLikely(text, start..<dot, doubt: .slight)
        else { return nil }
        return SecretSpan(range: start..<end, kind: .discord)
    }

    /// A token of HCP Terraform: 14 characters, `.atlasv1.`, and 60 or more.
    private static func terraform(in text: SecretText, dot: Int, floor: Int) -> SecretSpan? {
        guard text.has(atlas, at: dot) else { return nil }
        let start = start(of: .alphanumeric, before: dot, in: text, floor: max(floor, dot - 16))
        let end = text.endOfRun([.word, .base64], from: dot + atlas.count)
        guard dot - start == 14, end - dot >= 60 else { return nil }
        return SecretSpan(range: start..<end, kind: .serviceToken)
    }

    /// A token of Airtable: `pat`, 14 characters, a dot, and 64 hexadecimal digits.
    private static func airtable(in text: SecretText, dot: Int, floor: Int) -> SecretSpan? {
        let start = dot - 17
        guard start >= floor, text.has(pat, at: start), text.isWordStart(start),
            text.endOfRun(.alphanumeric, from: start, limit: 18) == dot
        else { return nil }
        let end = text.endOfRun(.hexDigit, from: dot + 1, limit: 65)
        guard end - dot == 65 else { return nil }
        return SecretSpan(range: start..<end, kind: .serviceToken)
    }

    /// A bot of Telegram: its number, a colon, and 35 characters that begin with `AA`.
    private static func telegram(in text: SecretText, colon: Int, floor: Int) -> SecretSpan? {
        guard text[colon + 1] == UInt8(ascii: "A"), text[colon + 2] == UInt8(ascii: "A") else {
            return nil
        }
        var start = text.startOfRun(.digit, before: colon, floor: max(floor, colon - 13))
        // The digits of a blank in an address are none of its.
        if text[start - 1] == Ascii.percent { start += 2 }
        guard (8...10).contains(colon - start) else { return nil }
        let end = text.endOfRun(.word, from: colon + 1)
        guard end - colon >= 34, Randomness.isLikely(text, colon + 1..<end, doubt: .slight) else {
            return nil
        }
        return SecretSpan(range: start..<end, kind: .telegram)
    }

    /// The start of a token's first part; the letter of an escape such as `\n` is none of it.
    private static func start(
        of kinds: ByteKind, before dot: Int, in text: SecretText, floor: Int
    ) -> Int {
        let start = text.startOfRun(kinds, before: dot, floor: floor)
        return text[start - 1] == Ascii.backslash && text.isWordStart(start + 1) ? start + 1 : start
    }

    /// The end of all that belongs to the token; a full stop behind it does not.
    private static func end(of part: Int, in text: SecretText) -> Int {
        var end = text.endOfRun(.word.union(.dot), from: part)
        while text[end - 1] == UInt8(ascii: ".") { end -= 1 }
        return end
    }

    private static let opening = Array("eyJ".utf8)
    private static let atlas = Array(".atlasv1.".utf8)
    private static let pat = Array("pat".utf8)
}
