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
    ///   - root: The folder that the command ran in, by which its own files are known; where the
    ///     log does not name it, or it is nil, the log tells it for some languages.
    package static func classify(
        log: String, exit: Int, command: [String] = [], timedOut: Bool = false,
        root: String? = nil
    ) -> Diagnosis {
        let raw = LogText.lines(of: log)
        let named = root.flatMap { log.contains($0) ? $0 : nil }
        let failed = FailingTests.names(in: raw, report: log, root: named)
        let lines = raw.map(GoEvent.output)
        let root = named ?? guessedRoot(in: lines)
        var sign = sign(in: lines, exit: exit, command: command)
        if timedOut || isTimeLimit(exit, command, sign) {
            sign = Sign(
                category: .commandTimeout, index: max(0, lines.count - 1),
                message: command.first ?? "", place: .none)
        }
        let frame = PlaceFinder(lines: lines, root: root).frame(of: sign)
        let fixed = sign.category.rootCause
        let specific = String(sign.message.prefix(messageLimit))
        // Only the name of the file: the folder may differ from checkout to checkout.
        let place = frame.map { "\(LogText.name(of: $0.file)) \($0.function ?? "")" } ?? ""
        return Diagnosis(
            category: sign.category,
            rootCause: specific.isEmpty ? fixed : "\(fixed): \(specific)",
            file: frame?.file,
            // Python's own frames are on line 0, where nobody can look.
            line: frame?.line.flatMap { $0 > 0 ? $0 : nil }, failed: failed,
            signature: signature(
                of: sign.category, message: withoutRoot(sign.message, root), place: place))
    }

    /// The message without the folder of the checkout, which has another name elsewhere.
    private static func withoutRoot(_ message: String, _ root: String?) -> String {
        guard let root, root.count > 1 else { return message }
        return message.replacing(root + "/", with: "").replacing(root, with: ".")
    }

    /// The digest by which a failure is known again: of its category, its normalised message, and
    /// the innermost place in the repository, without the line, which moves.
    package static func signature(
        of category: FailureCategory, message: String, place: String = ""
    ) -> String {
        // What tells a failure from others stands at the beginning, and to normalise is no cheap
        // thing to do with a text that has no end.
        let beginning = Normalizer.normalize(String(message.prefix(normalizedLimit)))
        let text = "\(category.rawValue)\n\(beginning)\n\(place)"
        return String(SHA256.hex(of: Array(text.utf8)).prefix(16))
    }

    private static let messageLimit = 200
    private static let normalizedLimit = 1000

    private static func sign(in lines: [String], exit: Int, command: [String]) -> Sign {
        let signs = SignReaders.signs(in: lines, command: command)
        let best = signs.min { left, right in
            (left.isVague ? 1 : 0, rank(left.category), left.index)
                < (right.isVague ? 1 : 0, rank(right.category), right.index)
        }
        let last = lines.lastIndex { !$0.allSatisfy(\.isWhitespace) } ?? 0
        let end = lines.indices.contains(last) ? lines[last].trimmingBlanks() : ""
        if exit == 127, best.map({ rank($0.category) > rank(.missingDependency) }) ?? true,
            best?.category != .fileNotFound
        {
            return Sign(category: .missingDependency, index: last, message: end, place: .none)
        }
        let linter = command.first { linters.contains(LogText.name(of: $0)) }.map(LogText.name)
        if var best, best.category != .testError, !(linter != nil && best.isVague) {
            // What a linter calls an error need not keep anything from being built.
            if linter != nil, best.category == .buildError { best.category = .lintError }
            return best
        }
        if noTestsExit(exit, command) {
            return Sign(category: .noTests, index: last, message: end, place: .none)
        }
        if let linter {
            return Sign(category: .lintError, index: last, message: "\(linter): \(end)")
        }
        return best ?? unknown(end, at: last, exit: exit)
    }

    /// Nothing is recognised: the last line, and what the exit status says by itself.
    private static func unknown(_ end: String, at last: Int, exit: Int) -> Sign {
        guard let signal = ExitSignal(exit: exit) else {
            return Sign(category: .testError, index: last, message: end)
        }
        let message = end.isEmpty ? signal.sentence : "\(signal.sentence) after: \(end)"
        return Sign(category: .testError, index: last, message: message)
    }

    /// `timeout` of coreutils ends with 124; where a log tells of a failure by itself, the status
    /// is somebody else's.
    private static func isTimeLimit(_ exit: Int, _ command: [String], _ sign: Sign) -> Bool {
        // With `-k` it kills what does not listen, and that is the status.
        let isTimeout = command.contains { LogText.name(of: $0) == "timeout" }
        if exit == 137 { return isTimeout }
        return exit == 124 && (isTimeout || sign.category == .testError)
    }

    /// The folder of the repository as the programs name it.
    private static func guessedRoot(in lines: [String]) -> String? {
        for line in lines.prefix(200) {
            if line.hasPrefix("rootdir: /") {
                return String(line.dropFirst("rootdir: ".count).prefix { $0 != "," })
            }
            if line.hasPrefix("   Compiling "), line.hasSuffix(")"),
                let open = line.lastIndex(of: "("), line[open...].hasPrefix("(/")
            {
                return String(line[open...].dropFirst().dropLast())
            }
            if line.hasPrefix("e: file:///"), let sources = line.firstRange(of: "/src/") {
                return String(line[..<sources.lowerBound].dropFirst("e: file://".count))
            }
        }
        return nil
    }

    private static func noTestsExit(_ exit: Int, _ command: [String]) -> Bool {
        exit == 5
            && command.contains { LogText.name(of: $0).hasPrefix("pytest") || $0 == "unittest" }
    }

    private static let linters: Set<String> = [
        "ruff", "flake8", "pylint", "mypy", "black", "isort", "eslint", "prettier", "tslint",
        "clippy", "rustfmt", "swiftlint", "swift-format", "rubocop", "shellcheck",
        "golangci-lint", "gofmt", "vet", "ktlint", "checkstyle", "cppcheck", "clang-tidy",
        "clang-format", "staticcheck", "pyright", "biome", "stylelint",
    ]

    /// What may have caused the rest comes first.
    private static func rank(_ category: FailureCategory) -> Int {
        order.firstIndex(of: category) ?? order.count
    }

    private static let order: [FailureCategory] = [
        .diskFull, .indexLocked, .mergeConflict, .missingObject, .dirtyTree, .detachedHead,
        .refConflict, .missingDependency, .indentationError,
        .syntaxError, .importError, .undefinedVariable, .typeError, .missingFile, .fileNotFound,
        .buildError, .sandboxDenied, .providerQuota, .contextLength, .unsupportedParameter,
        .providerAuth, .providerRateLimit, .providerOverloaded, .providerTimeout,
        .providerServerError, .providerUnreachable, .assertionFailed, .lintError, .testError,
        .noTests,
    ]
}
