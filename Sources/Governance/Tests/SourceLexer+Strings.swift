/// Strings, characters and regular expressions.
extension SourceLexer {
    mutating func readString() -> Bool {
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
    mutating func dropPrefix() {
        guard let last = tokens.last, last.kind == .word, last.text.utf8.count <= 2,
            last.text.utf8.allSatisfy({ "rbfuRBFU".utf8.contains($0) }), place > 0,
            bytes[place - 1] != 0x20
        else { return }
        if last.text.lowercased() != "b" { tokens.removeLast() }
    }

    mutating func readQuoted(_ quote: UInt8, triples: Bool) -> Bool {
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

    mutating func readRaw(
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

    mutating func addString(_ range: Range<Int>, line: Int) {
        let range = range.lowerBound..<min(range.upperBound, bytes.count)
        add(.string, String(decoding: bytes[range], as: UTF8.self), line: line)
    }

    /// A name in backticks, of Swift or Kotlin.
    mutating func readQuotedName() -> Bool {
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
    mutating func readTemplate(closedBy quote: UInt8, hole: UInt8) -> Bool {
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
    var regexMayBegin: Bool {
        guard let last = tokens.last else { return true }
        return switch last.kind {
        case .number, .string: false
        case .newline: true
        case .word: ["return", "typeof", "case", "in", "of", "await"].contains(last.text)
        case .symbol: last.text != ")" && last.text != "]" && last.text != "}"
        }
    }

    mutating func readRegex() -> Bool {
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

    mutating func readRustString(_ byte: UInt8) -> Bool {
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
    mutating func readMultiline(_ quote: UInt8) -> Bool {
        readRaw(closedBy: [quote], opening: 1, escapes: true)
    }

    mutating func readSwiftString(_ byte: UInt8) -> Bool {
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

    mutating func readCString(_ byte: UInt8) -> Bool {
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
}
