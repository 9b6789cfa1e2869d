/// JavaScript and TypeScript, whose tests are arguments of calls.
extension RoutineReader {
    private static let tests: Set<String> = [
        "it", "test", "specify", "xit", "fit", "xtest", "xspecify", "bench",
    ]
    private static let groups: Set<String> = [
        "describe", "context", "suite", "xdescribe", "fdescribe", "xcontext", "fcontext",
    ]

    mutating func readCalls(in range: Range<Int>, path: [String], marks: [TestMark]) {
        var index = range.lowerBound
        var loose: [Range<Int>] = []
        var start = index
        while index < range.upperBound {
            guard let call = testCall(at: index) else {
                if let function = function(at: index), path.isEmpty {
                    add(
                        name: function.name, path: path, isTest: false, at: index, attributes: [],
                        body: function.body, marks: [])
                    loose.append(start..<index)
                    index = function.body.upperBound + 1
                    start = index
                } else {
                    index += 1
                }
                continue
            }
            loose.append(start..<index)
            let own = MarkReader(text).marksOfCall(call.words, options: call.options, at: index)
            if call.isGroup, path.count < Self.depthLimit, let body = call.body {
                readCalls(in: body, path: path + [call.name], marks: marks + own)
            } else {
                let end = call.body?.upperBound ?? call.end
                let body = call.body ?? end..<end
                var all = marks + own
                if call.body == nil, call.arguments < 2 {
                    // A name alone is a note for later.
                    all.append(
                        TestMark(kind: .skip, text: "todo", line: text.tokens[index].line))
                }
                add(
                    name: call.name, path: path, isTest: true, at: index,
                    attributes: call.table.map { [$0] } ?? [], body: body, marks: all)
            }
            index = call.end + 1
            start = index
        }
        loose.append(min(start, range.upperBound)..<range.upperBound)
        addLooseStatements(loose, path: path, isScript: path.isEmpty)
    }

    private struct Call {
        var name: String
        var words: [String]
        var isGroup: Bool
        /// The rows of `each`.
        var table: Range<Int>?
        var options: Range<Int>?
        var body: Range<Int>?
        var arguments: Int
        /// The closing bracket.
        var end: Int
    }

    private func testCall(at index: Int) -> Call? {
        guard let word = text.word(index) else { return nil }
        let isGroup = Self.groups.contains(word)
        guard isGroup || Self.tests.contains(word) else { return nil }
        if text.isSymbol(index - 1, "."), !text.isWord(index - 2, "t"),
            !text.isWord(index - 2, "Deno"),
            !text.isWord(index - 2, "QUnit"), !text.isWord(index - 2, "test")
        {
            return nil
        }
        var words = [word]
        var place = index + 1
        var table: Range<Int>?
        while text.isSymbol(place, "."), let next = text.word(place + 1) {
            words.append(next)
            place += 2
            guard ["each", "skipIf", "runIf", "for", "if"].contains(next) else { continue }
            if text.isSymbol(place, "("), let close = text.partner(place) {
                table = (place + 1)..<close
                place = close + 1
            } else if text[place]?.kind == .string {
                table = place..<(place + 1)
                place += 1
            }
        }
        guard text.isSymbol(place, "("), let close = text.partner(place), close > place else {
            return nil
        }
        let arguments = text.arguments(at: place)
        guard let first = arguments.first else { return nil }
        let title = text.tokens[first].first { !$0.isNewline }
        guard let title, title.kind == .string || title.kind == .word else { return nil }
        let body =
            arguments.dropFirst().last { block(in: $0) != nil }.flatMap { block(in: $0) }
            ?? (title.kind == .word ? block(in: first) : nil)
        // `test(x)` of a regular expression or the like is no test.
        if body == nil, title.kind != .string { return nil }
        let options = arguments.dropFirst().first {
            text.tokens[$0].first { !$0.isNewline }?.isSymbol("{") == true
        }
        return Call(
            name: text.tokens[first].normalised.filter { $0 != "\"" }, words: words,
            isGroup: isGroup || words.contains("describe"), table: table, options: options,
            body: body, arguments: arguments.count, end: close)
    }

    /// What is between the braces of a function, or behind the arrow of one without.
    private func block(in range: Range<Int>) -> Range<Int>? {
        let isFunction = range.contains {
            text.isSymbol($0, "=>") || text.isWord($0, "function")
        }
        guard isFunction else { return nil }
        var index = range.lowerBound
        while index < range.upperBound {
            if text.isSymbol(index, "{"), let close = text.partner(index) {
                return (index + 1)..<close
            }
            if text.isSymbol(index, "=>"), !text.isSymbol(index + 1, "{") {
                return (index + 1)..<range.upperBound
            }
            if let close = text.partner(index), close > index { index = close }
            index += 1
        }
        return nil
    }

    /// `function name(…) {…}` or `const name = (…) => {…}`.
    private func function(at index: Int) -> (name: String, body: Range<Int>)? {
        if text.isWord(index, "function"), let name = text.word(index + 1),
            text.isSymbol(index + 2, "("), let close = text.partner(index + 2)
        {
            var open = close + 1
            while open < close + 12, !text.isSymbol(open, "{") { open += 1 }
            guard let end = text.partner(open), end > open else { return nil }
            return (name, (open + 1)..<end)
        }
        guard text.isWord(index, "const") || text.isWord(index, "let"),
            let name = text.word(index + 1),
            text.isSymbol(index + 2, "=")
        else { return nil }
        var place = index + 3
        if text.isWord(place, "async") { place += 1 }
        guard text.isSymbol(place, "("), let close = text.partner(place),
            text.isSymbol(close + 1, "=>"),
            text.isSymbol(close + 2, "{"), let end = text.partner(close + 2)
        else { return nil }
        return (name, (close + 3)..<end)
    }

    mutating func addLooseStatements(_ ranges: [Range<Int>], path: [String], isScript: Bool) {
        let ranges = ranges.filter { !$0.isEmpty }
        let found = isScript ? ranges.flatMap { AssertionReader(text).assertions(in: $0) } : []
        let statements = StatementReader(text).statements(in: ranges, without: found.map(\.range))
        guard !statements.isEmpty || !found.isEmpty else { return }
        routines.append(
            TestRoutine(
                name: path.joined(separator: "."), ownName: "", isTest: false, line: 1, marks: [],
                assertions: found.map(\.assertion), statements: statements, body: "",
                isStub: false, size: 0))
    }
}
