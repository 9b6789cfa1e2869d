/// The defaults of `config/`, held by the program so that starting it reads no YAML.
///
/// The values are in `BuiltInValues.swift`, which ``source(models:autopack:)`` writes; a test
/// compares the two.
package enum BuiltIn {
    /// One value under its key.
    struct Row: Sendable {
        enum Value: Sendable {
            case word(String)
            case words([String])
            /// A mapping without a key.
            case nothing
        }

        var path: [String]
        var value: Value

        init(_ path: [String], _ value: Value) {
            self.path = path
            self.value = value
        }
    }

    /// All defaults as one mapping.
    static func tree() -> Node {
        var root = Node(.map([]), origin: .builtIn("config/models.yaml"))
        for row in models { root.insert(row, origin: .builtIn("config/models.yaml")) }
        for row in autopack { root.insert(row, origin: .builtIn("config/autopack.yaml")) }
        return root
    }

    /// Writes `BuiltInValues.swift` for the files of `config/`.
    ///
    /// - Throws: ``SettingsError`` where a file is not YAML or says something illegal.
    package static func source(
        models: [UInt8], autopack: [UInt8]
    ) throws(SettingsError) -> String {
        var text =
            "// The values of config/*.yaml. AUTOPACK_UPDATE_GOLDEN=1 swift test writes it.\n"
        text += "\nextension BuiltIn {\n"
        let files = [
            ("models", models, ConfigurationShape.models),
            ("autopack", autopack, ConfigurationShape.autopack),
        ]
        for (name, bytes, section) in files {
            let operation = "read config/\(name).yaml"
            var inspection = Inspection()
            inspection.isLayer = true
            let root = try Document.read(bytes, name: "config/\(name).yaml", operation: operation)
                .flatMap { inspection.usable($0, as: .section(section), path: "") }
            guard let root, inspection.findings.isEmpty else {
                throw SettingsError(
                    code: .invalid, operation: operation, findings: inspection.findings)
            }
            text += "    // swift-format-ignore\n    static let \(name): [Row] = [\n"
            for row in rows(root, path: []) { text += "        \(row),\n" }
            text += "    ]\n" + (name == "models" ? "\n" : "")
        }
        return text + "}\n"
    }

    private static func rows(_ node: Node, path: [String]) -> [String] {
        func row(_ value: String) -> [String] { ["Row(\(literal(path)), \(value))"] }
        switch node.content {
        case .scalar(let text, _): return row(".word(\(literal(text)))")
        case .list(let items): return row(".words(\(literal(items.compactMap(\.text))))")
        case .map(let entries):
            if entries.isEmpty { return row(".nothing") }
            return entries.flatMap { rows($0.value, path: path + [$0.key]) }
        }
    }

    private static func literal(_ words: [String]) -> String {
        "[\(words.map(literal).joined(separator: ", "))]"
    }

    private static func literal(_ text: String) -> String { String(reflecting: text) }
}

extension Node {
    fileprivate mutating func insert(_ row: BuiltIn.Row, origin: Origin) {
        let value: Content =
            switch row.value {
            case .word(let text): .scalar(text, plain: true)
            case .words(let words):
                .list(words.map { Node(.scalar($0, plain: true), origin: origin) })
            case .nothing: .map([])
            }
        set(row.path, Node(value, origin: origin))
    }
}
