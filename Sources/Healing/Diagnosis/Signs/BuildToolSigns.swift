import RunModel

/// make, CMake, CTest, ninja, and linkers.
struct BuildToolSigns: SignReader {
    let words = [
        "*** ", "CMake Error", "undefined reference to", "multiple definition of", "cannot find -l",
        "Undefined symbols", "library not found for", "ninja: error: ", "[build failed]",
        "undefined symbol: ", "unable to find library", "No tests were found!!!",
        "collect2: error:", "linker command failed", "Could not find executable ",
        "Unable to find executable: ",
    ]

    func read(_ line: LogLine) -> Sign? {
        let text = line.text
        if text.hasPrefix("CMake Error") { return cmake(line) }
        if text.contains("cannot find -l") || text.contains("library not found for")
            || text.contains("unable to find library")
        {
            return line.sign(.missingDependency, place: .none)
        }
        if text.contains("undefined reference to") || text.contains("multiple definition of")
            || text.contains("undefined symbol: ") || text.hasPrefix("Undefined symbols")
        {
            return line.sign(.buildError, linked(text), place: linkPlace(text))
        }
        if text.contains("[build failed]") || text.hasPrefix("collect2: error:")
            || text.contains("linker command failed")
        {
            return line.sign(.buildError, isVague: true)
        }
        if text.hasPrefix("Could not find executable ") || text.hasPrefix("Unable to find exec") {
            return line.sign(.fileNotFound, place: .none)
        }
        if text.hasPrefix("No tests were found!!!") { return line.sign(.noTests, place: .none) }
        if text.hasPrefix("ninja: error: ") {
            return line.sign(
                text.contains("missing and no known rule") || text.contains("No such file")
                    ? .fileNotFound : .buildError, place: .none)
        }
        return make(line)
    }

    private func make(_ line: LogLine) -> Sign? {
        let text = line.text
        if text.contains("*** No rule to make target") || text.contains("*** No targets") {
            return line.sign(.fileNotFound, place: .none)
        }
        if let match = Self.makefile.first(in: text) {
            let place = Sign.Place.known(file: String(match.1), line: Int(match.2))
            let isSyntax = ["missing separator", "missing `", "unterminated", "commences before"]
                .contains { match.3.contains($0) }
            return line.sign(
                isSyntax || match.3.contains("extraneous") ? .syntaxError : .testError,
                place: place)
        }
        // The shell said it above: the program is not there.
        if text.contains("*** ["), text.hasSuffix("Error 127") {
            return line.sign(.missingDependency, line.above(1).first ?? text, place: .none)
        }
        return nil
    }

    /// The message is a paragraph below.
    private func cmake(_ line: LogLine) -> Sign {
        let told = line.below(24).prefix { $0.isEmpty || $0.hasPrefix(" ") }
            .map { $0.trimmingBlanks() }.filter { !$0.isEmpty }.joined(separator: " ")
        let message = told.isEmpty ? line.text : told
        let category: FailureCategory =
            if message.contains("Could not find a package")
                || message.contains("Could NOT find") || message.contains("not found")
                || message.contains("find a package configuration file")
            {
                .missingDependency
            } else if message.contains("Cannot find source file")
                || message.contains("does not exist") || message.contains("is not an existing")
                || message.contains("does not appear to contain CMakeLists.txt")
                || message.contains("could not find requested file")
            {
                .fileNotFound
            } else if message.contains("Parse error") {
                .syntaxError
            } else if message.contains(
                "Unknown CMake command")
            {
                .undefinedVariable
            } else { .buildError }
        return line.sign(category, message)
    }

    /// The linker names its temporary object, which differs from run to run.
    private func linked(_ text: String) -> String {
        for word in ["undefined reference to", "multiple definition of", "undefined symbol: "] {
            if let found = text.firstRange(of: word) { return String(text[found.lowerBound...]) }
        }
        return text
    }

    /// `main.c:3: undefined reference` with debugging information, else `main.c:(.text+0xf)`.
    private func linkPlace(_ text: String) -> Sign.Place {
        if let match = Self.linked.first(in: text) {
            return .known(file: String(match.1), line: Int(match.2))
        }
        if let match = Self.linkedObject.first(in: text) {
            return .known(file: String(match.1), line: nil)
        }
        return .none
    }

    // MARK: Patterns

    private static let makefile = Pattern(
        /^([\w.\/-]*(?:[Mm]akefile|\.mk)):(\d+): \*\*\* (.*)$/)
    // From the beginning of a word: to try from within it takes the square of its length.
    private static let linked = Pattern(
        /(?:^|[\s:])([^\s:]+\.\w+):(\d+):\s/)
    private static let linkedObject = Pattern(
        /(?:^|[\s:\/])([^\s:\/]+\.(?:c|cc|cpp|cxx|m|f90)):\(\.text/)
}
