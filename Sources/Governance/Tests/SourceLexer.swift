/// Cuts source text into tokens, so that words in strings and comments are no code.
///
/// It knows the strings and comments of its language and nothing of its grammar. Text that is not
/// well-formed is cut somehow; no byte is looked at more than a few times.
struct SourceLexer {
    private let bytes: [UInt8]
    private let language: TestLanguage
    private var place = 0
    private var line = 1
    private var lineStart = 0
    private var indent = 0
    private var atLineStart = true
    private var brackets: [UInt8] = []
    private var tokens: [SourceToken] = []
    /// Here-documents of Ruby whose text begins with the next line.
    private var pendingHeredocs: [(mark: [UInt8], token: Int)] = []

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

    private func peek(_ offset: Int = 0) -> UInt8 {
        place + offset < bytes.count ? bytes[place + offset] : 0
    }

    private func starts(with text: StaticString) -> Bool {
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

    private mutating func newLine() {
        place += 1
        line += 1
        lineStart = place
    }

    private mutating func add(_ kind: SourceToken.Kind, _ text: String, line at: Int? = nil) {
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
    private mutating func step() {
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

    // MARK: Strings

    private mutating func readString() -> Bool {
        let byte = bytes[place]
        switch language {
        case .python:
            guard byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") else { return false }
            dropPrefix()
            return readQuoted(byte, triples: true)
        case .javaScript:
            if byte == UInt8(ascii: "`") {
                return readTemplate(closedBy: byte, hole: UInt8(ascii: "$"))
            }
            if byte == UInt8(ascii: "/"), regexMayBegin { return readRegex() }
            guard byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") else { return false }
            return readQuoted(byte, triples: false)
        case .go:
            if byte == UInt8(ascii: "`") { return readRaw(closedBy: [byte], opening: 1) }
            guard byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") else { return false }
            return readQuoted(byte, triples: false)
        case .rust: return readRustString(byte)
        case .swift: return readSwiftString(byte)
        case .java, .kotlin:
            if byte == UInt8(ascii: "`") { return readQuotedName() }
            guard byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") else { return false }
            if language == .kotlin, byte == UInt8(ascii: "\""), peek(1) != byte {
                return readTemplate(closedBy: byte, hole: UInt8(ascii: "$"))
            }
            return readQuoted(byte, triples: byte == UInt8(ascii: "\""))
        case .c: return readCString(byte)
        case .ruby: return readRubyString(byte)
        }
    }

    /// The letters before a Python string say how it is written, not what it is.
    private mutating func dropPrefix() {
        guard let last = tokens.last, last.kind == .word, last.text.utf8.count <= 2,
            last.text.utf8.allSatisfy({ "rbfuRBFU".utf8.contains($0) }), place > 0,
            bytes[place - 1] != 0x20
        else { return }
        if last.text.lowercased() != "b" { tokens.removeLast() }
    }

    private mutating func readQuoted(_ quote: UInt8, triples: Bool) -> Bool {
        let started = line
        if triples, peek(1) == quote, peek(2) == quote {
            return readRaw(
                closedBy: [quote, quote, quote], opening: 3, escapes: language != .kotlin)
        }
        let begin = place + 1
        place += 1
        while place < bytes.count, bytes[place] != quote, bytes[place] != UInt8(ascii: "\n") {
            if bytes[place] == UInt8(ascii: "\\"), place + 1 < bytes.count { place += 1 }
            step()
        }
        addString(begin..<place, line: started)
        if place < bytes.count, bytes[place] == quote { place += 1 }
        return true
    }

    private mutating func readRaw(
        closedBy end: [UInt8], opening: Int, escapes: Bool = false
    ) -> Bool {
        let (started, begin) = (line, place + opening)
        place += opening
        while place < bytes.count {
            if escapes, bytes[place] == UInt8(ascii: "\\") {
                step()
                if place < bytes.count { step() }
                continue
            }
            if bytes[place] == end[0], place + end.count <= bytes.count,
                bytes[place..<(place + end.count)].elementsEqual(end)
            {
                break
            }
            step()
        }
        addString(min(begin, bytes.count)..<max(place, min(begin, bytes.count)), line: started)
        place = min(bytes.count, place + end.count)
        return true
    }

    private mutating func addString(_ range: Range<Int>, line: Int) {
        let range = range.lowerBound..<min(range.upperBound, bytes.count)
        add(.string, String(decoding: bytes[range], as: UTF8.self), line: line)
    }

    /// A name in backticks, of Swift or Kotlin.
    private mutating func readQuotedName() -> Bool {
        let begin = place + 1
        place += 1
        while place < bytes.count, bytes[place] != UInt8(ascii: "`"),
            bytes[place] != UInt8(ascii: "\n")
        { place += 1 }
        add(.word, String(decoding: bytes[begin..<place], as: UTF8.self))
        if place < bytes.count, bytes[place] == UInt8(ascii: "`") { place += 1 }
        return true
    }

    /// A template of JavaScript, Kotlin or Ruby; what stands in `${…}` or `#{…}` belongs to its
    /// text.
    private mutating func readTemplate(closedBy quote: UInt8, hole: UInt8) -> Bool {
        let (started, begin) = (line, place + 1)
        place += 1
        var depth = 0
        while place < bytes.count {
            let byte = bytes[place]
            if byte == UInt8(ascii: "\\") {
                step()
                if place < bytes.count { step() }
                continue
            }
            if byte == hole, peek(1) == UInt8(ascii: "{") {
                depth += 1
                place += 2
                continue
            }
            if depth > 0, byte == UInt8(ascii: "{") { depth += 1 }
            if depth > 0, byte == UInt8(ascii: "}") { depth -= 1 }
            if depth == 0, byte == quote { break }
            step()
        }
        addString(begin..<place, line: started)
        place = min(bytes.count, place + 1)
        return true
    }

    /// A slash divides after a value and begins a regular expression elsewhere.
    private var regexMayBegin: Bool {
        guard let last = tokens.last else { return true }
        return switch last.kind {
        case .number, .string: false
        case .newline: true
        case .word: ["return", "typeof", "case", "in", "of", "await"].contains(last.text)
        case .symbol: last.text != ")" && last.text != "]" && last.text != "}"
        }
    }

    private mutating func readRegex() -> Bool {
        let begin = place + 1
        var inClass = false
        var end = begin
        while end < bytes.count, bytes[end] != UInt8(ascii: "\n") {
            let byte = bytes[end]
            if byte == UInt8(ascii: "\\") {
                end += 2
                continue
            }
            if byte == UInt8(ascii: "[") { inClass = true }
            if byte == UInt8(ascii: "]") { inClass = false }
            if byte == UInt8(ascii: "/"), !inClass { break }
            end += 1
        }
        guard end < bytes.count, bytes[end] == UInt8(ascii: "/") else { return false }
        addString(begin..<end, line: line)
        place = end + 1
        return true
    }

    private mutating func readRustString(_ byte: UInt8) -> Bool {
        if byte == UInt8(ascii: "\"") { return readMultiline(byte) }
        if byte == UInt8(ascii: "r") || byte == UInt8(ascii: "b") {
            var offset = byte == UInt8(ascii: "b") && peek(1) == UInt8(ascii: "r") ? 2 : 1
            let raw = byte == UInt8(ascii: "r") || offset == 2
            guard raw else { return false }
            var hashes = 0
            while peek(offset) == UInt8(ascii: "#") {
                hashes += 1
                offset += 1
            }
            guard peek(offset) == UInt8(ascii: "\"") else { return false }
            let end = [UInt8(ascii: "\"")] + Array(repeating: UInt8(ascii: "#"), count: hashes)
            return readRaw(closedBy: end, opening: offset + 1)
        }
        guard byte == UInt8(ascii: "'") else { return false }
        // 'a' and '\n' are characters, 'a alone is a lifetime.
        if peek(1) == UInt8(ascii: "\\") || peek(2) == byte {
            return readQuoted(byte, triples: false)
        }
        if peek(1) >= 0x80 { return readQuoted(byte, triples: false) }
        place += 1
        add(.symbol, "'")
        return true
    }

    /// A string that may go over several lines, with escapes.
    private mutating func readMultiline(_ quote: UInt8) -> Bool {
        readRaw(closedBy: [quote], opening: 1, escapes: true)
    }

    private mutating func readSwiftString(_ byte: UInt8) -> Bool {
        if byte == UInt8(ascii: "`") { return readQuotedName() }
        var hashes = 0
        while peek(hashes) == UInt8(ascii: "#") { hashes += 1 }
        guard peek(hashes) == UInt8(ascii: "\"") else { return false }
        let quote = UInt8(ascii: "\"")
        let triple = peek(hashes + 1) == quote && peek(hashes + 2) == quote
        if hashes > 0 || triple {
            let end =
                Array(repeating: quote, count: triple ? 3 : 1)
                + Array(repeating: UInt8(ascii: "#"), count: hashes)
            return readRaw(
                closedBy: end, opening: hashes + (triple ? 3 : 1), escapes: hashes == 0)
        }
        let begin = place + 1
        place += 1
        var depth = 0
        while place < bytes.count, bytes[place] != UInt8(ascii: "\n") {
            let byte = bytes[place]
            if byte == UInt8(ascii: "\\"), place + 1 < bytes.count {
                if bytes[place + 1] == UInt8(ascii: "(") { depth += 1 }
                place += 2
                continue
            }
            if depth > 0, byte == UInt8(ascii: "(") { depth += 1 }
            if depth > 0, byte == UInt8(ascii: ")") { depth -= 1 }
            if depth == 0, byte == quote { break }
            place += 1
        }
        addString(begin..<min(place, bytes.count), line: line)
        if peek() == quote { place += 1 }
        return true
    }

    private mutating func readCString(_ byte: UInt8) -> Bool {
        if byte == UInt8(ascii: "R"), peek(1) == UInt8(ascii: "\"") {
            var end: [UInt8] = [UInt8(ascii: ")")]
            var offset = 2
            while peek(offset) != UInt8(ascii: "("), offset < 20 {
                end.append(peek(offset))
                offset += 1
            }
            guard peek(offset) == UInt8(ascii: "(") else { return false }
            return readRaw(closedBy: end + [UInt8(ascii: "\"")], opening: offset + 1)
        }
        guard byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") else { return false }
        return readQuoted(byte, triples: false)
    }

    // MARK: Ruby

    private mutating func readRubyString(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "`"):
            return readTemplate(closedBy: byte, hole: UInt8(ascii: "#"))
        case UInt8(ascii: "'"): return readRaw(closedBy: [byte], opening: 1, escapes: true)
        case UInt8(ascii: "/") where regexMayBegin: return readRegex()
        case UInt8(ascii: "%"): return readPercent()
        case UInt8(ascii: "<"): return noteHeredoc()
        default: return false
        }
    }

    private mutating func readPercent() -> Bool {
        var offset = 1
        if "qQwWiIrs".utf8.contains(peek(1)) { offset = 2 }
        let closers: [UInt8: UInt8] = [
            UInt8(ascii: "("): UInt8(ascii: ")"), UInt8(ascii: "["): UInt8(ascii: "]"),
            UInt8(ascii: "{"): UInt8(ascii: "}"), UInt8(ascii: "|"): UInt8(ascii: "|"),
        ]
        guard let end = closers[peek(offset)], offset == 2 || regexMayBegin else { return false }
        return readRaw(closedBy: [end], opening: offset + 1, escapes: true)
    }

    private mutating func noteHeredoc() -> Bool {
        guard starts(with: "<<~") || starts(with: "<<-") else { return false }
        var offset = 3
        let quote = peek(offset)
        let quoted = quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"")
        if quoted { offset += 1 }
        var mark: [UInt8] = []
        while Self.isWord(peek(offset)) {
            mark.append(peek(offset))
            offset += 1
        }
        guard !mark.isEmpty else { return false }
        add(.string, "")
        pendingHeredocs.append((mark, tokens.count - 1))
        place += offset + (quoted ? 1 : 0)
        return true
    }

    private mutating func readHeredocs() {
        for heredoc in pendingHeredocs {
            let begin = place
            while place < bytes.count {
                var end = place
                while end < bytes.count, bytes[end] != UInt8(ascii: "\n") { end += 1 }
                let text = bytes[place..<end].drop { $0 == 0x20 || $0 == 0x09 }
                let isEnd = text.elementsEqual(heredoc.mark)
                if isEnd, heredoc.token < tokens.count {
                    tokens[heredoc.token].text = String(
                        decoding: bytes[begin..<place], as: UTF8.self)
                }
                place = end
                if place < bytes.count { newLine() }
                if isEnd { break }
            }
        }
        pendingHeredocs = []
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

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    static func isWord(_ byte: UInt8) -> Bool {
        isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
            || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "$") || byte >= 0x80
    }
}
