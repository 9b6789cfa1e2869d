import RunModel

/// Reads the words of a command by a form.
struct CommandMatch {
    /// How far a command fits a form, and why no farther.
    struct Failure: Error {
        var position: Int
        /// An operand is of the right kind and not legal, which says more than a word too many.
        var isOperand = false
        var denial: CommandDenial

        /// It fits farther, or says more.
        func isBetter(than other: Failure?) -> Bool {
            guard let other else { return true }
            if position != other.position { return position > other.position }
            return isOperand && !other.isOperand
        }
    }

    private let form: CommandForm
    private let words: [String]
    private let operands: CommandOperands
    private var position = 0
    private var afterSeparator = false
    private var command: CommandLine
    /// Where `--` has to be added before the operands; nil where it has its place.
    private var operandsBegin: Int?
    private var source: [String] = []

    init(
        _ words: [String], form: CommandForm, type: FixType, facts: CommandFacts
    ) {
        self.form = form
        self.words = words
        operands = CommandOperands(facts: facts, type: type)
        command = CommandLine(
            type: type, words: words, arguments: words, form: form.description, paths: [],
            revision: nil)
    }

    /// The command that the words are.
    mutating func read() throws(Failure) -> CommandLine {
        var elements = form.elements[...]
        while let element = elements.first {
            let options = elements.prefix { $0.isOption && !$0.isSeparator }
            if !options.isEmpty {
                try read(options: Array(options))
                elements = elements.dropFirst(options.count)
                continue
            }
            elements.removeFirst()
            if let operand = element.operand {
                // The operands that have to follow this one.
                let reserved = elements.filter { !$0.isOptional }.count
                try read(operand, element, reserved: reserved)
            } else {
                try read(word: element)
            }
        }
        guard position == words.count else { throw unexpected() }
        if form.elements.contains(where: \.isSeparator), !afterSeparator, let operandsBegin {
            command.arguments.insert("--", at: operandsBegin)
        }
        return command
    }

    // MARK: Words

    private mutating func read(word element: CommandForm.Element) throws(Failure) {
        guard position < words.count, element.alternatives.contains(words[position]) else {
            if element.isOptional { return }
            throw unexpected(among: element.alternatives)
        }
        if element.isSeparator { afterSeparator = true }
        position += 1
    }

    private mutating func read(options: [CommandForm.Element]) throws(Failure) {
        var unused = options
        while position < words.count {
            let word = words[position]
            guard let found = unused.firstIndex(where: { Self.fits(word, $0) }) else { return }
            let option = unused.remove(at: found)
            if let equals = word.firstIndex(of: "="),
                !option.alternatives.contains(word)
            {
                let value = String(word[word.index(after: equals)...])
                command.revision = try checking { () throws(CommandDenial) in
                    try operands.tree(value)
                }
            }
            position += 1
        }
    }

    /// `--source=TREE` is the one option with a value.
    private static func fits(_ word: String, _ option: CommandForm.Element) -> Bool {
        option.alternatives.contains { alternative in
            guard let equals = alternative.firstIndex(of: "=") else { return word == alternative }
            return word.hasPrefix(alternative[...equals])
        }
    }

    // MARK: Operands

    private mutating func read(
        _ operand: CommandForm.Operand, _ element: CommandForm.Element, reserved: Int
    ) throws(Failure) {
        let begin = position
        if position < words.count, operandsBegin == nil { operandsBegin = position }
        let end = element.repeats ? max(position, words.count - reserved) : position + 1
        while position < min(end, words.count) {
            let word = words[position]
            if !afterSeparator, word.hasPrefix("-") { throw unexpected() }
            try read(word, as: operand)
            position += 1
        }
        if position == begin, !element.isOptional {
            let why =
                position < words.count
                ? "'\(words[position])' is not legal here"
                : "it ends where \(operand.rawValue) follows"
            throw Failure(
                position: position, denial: CommandDenial(why, legal: [form.description]))
        }
    }

    private mutating func read(
        _ word: String, as operand: CommandForm.Operand
    ) throws(Failure) {
        let form = form
        let (operands, isBare) = (
            operands, form.elements.contains(where: \.isSeparator) && !afterSeparator
        )
        let sources = source
        switch operand {
        case .path, .file, .directory, .source:
            let path = try checking { () throws(CommandDenial) in
                let path = try operands.path(word)
                if isBare { try operands.refuseRevision(word) }
                return path
            }
            command.paths.append(path)
            if operand == .source { source.append(path) }
        case .target:
            command.paths.append(
                try checking { () throws(CommandDenial) in
                    try operands.target(word, of: sources)
                })
        case .revision:
            command.revision = try checking { () throws(CommandDenial) in
                try operands.revision(word)
            }
        case .tree:
            command.revision = try checking { () throws(CommandDenial) in
                try operands.tree(word)
            }
        case .preRun:
            command.revision = try checking { () throws(CommandDenial) in
                try operands.preRun(word)
            }
        case .pin: try checking { () throws(CommandDenial) in try operands.pin(word) }
        }
    }

    // MARK: Failures

    private func checking<Value>(
        _ body: () throws(CommandDenial) -> Value
    ) throws(Failure) -> Value {
        do throws(CommandDenial) { return try body() } catch {
            throw Failure(position: position, isOperand: true, denial: error)
        }
    }

    private func unexpected(among legal: [String] = []) -> Failure {
        guard position < words.count else {
            return Failure(
                position: position,
                denial: CommandDenial(
                    "it ends where \(legal.joined(separator: " or ")) follows",
                    legal: [form.description]))
        }
        let word = words[position]
        let kind = word.hasPrefix("-") && word != "--" ? "no option of this form" : "not legal here"
        return Failure(
            position: position,
            denial: CommandDenial("'\(word)' is \(kind)", legal: [form.description]))
    }
}

extension CommandDenial: Error {}
