/// Cuts source text into tokens, so that words in strings and comments are no code.
///
/// It knows the strings and comments of its language and nothing of its grammar. Text that is not
/// well-formed is cut somehow; no byte is looked at more than a few times.
struct SourceLexer {
    let bytes: [UInt8]
    let language: TestLanguage
    var place = 0
    var line = 1
    private var lineStart = 0
    private var indent = 0
    private var atLineStart = true
    private var brackets: [UInt8] = []
    var tokens: [SourceToken] = []
    /// Here-documents of Ruby whose text begins with the next line.
    var pendingHeredocs: [(mark: [UInt8], token: Int)] = []

    static func tokens(of bytes: [UInt8], in language: TestLanguage) -> [SourceToken] {
        var lexer = SourceLexer(bytes, language)
        lexer.run()
        return lexer.tokens
    }

    private init(_ bytes: [UInt8], _ language: TestLanguage) {
        self.bytes = bytes
        self.language = language
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { place = 3 }
        lineStart = place
    }

    func peek(_ offset: Int = 0) -> UInt8 {
        place + offset < bytes.count ? bytes[place + offset] : 0
    }

    func starts(with text: StaticString) -> Bool {
        let count = text.utf8CodeUnitCount
        guard place + count <= bytes.count else { return false }
        return text.withUTF8Buffer { bytes[place..<(place + count)].elementsEqual($0) }
    }

    private mutating func run() {
        while place < bytes.count {
            let byte = bytes[place]
            switch byte {
            case UInt8(ascii: "\n"): endLine()
            case 0x20, 0x09, 0x0B, 0x0C, 0x0D, 0x00: place += 1
            case UInt8(ascii: "\\") where peek(1) == UInt8(ascii: "\n"): skipContinuation(2)
            case UInt8(ascii: "\\") where peek(1) == 0x0D && peek(2) == UInt8(ascii: "\n"):
                skipContinuation(3)
            default:
                noteIndent()
                if skipComment() || readString() { continue }
                readPlain(byte)
            }
        }
        add(.newline, "\n")
    }

    // MARK: Lines

    private mutating func skipContinuation(_ count: Int) {
        place += count
        line += 1
        lineStart = place
    }

    private mutating func noteIndent() {
        guard atLineStart else { return }
        atLineStart = false
        indent = 0
        for byte in bytes[lineStart..<place] {
            indent = byte == 0x09 ? (indent / 8 + 1) * 8 : indent + 1
        }
    }

    private mutating func endLine() {
        // In brackets a line goes on; in most languages braces hold statements of their own.
        let open = brackets.last
        let isCarriedOn =
            open == UInt8(ascii: "(") || open == UInt8(ascii: "[")
            || (language.isIndented && open == UInt8(ascii: "{") && language == .python)
        if !isCarriedOn { add(.newline, "\n") }
        newLine()
        if !isCarriedOn || language != .python { atLineStart = true }
        if !pendingHeredocs.isEmpty { readHeredocs() }
    }

    mutating func newLine() {
        place += 1
        line += 1
        lineStart = place
    }

    mutating func add(_ kind: SourceToken.Kind, _ text: String, line at: Int? = nil) {
        if kind == .newline {
            guard let last = tokens.last, !last.isNewline else { return }
            if language != .python, last.kind == .symbol, Self.carrying.contains(last.text) {
                return
            }
        } else if language != .python, kind == .symbol, Self.carried.contains(text),
            tokens.last?.isNewline == true
        {
            tokens.removeLast()
        }
        tokens.append(SourceToken(kind: kind, text: text, line: at ?? line, indent: indent))
    }

    /// After these a statement goes on in the next line.
    private static let carrying: Set<String> = [
        ",", "=", "+", "&&", "||", "==", "!=", "<=", ">=", "=>", "->", ".", "?", ":=", "+=", "(",
        "[", "===", "!==",
    ]
    /// With these a line goes on from the one before.
    private static let carried: Set<String> = [".", "?.", "&&", "||", "?", "::", "!!."]

    // MARK: Comments

    private mutating func skipComment() -> Bool {
        let byte = bytes[place]
        switch language {
        case .python:
            guard byte == UInt8(ascii: "#") else { return false }
            skipLine()
            return true
        case .ruby:
            if byte == UInt8(ascii: "#") {
                skipLine()
                return true
            }
            guard place == lineStart, starts(with: "=begin") else { return false }
            skip(until: Array("\n=end".utf8))
            skipLine()
            return true
        default:
            guard byte == UInt8(ascii: "/") else { return false }
            if peek(1) == UInt8(ascii: "/") {
                skipLine()
                return true
            }
            guard peek(1) == UInt8(ascii: "*") else { return false }
            skipBlockComment()
            return true
        }
    }

    private mutating func skipLine() {
        while place < bytes.count, bytes[place] != UInt8(ascii: "\n") { place += 1 }
    }

    private mutating func skipBlockComment() {
        let nests = language == .rust || language == .swift || language == .kotlin
        var depth = 0
        while place < bytes.count {
            if starts(with: "/*"), depth == 0 || nests {
                depth += 1
                place += 2
            } else if starts(with: "*/") {
                depth -= 1
                place += 2
                if depth == 0 { return }
            } else {
                step()
            }
        }
    }

    /// One byte on, with lines counted.
    mutating func step() {
        if bytes[place] == UInt8(ascii: "\n") { newLine() } else { place += 1 }
    }

    /// Behind the next occurrence of a text, or to the end.
    private mutating func skip(until end: [UInt8]) {
        while place < bytes.count {
            if place + end.count <= bytes.count,
                bytes[place..<(place + end.count)].elementsEqual(end)
            {
                for _ in end { step() }
                return
            }
            step()
        }
    }

    // MARK: The rest

    private mutating func readPlain(_ byte: UInt8) {
        let begin = place
        if Self.isDigit(byte) {
            while Self.isWord(peek())
                || (peek() == UInt8(ascii: ".") && Self.isDigit(peek(1)))
                || (language == .c && peek() == UInt8(ascii: "'") && Self.isDigit(peek(1)))
            { place += 1 }
            // 1_000 and 1000 are one number.
            add(
                .number,
                String(
                    decoding: bytes[begin..<place].filter { $0 != UInt8(ascii: "_") },
                    as: UTF8.self
                ).lowercased())
            return
        }
        if Self.isWord(byte) {
            while Self.isWord(peek()) { place += 1 }
            if language == .ruby, peek() == UInt8(ascii: "?") || peek() == UInt8(ascii: "!"),
                peek(1) != UInt8(ascii: "=")
            {
                place += 1
            }
            add(.word, String(decoding: bytes[begin..<place], as: UTF8.self))
            return
        }
        switch byte {
        case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): brackets.append(byte)
        case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): _ = brackets.popLast()
        default:
            for operation in Self.operators where starts(with: operation) {
                place += operation.utf8CodeUnitCount
                add(.symbol, operation.description)
                return
            }
        }
        place += 1
        add(.symbol, String(UnicodeScalar(byte)))
    }

    private static let operators: [StaticString] = [
        "===", "!==", "...", "!!.", "==", "!=", "<=", ">=", "&&", "||", "->", "=>", "::", ":=",
        "??", "?.", "+=", "-=", "**",
    ]

    static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    static func isWord(_ byte: UInt8) -> Bool {
        isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
            || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "$") || byte >= 0x80
    }
}
