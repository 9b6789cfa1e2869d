/// A file of the tree, as the rules look at it.
struct SourceFile: Sendable {
    /// Relative to the package's root.
    let path: String
    /// The lines as they are written.
    let lines: [String]
    /// The same lines by kind of text; of files in other languages everything is code.
    let layers: Layers

    init(path: String, text: String) {
        self.path = path
        // By bytes: "\r\n" is one character and would hide its line end.
        lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        let hasLayers = [".swift", ".c", ".h"].contains { path.hasSuffix($0) }
        layers = hasLayers ? Layers(of: text) : Layers(code: lines, comments: [], literals: [])
    }

    /// The folder below `Sources`, which is the module's name; nil elsewhere.
    var module: Substring? {
        let parts = path.split(separator: "/")
        return parts.count > 2 && parts[0] == "Sources" ? parts[1] : nil
    }

    var isSwift: Bool { path.hasSuffix(".swift") }
    var isTest: Bool { path.hasPrefix("Tests/") }

    /// The modules that a Swift file imports, with the numbers of the lines that do.
    var imports: [(module: String, line: Int)] {
        guard isSwift else { return [] }
        return layers.code.enumerated().compactMap { index, code in
            let words = code.split(whereSeparator: { $0 == " " || $0 == ";" })
            guard let position = words.firstIndex(of: "import"), position < 4 else { return nil }
            let kinds: [Substring] = ["struct", "class", "enum", "protocol", "func", "var", "let"]
            let name = words[(position + 1)...].drop { kinds.contains($0) }.first
            return name.map { (String($0.prefix { $0 != "." }), index + 1) }
        }
    }
}
