import RunModel

/// Exceptions that nobody caught, by their names: `x.y.NameError: message`.
///
/// A name alone may be printed by a program that is well; it counts in full where a trace stands
/// beside it, or the mark of a test program.
struct ExceptionSigns: SignReader {
    let words = [
        "rror", "xception", "ailure", "ENOENT", "ERR_", "MODULE_NOT_FOUND", "Failed: ",
        "KeyboardInterrupt", "StopIteration", "SystemExit", "exit status",
    ]

    func read(_ line: LogLine) -> Sign? {
        var text = line.text
        for wrapper in [
            "Exception in thread ", "Caused by: ", "Uncaught ", "[cause]: ", "=> ", "[",
        ]
        where text.hasPrefix(wrapper) {
            text = String(text.dropFirst(wrapper.count))
            if wrapper == "Exception in thread " {
                text = String(text.split(separator: "\" ", maxSplits: 1).last ?? "")
            }
        }
        // Wrappers that a better line follows.
        if text.hasPrefix("ImportError while importing")
            || text.hasPrefix("ImportError: Failed to import test module")
            || text.hasPrefix("ImportError while loading conftest")
        {
            return nil
        }
        let name = Self.leadingName(of: text)
        guard !name.isEmpty else { return nil }
        let isConfirmed = Self.isConfirmed(line, name)
        if let category = Self.category(of: name, message: text) {
            return line.sign(category, text, isVague: !isConfirmed)
        }
        guard isConfirmed, Self.isException(name) else { return nil }
        return line.sign(.testError, text)
    }

    private static func isException(_ name: String) -> Bool {
        name.hasSuffix("Error") || name.hasSuffix("Exception") || name.hasSuffix("Failure")
            || name == "Failed" || name == "ExceptionGroup" || name == "Error"
            || ["KeyboardInterrupt", "StopIteration", "SystemExit"].contains(name)
    }

    /// The name of an exception at the beginning of a line, without its module.
    private static func leadingName(of text: String) -> String {
        let head = text.prefix { $0.isLetter || $0.isNumber || "._:$".contains($0) }
        guard head.hasSuffix(":") || head.count == text.count || text.hasPrefix(head + " [") else {
            return ""
        }
        let name = head.split(separator: ":").first ?? ""
        return name.split { $0 == "." || $0 == "$" }.last.map(String.init) ?? ""
    }

    private static func isConfirmed(_ line: LogLine, _ name: String) -> Bool {
        if line.line.hasPrefix("E  ") || line.text.hasPrefix("=> ") { return true }
        if line.text.hasPrefix("Exception in thread") || line.text.hasPrefix("Caused by: ") {
            return true
        }
        // Node shows the properties of what was thrown.
        if line.text.hasSuffix(" {"), line.below(6).contains(where: { $0.contains("code: '") }) {
            return true
        }
        // JavaScript and the JVM: frames below; node also prints properties before them.
        if line.below(8).contains(where: { below in
            let text = LogLine.bare(below)
            return text.hasPrefix("at ") || text.hasPrefix("❯ ")
        }) {
            return true
        }
        // Python: frames and source above, up to the heading of the trace.
        let above = line.above(12).prefix { !$0.allSatisfy(\.isWhitespace) }
        return above.contains { above in
            let text = LogLine.bare(above)
            return text.hasPrefix("File \"") || text.hasPrefix("Traceback (")
                || text.hasPrefix("^")
        }
    }

    /// The category of an exception, by name; nil where the name says no more than that a test
    /// failed.
    static func category(of name: String, message: String = "") -> FailureCategory? {
        switch name {
        case "IndentationError", "TabError": .indentationError
        case "SyntaxError": .syntaxError
        case "ImportError", "ModuleNotFoundError", "LoadError", "MODULE_NOT_FOUND",
            "ERR_MODULE_NOT_FOUND", "ClassNotFoundException", "NoClassDefFoundError":
            .importError
        case "NameError", "UnboundLocalError", "ReferenceError": .undefinedVariable
        case "TypeError", "AttributeError", "NoMethodError", "ClassCastException",
            "NoSuchMethodError", "NoSuchFieldError":
            .typeError
        case "FileNotFoundError", "NotADirectoryError", "ENOENT", "NoSuchFileException",
            "FileNotFoundException", "IsADirectoryError":
            .fileNotFound
        case "AssertionError", "AssertionFailedError", "ERR_ASSERTION", "ComparisonFailure",
            "MultipleFailuresError":
            .assertionFailed
        case "PermissionError", "AccessDeniedException": .sandboxDenied
        case "Error":
            message.hasPrefix("Error: ENOENT:") ? .fileNotFound : nil
        default: nil
        }
    }
}
