/// Private keys in armour: `-----BEGIN … PRIVATE KEY-----` (RFC 7468), also those of OpenPGP.
///
/// Certificates and public keys stay.
enum PrivateKeyBlock {
    /// The block that begins at an index, whole; or, where it is written as several strings, its
    /// lines, so that no quote is taken out.
    static func find(in text: SecretText, at index: Int) -> [SecretSpan] {
        guard text.has(begin, at: index),
            let bodyStart = endOfLabel(in: text, from: index + begin.count)
        else { return [] }
        if let whole = block(in: text, from: index, bodyStart: bodyStart) { return [whole] }
        return lines(in: text, from: bodyStart)
    }

    private static func block(
        in text: SecretText, from index: Int, bodyStart: Int
    ) -> SecretSpan? {
        var cursor = bodyStart
        var material = 0
        // The body ends with its END line; without one, a log was cut: with the last of its lines.
        var lastMaterial = bodyStart
        while cursor < text.count, cursor - bodyStart < sizeLimit {
            if text.has(end, at: cursor) {
                guard material >= minimumMaterial,
                    let stop = endOfLabel(in: text, from: cursor + end.count)
                else { return nil }
                return SecretSpan(range: index..<stop, kind: .privateKey)
            }
            if text.has(begin, at: cursor) { break }
            let run = text.endOfRun([.alphanumeric, .base64], from: cursor)
            if run - cursor >= lineMinimum {
                material += run - cursor
                lastMaterial = run
                cursor = run
            } else if isFiller(text, at: cursor) {
                cursor = max(run, cursor + 1)
            } else {
                break
            }
        }
        guard material >= minimumMaterial else { return nil }
        return SecretSpan(range: index..<lastMaterial, kind: .privateKey)
    }

    /// The lines of a private key of PuTTY, which says how many they are.
    static func ofPuTTY(in text: SecretText, at index: Int) -> SecretSpan? {
        guard text.has(puttyLines, at: index) else { return nil }
        let digits = index + puttyLines.count
        var cursor = text.endOfRun(.digit, from: digits, limit: 3)
        guard let count = Int(String(decoding: text.bytes[digits..<cursor], as: UTF8.self)) else {
            return nil
        }
        var body: Range<Int>?
        for _ in 0..<count {
            // Line ends, raw or escaped, and what a diff or a quotation puts before a line.
            while cursor < text.count, cursor - (body?.upperBound ?? digits) < 64,
                Ascii.isBlank(text[cursor]) || text[cursor] == Ascii.backslash
                    || text[cursor] == Ascii.greater
                    || text[cursor - 1] == Ascii.backslash && "nr".utf8.contains(text[cursor])
                    || text[cursor - 1] == Ascii.newline && "+-".utf8.contains(text[cursor])
            {
                cursor += 1
            }
            let end = text.endOfRun([.alphanumeric, .base64], from: cursor, limit: 80)
            guard end - cursor >= 4 else { break }
            body = (body?.lowerBound ?? cursor)..<end
            cursor = end
        }
        guard let body, body.count >= minimumMaterial else { return nil }
        return SecretSpan(range: body, kind: .privateKey)
    }

    /// The lines of Base64 up to the END line, each by itself.
    private static func lines(in text: SecretText, from start: Int) -> [SecretSpan] {
        var found: [SecretSpan] = []
        var cursor = start
        while cursor < text.count, cursor - start < sizeLimit {
            if text.has(end, at: cursor) { return found }
            if text.has(begin, at: cursor) { return [] }
            let run = text.endOfRun([.alphanumeric, .base64], from: cursor)
            if run - cursor >= lineMinimum, Randomness.isLikely(text, cursor..<run) {
                found.append(SecretSpan(range: cursor..<run, kind: .privateKey))
            }
            cursor = max(run, cursor + 1)
        }
        return []
    }

    /// The end of the five dashes that close a line of armour of a private key.
    private static func endOfLabel(in text: SecretText, from start: Int) -> Int? {
        var end = start
        while text[end] == 0x20 || !ByteKind(text[end]).isDisjoint(with: .alphanumeric) { end += 1 }
        guard end - start <= 40, text.has(dashes, at: end) else { return nil }
        let words = text.bytes[start..<end].split(separator: 0x20)
        guard words.contains(where: { $0.elementsEqual(privateWord) }) else { return nil }
        return end + dashes.count
    }

    /// What may stand between the lines of a key: line ends, raw or escaped, the marks of a diff
    /// or a quotation, headers, and short ends of lines; never a quote, which ends the string that
    /// the block is in.
    private static func isFiller(_ text: SecretText, at index: Int) -> Bool {
        let byte = text[index]
        if Ascii.isBlank(byte) || !ByteKind(byte).isDisjoint(with: [.word, .base64]) {
            return true
        }
        if byte == Ascii.backslash {
            let escaped = text[index + 1]
            return escaped == UInt8(ascii: "n") || escaped == UInt8(ascii: "r")
                || escaped == Ascii.newline
        }
        return [Ascii.colon, Ascii.greater, UInt8(ascii: ","), UInt8(ascii: "|")].contains(byte)
            || byte == UInt8(ascii: ".")
    }

    static let begin = Array("-----BEGIN ".utf8)
    static let end = Array("-----END ".utf8)
    static let puttyLines = Array("Private-Lines: ".utf8)
    static let puttyEnd = Array("Private-MAC: ".utf8)
    private static let dashes = Array("-----".utf8)
    private static let privateWord = Array("PRIVATE".utf8)
    static let sizeLimit = 65_536
    private static let lineMinimum = 16
    private static let minimumMaterial = 32
}
