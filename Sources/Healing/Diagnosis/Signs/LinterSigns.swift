import RunModel

/// ruff, flake8, pylint, black, isort, ESLint, RuboCop, shellcheck, checkstyle and others that
/// judge style; where one reports what keeps the code from running, that counts.
struct LinterSigns: SignReader {
    let words = [
        ": E", ": F", ": W", ": C", ": R", ": N", ": D", ": S", ": B", ": I", ": U", "  error ",
        "would reformat ", "cannot format ", "cannot parse: ", "Imports are incorrectly", " --> ",
        "(error): SC",
        "SC1", "SC2", "SC3", "invalid-syntax", "Parsing error", "[ERROR] ", " - SC", "(info)",
        "(warning)", "(style)", "SC: ", "[warn] ", "-> ",
    ]

    func read(_ line: LogLine) -> Sign? {
        let text = line.text
        if let match = Self.coded.first(in: text) {
            return line.sign(
                Self.category(String(match.3)),
                place: .known(file: String(match.1), line: Int(match.2)))
        }
        if text.hasPrefix("-->") { return ruff(line) }
        if let match = Self.offense.first(in: text) {
            return line.sign(
                match.3 == "Lint/Syntax" ? .syntaxError : .lintError,
                place: .known(file: String(match.1), line: Int(match.2)))
        }
        if let match = Self.reformat.first(in: text) {
            return line.sign(.lintError, place: .known(file: String(match.1), line: nil))
        }
        if let match = Self.cannotFormat.first(in: text) {
            return line.sign(
                .syntaxError,
                place: .known(file: String(match.1), line: Int(match.2)))
        }
        if let match = Self.cannotParse.first(in: text) {
            return line.sign(
                .syntaxError,
                place: .known(file: String(match.1), line: Int(match.2)))
        }
        if let match = Self.unsorted.first(in: text) {
            return line.sign(.lintError, place: .known(file: String(match.1), line: nil))
        }
        if Self.eslintLine.first(in: text) != nil { return eslint(line) }
        if let code = Self.shellcheckCode.first(in: text) {
            return shellcheck(line, isParser: code.1 == "1" && text.contains("(error)"))
        }
        // Checkstyle names its rule at the end.
        if line.line.hasPrefix("[ERROR] ") || line.line.hasPrefix("[WARN] "),
            let match = Self.checkstyle.first(in: text)
        {
            return line.sign(
                .lintError, place: .known(file: String(match.1), line: Int(match.2)))
        }
        return nil
    }

    private static func category(_ code: String) -> FailureCategory {
        switch code {
        case "F821", "F822", "F823", "E0602", "E0601": .undefinedVariable
        case "E999", "E902", "invalid-syntax", "E0001": .syntaxError
        case "E0401", "E0611": .importError
        case "E1101", "E1120", "E1121", "E1136", "E1137": .typeError
        default: .lintError
        }
    }

    /// Ruff's long form: the rule, then `--> file:line:column`.
    private func ruff(_ line: LogLine) -> Sign? {
        guard let rule = line.above(1).first,
            let match = Self.arrow.first(in: line.text)
        else { return nil }
        let place = Sign.Place.known(file: String(match.1), line: Int(match.2))
        if let code = Self.ruffRule.first(in: rule) {
            let name = code.1 ?? code.2 ?? ""
            return line.sign(Self.category(String(name)), rule, place: place)
        }
        if rule.hasPrefix("unformatted: ") {
            return line.sign(
                .lintError, rule, place: .known(file: String(match.1), line: nil))
        }
        return nil
    }

    /// The file stands above its complaints, alone in its line.
    private func eslint(_ line: LogLine) -> Sign {
        let number = Self.number.first(in: line.text).flatMap { Int($0.1) }
        let file = line.above(300).first { above in
            !above.hasPrefix(" ") && above.contains(".") && !above.contains(" ")
        }
        let category: FailureCategory =
            line.text.contains("Parsing error")
            ? .syntaxError : line.text.hasSuffix("no-undef") ? .undefinedVariable : .lintError
        return line.sign(
            category, place: file.map { .known(file: $0, line: number) } ?? .none)
    }

    /// `In check.sh line 2:` stands above.
    private func shellcheck(_ line: LogLine, isParser: Bool) -> Sign {
        let message = line.text.drop { $0 == "^" || $0 == "-" || $0 == " " }
        let category: FailureCategory = isParser ? .syntaxError : .lintError
        for above in line.above(12) {
            if let match = Self.shellcheckPlace.first(in: above) {
                return line.sign(
                    category, String(message),
                    place: .known(file: String(match.1), line: Int(match.2)))
            }
        }
        return line.sign(category, String(message), place: .none)
    }

    // MARK: Patterns

    private static let coded = Pattern(
        /^(\S+?):(\d+):(?:\d+:)? ([A-Z]{1,6}\d{3,5}|invalid-syntax)(?::| |\b)/)
    private static let offense = Pattern(
        /^(\S+\.(?:rb|rake|gemspec)|Gemfile|Rakefile):(\d+):\d+: [CWERF]: (?:\[[^\]]+\] )?(\S+):\s/)
    private static let reformat = Pattern(
        /^would reformat (\S+)$/)
    private static let cannotFormat = Pattern(
        /^error: cannot format ([^\s:]+): .*?: (\d+):\d+/)
    private static let cannotParse = Pattern(
        /^error: cannot parse: (\S+?):(\d+):\d+/)
    private static let unsorted = Pattern(
        /^ERROR: (\S+) Imports are incorrectly/)
    private static let eslintLine = Pattern(
        /^\d+:\d+ +error\s\s/)
    private static let shellcheckCode = Pattern(
        /SC(\d)\d{3} \(\w+\):\s/)
    private static let checkstyle = Pattern(
        /^(\S+?):(\d+):(?:\d+:)? .* \[\w+\]$/)
    private static let arrow = Pattern(
        /^--> (\S+?):(\d+):\d+$/)
    private static let ruffRule = Pattern(
        /^([A-Z]{1,6}\d{3,5})\s|^(invalid-syntax):/)
    private static let number = Pattern(
        /^(\d+):/)
    private static let shellcheckPlace = Pattern(
        /^In (\S+) line (\d+):$/)
}
