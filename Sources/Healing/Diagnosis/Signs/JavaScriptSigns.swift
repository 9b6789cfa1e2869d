import RunModel

/// Node, npm, and the test programs of JavaScript, as far as they say more than an exception.
struct JavaScriptSigns: SignReader {
    let words = [
        "Cannot find module '", "Cannot find package '", "does not provide an export",
        "SyntaxError: ", "No test files found", "No tests found", "Missing script: ",
        "npm error code ", "npm ERR! code ", "npm error enoent", "name: '", "code: '", "expect(",
        "TypeError: fetch failed", "Error: Timeout of ", "failureType: 'cancelled",
        "Failed to resolve import", "has no exported member", "can only install with an existing",
    ]

    func read(_ line: LogLine) -> Sign? {
        let text = line.text
        if text.contains("Cannot find module '") || text.contains("Cannot find package '") {
            return missingModule(line)
        }
        if text.contains("does not provide an export named")
            || text.contains("Failed to resolve import")
        {
            return line.sign(.importError, place: header(above: line) ?? .near)
        }
        if text.hasPrefix("SyntaxError: ") || text.contains("[SyntaxError: ") {
            return syntaxError(line)
        }
        // Node's fetch wraps what went wrong, and that stands below.
        if text.hasPrefix("TypeError: fetch failed") { return line.sign(.testError) }
        if text.contains("Error: No test files found") || text.hasPrefix("No test files found")
            || text.hasPrefix("No tests found")
        {
            return line.sign(.noTests, place: .none)
        }
        if text.contains("Missing script: \"test\"") { return line.sign(.noTests, place: .none) }
        if line.line.hasPrefix("npm "), text.hasPrefix("code ") { return npm(line) }
        if line.line.hasPrefix("npm "),
            text.hasPrefix("enoent ") || text.contains("can only install with an existing")
        {
            return line.sign(.fileNotFound, place: .none)
        }
        if text.hasPrefix("name: '") || text.hasPrefix("code: '") {
            return fromTAP(line)
        }
        // Jest and Vitest show the matcher: `expect(received).toBe(expected)`.
        if text.hasPrefix("expect(received)") || text.hasPrefix("Error: expect(")
            || text.hasPrefix("expect(jest.fn())")
        {
            let sides = line.below(6).map(LogLine.bare).filter {
                $0.hasPrefix("Expected") || $0.hasPrefix("Received")
            }
            return line.sign(.assertionFailed, ([text] + sides).joined(separator: " "))
        }
        if text.hasPrefix("Error: Timeout of ") {
            if let match = Self.inBrackets.first(in: text) {
                return line.sign(
                    .testError, place: .known(file: String(match.1), line: nil))
            }
            return line.sign(.testError)
        }
        return nil
    }

    private func missingModule(_ line: LogLine) -> Sign? {
        let text = line.text
        guard
            text.hasPrefix("Error: ") || text.hasPrefix("Error [") || text.hasPrefix("[Error: ")
                || text.hasPrefix("[cause]: ") || text.hasPrefix("Cannot find module '")
        else { return nil }
        if let match = Self.importer.first(in: text) {
            return line.sign(
                .importError, place: .known(file: String(match.1), line: nil))
        }
        // Without anything that required it, it is the script that node was to run.
        let isScript = line.below(14).contains { $0.contains("requireStack: []") }
        return isScript
            ? line.sign(.fileNotFound, place: .none) : line.sign(.importError)
    }

    private func syntaxError(_ line: LogLine) -> Sign? {
        let text = line.text
        let isOfData = line.below(3).contains {
            $0.contains("at JSON.parse") || $0.contains("at parse (")
        }
        // `require` names the file of bad data in the message.
        let namesFile = Self.dataFile.first(in: text)
        if let namesFile {
            return line.sign(
                .syntaxError, place: .known(file: String(namesFile.1), line: nil))
        }
        if isOfData || text.contains("is not valid JSON") { return line.sign(.testError) }
        // Python and Ruby know the word too, but not the header.
        return header(above: line).map { line.sign(.syntaxError, place: $0) }
    }

    /// Node shows the place and the line of code above the message.
    private func header(above line: LogLine) -> Sign.Place? {
        for above in line.above(8) {
            let bare = LogLine.bare(above)
            if let match = Self.header.whole(bare) {
                return .known(file: String(match.1), line: Int(match.2))
            }
        }
        return nil
    }

    private func npm(_ line: LogLine) -> Sign? {
        let category: FailureCategory? =
            switch line.text.dropFirst("code ".count) {
            case "E404", "ERESOLVE", "ETARGET", "ENOVERSIONS", "ENOTCACHED": .missingDependency
            case "EJSONPARSE": .syntaxError
            case "ENOENT": .fileNotFound
            case "ENOTFOUND", "ECONNREFUSED", "ETIMEDOUT", "EAI_AGAIN", "ENETUNREACH":
                .sandboxDenied
            default: nil
            }
        guard let category else { return nil }
        // Below stand the facts, a word and its value each, then the sentence.
        let below = line.below(6).map(LogLine.bare)
        let detail =
            below.first { $0.contains(": ") }
            ?? below.first { !$0.hasPrefix("errno") && !$0.hasPrefix("syscall") }
        return line.sign(
            category, detail ?? line.text,
            place: category == .syntaxError ? .known(file: "package.json", line: nil) : .none)
    }

    /// The block of YAML that TAP puts after a failing test names the exception.
    private func fromTAP(_ line: LogLine) -> Sign? {
        guard let first = line.text.firstIndex(of: "'"), line.text.hasSuffix("'") else {
            return nil
        }
        let name = String(line.text[first...].dropFirst().dropLast())
        guard let category = ExceptionSigns.category(of: name) else { return nil }
        return line.sign(category, message(before: line))
    }

    private func message(before line: LogLine) -> String {
        for start in stride(from: line.index, to: max(-1, line.index - 16), by: -1) {
            let text = LogLine.bare(line.lines[start])
            guard text.hasPrefix("error: ") else { continue }
            let first = text.dropFirst("error: ".count)
            if first.hasPrefix("|") || first.hasPrefix(">") {
                return line.lines[(start + 1)..<line.index].map(LogLine.bare)
                    .filter { !$0.isEmpty }.prefix { !$0.hasPrefix("code: ") }
                    .joined(separator: " ")
            }
            return first.trimming("'")
        }
        return line.text
    }

    // MARK: Patterns

    private static let inBrackets = Pattern(
        /\(([^()\s]+)\)$/)
    private static let importer = Pattern(
        /imported from (\S+?)'?$/)
    private static let dataFile = Pattern(
        /SyntaxError: (?:Error parsing )?(\/\S+\.json):\s/)
    // From the beginning of a word: to try from within it takes the square of its length.
    private static let header = Pattern(
        /(?:^|file:\/\/|[\s:])([^\s:]+\.[cm]?[jt]sx?):(\d+)/)
}

extension StringProtocol {
    /// The text without that character at its ends.
    fileprivate func trimming(_ end: Character) -> String {
        var text = String(self).drop { $0 == end }
        while text.last == end { text = text.dropLast() }
        return String(text)
    }
}
