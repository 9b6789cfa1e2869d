import RunModel

/// A line of a log that says what went wrong.
struct Sign: Hashable, Sendable {
    var category: FailureCategory
    /// The line's index in the log.
    var index: Int
    /// What it says, without the marks of the program that printed it.
    var message: String

    /// Reads a line; nil where it says nothing of a failure.
    static func read(_ lines: [String], at index: Int) -> Sign? {
        guard lines[index].hasPrefix("E ") || telling.occur(in: lines[index]) else { return nil }
        let text = stripped(lines[index])
        // Wrappers that a better line follows.
        if text.hasPrefix("ImportError while importing")
            || text.hasPrefix("ImportError: Failed to import test module")
        {
            return nil
        }
        if lines[index].hasPrefix("E "), text.hasPrefix("assert ") {
            return Sign(category: .assertionFailed, index: index, message: text)
        }
        if let name = quoted(text, after: "name: '") ?? quoted(text, after: "code: '") {
            return word(of: name).map { category in
                Sign(category: category, index: index, message: tapMessage(lines, before: index))
            }
        }
        if let category = word(of: leadingWord(of: text)) ?? phrase(in: text) {
            return Sign(category: category, index: index, message: text)
        }
        return nil
    }

    /// The line without indentation and the marks of pytest (`E`) and TAP (`#`).
    private static func stripped(_ line: String) -> String {
        var text = line.drop { $0 == " " || $0 == "\t" }
        if text.hasPrefix("E  ") || text.hasPrefix("# ") { text = text.dropFirst(2) }
        return String(text.drop { $0 == " " })
    }

    /// The name of an exception at the beginning of a line: `x.y.NameError: …` gives `NameError`.
    private static func leadingWord(of text: String) -> String {
        let head = text.prefix { $0.isLetter || $0.isNumber || "._:".contains($0) }
        guard head.hasSuffix(":") || head.count == text.count || text.hasPrefix(head + " [") else {
            return ""
        }
        let name = head.split(separator: ":").first ?? ""
        return name.split(separator: ".").last.map(String.init) ?? ""
    }

    private static func quoted(_ text: String, after mark: String) -> String? {
        guard text.hasPrefix(mark), text.hasSuffix("'") else { return nil }
        return String(text.dropFirst(mark.count).dropLast())
    }

    /// The `error:` of the YAML block that TAP puts after a failing test.
    private static func tapMessage(_ lines: [String], before index: Int) -> String {
        for start in stride(from: index, to: max(-1, index - 12), by: -1) {
            let text = stripped(lines[start])
            guard text.hasPrefix("error: ") else { continue }
            let first = text.dropFirst("error: ".count)
            if first.hasPrefix("|") || first.hasPrefix(">") {
                return lines[(start + 1)..<index].map(stripped).filter { !$0.isEmpty }
                    .prefix { !$0.hasPrefix("code: ") }.joined(separator: " ")
            }
            return first.trimming("'")
        }
        return stripped(lines[index])
    }

    /// The category of an exception, by name.
    private static func word(of name: String) -> FailureCategory? {
        switch name {
        case "IndentationError", "TabError": .indentationError
        case "SyntaxError": .syntaxError
        case "ImportError", "ModuleNotFoundError", "LoadError", "MODULE_NOT_FOUND",
            "ERR_MODULE_NOT_FOUND", "ClassNotFoundException", "NoClassDefFoundError":
            .importError
        case "NameError", "UnboundLocalError", "ReferenceError": .undefinedVariable
        case "TypeError", "AttributeError", "NoMethodError", "ClassCastException": .typeError
        case "FileNotFoundError", "NotADirectoryError", "ENOENT", "NoSuchFileException":
            .fileNotFound
        case "AssertionError", "AssertionFailedError", "ERR_ASSERTION", "ComparisonFailure":
            .assertionFailed
        default: nil
        }
    }

    private static func phrase(in text: String) -> FailureCategory? {
        needles.first(in: text).map { phrases[$0].category }
    }

    private static let needles = Needles(phrases.map(\.text))

    /// What a line that says something has: a phrase, or a piece of an exception's name.
    private static let telling = Needles(
        ["rror", "xception", "ailure", "ENOENT", "ERR_", "MODULE_NOT_FOUND"] + phrases.map(\.text))

    /// What compilers and test programs say, the more telling before the less.
    private static let phrases: [(text: String, category: FailureCategory)] = [
        ("No space left on device", .diskFull), ("ENOSPC", .diskFull),
        ("index.lock': File exists", .indexLocked), ("CONFLICT (", .mergeConflict),
        ("command not found", .missingDependency),
        ("no required module provides package", .missingDependency),
        ("error: no matching package named", .missingDependency),
        (": No module named pytest", .missingDependency),
        ("Error: Cannot find module", .importError), ("error: no such module", .importError),
        ("error[E0432]", .importError), ("error[E0433]", .importError),
        ("error TS2307", .importError), ("\" imported and not used", .importError),
        ("is not in std", .importError), ("fatal error: ", .importError),
        ("error: unresolved import", .importError),
        ("syntax error", .syntaxError), ("error: expected", .syntaxError),
        ("error: unexpected", .syntaxError), ("unclosed delimiter", .syntaxError),
        ("mismatched closing delimiter", .syntaxError), ("error: ';' expected", .syntaxError),
        ("error TS1", .syntaxError),
        ("error[E0425]", .undefinedVariable), ("error[E0412]", .undefinedVariable),
        ("error[E0405]", .undefinedVariable), ("error: cannot find '", .undefinedVariable),
        ("error: cannot find type", .undefinedVariable), (": undefined: ", .undefinedVariable),
        ("error TS2304", .undefinedVariable), ("undeclared (first use", .undefinedVariable),
        ("was not declared in this scope", .undefinedVariable),
        ("error: use of undeclared", .undefinedVariable),
        ("error: cannot find symbol", .undefinedVariable),
        ("error[E0308]", .typeError), ("error[E0277]", .typeError), ("error[E0599]", .typeError),
        ("error[E0061]", .typeError), ("error: cannot convert", .typeError),
        ("has no member '", .typeError), ("error TS2", .typeError), (": cannot use ", .typeError),
        ("error: incompatible types", .typeError),
        ("error[E", .buildError), ("error: could not compile", .buildError),
        ("[build failed]", .buildError), ("undefined reference to", .buildError),
        ("assertion `", .assertionFailed), ("assertion failed", .assertionFailed),
        ("Expectation failed: ", .assertionFailed), (" : XCTAssert", .assertionFailed),
        ("ENOENT: no such file", .fileNotFound),
        (": error: ", .buildError),
        ("panicked at", .testError), ("panic: ", .testError),
        ("Read-only file system", .sandboxDenied), ("Network is unreachable", .sandboxDenied),
        ("Temporary failure in name resolution", .sandboxDenied),
        ("no tests ran", .noTests), ("NO TESTS RAN", .noTests), ("Ran 0 tests in", .noTests),
    ]
}

extension StringProtocol {
    /// The text without that character at its ends.
    fileprivate func trimming(_ end: Character) -> String {
        var text = String(self).drop { $0 == end }
        while text.last == end { text = text.dropLast() }
        return String(text)
    }
}
