/// A language whose tests are read.
package enum TestLanguage: String, Sendable, CaseIterable {
    case python, javaScript, go, rust, swift, java, kotlin, c, ruby

    /// Tells the language by the ending of a path; nil where none of these is meant.
    package init?(path: String) {
        let name = path.split(separator: "/").last ?? ""
        guard let dot = name.lastIndex(of: ".") else { return nil }
        guard let language = Self.endings[name[name.index(after: dot)...].lowercased()] else {
            return nil
        }
        self = language
    }

    private static let endings: [String: TestLanguage] = [
        "py": .python, "pyi": .python, "pyw": .python,
        "js": .javaScript, "mjs": .javaScript, "cjs": .javaScript, "jsx": .javaScript,
        "ts": .javaScript, "mts": .javaScript, "cts": .javaScript, "tsx": .javaScript,
        "go": .go, "rs": .rust, "swift": .swift, "java": .java, "kt": .kotlin, "kts": .kotlin,
        "c": .c, "h": .c, "cc": .c, "cpp": .c, "cxx": .c, "hpp": .c, "hh": .c, "ipp": .c,
        "m": .c, "mm": .c, "rb": .ruby,
    ]

    /// Blocks are told by indentation: in Python by its grammar, in Ruby by everybody's habit.
    var isIndented: Bool { self == .python || self == .ruby }

    /// Says whether the usual runners look for tests in a file of this path.
    ///
    /// Where they take what the build lists (Rust, Swift, C), every path will do.
    func collects(_ path: String) -> Bool {
        let parts = path.split(separator: "/")
        guard let name = parts.last else { return false }
        let stem = name[..<(name.lastIndex(of: ".") ?? name.endIndex)]
        return switch self {
        case .python:
            stem.hasPrefix("test") || stem.hasSuffix("_test") || stem.hasSuffix("_tests")
        case .javaScript:
            stem.hasSuffix(".test") || stem.hasSuffix(".spec") || stem.hasSuffix("-test")
                || stem.hasSuffix("_test") || stem.hasSuffix("_spec") || stem.hasPrefix("test")
                || parts.contains("__tests__") || parts.contains("test") || parts.contains("tests")
                || parts.contains("spec")
        case .go: stem.hasSuffix("_test")
        case .ruby:
            stem.hasSuffix("_test") || stem.hasSuffix("_spec") || stem.hasPrefix("test_")
        case .java:
            stem.hasPrefix("Test") || stem.hasSuffix("Test") || stem.hasSuffix("Tests")
                || stem.hasSuffix("TestCase") || stem.hasSuffix("IT") || stem.hasSuffix("Spec")
        case .rust, .swift, .kotlin, .c: true
        }
    }
}
