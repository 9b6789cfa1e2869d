import RunModel

extension CommandPolicy {
    /// The command that the words are, where a rule allows it.
    func judge(
        _ words: [CommandWord], as type: FixType, for purpose: CommandRule.Purpose,
        in facts: CommandFacts
    ) throws(CommandDenial) -> CommandLine {
        guard let program = words.first else { throw CommandDenial("it has no word") }
        if ForbiddenProgram.isAssignment(program.text) {
            throw CommandDenial("it sets a variable", legal: ["the command alone"])
        }
        if let denial = ForbiddenProgram.explain(program.text) { throw denial }
        for word in words { try Self.refusePattern(word) }
        let texts = words.map(\.text)
        let named = rules.filter { $0.form.leadingWords.first == program.text }
        try refuse(program, named, as: type, for: purpose, in: facts)
        if words.prefix(2).contains(where: { $0.quoting == .part }),
            type == .git || program.quoting == .part
        {
            throw CommandDenial("the command's own name is put together from quoted parts")
        }
        let rules = named.filter { $0.type == type && $0.purpose == purpose }
        var best: CommandMatch.Failure?
        for rule in rules {
            var match = CommandMatch(texts, form: rule.form, type: type, facts: facts)
            do throws(CommandMatch.Failure) {
                return try match.read()
            } catch {
                if error.isBetter(than: best) { best = error }
            }
        }
        throw explained(best, texts, rules)
    }

    /// Refuses a program that is none of the type's, or a type that is not allowed.
    private func refuse(
        _ program: CommandWord, _ named: [CommandRule], as type: FixType,
        for purpose: CommandRule.Purpose, in facts: CommandFacts
    ) throws(CommandDenial) {
        let ofType = rules.filter { $0.type == type && $0.purpose == purpose }
        let programs = Set(ofType.compactMap(\.form.leadingWords.first)).sorted()
        guard let first = named.first else {
            let name = program.text.split(separator: "/").last.map(String.init) ?? program.text
            let why =
                program.text.contains("/")
                ? "'\(program.text)' is a path, and a command is named without one"
                : "'\(program.text)' is no command of type \(type.rawValue)"
            throw CommandDenial(
                why, legal: programs, nearest: Nearest.word(to: name, among: programs))
        }
        guard named.contains(where: { $0.type == type }) else {
            throw CommandDenial(
                "\(program.text) is a command of type \(first.type.rawValue), not"
                    + " \(type.rawValue)", legal: programs)
        }
        guard facts.allowedTypes.contains(type) else {
            throw CommandDenial(
                "commands of type \(type.rawValue) are not allowed here",
                legal: ["doctor.allowed_fix_types names the types that are"])
        }
        guard named.contains(where: { $0.type == type && $0.purpose == purpose }) else {
            let why =
                purpose == .fix
                ? "\(program.text) changes nothing, so it can only verify a fix"
                : "\(program.text) changes something, so it verifies nothing"
            throw CommandDenial(why, legal: programs)
        }
    }

    /// Patterns and home folders: neither is expanded, nor taken for a name.
    private static func refusePattern(_ word: CommandWord) throws(CommandDenial) {
        if let sign = word.text.unicodeScalars.first(where: { "*?[".unicodeScalars.contains($0) }) {
            throw CommandDenial(
                "'\(word.text)' has the character '\(sign)', and patterns are not expanded",
                legal: ["each path by its name"])
        }
        guard !word.beginsQuoted, let first = word.text.unicodeScalars.first,
            "~#".unicodeScalars.contains(first)
        else { return }
        throw CommandDenial(
            first == "~"
                ? "'\(word.text)' begins with '~', and home folders are not expanded"
                : "'\(word.text)' begins with '#', which begins a comment")
    }

    /// The failure of the rule that fits best, with what is legal instead.
    private func explained(
        _ failure: CommandMatch.Failure?, _ words: [String], _ rules: [CommandRule]
    ) -> CommandDenial {
        guard let failure else { return CommandDenial("no rule allows it") }
        var denial = failure.denial
        let position = failure.position
        // Forms that begin like the command; where none does, all of its program.
        let alike = rules.filter { rule in
            rule.form.elements.dropFirst().first.map { element in
                words.count > 1 && element.alternatives.contains(words[1])
            } ?? false
        }
        let meant = alike.isEmpty ? rules : alike
        if denial.legal.isEmpty
            || denial.legal.count == 1 && rules.map(\.usage).contains(denial.legal[0])
        {
            denial.legal = meant.map(\.usage)
        }
        if denial.nearest == nil, position < words.count {
            let word = words[position]
            let known = Set(meant.flatMap(\.form.knownWords)).subtracting(words).sorted()
            denial.nearest = Nearest.word(to: word, among: known)
        }
        return denial
    }
}
