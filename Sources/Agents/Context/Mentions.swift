/// What a text may name: paths, files, identifiers, lines of files.
package struct Mentions: Sendable {
    /// Words that could be paths or names of files.
    package private(set) var paths: Set<String> = []
    /// Words that could be names in code, or of files without their ending.
    package private(set) var identifiers: Set<String> = []
    /// The lines of a file that stand behind its path, as in `a.py:12`.
    package private(set) var lines: [String: Set<Int>] = [:]

    /// Looks at the beginning of a longer text, and no further than ``limitBytes``.
    package init(_ texts: String...) {
        for text in texts {
            read(text.utf8.count > Mentions.limitBytes ? Mentions.cut(text) : text)
        }
    }

    /// As much of a text as is looked at.
    package static let limitBytes = 256 << 10

    private static func cut(_ text: String) -> String {
        String(decoding: text.utf8.prefix(limitBytes), as: UTF8.self)
    }

    private mutating func read(_ text: String) {
        for word in text.split(whereSeparator: Mentions.isSeparator) {
            readPath(word)
            readIdentifiers(word)
        }
    }

    /// `./src/a.py:12:3:` names a path and a line of it.
    private mutating func readPath(_ word: Substring) {
        let parts = word.split(separator: ":", omittingEmptySubsequences: true)
        guard var path = parts.first else { return }
        while path.last == "." { path.removeLast() }
        while path.hasPrefix("./") { path = path.dropFirst(2) }
        guard path.contains(".") || path.contains("/"), path.count < 1000 else { return }
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        let text = String(path)
        paths.insert(text)
        if parts.count > 1 {
            // `12`, and `12-40` for all from the one to the other.
            let numbers = parts[1].split(separator: "-").map { Int($0) ?? 0 }
            for number in numbers.prefix(2) where number > 0 {
                lines[text, default: []].insert(number)
            }
        }
    }

    private mutating func readIdentifiers(_ word: Substring) {
        for name in word.split(whereSeparator: { !Mentions.isNamePart($0) }) {
            guard (3...80).contains(name.utf8.count), let first = name.unicodeScalars.first,
                !(0x30...0x39).contains(first.value)
            else { continue }
            identifiers.insert(String(name))
        }
    }

    /// Lines from the least to the greatest that a path is mentioned with, as in `a.py:10-40`.
    func range(of path: String) -> Set<Int> {
        guard let lines = lines[path], let first = lines.min(), let last = lines.max(),
            last - first < 5000
        else { return lines[path] ?? [] }
        return Set(first...last)
    }

    /// Words that tell one thing from another: long, or not plain lower case.
    package var tellingIdentifiers: Set<String> {
        identifiers.filter { word in
            word.utf8.count >= 5 && !Mentions.common.contains(word.lowercased())
                || word.utf8.contains(UInt8(ascii: "_"))
                || word.dropFirst().contains(where: \.isUppercase)
        }
    }

    static func isNamePart(_ character: Character) -> Bool {
        character == "_" || character.isLetter || character.isNumber
    }

    private static func isSeparator(_ character: Character) -> Bool {
        character.isWhitespace || "\"'`()[]{}<>,;=!?*|…".contains(character)
    }

    /// Words of goals that are names of files everywhere.
    private static let common: Set<String> = [
        "index", "tests", "should", "which", "where", "there", "these", "those", "other", "after",
        "before", "while", "return", "returns", "false", "function", "functions", "class",
        "method", "methods", "value", "values", "files", "error", "errors", "default", "first",
        "second", "string", "number", "add", "change", "write", "print", "using", "their", "about",
        "every", "never", "still", "again", "against", "without", "exist", "existing",
    ]
}
