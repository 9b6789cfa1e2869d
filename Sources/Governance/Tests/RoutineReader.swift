/// Cuts a file into its tests and the functions that they use.
struct RoutineReader {
    let text: TokenText
    var routines: [TestRoutine] = []
    /// Where the preprocessor leaves out everything.
    let left: [ClosedRange<Int>]
    /// Deeper blocks are read as one.
    static let depthLimit = 64

    init(_ text: TokenText) {
        self.text = text
        left = Self.leftOut(text)
    }

    mutating func read() {
        switch text.language {
        case .python: readPython()
        case .ruby: readRuby()
        case .javaScript: readCalls(in: text.tokens.indices, path: [], marks: [])
        case .go, .rust, .swift, .java, .kotlin, .c:
            readBlocks(in: text.tokens.indices, path: [], marks: [], depth: 0)
        }
    }

    /// A routine made of its parts.
    ///
    /// - Parameters:
    ///   - attributes: Decorators, annotations and what else stands before it.
    ///   - body: What it does, without the brackets around it.
    mutating func add(
        name: String, path: [String], isTest: Bool, at place: Int, attributes: [Range<Int>],
        body: Range<Int>, marks: [TestMark]
    ) {
        // A macro's arguments are the test's name and its tags.
        let tables = text.language == .c ? [] : attributes
        let found = AssertionReader(text).assertions(in: body).filter { claim in
            !left.contains { $0.contains(claim.assertion.line) }
        }
        let statements = StatementReader(text).statements(
            in: tables + [body], without: found.map(\.range))
        let line = text.tokens[place].line
        var marks = marks + MarkReader(text).marks(attributes: attributes, body: body)
        if left.contains(where: { $0.contains(line) }) {
            marks.append(TestMark(kind: .dead, text: "#if 0", line: line))
        }
        let content = text.tokens[body]
        let calls = body.contains { index in
            text.isSymbol(index, "(") || text.isSymbol(index, "!")
                || text.language == .ruby
                    && text.tokens[index].kind == .word
        }
        let claims = found.contains { !$0.assertion.isTrivial }
        let isClaimsOnly = !found.isEmpty && isNothing(body, but: found.map(\.range))
        routines.append(
            TestRoutine(
                name: (path + [name]).joined(separator: "."), ownName: name, isTest: isTest,
                line: line, marks: marks, assertions: found.map(\.assertion),
                statements: statements,
                body: (tables.map { text.tokens[$0].normalised } + [content.normalised])
                    .joined(separator: "\n"),
                isStub: !claims && (!calls || isClaimsOnly), size: content.count,
                calls: calledTests(in: body)))
    }

    /// Nothing stands in a stretch beside some others, which are in order.
    private func isNothing(_ range: Range<Int>, but others: [Range<Int>]) -> Bool {
        var others = others[...]
        return range.allSatisfy { index in
            while let first = others.first, first.upperBound <= index { others.removeFirst() }
            return others.first?.contains(index) == true || text.tokens[index].isNewline
                || text.isSymbol(index, ";")
        }
    }

    /// Tests of plain C run where somebody calls them.
    private func calledTests(in body: Range<Int>) -> [String] {
        guard text.language == .c else { return [] }
        return body.compactMap { index in
            guard let word = text.word(index), word.hasPrefix("test") || word.hasSuffix("_test")
            else {
                return nil
            }
            let isUse =
                text.isSymbol(index + 1, "(") || text.isSymbol(index + 1, ",")
                || text.isSymbol(index + 1, ")")
            return isUse ? word : nil
        }
    }

    /// Lines between `#if 0` and its `#endif`.
    private static func leftOut(_ text: TokenText) -> [ClosedRange<Int>] {
        guard text.language == .c || text.language == .swift else { return [] }
        var ranges: [ClosedRange<Int>] = []
        var open: [Int?] = []
        for index in text.tokens.indices where text.isSymbol(index, "#") {
            let line = text.tokens[index].line
            switch text.word(index + 1) {
            case "if":
                let value = text[index + 2]
                open.append(value?.text == "0" || value?.text == "false" ? line : nil)
            case "ifdef", "ifndef": open.append(nil)
            case "else", "elif", "elseif":
                if let start = open.popLast() {
                    if let start { ranges.append(start...line) }
                    open.append(nil)
                }
            case "endif":
                if let last = open.popLast(), let start = last { ranges.append(start...line) }
            default: break
            }
        }
        let end = text.tokens.last?.line ?? 0
        return ranges.prefix(100) + open.suffix(100).compactMap { $0 }.map { $0...max($0, end) }
    }
}
