extension TreePath {
    private static let escapes: [(byte: UInt8, letter: UInt8)] = [
        (0x07, UInt8(ascii: "a")), (0x08, UInt8(ascii: "b")), (0x09, UInt8(ascii: "t")),
        (0x0a, UInt8(ascii: "n")), (0x0b, UInt8(ascii: "v")), (0x0c, UInt8(ascii: "f")),
        (0x0d, UInt8(ascii: "r")), (0x22, UInt8(ascii: "\"")), (0x5c, UInt8(ascii: "\\")),
    ]

    /// The path as text, C-quoted as git does where it is no plain UTF-8.
    ///
    /// Text stays as it is (`core.quotePath=false`); a path with a control character, a double
    /// quote, a backslash or a byte that is not UTF-8 is put between double quotes.
    package var quoted: String {
        let text = text
        let isPlain = text != nil && !bytes.contains { Self.needsEscape($0) }
        if isPlain, let text { return text }
        var quoted: [UInt8] = [UInt8(ascii: "\"")]
        for byte in bytes {
            if let letter = Self.escapes.first(where: { $0.byte == byte })?.letter {
                quoted += [UInt8(ascii: "\\"), letter]
            } else if byte < 0x20 || byte == 0x7f || (byte >= 0x80 && text == nil) {
                quoted.append(UInt8(ascii: "\\"))
                for shift in [6, 3, 0] { quoted.append(UInt8(ascii: "0") + (byte >> shift) & 7) }
            } else {
                quoted.append(byte)
            }
        }
        quoted.append(UInt8(ascii: "\""))
        return String(decoding: quoted, as: UTF8.self)
    }

    /// Reads what ``quoted`` wrote; nil where a quoted text is malformed.
    package init?(quoted: String) {
        let input = Array(quoted.utf8)
        guard input.first == UInt8(ascii: "\"") else {
            self.init(quoted)
            return
        }
        guard input.count >= 2, input.last == UInt8(ascii: "\"") else { return nil }
        var bytes: [UInt8] = []
        var rest = input.dropFirst().dropLast()
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "\\") else {
                guard byte != UInt8(ascii: "\"") else { return nil }
                bytes.append(byte)
                continue
            }
            guard let letter = rest.popFirst() else { return nil }
            if let plain = Self.escapes.first(where: { $0.letter == letter })?.byte {
                bytes.append(plain)
                continue
            }
            guard let low = rest.popFirst(), let lowest = rest.popFirst(),
                let value = Self.octal(letter, low, lowest)
            else { return nil }
            bytes.append(value)
        }
        self.init(bytes: bytes)
    }

    private static func needsEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == 0x7f || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    private static func octal(_ digits: UInt8...) -> UInt8? {
        var value = 0
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "7")).contains(digit) else { return nil }
            value = value * 8 + Int(digit - UInt8(ascii: "0"))
        }
        return UInt8(exactly: value)
    }
}
