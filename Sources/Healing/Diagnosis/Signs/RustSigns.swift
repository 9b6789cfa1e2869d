import RunModel

/// rustc, cargo, clippy, rustfmt, and what a panic prints.
struct RustSigns: SignReader {
    let words = [
        "error[E", "error: ", "panicked at", "Diff in ", "test did not panic", "Error: ",
        "stdout ----",
    ]

    func read(_ line: LogLine) -> Sign? {
        let text = line.text
        if text.hasPrefix("error[E") { return line.sign(Self.coded(text)) }
        if line.line.hasPrefix("error: ") { return Self.uncoded(line) }
        if text.hasPrefix("thread '"), text.contains("panicked at") { return Self.panic(line) }
        if line.line.hasPrefix("Diff in ") {
            return line.sign(.lintError, "rustfmt: a file is not formatted")
        }
        if text.hasPrefix("note: test did not panic") {
            return line.sign(.assertionFailed, "test did not panic as expected")
        }
        if line.line.hasPrefix("Error: "), line.above(1).first?.hasSuffix(" stdout ----") == true {
            return line.sign(.testError, place: .none)
        }
        return nil
    }

    /// The codes of `rustc --explain`; what is not named here is no question of types.
    private static func coded(_ text: String) -> FailureCategory {
        let code = Int(text.dropFirst("error[E".count).prefix { $0.isNumber }) ?? 0
        return switch code {
        case 432, 433, 463, 460, 461, 462, 464: .importError
        case 583, 584: .fileNotFound
        case 405, 408, 411, 412, 422, 423, 424, 425, 426, 531, 532, 574, 576: .undefinedVariable
        case 23, 26, 27, 29, 33, 40, 44, 45, 46, 49, 50, 53, 54, 57, 60, 61, 69, 70, 71, 72, 107,
            117, 191, 200, 220, 221, 223, 225, 229, 271, 275, 276, 277, 282, 283, 308, 309, 310,
            317, 326, 369, 407, 437, 559, 560, 562, 565, 570, 571, 572, 593, 599, 600, 604, 605,
            606, 607, 608, 609, 610, 614, 615, 616, 618, 620, 631, 689, 728:
            .typeError
        default: .buildError
        }
    }

    private static func uncoded(_ line: LogLine) -> Sign? {
        let text = line.text
        let below = Array(line.below(14).prefix { !$0.isEmpty })
        let hasPlace = below.first.map { $0.contains("--> ") } ?? false
        if let phrase = phrases.first(where: { text.contains($0.0) }) {
            return line.sign(phrase.1, place: hasPlace ? .near : .none)
        }
        if text.contains("could not compile") { return line.sign(.buildError, isVague: true) }
        if text.hasPrefix("error: failed to"),
            line.below(10).contains(where: { $0.contains("No such file or directory") })
        {
            return line.sign(.fileNotFound, place: .none)
        }
        guard hasPlace else { return nil }
        if below.first?.contains(".toml:") == true { return line.sign(.syntaxError) }
        if below.contains(where: {
            $0.contains("clippy::") || $0.contains("implied by `-D ")
                || $0.contains("the lint level is")
        }) {
            return line.sign(.lintError)
        }
        if syntax.contains(where: { text.contains($0) }) { return line.sign(.syntaxError) }
        return line.sign(.buildError)
    }

    private static let syntax = [
        "expected", "unexpected", "delimiter", "unknown start of token", "unterminated",
        "character literal", "missing `", "format argument must", "invalid ",
    ]

    private static let phrases: [(String, FailureCategory)] = [
        ("no matching package", .missingDependency),
        ("failed to select a version", .missingDependency),
        ("failed to get `", .missingDependency), ("failed to load source", .missingDependency),
        ("no such command: `", .missingDependency), ("linker `", .missingDependency),
        ("is not installed for the toolchain", .missingDependency),
        ("could not find `Cargo.toml`", .fileNotFound), ("couldn't read ", .fileNotFound),
        ("can't find library", .fileNotFound), ("can't find bin", .fileNotFound),
        ("couldn't find test", .noTests), ("no test target named", .noTests),
        ("cannot find macro", .undefinedVariable), ("cannot find attribute", .undefinedVariable),
        ("cannot find derive macro", .undefinedVariable),
        ("linking with `", .buildError),
        ("failed to parse manifest", .syntaxError),
    ]

    /// Below the place stands the message; before 1.73 it stood in the line.
    private static func panic(_ line: LogLine) -> Sign {
        let old = Self.oldPanic.first(in: line.text).map { String($0.1) }
        let message = old ?? line.below(1).first.map { String($0) } ?? line.text
        if message.hasPrefix("assertion ") {
            let sides = line.below(3).dropFirst().map(LogLine.bare).filter {
                $0.hasPrefix("left: ") || $0.hasPrefix("right: ")
            }
            return line.sign(.assertionFailed, ([message] + sides).joined(separator: " "))
        }
        if message.contains("NotFound, message:") || message.contains("No such file or directory") {
            return line.sign(.fileNotFound, message)
        }
        if message.contains("PermissionDenied") || message.contains("ReadOnlyFilesystem") {
            return line.sign(.sandboxDenied, message)
        }
        if message.contains("StorageFull") { return line.sign(.diskFull, message) }
        return line.sign(.testError, message)
    }

    // MARK: Patterns

    private static let oldPanic = Pattern(
        /panicked at '(.*)', \S+$/)
}
