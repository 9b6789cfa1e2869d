/// Finds the claims in a stretch of test code.
struct AssertionReader {
    private let text: TokenText

    /// Deeper nesting is nobody's writing, and looking through it takes time.
    static let climbLimit = 64

    init(_ text: TokenText) { self.text = text }

    /// A claim and the tokens that it is made of.
    struct Found {
        var assertion: TestAssertion
        var range: Range<Int>
    }

    func assertions(in range: Range<Int>) -> [Found] {
        var found: [Found] = []
        var index = range.lowerBound
        while index < range.upperBound {
            if let next = assertion(at: index, in: range) {
                found.append(next)
                index = max(index + 1, next.range.upperBound)
            } else {
                index += 1
            }
        }
        return found
    }

    private func assertion(at index: Int, in range: Range<Int>) -> Found? {
        guard let word = text.word(index) else { return nil }
        if text.language == .python, word == "assert" { return statement(at: index, in: range) }
        guard AssertionWords.isAnchor(index, in: text) else { return nil }
        return call(at: index, in: range)
    }

    /// `assert expression, message` of Python.
    private func statement(at index: Int, in range: Range<Int>) -> Found {
        var end = index + 1
        while end < range.upperBound, !text.tokens[end].isNewline, !text.isSymbol(end, ";") {
            end += 1
        }
        let parts = text.pieces(of: (index + 1)..<end) { $0.isSymbol(",") }
        let claim = parts.first.map(ClaimShape.init(text).truth) ?? ClaimShape.Claim(kind: .other)
        return Found(
            assertion: made(claim, range: index..<end), range: index..<end)
    }

    private func call(at index: Int, in range: Range<Int>) -> Found? {
        var words: [String] = []
        var groups: [[Range<Int>]] = []
        var place = index
        // Words, calls and what follows a dot, as `expect(a).not.toBe(b)`.
        reading: while place < range.upperBound, let word = text.word(place) {
            words.append(word)
            place += 1
            if text.isSymbol(place, "!") { place += 1 }
            if text.isSymbol(place, "<"), text.language != .ruby { place = behindGenerics(place) }
            if text.isSymbol(place, "("), let close = text.partner(place), close > place {
                groups.append(text.arguments(at: place))
                place = close + 1
            } else if text.isSymbol(place, "["), text.language == .rust,
                let close = text.partner(place)
            {
                groups.append(text.arguments(at: place))
                place = close + 1
            }
            if text.isSymbol(place, "{"), let close = text.partner(place), close > place,
                takesBlock(words)
            {
                groups.append([(place + 1)..<close])
                place = close + 1
            }
            if text.isSymbol(place, ".") || text.isSymbol(place, "?.") || text.isSymbol(place, "::")
            {
                place += 1
                continue
            }
            guard text.language == .ruby || text.language == .kotlin else { break reading }
            if AssertionWords.joins(word), text.word(place) != nil { continue }
            if let rest = restOfLine(from: place, in: range) {
                groups.append(text.pieces(of: rest) { $0.isSymbol(",") })
                place = rest.upperBound
            }
            break reading
        }
        guard place > index else { return nil }
        let start = receiver(before: index, in: range)
        if start < index { groups.insert([start..<(index - 1)], at: 0) }
        let claim = claim(words: words, groups: groups, at: index)
        var assertion = made(claim, range: start..<place)
        if claim.kind == .throwing, text.language == .python {
            assertion.raiser = raiser(groups.last ?? [], behind: place)
        }
        return Found(assertion: assertion, range: start..<place)
    }

    /// What is to raise: `f(1)` of `raises(X, f, 1)`, of `raises(X, lambda: f(1))` and of
    /// `with raises(X): f(1)`; empty where it is more than that.
    private func raiser(_ arguments: [Range<Int>], behind place: Int) -> String {
        if arguments.count > 1 {
            let call = arguments[1]
            guard !text.isSymbol(call.lowerBound + 1, "=") else {
                return line(behind: place)
            }
            if text.isWord(call.lowerBound, "lambda"), text.isSymbol(call.lowerBound + 1, ":") {
                return text.tokens[(call.lowerBound + 2)..<call.upperBound].normalised
            }
            let values = arguments.dropFirst(2).map { text.tokens[$0].normalised }
            return text.tokens[call].normalised + " ("
                + (values.isEmpty ? "" : " " + values.joined(separator: " , ")) + " )"
        }
        return line(behind: place)
    }

    /// The only line of the block whose head ends behind a place.
    private func line(behind place: Int) -> String {
        guard let head = text[place] else { return "" }
        var start = place
        while start < place + 4, let token = text[start], !token.isSymbol(":") { start += 1 }
        guard text.isSymbol(start, ":"), text[start + 1]?.isNewline == true else { return "" }
        start += 2
        var end = start
        while end < start + Self.lineLimit, let token = text[end], !token.isNewline { end += 1 }
        guard end < start + Self.lineLimit, let first = text[start], first.indent > head.indent
        else { return "" }
        if let next = text[end + 1], next.indent > head.indent { return "" }
        return text.tokens[start..<end].normalised
    }

    /// A longer line is not what is written in a call.
    private static let lineLimit = 200

    private func takesBlock(_ words: [String]) -> Bool {
        (text.language == .swift || text.language == .kotlin || text.language == .ruby)
            && words.last.map {
                AssertionWords.plain($0).contains("throw")
                    || AssertionWords.plain($0).contains("raise") || $0 == "expect"
            } == true
    }

    private func behindGenerics(_ place: Int) -> Int {
        var (depth, index) = (0, place)
        while index < min(place + 24, text.tokens.count) {
            if text.isSymbol(index, "<") { depth += 1 }
            if text.isSymbol(index, ">") { depth -= 1 }
            if depth == 0 { return text.isSymbol(index + 1, "(") ? index + 1 : place }
            index += 1
        }
        return place
    }

    private func restOfLine(from place: Int, in range: Range<Int>) -> Range<Int>? {
        var end = place
        while end < range.upperBound, !text.tokens[end].isNewline {
            if let close = text.partner(end), close > end { end = close }
            end += 1
        }
        end = min(end, range.upperBound)
        guard end > place else { return nil }
        return place..<end
    }

    /// Where the object begins whose method is the claim, as in `mock.assert_called()`.
    private func receiver(before index: Int, in range: Range<Int>) -> Int {
        var start = index
        while start - 2 >= range.lowerBound, text.isSymbol(start - 1, ".") {
            var before = start - 2
            while text.isSymbol(before, ")") || text.isSymbol(before, "]"),
                let open = text.partner(before), open - 1 >= range.lowerBound, open < before
            { before = open - 1 }
            guard let word = text.word(before) else { break }
            if start == index, AssertionWords.receivers.contains(word) { return index }
            start = before
        }
        return start
    }

    private func made(_ claim: ClaimShape.Claim, range: Range<Int>) -> TestAssertion {
        let shown = text.tokens[range].normalised
        return TestAssertion(
            kind: claim.kind, operands: claim.operands, text: String(shown.prefix(160)),
            line: text.tokens[range.lowerBound].line,
            literals: text.tokens[range].filter(\.isLiteral).map(\.plain),
            tokens: text.tokens[range].filter { !$0.isNewline }.map(\.plain),
            isTrivial: claim.isTrivial)
    }

    // MARK: Meaning

    private func claim(words: [String], groups: [[Range<Int>]], at index: Int) -> ClaimShape.Claim {
        let shape = ClaimShape(text)
        let said = words.last { !AssertionWords.fillers.contains($0.lowercased()) } ?? words[0]
        let negated = words.dropLast().contains {
            $0 == "not" || $0 == "not_to" || $0 == "to_not" || $0 == "never" || $0 == "isNot"
        }
        var operands = groups.flatMap { $0 }
        if text.language == .go, let first = operands.first, first.count == 1,
            let word = text.word(first.lowerBound), ["t", "b", "tb", "c", "f"].contains(word)
        {
            operands.removeFirst()
        }
        if AssertionWords.isFailure(words, in: text.language) {
            let condition = condition(around: index)
            return ClaimShape.Claim(
                kind: .failure,
                operands: condition.map { [$0] } ?? operands.map { text.tokens[$0].normalised })
        }
        return shape.claim(
            AssertionWords.kind(of: said, words: words), by: said, negated, operands)
    }

    /// What the nearest `if` asks.
    private func condition(around index: Int) -> String? {
        if text.language.isIndented { return nil }
        var place = text.bracket(around: index)
        var climbs = 0
        while let open = place, !text.isSymbol(open, "{"), climbs < Self.climbLimit {
            place = text.bracket(around: open)
            climbs += 1
        }
        guard let open = place, text.isSymbol(open, "{") else { return nil }
        var start = open
        while start > 0, !text.tokens[start - 1].isNewline, !text.isSymbol(start - 1, "{"),
            open - start < 200
        {
            if text.isSymbol(start - 1, "}"), !text.isWord(start, "else") {
                guard let before = text.partner(start - 1), before < start else { break }
                start = before
                continue
            }
            start -= 1
        }
        let header = text.tokens[start..<open]
        guard header.contains(where: { $0.isWord("if") || $0.isWord("guard") }) else { return nil }
        return header.normalised
    }
}
