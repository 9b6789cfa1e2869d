/// What quotes text in Ruby.
extension SourceLexer {
    mutating func readRubyString(_ byte: UInt8) -> Bool {
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

    mutating func readPercent() -> Bool {
        var offset = 1
        if "qQwWiIrs".utf8.contains(peek(1)) { offset = 2 }
        let closers: [UInt8: UInt8] = [
            UInt8(ascii: "("): UInt8(ascii: ")"), UInt8(ascii: "["): UInt8(ascii: "]"),
            UInt8(ascii: "{"): UInt8(ascii: "}"), UInt8(ascii: "|"): UInt8(ascii: "|"),
        ]
        guard let end = closers[peek(offset)], offset == 2 || regexMayBegin else { return false }
        return readRaw(closedBy: [end], opening: offset + 1, escapes: true)
    }

    mutating func noteHeredoc() -> Bool {
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

    mutating func readHeredocs() {
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
}
