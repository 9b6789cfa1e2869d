/// Brings a claim into one form, whichever framework made it.
struct ClaimShape {
    struct Claim {
        var kind: TestAssertion.Kind
        var operands: [String] = []
        var isTrivial = false
    }

    private let text: TokenText

    init(_ text: TokenText) { self.text = text }

    /// What `assert x` says: a comparison where `x` is one.
    func truth(of range: Range<Int>) -> Claim { truth(range, negated: false) }

    func claim(
        _ said: (kind: TestAssertion.Kind, negated: Bool), by word: String, _ negatedBefore: Bool,
        _ operands: [Range<Int>]
    ) -> Claim {
        let negated = said.negated != negatedBefore
        let values = operands.map { bare($0) }
        switch said.kind {
        case .truth:
            let value = values.count > 1 && isString(values[0]) ? values[1] : values.first
            return value.map { truth($0, negated: negated) } ?? Claim(kind: .truth)
        case .falsity:
            let value = values.count > 1 && isString(values[0]) ? values[1] : values.first
            return value.map { truth($0, negated: !negated) } ?? Claim(kind: .falsity)
        case .equal: return equality(values, negated: negated)
        case .none:
            return Claim(kind: negated ? .some : .none, operands: values.prefix(1).map(plain))
        case .some:
            return Claim(kind: negated ? .none : .some, operands: values.prefix(1).map(plain))
        case .throwing:
            // `warns(None)` takes any warning, and none.
            if values.count == 1, plain(values[0]) == "None" {
                return Claim(kind: .throwing, isTrivial: true)
            }
            return Claim(
                kind: negated ? .notThrowing : .throwing,
                operands: ordered(values.map(plain)).map(Self.pattern))
        case .order:
            guard let symbol = AssertionWords.order(of: word) else { break }
            return Claim(
                kind: .order,
                operands: (negated ? ["not"] : []) + Self.order(symbol, values.map(plain)))
        case .contains where text.language == .python && AssertionWords.plain(word).hasSuffix("in"):
            return Claim(
                kind: .contains, operands: (negated ? ["not"] : []) + ["in"] + values.map(plain))
        default: break
        }
        return Claim(kind: said.kind, operands: (negated ? ["not"] : []) + values.map(plain))
    }

    /// `match="x"` and `"x"`, where an error is expected.
    private static func pattern(_ operand: String) -> String {
        for name in ["match = r \"", "match = \"", "r \""] where operand.hasPrefix(name) {
            return "\"" + operand.dropFirst(name.count)
        }
        return operand
    }

    /// `a < b` is `b > a`.
    private static func order(_ symbol: String, _ values: [String]) -> [String] {
        guard symbol.hasPrefix("<"), values.count >= 2 else { return [symbol] + values }
        return [">" + symbol.dropFirst(), values[1], values[0]] + values.dropFirst(2)
    }

    /// What names an exception stands first, whatever the order of the arguments.
    private func ordered(_ operands: [String]) -> [String] {
        let classes = operands.filter { $0.first?.isUppercase == true }
        return classes + operands.filter { $0.first?.isUppercase != true }
    }

    private func equality(_ values: [Range<Int>], negated: Bool) -> Claim {
        var values = values
        if values.count == 3, isString(values[0]), !isString(values[2]) { values.removeFirst() }
        let extra = values.dropFirst(2)
        let kind: TestAssertion.Kind =
            extra.contains { tolerates($0) } || values.prefix(2).contains { isApproximate($0) }
            ? .approximate : negated ? .unequal : .equal
        guard values.count >= 2 else { return Claim(kind: kind, operands: values.map(plain)) }
        let operands = [plain(values[0]), plain(values[1])]
        return Claim(
            kind: kind, operands: operands.sorted(),
            isTrivial: !negated && operands[0] == operands[1] && !hasCall(values[0]))
    }

    private func truth(_ range: Range<Int>, negated: Bool, depth: Int = 0) -> Claim {
        guard depth < 8 else { return Claim(kind: .other) }
        let range = bare(range)
        let tokens = text.tokens[range]
        guard let first = tokens.first(where: { !$0.isNewline }) else { return Claim(kind: .other) }
        if first.isWord("not") && text.language == .python
            || first.isSymbol("!") && tokens.count > 1,
            topLevel(range, where: { $0.isWord("or") || $0.isWord("and") || $0.isSymbol("||") })
                .isEmpty,
            splitting(range) == nil || first.isSymbol("!")
        {
            let behind = (range.lowerBound + 1)..<range.upperBound
            if splitting(behind) == nil {
                return truth(behind, negated: !negated, depth: depth + 1)
            }
        }
        if isEscape(range) { return Claim(kind: .truth, operands: [plain(range)], isTrivial: true) }
        if let split = splitting(range) {
            let operands = [
                bare(range.lowerBound..<split.place), bare(split.behind..<range.upperBound),
            ]
            if split.kind == .equal || split.kind == .unequal {
                let right = text.tokens[operands[1]]
                if right.count == 1, let value = right.first, value.isLiteral,
                    ["None", "nil", "null", "undefined", "NULL", "nullptr"].contains(value.text)
                {
                    let isNone = (split.kind == .equal) != negated
                    return Claim(kind: isNone ? .none : .some, operands: [plain(operands[0])])
                }
                if right.count == 1, let value = right.first, value.kind == .word,
                    ["True", "true"].contains(value.text), splitting(operands[0]) == nil
                {
                    return truth(
                        operands[0], negated: negated == (split.kind == .equal), depth: depth + 1)
                }
                return equality(operands, negated: negated != (split.kind == .unequal))
            }
            let values = operands.map(plain)
            if split.kind == .order {
                return Claim(
                    kind: .order,
                    operands: (negated ? ["not"] : []) + Self.order(split.name, values))
            }
            let isNegated = negated != (split.name == "not in")
            let name = split.name == "not in" ? "in" : split.name
            return Claim(
                kind: split.kind, operands: (isNegated ? ["not"] : []) + [name] + values)
        }
        if text.language == .python, first.isWord("isinstance"),
            text.isSymbol(range.lowerBound + 1, "("),
            text.partner(range.lowerBound + 1) == range.upperBound - 1
        {
            let values = text.arguments(at: range.lowerBound + 1).map(plain)
            return Claim(kind: .type, operands: (negated ? ["not"] : []) + values)
        }
        let isTrue = first.isLiteral && tokens.count == 1 && !Self.falseWords.contains(first.text)
        let isFalse = tokens.count == 1 && Self.falseWords.contains(first.text)
        return Claim(
            kind: negated ? .falsity : .truth, operands: [plain(range)],
            isTrivial: negated ? isFalse : isTrue)
    }

    private static let falseWords: Set<String> = ["False", "false", "0", "None", "nil", "null"]

    /// `x or True`: whatever `x` is.
    private func isEscape(_ range: Range<Int>) -> Bool {
        let ors = topLevel(range) { $0.isWord("or") || $0.isSymbol("||") }
        guard !ors.isEmpty else { return false }
        let alternatives = text.pieces(of: range) { $0.isWord("or") || $0.isSymbol("||") }
        return alternatives.contains { piece in
            let piece = bare(piece)
            guard let only = text.tokens[piece].first, piece.count == 1, only.isLiteral else {
                return false
            }
            return !Self.falseWords.contains(only.text)
        }
    }

    private struct Split {
        var kind: TestAssertion.Kind
        var name: String
        var place: Int
        var behind: Int
    }

    /// The comparison that an expression is, if it is only one.
    private func splitting(_ range: Range<Int>) -> Split? {
        let joins = topLevel(range) {
            $0.isWord("and") || $0.isWord("or") || $0.isSymbol("&&") || $0.isSymbol("||")
                || $0.isWord("if") || $0.isWord("for")
        }
        guard joins.isEmpty else { return nil }
        let places = topLevel(range) { token in
            Self.comparisons[token.text] != nil && token.kind != .string
                && (token.kind == .symbol || text.language == .python)
        }
        guard places.count == 1, let place = places.first, place > range.lowerBound,
            let kind = Self.comparisons[text.tokens[place].text]
        else { return nil }
        let name = text.tokens[place].text
        if text.language == .python, name == "in", text.isWord(place - 1, "not") {
            return Split(kind: .contains, name: "not in", place: place - 1, behind: place + 1)
        }
        if name == "is", text.isWord(place + 1, "not") {
            return Split(kind: .unequal, name: name, place: place, behind: place + 2)
        }
        return Split(kind: kind, name: name, place: place, behind: place + 1)
    }

    private static let comparisons: [String: TestAssertion.Kind] = [
        "==": .equal, "===": .equal, "is": .equal, "!=": .unequal, "!==": .unequal,
        "<": .order, ">": .order, "<=": .order, ">=": .order, "in": .contains,
    ]

    private func topLevel(_ range: Range<Int>, where matches: (SourceToken) -> Bool) -> [Int] {
        var (places, index) = ([Int](), range.lowerBound)
        while index < range.upperBound {
            if matches(text.tokens[index]) { places.append(index) }
            if let close = text.partner(index), close > index { index = close }
            index += 1
        }
        return places
    }

    /// Without line ends at its ends and brackets around the whole.
    private func bare(_ range: Range<Int>) -> Range<Int> {
        var range = range
        while let first = text.tokens[range].first, first.isNewline {
            range = (range.lowerBound + 1)..<range.upperBound
        }
        while let last = text.tokens[range].last, last.isNewline {
            range = range.lowerBound..<(range.upperBound - 1)
        }
        while range.count > 2, text.isSymbol(range.lowerBound, "("),
            text.partner(range.lowerBound) == range.upperBound - 1,
            text.pieces(
                of: (range.lowerBound + 1)..<(range.upperBound - 1), at: { $0.isSymbol(",") }
            )
            .count == 1, !text.isSymbol(range.upperBound - 2, ",")
        {
            range = (range.lowerBound + 1)..<(range.upperBound - 1)
        }
        return range
    }

    private func plain(_ range: Range<Int>) -> String { text.tokens[range].normalised }

    private func isString(_ range: Range<Int>) -> Bool {
        text.tokens[range].first { !$0.isNewline }?.kind == .string && range.count == 1
    }

    private func hasCall(_ range: Range<Int>) -> Bool {
        text.tokens[range].contains { $0.isSymbol("(") }
    }

    private func isApproximate(_ range: Range<Int>) -> Bool {
        text.tokens[range].contains {
            $0.kind == .word
                && ["approx", "Approx", "closeTo", "isclose", "IsApprox", "within"].contains(
                    $0.text)
        }
    }

    /// An argument that says how far values may lie apart.
    private func tolerates(_ range: Range<Int>) -> Bool {
        let first = text.tokens[range].first { !$0.isNewline }
        return first?.kind == .number
            || first.map {
                ["accuracy", "delta", "tolerance", "places", "atol", "rtol"].contains($0.text)
            }
                == true
    }
}
