import RunModel

/// The go command, its compiler, vet, and what a crashed program prints.
struct GoSigns: SignReader {
    let words = [
        ".go:", "go: ", "panic: ", "import cycle not allowed", "main module", "fatal error: all ",
        "--- FAIL: ", "is not in std", "is not in GOROOT", "go.mod:",
        "build constraints exclude",
    ]

    func read(_ line: LogLine) -> Sign? {
        let text = line.text
        if text.hasPrefix("panic: ") {
            let message = text.replacing(" [recovered]", with: "")
            let isFile = message.contains("no such file or directory")
            let isType = message.contains("interface conversion: ")
            return line.sign(
                isFile ? .fileNotFound : isType ? .typeError : .testError, message)
        }
        if text.hasPrefix("--- FAIL: Example"), line.below(1).first == "got:" {
            let told = line.below(20).prefix { $0 != "FAIL" && !$0.hasPrefix("--- ") }
            return line.sign(.assertionFailed, told.joined(separator: " "), place: .none)
        }
        if let match = Self.moduleFile.first(in: text) {
            return line.sign(
                .syntaxError,
                place: .known(file: String(match.1), line: Int(match.2)))
        }
        if text.contains("build constraints exclude all Go files") {
            return line.sign(.buildError, place: .none)
        }
        if text.hasPrefix("fatal error: all goroutines") { return line.sign(.testError) }
        if text.contains("import cycle not allowed") {
            return line.sign(.importError, place: .none)
        }
        if text.contains("go.mod file not found") || text.contains("cannot find main module")
            || text.contains("does not contain main module")
        {
            return line.sign(.fileNotFound, place: .none)
        }
        if text.hasPrefix("go: "), GoSigns.missing.contains(where: { text.contains($0) }) {
            return line.sign(.missingDependency, place: .none)
        }
        guard let match = Self.diagnostic.first(in: text) else {
            return nil
        }
        let message = String(match.3)
        let place = Sign.Place.known(file: String(match.1), line: Int(match.2))
        // Four blanks, a place and a message are what a test says itself.
        if line.line.hasPrefix("    ") {
            return GoSigns.isInFailure(line)
                ? line.sign(.assertionFailed, message, place: place) : nil
        }
        return line.sign(GoSigns.category(message, line), message, place: place)
    }

    private static func isInFailure(_ line: LogLine) -> Bool {
        guard line.line.contains("_test.go:") else { return false }
        // Plain output has the verdict above, with -v it comes below.
        let around = Array(line.above(200)) + line.below(200)
        return around.contains { $0.contains("--- FAIL: ") }
    }

    private static func category(_ message: String, _ line: LogLine) -> FailureCategory {
        if missing.contains(where: { message.contains($0) }) { return .missingDependency }
        if let found = phrases.first(where: { message.contains($0.0) }) { return found.1 }
        if line.isCommand("vet", "golangci-lint", "staticcheck", "golint") { return .lintError }
        return .buildError
    }

    private static let missing = [
        "no required module provides package", "cannot find module providing package",
        "missing go.sum entry", "updates to go.mod needed", "module lookup disabled",
        "cannot find module", "unknown revision",
    ]

    private static let phrases: [(String, FailureCategory)] = [
        ("is not in GOROOT", .importError), ("is not in std", .importError),
        ("imported and not used", .importError), ("imported as", .importError),
        ("could not import", .importError), ("cannot find package", .importError),
        ("use of internal package", .importError),
        ("undefined (type", .typeError), ("undefined: ", .undefinedVariable),
        ("undeclared name", .undefinedVariable), ("not declared by package", .undefinedVariable),
        ("not exported by package", .undefinedVariable),
        ("syntax error", .syntaxError), ("expected ", .syntaxError),
        ("not terminated", .syntaxError), ("invalid character", .syntaxError),
        ("cannot use", .typeError), ("mismatched types", .typeError),
        ("not enough arguments", .typeError), ("too many arguments", .typeError),
        ("cannot convert", .typeError), ("invalid operation", .typeError),
        ("has no field or method", .typeError), ("return values", .typeError),
        ("does not implement", .typeError), ("non-boolean", .typeError),
        ("invalid argument", .typeError), ("assignment mismatch", .typeError),
        ("cannot infer", .typeError), ("non-function", .typeError), ("is not a type", .typeError),
    ]

    // MARK: Patterns

    private static let moduleFile = Pattern(
        /(go\.(?:mod|work)):(\d+):/)
    private static let diagnostic = Pattern(
        /^(?:vet: )?(\S+?\.go):(\d+)(?::\d+)?: (.+)$/)
}
