/// Finds what keeps a test from judging: marks before it and statements in it.
struct MarkReader {
    private let text: TokenText

    init(_ text: TokenText) { self.text = text }

    func marks(attributes: [Range<Int>], body: Range<Int>) -> [TestMark] {
        attributes.flatMap(attributeMarks) + calls(in: body) + ways(out: body)
    }

    private func mark(_ kind: TestMark.Kind, _ range: Range<Int>) -> TestMark {
        TestMark(
            kind: kind, text: String(text.tokens[range].normalised.prefix(100)),
            line: text[range.lowerBound]?.line ?? 0)
    }

    // MARK: Before a test

    private func attributeMarks(_ range: Range<Int>) -> [TestMark] {
        let words = range.compactMap { text.word($0) }
        switch text.language {
        case .python: return pythonMarks(range)
        case .rust:
            if words.first == "ignore" { return [mark(.skip, range)] }
            if words.first == "should_panic" { return [mark(.expectedFailure, range)] }
            if words.first == "cfg_attr", words.contains("ignore") {
                return [mark(.conditional, range)]
            }
            guard words.first == "cfg", !words.contains("test") || words.contains("not") else {
                return []
            }
            let never =
                words.contains("FALSE") || words.contains("test") || words == ["cfg", "any"]
                || words.contains("false")
            return [mark(never ? .skip : .conditional, range)]
        case .swift:
            if words.contains("disabled") {
                let isConditional = range.contains {
                    text.isWord($0, "if") && text.isSymbol($0 + 1, ":")
                }
                return [mark(isConditional ? .conditional : .skip, range)]
            }
            if words.contains("enabled") {
                return [
                    mark(range.contains { text.isWord($0, "false") } ? .skip : .conditional, range)
                ]
            }
            return []
        case .java, .kotlin:
            guard
                let name = words.first(where: {
                    !["org", "junit", "jupiter", "api", "condition", "testng", "annotations"]
                        .contains($0)
                })
            else { return [] }
            if name == "Disabled" || name == "Ignore" || name == "Ignored" {
                return [mark(.skip, range)]
            }
            if name.hasPrefix("DisabledO") || name.hasPrefix("DisabledI")
                || name.hasPrefix("EnabledO")
                || name.hasPrefix("EnabledI")
            {
                return [mark(.conditional, range)]
            }
            let isOff = range.contains {
                text.isWord($0, "enabled") && text.isSymbol($0 + 1, "=")
                    && text.isWord($0 + 2, "false")
            }
            if isOff { return [mark(.skip, range)] }
            return words.contains("expected") ? [mark(.expectedFailure, range)] : []
        case .c: return cMarks(range)
        default: return []
        }
    }

    private func cMarks(_ range: Range<Int>) -> [TestMark] {
        var marks: [TestMark] = []
        for index in range {
            let token = text.tokens[index]
            if token.kind == .word, token.text.hasPrefix("DISABLED_") {
                marks.append(mark(.skip, range))
            }
            if token.kind == .string, token.text.contains("[.") || token.text.contains("[!hide]") {
                marks.append(mark(.skip, range))
            }
            if token.kind == .string,
                token.text.contains("[!shouldfail]") || token.text.contains("[!mayfail]")
            {
                marks.append(mark(.expectedFailure, range))
            }
            if token.isWord("skip") { marks.append(mark(.skip, range)) }
            if token.isWord("may_fail") || token.isWord("should_fail") || token.isWord("disabled") {
                marks.append(mark(.expectedFailure, range))
            }
        }
        return marks
    }

    /// `@pytest.mark.skip`, `@unittest.skipIf(…)`, also as a mark of a parameter.
    private func pythonMarks(_ range: Range<Int>) -> [TestMark] {
        var marks: [TestMark] = []
        for index in range {
            guard let word = text.word(index) else { continue }
            let known = text.isSymbol(index - 1, ".") || text.isSymbol(index - 1, "@")
            guard known, !text.isSymbol(index + 1, "="), !text.isSymbol(index + 1, ".") else {
                continue
            }
            switch word {
            case "skip", "skip_test": marks.append(mark(.skip, range))
            case "expectedFailure": marks.append(mark(.expectedFailure, range))
            case "skipif", "skipIf", "skipUnless", "skip_if", "skip_unless":
                let always = condition(at: index + 1).map { $0 != (word == "skipUnless") } ?? false
                marks.append(mark(always ? .skip : .conditional, range))
            case "xfail":
                let isConditional =
                    text.arguments(at: index + 1).first.map { argument in
                        let isNamed = text.isSymbol(argument.lowerBound + 1, "=")
                        let isText =
                            text[argument.lowerBound]?.kind == .string && argument.count == 1
                        return !isText
                            && (!isNamed || text.isWord(argument.lowerBound, "condition"))
                            && condition(at: index + 1) != true
                    } ?? false
                marks.append(mark(isConditional ? .conditional : .expectedFailure, range))
            default: break
            }
        }
        return marks
    }

    /// The value of a call's first argument where it is a constant.
    private func condition(at open: Int) -> Bool? {
        guard let first = text.arguments(at: open).first else { return nil }
        var tokens = text.tokens[first].filter { !$0.isNewline }
        if tokens.count > 2, tokens[1].isSymbol("=") { tokens.removeFirst(2) }
        var negated = false
        if tokens.first?.isWord("not") == true || tokens.first?.isSymbol("!") == true {
            negated = true
            tokens.removeFirst()
        }
        guard tokens.count == 1, let only = tokens.first, only.isLiteral else { return nil }
        let isFalse = ["False", "false", "0", "None", "nil", "null"].contains(only.text)
        return isFalse == negated
    }

    /// What a line of a module or class says of all its tests.
    func marksOfPythonScope(_ line: Range<Int>) -> [TestMark] {
        let first = line.lowerBound
        if text.isWord(first, "__test__"), text.isWord(first + 2, "False") {
            return [mark(.skip, line)]
        }
        if text.isWord(first, "pytestmark") { return pythonMarks(line) }
        let raises = text.isWord(first, "raise") && line.contains { text.isWord($0, "SkipTest") }
        let skips = text.isWord(first, "pytest") && text.isWord(first + 2, "skip")
        guard raises || skips else { return [] }
        return [mark(text.tokens[first].indent == 0 ? .skip : .conditional, line)]
    }

    /// `it.skip`, `xdescribe`, `{ only: true }`.
    func marksOfCall(_ words: [String], options: Range<Int>?, at index: Int) -> [TestMark] {
        let shown = index..<min(index + words.count * 2 + 1, text.tokens.count)
        var marks: [TestMark] = []
        let first = words[0]
        if first.hasPrefix("x") { marks.append(mark(.skip, shown)) }
        if first == "fit" || first == "fdescribe" || first == "fcontext" {
            marks.append(mark(.only, shown))
        }
        for word in words.dropFirst() {
            switch word {
            case "skip", "todo": marks.append(mark(.skip, shown))
            case "only": marks.append(mark(.only, shown))
            case "failing", "fails", "fail": marks.append(mark(.expectedFailure, shown))
            case "skipIf", "runIf":
                let place = shown.first { text.isWord($0, word) } ?? index
                let always = condition(at: place + 1).map { $0 == (word == "skipIf") } ?? false
                marks.append(mark(always ? .skip : .conditional, shown))
            default: break
            }
        }
        guard let options else { return marks }
        for place in options where text.isSymbol(place + 1, ":") {
            guard let word = text.word(place), let value = text[place + 2] else { continue }
            let isOff = value.isWord("false") || value.isWord("undefined")
            switch word {
            case "skip", "todo", "ignore":
                if !isOff { marks.append(mark(value.isLiteral ? .skip : .conditional, options)) }
            case "only": if !isOff { marks.append(mark(.only, options)) }
            case "fails": if !isOff { marks.append(mark(.expectedFailure, options)) }
            default: break
            }
        }
        return marks
    }

    /// `xit "…" do`, `it "…", skip: true do`.
    func marksOfBlockCall(_ word: String, header: Range<Int>) -> [TestMark] {
        var marks: [TestMark] = []
        if word.hasPrefix("x") || word == "skip" || word == "pending" {
            let opens = header.contains { text.isWord($0, "do") || text.isSymbol($0, "{") }
            if opens { marks.append(mark(.skip, header)) }
        }
        if ["fit", "fdescribe", "fcontext", "fspecify"].contains(word) {
            marks.append(mark(.only, header))
        }
        for index in header {
            let isKey = text.isSymbol(index + 1, ":")
            let isSymbol = text.isSymbol(index - 1, ":") && text.isSymbol(index - 2, ",")
            guard isKey || isSymbol, let name = text.word(index) else { continue }
            if isKey, text.isWord(index + 2, "false") { continue }
            if name == "skip" || name == "pending" { marks.append(mark(.skip, header)) }
            if name == "focus" { marks.append(mark(.only, header)) }
        }
        return marks
    }

    // MARK: In a test

    private func calls(in body: Range<Int>) -> [TestMark] {
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
    private func ways(out body: Range<Int>) -> [TestMark] {
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
