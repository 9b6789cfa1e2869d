import RunModel

/// bash, dash, zsh and the programs of every system.
struct ShellSigns: SignReader {
    let words = [
        "command not found", "not found", "unbound variable", "parameter not set",
        "parameter null or not set", "yntax error", "unexpected EOF while",
        "No such file or directory",
        "no such file or directory", "unknown file attribute", "bad substitution",
        "is not recognized as", ": line ", "awk: ",
    ]

    func read(_ line: LogLine) -> Sign? {
        let text = line.text
        let match = Self.told.first(in: text)
        let place = Self.place(of: text) ?? .none
        if text.hasSuffix(": command not found") || text.contains("command not found: ") {
            return line.sign(.missingDependency, said(match, text), place: place)
        }
        if let match, text.hasSuffix(": not found") {
            let program = match.3 ?? ""
            // A path that is not there is one of the repository's.
            return line.sign(
                program.hasPrefix(".") ? .fileNotFound : .missingDependency,
                said(match, text), place: place)
        }
        if let match {
            let said = said(match, text)
            if text.hasSuffix("unbound variable") || text.hasSuffix("parameter not set")
                || text.hasSuffix("parameter null or not set")
            {
                return line.sign(.undefinedVariable, said, place: place)
            }
            if text.contains(": syntax error") || text.contains(": Syntax error")
                || text.contains("unexpected EOF while") || text.contains("bad substitution")
            {
                return line.sign(.syntaxError, said, place: place)
            }
        }
        if let match, match.3.map(Self.isVariable) == true {
            // `${NAME:?message}`.
            return line.sign(.undefinedVariable, said(match, text), place: place)
        }
        if text.hasPrefix("awk: ") || text.hasPrefix("gawk: ") || text.hasPrefix("mawk: "),
            text.contains("syntax error") || text.contains(" near ")
        {
            return line.sign(.syntaxError, place: .none)
        }
        if text.hasPrefix("env: ") || text.contains("/env: ") {
            return line.sign(.missingDependency, place: .none)
        }
        // A program names itself before what is missing.
        if Self.makeMissing.first(in: text) != nil {
            return line.sign(.missingDependency, place: .none)
        }
        if text.hasSuffix(": No such file or directory")
            || text.hasSuffix(": no such file or directory")
        {
            return line.sign(
                .fileNotFound, match.map { said($0, text) } ?? text,
                isVague: !(Self.program.first(in: text) != nil), place: place)
        }
        // Whatever else bash says with a place.
        if let match, Self.bashPlace.first(in: text) != nil, match.4.count > 1 {
            return line.sign(.testError, said(match, text), isVague: true, place: place)
        }
        return nil
    }

    private static func isVariable(_ name: Substring) -> Bool {
        name.count > 1 && name.contains(where: \.isLetter)
            && name.allSatisfy { $0.isUppercase || $0.isNumber || $0 == "_" }
    }

    /// `check.sh: line 2: …`, dash's `check.sh: 2: …`, zsh's `check.sh:2: …`.
    private static let told = Pattern(
        /^(\S+?): ?(?:line )?(\d+): (?:(\S+?): )?(.*)$/)

    /// The script and the line that a shell names; none where the script was an argument.
    static func place(of text: String) -> Sign.Place? {
        guard let match = told.first(in: text) else { return nil }
        let shell = LogText.name(of: String(match.1))
        return ["sh", "bash", "dash", "zsh", "ksh"].contains(shell)
            ? Sign.Place.none
            : .known(file: String(match.1), line: Int(match.2))
    }

    /// What follows the place.
    private func said(
        _ match: (Substring, Substring, Substring, Substring?, Substring)?, _ text: String
    ) -> String {
        guard let match else { return text }
        return (match.3.map { "\($0): " } ?? "") + match.4
    }

    // MARK: Patterns

    private static let makeMissing = Pattern(
        /^make(?:\[\d+\])?: \S+: No such file or directory$/)
    private static let program = Pattern(
        /^[\w.\/-]+:\s/)
    private static let bashPlace = Pattern(
        /^\S+: line \d+:\s/)
}
