package import RunModel

/// What a failure is: its kind, its cause, where to look, and how to know it again.
package struct Diagnosis: Hashable, Sendable {
    package var category: FailureCategory
    /// A sentence: what is fixed for the category, then the specific part.
    package var rootCause: String
    /// The innermost place in the repository; nil where the log names none.
    package var file: String?
    /// Counted from 1.
    package var line: Int?
    /// The failing tests by name.
    package var failed: [String]
    /// Sixteen hexadecimal digits: the same for the same failure, in every run.
    package var signature: String
}

/// Finds out what a failing command's log says (`decisions.md`, Failures).
package enum Classifier {
    /// Classifies a check or command that failed.
    ///
    /// Where several things went wrong, the one that may have caused the others counts: an
    /// import that fails before a name that is missing, and that before an assertion. Where
    /// nothing is recognised the answer is `test_error` with the last line, never a guess.
    ///
    /// - Parameters:
    ///   - log: Standard output and error, as they came.
    ///   - exit: The exit status; 128 + the signal where one ended it.
    ///   - root: The folder that the command ran in, by which its own files are known.
    package static func classify(
        log: String, exit: Int, command: [String] = [], timedOut: Bool = false,
        root: String? = nil
    ) -> Diagnosis {
        let lines = LogText.lines(of: log)
        let failed = FailingTests.names(in: lines, report: log, root: root)
        var sign = sign(in: lines, exit: exit, command: command)
        if timedOut {
            sign = Sign(
                category: .commandTimeout, index: max(0, lines.count - 1),
                message: command.first ?? "")
        }
        let frame =
            sign.category == .commandTimeout
            ? nil : frame(of: sign, in: lines, root: root)
        let fixed = sign.category.rootCause
        let specific = String(sign.message.prefix(messageLimit))
        let place = frame.map { "\($0.file) \($0.function ?? "")" } ?? ""
        return Diagnosis(
            category: sign.category,
            rootCause: specific.isEmpty ? fixed : "\(fixed): \(specific)",
            file: frame?.file, line: frame?.line, failed: failed,
            signature: signature(of: sign.category, message: sign.message, place: place))
    }

    /// The digest by which a failure is known again: of its category, its normalised message, and
    /// the innermost place in the repository, without the line, which moves.
    package static func signature(
        of category: FailureCategory, message: String, place: String = ""
    ) -> String {
        let text = "\(category.rawValue)\n\(Normalizer.normalize(message))\n\(place)"
        return String(SHA256.hex(of: Array(text.utf8)).prefix(16))
    }

    private static let messageLimit = 200

    private static func sign(in lines: [String], exit: Int, command: [String]) -> Sign {
        let signs = lines.indices.compactMap { Sign.read(lines, at: $0) }
        let ranked = signs.min { left, right in
            (rank(left.category), left.index) < (rank(right.category), right.index)
        }
        let last = lines.lastIndex { !$0.allSatisfy(\.isWhitespace) } ?? 0
        let end = lines.indices.contains(last) ? lines[last].trimmingBlanks() : ""
        if exit == 127, ranked.map({ rank($0.category) > rank(.missingDependency) }) ?? true {
            return Sign(category: .missingDependency, index: last, message: end)
        }
        if let ranked, ranked.category != .testError { return ranked }
        if let report = goReport(in: lines) { return report }
        if lines.contains(where: { $0.hasPrefix("no tests ran") }) || noTestsExit(exit, command) {
            return Sign(category: .noTests, index: last, message: end)
        }
        if let program = command.first(where: { linters.contains(LogText.name(of: $0)) }) {
            return Sign(
                category: .lintError, index: last, message: "\(LogText.name(of: program)): \(end)")
        }
        return ranked ?? Sign(category: .testError, index: last, message: end)
    }

    /// `t.Error` of Go: an indented place and a message below `--- FAIL`.
    private static func goReport(in lines: [String]) -> Sign? {
        guard lines.contains(where: { goFailure.occur(in: $0) }) else { return nil }
        for (index, line) in lines.enumerated() where goPlace.occur(in: line) {
            if let match = line.firstMatch(of: /^\s+\w+_test\.go:\d+: (.+)$/) {
                return Sign(
                    category: .assertionFailed, index: index, message: String(match.output.1))
            }
        }
        return nil
    }

    private static let goFailure = Needles(["--- FAIL: "])
    private static let goPlace = Needles(["_test.go:"])

    private static func noTestsExit(_ exit: Int, _ command: [String]) -> Bool {
        exit == 5
            && command.contains { LogText.name(of: $0).hasPrefix("pytest") || $0 == "unittest" }
    }

    private static let linters: Set<String> = [
        "ruff", "flake8", "pylint", "mypy", "black", "isort", "eslint", "prettier", "tslint",
        "clippy", "rustfmt", "swiftlint", "swift-format", "rubocop", "shellcheck",
        "golangci-lint", "gofmt", "vet", "ktlint", "checkstyle",
    ]

    /// What may have caused the rest comes first.
    private static func rank(_ category: FailureCategory) -> Int {
        order.firstIndex(of: category) ?? order.count
    }

    private static let order: [FailureCategory] = [
        .diskFull, .indexLocked, .mergeConflict, .missingDependency, .indentationError,
        .syntaxError, .importError, .undefinedVariable, .typeError, .buildError, .fileNotFound,
        .sandboxDenied, .assertionFailed, .testError, .noTests,
    ]

    /// The innermost place of a sign in the repository: in its line, in the trace that belongs to
    /// it, or near it.
    private static func frame(of sign: Sign, in lines: [String], root: String?) -> Frame? {
        guard lines.indices.contains(sign.index) else { return nil }
        if let frame = Frame.find(in: lines[sign.index], root: root) { return frame }
        let after = lines[(sign.index + 1)...].prefix(14).lazy.compactMap { line -> Frame? in
            Frame.find(in: line, root: root)
        }
        let before = lines[..<sign.index].suffix(60).reversed()
        if lines[sign.index].hasPrefix("E ") {
            // pytest: the place follows the explanation, before the next heading.
            let section = lines[(sign.index + 1)...].prefix(60).prefix { !isHeading($0) }
            if let frame = section.lazy.compactMap({ Frame.find(in: $0, root: root) }).first {
                return frame
            }
            return before.lazy.prefix { !isHeading($0) }
                .compactMap { Frame.find(in: $0, root: root) }.first
        }
        // Python: the trace stands above, its innermost call last.
        let trace = before.prefix { !$0.isEmpty && !$0.hasPrefix("Traceback") }
        if let frame = trace.lazy.filter({ $0.contains("File \"") })
            .compactMap({ Frame.find(in: $0, root: root) }).first
        {
            return frame
        }
        return after.first
            ?? before.prefix(14).lazy.compactMap { Frame.find(in: $0, root: root) }.first
    }

    private static func isHeading(_ line: String) -> Bool {
        line.hasPrefix("____") || line.hasPrefix("====")
    }
}
