/// Languages whose functions are blocks in braces.
extension RoutineReader {
    mutating func readBlocks(in range: Range<Int>, path: [String], marks: [TestMark], depth: Int) {
        var index = range.lowerBound
        var attributes: [Range<Int>] = []
        var loose: [Range<Int>] = []
        var start = index
        while index < range.upperBound {
            let token = text.tokens[index]
            if let attribute = attribute(at: index, in: range) {
                attributes.append(attribute)
                index = attribute.upperBound
                continue
            }
            if depth < Self.depthLimit, let type = container(at: index, in: range) {
                let own = MarkReader(text).marks(
                    attributes: attributes, body: type.body.lowerBound..<type.body.lowerBound)
                readBlocks(
                    in: type.body, path: type.name.map { path + [$0] } ?? path, marks: marks + own,
                    depth: depth + 1)
                attributes = []
                index = type.body.upperBound + 1
                start = index
                continue
            }
            if let found = function(at: index, in: range) {
                loose.append(min(start, index)..<index)
                let isTest = found.isTest || isTest(found.name, attributes: attributes, at: index)
                add(
                    name: found.name, path: path, isTest: isTest, at: index,
                    attributes: attributes + (found.tags.map { [$0] } ?? []), body: found.body,
                    marks: marks)
                attributes = []
                index = found.body.upperBound + 1
                start = index
                continue
            }
            if token.isSymbol(";") || token.isSymbol("}") { attributes = [] }
            index += 1
            if token.isSymbol("("), let close = text.partner(index - 1), close > index {
                index = close
            }
        }
        loose.append(min(start, range.upperBound)..<range.upperBound)
        addLooseStatements(loose, path: path, isScript: false)
    }

    /// `#[test]`, `@Test(…)`.
    private func attribute(at index: Int, in range: Range<Int>) -> Range<Int>? {
        if text.language == .rust, text.isSymbol(index, "#"), text.isSymbol(index + 1, "["),
            let close = text.partner(index + 1)
        {
            return index..<(close + 1)
        }
        guard text.language != .rust, text.language != .go, text.language != .c,
            text.isSymbol(index, "@"),
            let name = text.word(index + 1), name != "interface"
        else { return nil }
        var end = index + 2
        while text.isSymbol(end, "."), text.word(end + 1) != nil { end += 2 }
        if text.isSymbol(end, "("), let close = text.partner(end) { end = close + 1 }
        return index..<min(end, range.upperBound)
    }

    private func container(at index: Int, in range: Range<Int>) -> (
        name: String?, body: Range<Int>
    )? {
        guard let word = text.word(index) else { return nil }
        let words: Set<String>
        switch text.language {
        case .rust: words = ["mod", "impl"]
        case .swift: words = ["class", "struct", "extension", "enum", "actor"]
        case .java, .kotlin: words = ["class", "object", "interface", "record"]
        case .c: words = ["namespace", "class", "struct"]
        default: return nil
        }
        guard words.contains(word), !text.isSymbol(index - 1, ".") else { return nil }
        let name = text.word(index + 1)
        var place = index + 1
        while place < range.upperBound, place < index + 80 {
            if text.isSymbol(place, ";") || text.isSymbol(place, "}") { return nil }
            if text.isSymbol(place, "="), text.language == .c { return nil }
            if text.isSymbol(place, "("), let close = text.partner(place), close > place {
                if text.language == .c { return nil }
                place = close
            }
            if text.isSymbol(place, "{"), let close = text.partner(place), close > place {
                return (name, (place + 1)..<close)
            }
            place += 1
        }
        return nil
    }

    private struct Function {
        var name: String
        var isTest = false
        /// Arguments of a macro that makes a test.
        var tags: Range<Int>?
        var body: Range<Int>
    }

    private func function(at index: Int, in range: Range<Int>) -> Function? {
        guard let word = text.word(index) else { return nil }
        switch text.language {
        case .go, .rust, .swift, .kotlin:
            let keyword = ["func", "fn", "fun"].contains(word)
            guard keyword else { return nil }
            var place = index + 1
            // The receiver of a method.
            if text.language == .go, text.isSymbol(place, "("), let close = text.partner(place) {
                place = close + 1
            }
            guard let name = text.word(place), let body = body(after: place + 1, in: range) else {
                return nil
            }
            return Function(name: name, body: body)
        case .c:
            if let test = macro(word, at: index, in: range) { return test }
            return plainFunction(word, at: index, in: range)
        case .java: return plainFunction(word, at: index, in: range)
        default: return nil
        }
    }

    /// The braces behind a head, or what follows `=` in Kotlin.
    private func body(after place: Int, in range: Range<Int>) -> Range<Int>? {
        var index = place
        while index < min(range.upperBound, place + 400) {
            if text.isSymbol(index, "{"), let close = text.partner(index), close > index {
                // `interface{}` and `struct{…}` in a head of Go are no bodies.
                if text.language == .go,
                    text.isWord(index - 1, "interface") || text.isWord(index - 1, "struct")
                {
                    index = close + 1
                    continue
                }
                return (index + 1)..<close
            }
            if text.isSymbol(index, ";") || text.isSymbol(index, "}") { return nil }
            if text.isSymbol(index, "="), text.language == .kotlin {
                var end = index + 1
                while end < range.upperBound, !text.tokens[end].isNewline {
                    if let close = text.partner(end), close > end { end = close }
                    end += 1
                }
                return (index + 1)..<min(end, range.upperBound)
            }
            if text.isSymbol(index, "("), let close = text.partner(index), close > index {
                index = close
            }
            index += 1
        }
        return nil
    }

    private func plainFunction(_ word: String, at index: Int, in range: Range<Int>) -> Function? {
        guard text.isSymbol(index + 1, "("), !Self.statementWords.contains(word),
            let close = text.partner(index + 1),
            close > index
        else { return nil }
        // A head begins with a type or a modifier; a call does not.
        guard
            text.word(index - 1) != nil || text.isSymbol(index - 1, ">")
                || text.isSymbol(index - 1, "*")
                || text.isSymbol(index - 1, "&") || text.isSymbol(index - 1, "]")
                || text.isSymbol(index - 1, "::"),
            !text.isWord(index - 1, "new"), !text.isWord(index - 1, "return")
        else { return nil }
        var place = close + 1
        while place < min(range.upperBound, close + 16) {
            if text.isSymbol(place, "{"), let end = text.partner(place), end > place {
                return Function(name: word, body: (place + 1)..<end)
            }
            guard
                text.word(place) != nil || text.isSymbol(place, ",") || text.tokens[place].isNewline
                    || text.isSymbol(place, ".")
            else { return nil }
            place += 1
        }
        return nil
    }

    private static let statementWords: Set<String> = [
        "if", "for", "while", "switch", "catch", "synchronized", "return", "sizeof", "do", "else",
        "defined", "try", "using", "when",
    ]
    private static let testMacros: Set<String> = [
        "TEST", "TEST_F", "TEST_P", "TYPED_TEST", "TYPED_TEST_P", "TEST_CASE", "SCENARIO",
        "TEST_CASE_METHOD", "TEST_CASE_FIXTURE", "BOOST_AUTO_TEST_CASE", "BOOST_FIXTURE_TEST_CASE",
        "START_TEST", "TEST_METHOD", "TEST_CASE_TEMPLATE", "TEMPLATE_TEST_CASE", "Test", "CTEST",
        "FUZZ_TEST", "BOOST_DATA_TEST_CASE", "DISABLED_TEST", "XTEST",
    ]

    /// `TEST(Suite, Name) {…}`.
    private func macro(_ word: String, at index: Int, in range: Range<Int>) -> Function? {
        guard Self.testMacros.contains(word), text.isSymbol(index + 1, "("),
            let close = text.partner(index + 1)
        else {
            return nil
        }
        let arguments = text.arguments(at: index + 1)
        var open = close + 1
        while open < range.upperBound, text.tokens[open].isNewline { open += 1 }
        guard text.isSymbol(open, "{"), let end = text.partner(open), end > open else { return nil }
        let isPair = ["TEST", "TEST_F", "TEST_P", "TYPED_TEST", "TYPED_TEST_P", "Test", "CTEST"]
            .contains(word)
        let name = arguments.prefix(isPair ? 2 : 1).map { argument in
            text.tokens[argument].normalised.filter { $0 != "\"" }
        }.joined(separator: ".")
        return Function(name: name, isTest: true, tags: (index + 2)..<close, body: (open + 1)..<end)
    }

    private func isTest(_ name: String, attributes: [Range<Int>], at index: Int) -> Bool {
        let words = attributes.flatMap { text.tokens[$0] }.filter { $0.kind == .word }.map(\.text)
        switch text.language {
        case .go:
            return ["Test", "Example", "Fuzz", "Benchmark"].contains { prefix in
                name.hasPrefix(prefix) && name != "TestMain"
                    && name.dropFirst(prefix.count).first?.isLowercase != true
            }
        case .rust:
            let tests: Set<String> = [
                "test", "rstest", "test_case", "quickcheck", "wasm_bindgen_test", "proptest",
                "bench", "case",
            ]
            return attributes.contains { range in
                let own = text.tokens[range].filter { $0.kind == .word }.map(\.text)
                return own.first != "cfg" && own.contains(where: tests.contains)
            }
        case .swift: return words.contains("Test") || name.hasPrefix("test")
        case .java, .kotlin:
            let tests: Set<String> = [
                "Test", "ParameterizedTest", "RepeatedTest", "TestFactory", "Property",
                "TestTemplate", "Theory",
            ]
            return words.contains(where: tests.contains)
                || name.hasPrefix("test") && text.language == .java
        case .c: return name.hasPrefix("test") || name.hasSuffix("_test") || name == "main"
        default: return false
        }
    }
}
