import Yams

/// Reads YAML, and JSON as the part of YAML that it is, into values that know their places.
///
/// The input may be a stranger's: its size, its depth and what its aliases unfold to are bounded.
/// The reader never sees an alias: each `*` is put out of its sight before and back in afterwards,
/// and aliases are unfolded here, where they are counted. (A key that is an alias to aliases would
/// otherwise be hashed for as long as it likes.)
struct Document {
    /// Bytes that are read at most.
    static let byteLimit = 1_048_576
    /// Values that a document may have, aliases unfolded.
    static let valueLimit = 100_000
    /// Lists and mappings inside one another, which nothing of ours needs more than six of.
    static let depthLimit = 64

    private let name: String
    private let operation: String
    /// Stands in for `*`; a character that the text does not have.
    private let star: Unicode.Scalar
    private var anchors: [String: (node: Node, values: Int)] = [:]
    private var values = 0
    private var findings: [Finding] = []

    /// Reads a document.
    ///
    /// - Parameters:
    ///   - bytes: UTF-8, with or without a byte order mark.
    ///   - name: The file as messages should name it.
    ///   - operation: What is being done, for the error.
    /// - Returns: nil where there is nothing but comments.
    static func read(
        _ bytes: [UInt8], name: String, operation: String
    ) throws(SettingsError) -> Node? {
        func failure(_ code: SettingsError.Code, line: Int, column: Int = 1, _ message: String)
            -> SettingsError
        {
            let origin = Origin.file(name: name, line: line, column: column)
            return SettingsError(
                code: code, operation: operation,
                findings: [Finding(origin: origin, key: "", message: message)])
        }
        guard bytes.count <= byteLimit else {
            throw failure(
                .tooLarge, line: 1, "has \(bytes.count) bytes; at most \(byteLimit) are read")
        }
        guard var text = String(validating: bytes, as: UTF8.self) else {
            throw failure(.notText, line: lineOfBadByte(bytes), "is not UTF-8 text")
        }
        if text.unicodeScalars.first == "\u{FEFF}" { text.unicodeScalars.removeFirst() }
        guard let star = Document.standIn(for: text) else {
            throw failure(.tooLarge, line: 1, "uses every character of the private use area")
        }
        text = Document.replacing("*", by: star, in: text)
        text = SurrogatePairs.joined(in: text)
        // The parser keeps a pointer into the text, which a short string would not have.
        text.reserveCapacity(64)
        let root: Node?
        var document = Document(name: name, operation: operation, star: star)
        do {
            let parser = try Parser(
                yaml: text, resolver: .basic, constructor: .default, encoding: .utf8)
            // Nodes refer weakly to their anchors, which the parser owns.
            root = try withExtendedLifetime(parser) {
                guard let node = try parser.singleRoot() else { return nil }
                return try document.convert(node, depth: 0)
            }
        } catch let error as SettingsError {
            throw error
        } catch let error as YamlError {
            let (line, column, message) = Document.explain(error, text: text)
            throw failure(
                .syntax, line: line, column: column, document.restored(message))
        } catch {
            throw failure(.syntax, line: 1, "\(error)")
        }
        guard document.findings.isEmpty else {
            throw SettingsError(code: .syntax, operation: operation, findings: document.findings)
        }
        return root
    }

    private init(name: String, operation: String, star: Unicode.Scalar) {
        self.name = name
        self.operation = operation
        self.star = star
    }

    private mutating func convert(_ node: Yams.Node, depth: Int) throws(SettingsError) -> Node {
        let origin = place(node)
        try count(1, at: origin)
        guard depth < Document.depthLimit else {
            throw SettingsError(
                code: .tooLarge, operation: operation,
                findings: [
                    Finding(
                        origin: origin, key: "",
                        message: "is nested deeper than \(Document.depthLimit) levels")
                ])
        }
        let before = values - 1
        let result: Node
        switch node {
        case .scalar(let scalar): result = try convert(scalar, origin: origin)
        case .sequence(let sequence):
            var items: [Node] = []
            for item in sequence { items.append(try convert(item, depth: depth + 1)) }
            result = Node(.list(items), origin: origin)
        case .mapping(let mapping):
            result = Node(.map(try convert(mapping, depth: depth)), origin: origin)
        case .alias:
            // Aliases are out of the reader's sight.
            result = Node(.scalar("", plain: true), origin: origin)
        }
        if let anchor = node.anchor { anchors[anchor.rawValue] = (result, values - before) }
        return result
    }

    private mutating func convert(
        _ scalar: Yams.Node.Scalar, origin: Origin
    ) throws(SettingsError) -> Node {
        let plain = scalar.style == .plain || scalar.style == .any
        let text = restored(scalar.string)
        guard plain, scalar.string.unicodeScalars.first == star else {
            return Node(.scalar(text, plain: plain), origin: origin)
        }
        guard let target = anchors[String(text.unicodeScalars.dropFirst())] else {
            findings.append(
                Finding(
                    origin: origin, key: "",
                    message: "\(text) begins with *, which YAML reads as an alias",
                    remedy: "put it in quotes: \"\(text)\""))
            return Node(.scalar(text, plain: false), origin: origin)
        }
        try count(target.values, at: origin)
        return target.node
    }

    private mutating func convert(
        _ mapping: Yams.Node.Mapping, depth: Int
    ) throws(SettingsError) -> [Node.Entry] {
        var entries: [Node.Entry] = []
        var merged: [Node.Entry] = []
        var names: Set<String> = []
        for (keyNode, valueNode) in mapping {
            let key = try convert(keyNode, depth: depth + 1)
            let value = try convert(valueNode, depth: depth + 1)
            guard case .scalar(let name, let plain) = key.content else {
                findings.append(
                    Finding(
                        origin: key.origin, key: "", message: "a key is \(key.found)",
                        legal: "text"))
                continue
            }
            if name == "<<", plain {
                for source in value.items.isEmpty ? [value] : value.items {
                    merged += source.entries
                }
            } else if !names.insert(name).inserted {
                findings.append(
                    Finding(
                        origin: key.origin, key: name, message: "is there twice",
                        remedy: "remove one"))
            } else {
                entries.append(Node.Entry(key: name, origin: key.origin, value: value))
            }
        }
        // What is written here stands before what is merged in, and the first merged one first.
        for entry in merged where names.insert(entry.key).inserted {
            entries.append(entry)
        }
        return entries
    }

    private mutating func count(_ more: Int, at origin: Origin) throws(SettingsError) {
        values += more
        guard values > Document.valueLimit else { return }
        throw SettingsError(
            code: .tooLarge, operation: operation,
            findings: [
                Finding(
                    origin: origin, key: "",
                    message: "unfolds to more than \(Document.valueLimit) values")
            ])
    }

    private func place(_ node: Yams.Node) -> Origin {
        .file(name: name, line: node.mark?.line ?? 1, column: node.mark?.column ?? 1)
    }

    private func restored(_ text: String) -> String {
        Document.replacing(star, by: "*", in: text)
    }
}

extension Document {
    /// A character of the private use area that the text does not have.
    private static func standIn(for text: String) -> Unicode.Scalar? {
        let area: ClosedRange<UInt32> = 0xE000...0xF8FF
        let used = Set(text.unicodeScalars.map(\.value).filter(area.contains))
        return area.first { !used.contains($0) }.flatMap(Unicode.Scalar.init)
    }

    private static func replacing(
        _ old: Unicode.Scalar, by new: Unicode.Scalar, in text: String
    ) -> String {
        guard text.unicodeScalars.contains(old) else { return text }
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { result.append(scalar == old ? new : scalar) }
        return String(result)
    }

    private static func lineOfBadByte(_ bytes: [UInt8]) -> Int {
        var decoder = UTF8()
        var source = bytes.makeIterator()
        var line = 1
        while case .scalarValue(let scalar) = decoder.decode(&source) {
            if scalar == "\n" { line += 1 }
        }
        return line
    }

    private static func explain(
        _ error: YamlError, text: String
    ) -> (line: Int, column: Int, message: String) {
        switch error {
        case .scanner(let context, let problem, let mark, _),
            .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            var message = problem
            if let context { message += " (\(context.text) of line \(context.mark.line))" }
            return (min(mark.line, YAMLLines.last(of: text)), mark.column, message)
        case .reader(let problem, let offset, let value, _):
            let before = text.prefix(offset ?? 0)
            let line = 1 + before.count { $0.isNewline }
            let column = 1 + before.reversed().prefix { !$0.isNewline }.count
            let code = value >= 0 ? " (U+\(String(value, radix: 16, uppercase: true)))" : ""
            return (line, column, problem + code)
        case .duplicatedKeysInMapping(let keys, let context):
            let names = keys.map { "'\($0)'" }.joined(separator: ", ")
            return (context.mark.line, context.mark.column, "the key \(names) is there twice")
        default:
            return (1, 1, "\(error)")
        }
    }
}
