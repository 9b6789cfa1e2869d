/// What is legal in a place: one description from which reading, messages and the names that
/// `config set` knows are made.
indirect enum Shape: Sendable {
    /// Text with a rule of its own.
    case text(Rule)
    case boolean
    case integer(ClosedRange<Int>)
    case number(ClosedRange<Double>)
    /// A ``TimeLimit``.
    case time
    /// The words of a command; no shell takes them apart.
    case command
    case list(Shape)
    /// Keys that the user chooses.
    case map(Rule, Shape)
    /// Keys that we choose.
    case section(Section)
    /// A value that `null` makes mean something, such as no cap; elsewhere null removes.
    case nullable(Shape)

    /// What a text must be.
    struct Rule: Sendable {
        /// What is legal, for messages.
        var legal: String
        /// The legal words, where they can be counted.
        var words: [String] = []
        /// A wrong text may be a secret in the wrong place, so that no message repeats it.
        var mayHoldSecret = false
        /// Says what is wrong with a text, or nil where nothing is.
        var explain: @Sendable (String) -> String?
    }

    /// A mapping with known keys, in the order in which they are named.
    struct Section: Sendable {
        var keys: [(name: String, shape: Shape)]
        var required: Set<String> = []

        subscript(name: String) -> Shape? { keys.first { $0.name == name }?.shape }
    }

    /// Any text.
    static let anyText = Shape.text(Rule(legal: "text", explain: { _ in nil }))

    /// Text that is more than white space.
    static let someText = Shape.text(
        Rule(legal: "text", explain: { $0.allSatisfy(\.isWhitespace) ? "is empty" : nil }))

    /// One of some words.
    static func word(_ words: [String]) -> Shape {
        .text(
            Rule(
                legal: words.joined(separator: ", "), words: words,
                explain: { words.contains($0) ? nil : "is not a word for this" }))
    }

    /// A mapping with these keys.
    static func section(
        required: Set<String> = [], _ keys: KeyValuePairs<String, Shape>
    ) -> Shape {
        .section(Section(keys: keys.map { ($0.key, $0.value) }, required: required))
    }

    /// What is legal, for messages.
    var legal: String {
        switch self {
        case .text(let rule): rule.legal
        case .boolean: "true, false"
        case .integer(let range):
            range.upperBound == .max
                ? "a whole number from \(range.lowerBound)"
                : "a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .number(let range):
            range.upperBound.isInfinite
                ? "a number from \(Shape.short(range.lowerBound))"
                : "a number from \(Shape.short(range.lowerBound)) "
                    + "to \(Shape.short(range.upperBound))"
        case .time: TimeLimit.legal
        case .command: "a list of words such as [make, test]"
        case .list(let item): "a list, of \(item.legal)"
        case .map: "a mapping"
        case .section(let section):
            "a mapping with \(section.keys.map(\.name).joined(separator: ", "))"
        case .nullable(let shape): "\(shape.legal), or null"
        }
    }

    private static func short(_ number: Double) -> String {
        Int(exactly: number).map(String.init) ?? "\(number)"
    }
}
