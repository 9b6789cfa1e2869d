/// Calls in a test that skip it or expect it to fail.
extension MarkReader {
    func calls(in body: Range<Int>) -> [TestMark] {
        var marks: [TestMark] = []
        for index in body {
            guard let word = text.word(index), let kind = skipping(word, at: index, in: body) else {
                continue
            }
            let end = text.partner(index + 1).map { $0 + 1 } ?? index + 1
            let range = index..<max(index + 1, min(end, body.upperBound))
            switch kind {
            case .skip, .expectedFailure:
                marks.append(mark(asked(before: index, in: body) ? .conditional : kind, range))
            default: marks.append(mark(kind, range))
            }
        }
        return marks
    }

    private func skipping(_ word: String, at index: Int, in body: Range<Int>) -> TestMark.Kind? {
        let isCall = text.isSymbol(index + 1, "(")
        let owner = text.isSymbol(index - 1, ".") ? text.word(index - 2) : nil
        switch text.language {
        case .python:
            if word == "SkipTest",
                text.isWord(index - 1, "raise") || text.isWord(index - 3, "raise")
            {
                return .skip
            }
            guard isCall else { return nil }
            if word == "skipTest" || word == "skip" && owner == "pytest" { return .skip }
            if word == "xfail" && owner == "pytest" { return .expectedFailure }
            if word == "suppress", condition(hidesAssertions: text.arguments(at: index + 1)) {
                return .swallowed
            }
            return nil
        case .javaScript:
            guard isCall, owner == "t" || owner == "this" || owner == "ctx" || owner == "context"
            else { return nil }
            return word == "skip" || word == "todo" || word == "pending" ? .skip : nil
        case .go:
            guard isCall else { return nil }
            if word == "recover", owner == nil { return .swallowed }
            return owner.map { ["t", "b", "tb", "c", "s", "f"].contains($0) } == true
                && ["Skip", "Skipf", "SkipNow"].contains(word) ? .skip : nil
        case .rust: return word == "catch_unwind" ? .swallowed : nil
        case .swift:
            if word == "XCTSkip" { return .skip }
            if word == "XCTExpectFailure" || word == "withKnownIssue" { return .expectedFailure }
            guard word == "XCTSkipIf" || word == "XCTSkipUnless" else { return nil }
            let always = condition(at: index + 1).map { $0 == (word == "XCTSkipIf") } ?? false
            return always ? .skip : .conditional
        case .java, .kotlin:
            guard isCall, word == "assumeTrue" || word == "assumeFalse" || word == "assumeThat"
            else { return nil }
            return condition(at: index + 1) == (word == "assumeFalse") ? .skip : .conditional
        case .c:
            if word == "GTEST_SKIP" || word == "GTEST_SKIP_" { return .skip }
            return isCall
                && (word == "SKIP" || word == "QSKIP" || word == "TEST_IGNORE"
                    || word == "TEST_IGNORE_MESSAGE" || word == "skip" && owner == nil)
                ? .skip : nil
        case .ruby:
            let begins =
                text[index - 1].map { $0.isNewline || $0.isWord("do") || $0.isSymbol("{") } ?? true
            let isStatement = begins || index == body.lowerBound
            guard isStatement, !text.isSymbol(index + 1, "="), !text.isSymbol(index + 1, ".") else {
                return nil
            }
            return word == "skip" || word == "pending" || word == "omit" ? .skip : nil
        }
    }

    private func condition(hidesAssertions names: [Range<Int>]) -> Bool {
        names.contains { range in
            text.tokens[range].contains {
                ["Exception", "BaseException", "AssertionError"].contains($0.text)
            }
        }
    }

    /// Something asks before the statement at a place is reached, and not for show.
    private func asked(before index: Int, in body: Range<Int>) -> Bool {
        if text.language.isIndented {
            // Ruby's modifier stands behind.
            if text.language == .ruby {
                var place = index
                while place < body.upperBound, !text.tokens[place].isNewline {
                    if text.isWord(place, "if") || text.isWord(place, "unless") {
                        return !text.isWord(place + 1, "true")
                    }
                    place += 1
                }
            }
            let indent = text.tokens[index].indent
            var place = index
            while place > max(body.lowerBound, index - 2000) {
                place -= 1
                let begins = place == body.lowerBound || text.tokens[place - 1].isNewline
                guard begins,
                    text.tokens[place].indent < indent
                        || text.tokens[place].line == text.tokens[index].line,
                    let word = text.word(place)
                else { continue }
                guard ["if", "elif", "else", "except", "unless", "rescue", "for"].contains(word)
                else { continue }
                return
                    !(word == "if" && text[place + 1]?.isLiteral == true
                    && (text.isSymbol(place + 2, ":") || text[place + 2]?.isNewline == true))
            }
            return false
        }
        var place = text.bracket(around: index)
        var climbs = 0
        while let open = place, open >= body.lowerBound, climbs < AssertionReader.climbLimit {
            climbs += 1
            if text.isSymbol(open, "{") {
                var start = open
                while start > body.lowerBound, !text.tokens[start - 1].isNewline,
                    !text.isSymbol(start - 1, "{"),
                    !text.isSymbol(start - 1, "}"),
                    !text.isSymbol(start - 1, ";") || open - start < 2, open - start < 120
                { start -= 1 }
                let header = text.tokens[start..<open]
                if header.contains(where: {
                    $0.isWord("if") || $0.isWord("else") || $0.isWord("guard") || $0.isWord("catch")
                        || $0.isWord("case") || $0.isWord("switch")
                }) {
                    let values = header.filter {
                        !$0.isWord("if") && !$0.isSymbol("(") && !$0.isSymbol(")")
                    }
                    return !(values.count == 1 && values.first?.isLiteral == true)
                }
            }
            place = text.bracket(around: open)
        }
        // `if (x) skip();` without braces.
        var start = index
        while start > body.lowerBound, !text.tokens[start - 1].isNewline,
            !text.isSymbol(start - 1, ";"), index - start < 60
        {
            start -= 1
        }
        return text.isWord(start, "if") && text[start + 2]?.isLiteral != true
    }
}
