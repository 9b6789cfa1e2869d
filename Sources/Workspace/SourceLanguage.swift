import Git

/// Which files of a tree a check is expected to load, and what breaks them.
enum SourceLanguage {
    private static let extensions: Set<String> = [
        "py", "pyx", "js", "mjs", "cjs", "jsx", "ts", "mts", "cts", "tsx", "vue", "svelte", "go",
        "rs", "swift", "java", "kt", "kts", "scala", "groovy", "rb", "php", "c", "h", "cc", "cpp",
        "cxx", "hpp", "hh", "m", "mm", "cs", "fs", "vb", "hs", "ml", "mli", "ex", "exs", "erl",
        "clj", "cljs", "lua", "pl", "pm", "r", "jl", "dart", "zig", "nim", "sh", "bash", "ps1",
    ]

    private static let testFolders: Set<String> = [
        "test", "tests", "__tests__", "spec", "specs", "testing", "testdata", "fixtures",
    ]

    /// A file with code, other than a test.
    static func isSource(_ path: TreePath) -> Bool {
        guard let text = path.text else { return false }
        var parts = text.split(separator: "/").map { $0.lowercased() }
        guard let name = parts.popLast(), parts.allSatisfy({ !testFolders.contains($0) }) else {
            return false
        }
        guard let dot = name.lastIndex(of: "."),
            extensions.contains(String(name[name.index(after: dot)...]))
        else { return false }
        let stem = name[..<dot]
        let isTest =
            stem.hasPrefix("test_") || stem.hasPrefix("test-") || stem == "test"
            || stem == "tests" || stem == "conftest" || stem.hasSuffix("_test")
            || stem.hasSuffix("-test") || stem.hasSuffix(".test") || stem.hasSuffix(".spec")
            || stem.hasSuffix("_spec")
            || path.text?.split(separator: "/").last.map(isTestType)
                ?? false
        return !isTest
    }

    /// `UserTests.swift`, `UserTest.java`: the capital tells them from `latest.js`.
    private static func isTestType(_ name: Substring) -> Bool {
        let stem = name.prefix { $0 != "." }
        return stem.hasSuffix("Test") || stem.hasSuffix("Tests") || stem.hasSuffix("Spec")
    }

    /// Text that no parser of these languages accepts, and that says what it is.
    static func poison(for path: TreePath) -> [UInt8] {
        let isPHP = path.bytes.suffix(4).elementsEqual(".php".utf8)
        // Outside of its mark anything is good PHP.
        return Array(
            ((isPHP ? "<?php " : "") + ")))}}}]]] this file cannot be parsed, on purpose (((\n")
                .utf8)
    }
}
