/// A word of a command line, as the shell of POSIX splits it (XCU 2.2, Quoting): blanks between
/// words, single and double quotes, the backslash.
struct CommandWord: Hashable, Sendable {
    enum Quoting: Hashable, Sendable {
        case none
        /// One pair of quotes around all of it.
        case whole
        /// Quotes or backslashes within it.
        case part
    }

    var text: String
    var quoting: Quoting = .none
    /// Its first character is quoted or escaped.
    var beginsQuoted = false

    /// Splits a line.
    ///
    /// - Throws: ``CommandDenial`` where a quote is not closed, or the line ends in a backslash.
    static func split(_ line: String) throws(CommandDenial) -> [CommandWord] {
        var splitter = Splitter(rest: line.unicodeScalars[...])
        return try splitter.words()
    }
}

/// Splits a line, scalar by scalar: a combining character must not hide a quote.
private struct Splitter {
    var rest: Substring.UnicodeScalarView
    private var text = String.UnicodeScalarView()
    private var isWord = false
    private var quotes = 0
    private var escapes = 0
    private var bare = 0
    private var beginsQuoted = false
    private var found: [CommandWord] = []

    init(rest: Substring.UnicodeScalarView) { self.rest = rest }

    mutating func words() throws(CommandDenial) -> [CommandWord] {
        while let scalar = rest.popFirst() {
            switch scalar {
            case " ": endWord()
            case "'": try quote { (_) in nil }
            case "\"":
                // Within double quotes a backslash quotes only these.
                try quote { next in "$`\"\\".unicodeScalars.contains(next) ? next : nil }
            case "\\":
                guard let next = rest.popFirst() else {
                    throw CommandDenial("it ends with a backslash")
                }
                begin(quoted: true)
                escapes += 1
                text.append(next)
            default:
                begin(quoted: false)
                bare += 1
                text.append(scalar)
            }
        }
        endWord()
        return found
    }

    private mutating func begin(quoted: Bool) {
        if !isWord { beginsQuoted = quoted }
        isWord = true
    }

    /// - Parameter escaped: What a backslash before a character stands for; nil: for itself.
    private mutating func quote(
        escaped: (Unicode.Scalar) -> Unicode.Scalar?
    ) throws(CommandDenial) {
        let mark: Unicode.Scalar = escaped("\\") == nil ? "'" : "\""
        begin(quoted: true)
        quotes += 1
        while let scalar = rest.popFirst() {
            if scalar == mark { return }
            if scalar == "\\", let next = rest.first, let meant = escaped(next) {
                rest.removeFirst()
                text.append(meant)
            } else {
                text.append(scalar)
            }
        }
        throw CommandDenial("a quote is not closed")
    }

    private mutating func endWord() {
        guard isWord else { return }
        let quoting: CommandWord.Quoting =
            if quotes == 0 && escapes == 0 { .none } else if quotes == 1 && escapes + bare == 0 {
                .whole
            } else { .part }
        found.append(
            CommandWord(text: String(text), quoting: quoting, beginsQuoted: beginsQuoted))
        (text, isWord, quotes, escapes, bare) = (.init(), false, 0, 0, 0)
    }
}
