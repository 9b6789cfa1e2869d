import RunModel

/// Ruby, its test programs, Bundler and RuboCop.
struct RubySigns: SignReader {
    let words = [
        "Failure/Error: ", ") Failure:", "Failure: test", "cannot load such file",
        "syntax error, ", "syntax errors found", "(NameError)", "(NoMethodError)", "(TypeError)",
        "(ArgumentError)", "(LoadError)", "Errno::", "Error)", "wrong number of arguments",
        "Could not find gem", "Could not find ", "Could not locate Gemfile", "No examples found.",
        "uninitialized constant", "Bundler::", "Don't know how to build task", "Exception)",
        "No Rakefile found", "Error:", "Exception:",
    ]

    func read(_ line: LogLine) -> Sign? {
        let text = line.text
        if text.hasPrefix("Failure/Error: ") { return expectation(line) }
        if Self.failureHeading.first(in: text) != nil || text.hasPrefix("Failure: test") {
            return testFailure(line)
        }
        if let match = Self.syntaxPlace.first(in: text) {
            return line.sign(
                .syntaxError,
                place: .known(file: String(match.1), line: Int(match.2)))
        }
        if text.contains("syntax errors found") || text.contains("syntax error found") {
            return line.sign(.syntaxError)
        }
        // `file:1:in 'f': message (NameError)`, also with the class alone in brackets.
        if let (name, message) = Self.raised(text), let category = Self.category(name, message) {
            return line.sign(category, "\(message) (\(name))")
        }
        // RSpec puts the class on a line of its own, minitest before the message.
        if let match = Self.className.first(in: text),
            let category = Self.category(
                String(match.1), String(match.2 ?? "") + (line.nextText() ?? "")),
            Self.isRuby(line)
        {
            let detail = match.2.map(String.init) ?? line.nextText() ?? ""
            // The next line has the place too.
            if match.1 == "SyntaxError", detail.contains("syntax error") { return nil }
            return line.sign(category, "\(match.1): \(detail)")
        }
        if text.hasPrefix("Could not find gem") || text.contains("Bundler::GemNotFound")
            || Self.missingGem.first(in: text) != nil
        {
            return line.sign(.missingDependency, place: .none)
        }
        if text.hasPrefix("Could not locate Gemfile") || text.hasPrefix("No Rakefile found") {
            return line.sign(.fileNotFound, place: .none)
        }
        if text == "No examples found." { return line.sign(.noTests, place: .none) }
        if text.hasPrefix("Don't know how to build task") {
            return line.sign(.testError, place: .none)
        }
        return nil
    }

    /// A Ruby trace has `file.rb:1:in`, below or in the line itself.
    private static func isRuby(_ line: LogLine) -> Bool {
        line.below(14).contains { $0.contains(":in ") && $0.contains(".rb:") }
            || line.above(4).contains { $0.contains("Failure/Error: ") || $0.contains(") Error:") }
    }

    /// The class at the end of a line, and what stands between the first colon and it.
    ///
    /// Not in one pattern, which would take the square of the line's length.
    private static func raised(_ text: String) -> (name: String, message: String)? {
        guard let name = raisedName.first(in: text)?.1,
            let colon = text.firstRange(of: ": ")?.upperBound,
            case let end = text.index(text.endIndex, offsetBy: -name.count - " ()".count),
            colon <= end
        else { return nil }
        return (String(name), String(text[colon..<end]))
    }

    private static func category(_ name: String, _ message: String) -> FailureCategory? {
        switch name {
        case "NameError": .undefinedVariable
        case "NoMethodError", "TypeError", "FrozenError": .typeError
        case "ArgumentError":
            message.contains("wrong number of arguments") || message.contains("keyword")
                ? .typeError : .testError
        case "LoadError":
            // The script itself is what is not there.
            message.hasPrefix("No such file or directory -- ") ? .fileNotFound : .importError
        case "SyntaxError": .syntaxError
        case "Errno::ENOENT", "Errno::ENOTDIR": .fileNotFound
        case "Errno::EACCES", "Errno::EPERM", "Errno::EROFS", "Errno::ENETUNREACH",
            "SocketError":
            .sandboxDenied
        case "Errno::ENOSPC": .diskFull
        case "Bundler::GemNotFound", "Gem::MissingSpecError", "Gem::LoadError": .missingDependency
        case "Bundler::GemfileNotFound": .fileNotFound
        case "Minitest::Assertion", "RSpec::Expectations::ExpectationNotMetError":
            .assertionFailed
        default:
            name.hasSuffix("Error") || name.hasSuffix("Exception") || name.hasPrefix("Errno::")
                ? .testError : nil
        }
    }

    /// What the matcher says follows; an exception has its class there instead, and speaks for
    /// itself.
    private func expectation(_ line: LogLine) -> Sign? {
        let below = line.below(14).map(LogLine.bare).filter { !$0.isEmpty }
        let isException = below.prefix(6).contains {
            Self.exceptionLine.fits($0)
        }
        guard !isException,
            line.text.contains("expect")
                || below.contains(where: {
                    $0.hasPrefix("expected")
                })
        else { return nil }
        let told = below.prefix { !$0.hasPrefix("./") && !$0.hasPrefix("(compared") }.prefix(3)
        return line.sign(.assertionFailed, told.joined(separator: " "))
    }

    /// Minitest and test-unit.
    private func testFailure(_ line: LogLine) -> Sign {
        let below = line.below(12).map { $0 }
        let told = below.dropFirst().map(LogLine.bare).filter { !$0.isEmpty }
        if let place = below.first.flatMap({ Self.minitestPlace.first(in: $0) }) {
            return line.sign(
                .assertionFailed, told.prefix(2).joined(separator: " "),
                place: .known(file: String(place.1), line: Int(place.2)))
        }
        let sides = told.filter { $0.hasPrefix("<") }.joined(separator: " ")
        return line.sign(.assertionFailed, sides.isEmpty ? line.text : sides)
    }

    // MARK: Patterns

    private static let failureHeading = Pattern(
        /^\d+\) Failure:$/)
    private static let syntaxPlace = Pattern(
        /^(.+?):(\d+): (?:syntax error, |-- syntax error)/)
    private static let raisedName = Pattern(
        /[ ]\(([A-Z][\w:]*)\)$/)
    private static let className = Pattern(
        /^([A-Z][\w:]*(?:Error|Exception|Errno::\w+)|Errno::\w+):(?: (.+))?$/)
    private static let missingGem = Pattern(
        /^Could not find \S+ in (?:any of the sources|locally)/)
    private static let exceptionLine = Pattern(
        /^[A-Z][\w:]*(?:Error|Exception)(?::|$)|^Errno::\w+:/)
    private static let minitestPlace = Pattern(
        /\[([^\s\[]+):(\d+)\]:$/)
}
