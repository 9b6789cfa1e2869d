/// Languages whose blocks are told by indentation.
extension RoutineReader {
    private struct Container {
        var indent: Int
        var name: String?
        var marks: [TestMark]
    }

    mutating func readPython() {
        let lines = text.lines(of: text.tokens.indices)
        var containers: [Container] = []
        var decorators: [Range<Int>] = []
        var loose: [Range<Int>] = []
        var fileMarks: [TestMark] = []
        var index = 0
        while index < lines.count {
            let line = lines[index]
            let indent = text.tokens[line.lowerBound].indent
            while let last = containers.last, last.indent >= indent { containers.removeLast() }
            index += 1
            if text.isSymbol(line.lowerBound, "@") {
                decorators.append(line)
                continue
            }
            var start = line.lowerBound
            if text.isWord(start, "async") { start += 1 }
            let path = containers.compactMap(\.name)
            let marks = containers.flatMap(\.marks)
            if text.isWord(start, "class"), let name = text.word(start + 1) {
                let own = MarkReader(text).marks(
                    attributes: decorators, body: line.upperBound..<line.upperBound)
                containers.append(Container(indent: indent, name: name, marks: own))
            } else if text.isWord(start, "def"), let name = text.word(start + 1) {
                var end = index
                while end < lines.count, text.tokens[lines[end].lowerBound].indent > indent {
                    end += 1
                }
                let header = start + 2
                let close = text.partner(header) ?? header
                var colon = close
                while colon < line.upperBound, !text.isSymbol(colon, ":") { colon += 1 }
                let body =
                    min(
                        colon + 1, line.upperBound)..<(end > index
                    ? lines[end - 1].upperBound : line.upperBound)
                add(
                    name: name, path: path, isTest: name.hasPrefix("test"), at: start,
                    attributes: decorators, body: body, marks: marks)
                index = end
            } else if MarkReader.isNeverTrue(text.tokens[line]) {
                let mark = TestMark(
                    kind: .dead, text: text.tokens[line].normalised,
                    line: text.tokens[line.lowerBound].line)
                containers.append(Container(indent: indent, name: nil, marks: [mark]))
            } else {
                let own = MarkReader(text).marksOfPythonScope(line)
                if containers.isEmpty {
                    fileMarks += own
                } else {
                    containers[containers.count - 1].marks += own
                    let mine = path.joined(separator: ".") + "."
                    for place in routines.indices
                    where !own.isEmpty && routines[place].name.hasPrefix(mine) {
                        routines[place].marks += own
                    }
                }
                loose.append(line)
            }
            decorators = []
        }
        addLoose(loose)
        for place in routines.indices { routines[place].marks += fileMarks }
    }

    /// Tables of values, and claims, that stand outside of functions.
    private mutating func addLoose(_ lines: [Range<Int>]) {
        let reader = StatementReader(text)
        let statements = reader.statements(in: lines, without: [])
        let claims = lines.flatMap { AssertionReader(text).assertions(in: $0) }.map(\.assertion)
        guard !statements.isEmpty || !claims.isEmpty else { return }
        routines.append(
            TestRoutine(
                name: "", ownName: "", isTest: false, line: 1, marks: [], assertions: claims,
                statements: statements, body: "", isStub: false, size: 0))
    }

    mutating func readRuby() {
        let lines = text.lines(of: text.tokens.indices)
        var containers: [Container] = []
        var loose: [Range<Int>] = []
        var index = 0
        while index < lines.count {
            let line = lines[index]
            let indent = text.tokens[line.lowerBound].indent
            while let last = containers.last, last.indent >= indent { containers.removeLast() }
            index += 1
            guard let word = text.word(line.lowerBound) else { continue }
            let path = containers.compactMap(\.name)
            let marks = containers.flatMap(\.marks)
            let own = MarkReader(text).marksOfBlockCall(word, header: line)
            var end = index
            while end < lines.count, text.tokens[lines[end].lowerBound].indent > indent { end += 1 }
            if Self.rubyGroups.contains(word) || word == "class" || word == "module"
                || word == "RSpec" && text.isSymbol(line.lowerBound + 1, ".")
            {
                let name = rubyName(line, after: word == "RSpec" ? 3 : 1)
                containers.append(Container(indent: indent, name: name, marks: own))
                continue
            }
            let isExample = Self.rubyExamples.contains(word) && endsWithBlock(line)
            if isExample || word == "def" {
                let name = rubyName(line, after: 1)
                let open = line.first { text.isWord($0, "do") || text.isSymbol($0, "{") }
                let begin = end > index ? line.upperBound : (open.map { $0 + 1 } ?? line.upperBound)
                let body = begin..<(end > index ? lines[end - 1].upperBound : line.upperBound)
                add(
                    name: name, path: path, isTest: isExample || name.hasPrefix("test_"),
                    at: line.lowerBound, attributes: [],
                    body: max(body.lowerBound, begin)..<max(body.upperBound, begin),
                    marks: marks + own)
                index = end
            } else if isExample == false, Self.rubyExamples.contains(word),
                line.count <= 2
            {
                // Without a block it is a note for later.
                let mark = TestMark(
                    kind: .skip, text: word, line: text.tokens[line.lowerBound].line)
                add(
                    name: rubyName(line, after: 1), path: path, isTest: true, at: line.lowerBound,
                    attributes: [], body: line.upperBound..<line.upperBound, marks: marks + [mark])
            } else {
                loose.append(line)
            }
        }
        addLoose(loose)
    }

    private static let rubyGroups: Set<String> = [
        "describe", "context", "feature", "xdescribe", "xcontext", "fdescribe", "fcontext",
        "shared_examples", "shared_examples_for", "shared_context",
    ]
    private static let rubyExamples: Set<String> = [
        "it", "specify", "example", "scenario", "test", "should", "xit", "fit", "xspecify",
        "xexample", "fspecify", "pending", "skip", "its", "xtest",
    ]

    private func endsWithBlock(_ line: Range<Int>) -> Bool {
        line.contains { text.isWord($0, "do") || text.isSymbol($0, "{") }
    }

    private func rubyName(_ line: Range<Int>, after offset: Int) -> String {
        var name: [String] = []
        for index in line.dropFirst(offset) {
            let token = text.tokens[index]
            if token.isWord("do") || token.isSymbol("{") || token.isSymbol(",")
                || token.isSymbol("<") || token.isSymbol("(") && !name.isEmpty
            {
                break
            }
            if token.kind != .symbol || token.text == "." || token.text == "::" {
                name.append(token.text)
            }
        }
        return name.joined(separator: " ")
    }
}
