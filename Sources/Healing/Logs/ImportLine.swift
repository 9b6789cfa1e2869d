/// Lines of source code that load a module.
package enum ImportLine {
    /// Whether a line of Python, JavaScript, TypeScript, Ruby, Rust, Go or Swift imports a module.
    ///
    /// - Parameter module: As an error names it: `yaml`, `a.b`, `left-pad`, `@scope/name`.
    package static func names(_ module: String, in line: String) -> Bool {
        let line = line.drop { $0 == " " || $0 == "\t" }
        let words = ["import", "from", "require", "use", "extern", "export", "const", "var", "let"]
        guard words.contains(where: { starts(line, with: $0) }) || line.hasPrefix("\""),
            let range = line.firstRange(of: module)
        else { return false }
        let before = line[..<range.lowerBound].last
        let after = line[range.upperBound...].first
        return !isPart(before) && !isPart(after)
    }

    private static func starts(_ line: Substring, with word: String) -> Bool {
        line.hasPrefix(word) && !isPart(line.dropFirst(word.count).first)
    }

    /// The character continues a name.
    private static func isPart(_ character: Character?) -> Bool {
        guard let character else { return false }
        return character.isLetter || character.isNumber || character == "_" || character == "-"
    }
}
