/// What stands before a test, or around it: decorators, annotations, words of a call.
extension MarkReader {
    func attributeMarks(_ range: Range<Int>) -> [TestMark] {
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
}
