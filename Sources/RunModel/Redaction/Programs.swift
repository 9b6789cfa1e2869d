/// Programs of one command line by whose name an option is known.
struct Programs {
    private let names: [[UInt8]]

    init(_ names: [String]) { self.names = names.map { Array($0.utf8) } }

    static let curl = Programs(["curl", "wget", "http", "https", "xh"])

    /// Whether one of them is called earlier in the command that an index stands in.
    func precede(_ index: Int, in text: SecretText) -> Bool {
        var cursor = index
        while cursor > 0, index - cursor < Programs.reach {
            cursor -= 1
            let byte = text[cursor]
            if byte == Ascii.newline, text[cursor - 1] != Ascii.backslash { return false }
            if byte == UInt8(ascii: ";") || byte == UInt8(ascii: "|") || byte == Ascii.backtick {
                return false
            }
            // Another text of a list.
            if byte == UInt8(ascii: ","), Ascii.isQuote(text[cursor - 1]) { return false }
            guard cursor == 0 || !text.isIdentifier(cursor - 1) && text[cursor - 1] != Ascii.dash
            else { continue }
            for name in names
            where text.has(name, at: cursor) && endsName(text[cursor + name.count]) { return true }
        }
        return false
    }

    private func endsName(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == Ascii.quote || byte == Ascii.apostrophe || byte == Ascii.backslash
    }

    private static let reach = 200
}
