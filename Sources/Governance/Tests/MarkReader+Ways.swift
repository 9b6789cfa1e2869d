/// The ways out of a test before it has judged.
extension MarkReader {
    /// `if False:`, `if (0)`, `while false`.
    static func isNeverTrue(_ line: ArraySlice<SourceToken>) -> Bool {
        let tokens = line.filter { !$0.isSymbol("(") && !$0.isSymbol(")") }
        guard tokens.count >= 2, tokens[0].isWord("if") || tokens[0].isWord("while") else {
            return false
        }
        guard ["False", "false", "0"].contains(tokens[1].text), tokens[1].kind != .string else {
            return false
        }
        return tokens.count == 2 || tokens[2].isNewline || tokens[2].isSymbol(":")
            || tokens[2].isSymbol("{")
            || tokens[2].isWord("and")
            || tokens[2].isSymbol("&&")
    }

    /// Early ends, dead branches, and failures that are caught.
    func ways(out body: Range<Int>) -> [TestMark] {
        guard let first = body.first(where: { !text.tokens[$0].isNewline }) else { return [] }
        var marks: [TestMark] = []
        let outer = text.bracket(around: first)
        let indent = text.tokens[first].indent
        for index in body {
            guard let word = text.word(index) else { continue }
            let begins =
                index == first || text.tokens[index - 1].isNewline || text.isSymbol(index - 1, ";")
                || text.isSymbol(index - 1, "{") || text.isSymbol(index - 1, "}")
            switch word {
            case "return", "next":
                guard begins, word == "return" || text.language == .ruby,
                    text.bracket(around: index) == outer,
                    !text.language.isIndented
                        || text.tokens[index].indent == indent && text.tokens[index - 1].isNewline
                        || index == first
                else { continue }
                var end = index
                while end < body.upperBound, !text.tokens[end].isNewline, !text.isSymbol(end, ";") {
                    if let close = text.partner(end), close > end { end = close }
                    end += 1
                }
                // Ruby's `return if x` asks first.
                if text.language == .ruby,
                    (index..<min(end, body.upperBound)).contains(where: {
                        text.isWord($0, "if") || text.isWord($0, "unless")
                    })
                {
                    continue
                }
                let rest = min(end, body.upperBound)..<body.upperBound
                let follows = rest.contains { place in
                    let token = text.tokens[place]
                    return !token.isNewline && !token.isSymbol(";") && !token.isSymbol("}")
                        && !token.isWord("end")
                }
                // Functions of JavaScript may be declared behind the return.
                if follows, AssertionReader(text).assertions(in: rest).isEmpty == false {
                    marks.append(mark(.earlyReturn, index..<min(end, body.upperBound)))
                }
            case "if", "while":
                let end = min(index + 6, body.upperBound)
                if begins || text.isSymbol(index - 1, "#"),
                    Self.isNeverTrue(text.tokens[index..<end])
                {
                    marks.append(mark(.dead, index..<end))
                }
            case "except", "catch", "rescue":
                if catches(at: index, in: body) {
                    marks.append(mark(.swallowed, index..<min(index + 4, body.upperBound)))
                }
            default: break
            }
        }
        return marks
    }

    /// A handler that takes failed claims and makes nothing of them.
    private func catches(at index: Int, in body: Range<Int>) -> Bool {
        var header = index + 1
        var handler: Range<Int>
        if text.language.isIndented {
            if text.language == .ruby, text[index - 1].map({ !$0.isNewline }) == true {
                return false
            }
            while header < body.upperBound, !text.tokens[header].isNewline,
                !text.isSymbol(header, ":")
            { header += 1 }
            let indent = text.tokens[index].indent
            var end = header
            while end < body.upperBound {
                let begins = end > header && text.tokens[end - 1].isNewline
                if begins, text.tokens[end].indent <= indent { break }
                end += 1
            }
            handler = min(header + 1, end)..<end
        } else {
            while header < body.upperBound, !text.isSymbol(header, "{"), header - index < 30 {
                header += 1
            }
            guard let close = text.partner(header), close > header else { return false }
            handler = (header + 1)..<close
        }
        let names = text.tokens[(index + 1)..<min(max(header, index + 1), body.upperBound)].filter {
            $0.kind == .word
        }.map(\.text)
        let all = [
            "Exception", "BaseException", "AssertionError", "Throwable", "Error", "StandardError",
            "Exception_", "exception", "AssertionFailedError",
        ]
        let takesFailures =
            names.isEmpty || text.language == .javaScript || text.language == .swift
            || names.contains(where: all.contains)
            || text.language == .ruby && names.first?.first?.isLowercase == true
            || names == ["as", "e"]
        guard takesFailures else { return false }
        let speaks = handler.contains { place in
            guard let word = text.word(place) else { return false }
            return [
                "raise", "throw", "fail", "panic", "done", "reject", "next", "exit", "abort",
                "assert", "flunk", "skipTest", "skip",
            ].contains(word)
                || AssertionWords.isAnchor(place, in: text)
        }
        if speaks { return false }
        // Kept for a look later.
        return !handler.contains {
            text.isSymbol($0, "=") || text.isSymbol($0, "+=") || text.isWord($0, "append")
                || text.isWord($0, "push") || text.isWord($0, "set")
        }
    }
}
