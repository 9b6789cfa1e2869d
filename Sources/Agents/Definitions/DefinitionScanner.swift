/// Finds definitions by what lines begin with, where no parser is at hand.
///
/// What is in comments and in texts of several lines is passed over as far as that can be told
/// line by line. A wrong guess costs a line of a map, nothing else.
package enum DefinitionScanner {
    /// The definitions of a file, in order.
    package static func definitions(in bytes: [UInt8], _ language: Language) -> [Definition] {
        var scan = Scan(language)
        var found: [Definition] = []
        var start = 0
        while start < bytes.count, found.count < Definition.fileLimit {
            let end = bytes[start...].firstIndex(of: 0x0a) ?? bytes.count
            // A line of more is data.
            let line = bytes[start..<min(end, start + 1000)]
            if let name = scan.name(in: line) { found.append(Definition(name: name, line: line)) }
            start = end + 1
        }
        return found
    }
}

private struct Scan {
    private let language: Language
    private let rules: Rules
    /// What ends the comment or text that we are in.
    private var closing: [UInt8]?

    init(_ language: Language) {
        self.language = language
        rules = Rules.of(language)
    }

    /// The name that a line defines.
    mutating func name(in line: ArraySlice<UInt8>) -> String? {
        let text = line.drop { $0 == 0x20 || $0 == 0x09 }
        let isIndented = text.count < line.count
        if let end = closing {
            if text.contains(end) { closing = nil }
            return nil
        }
        guard let first = text.first else { return nil }
        if let opening = rules.openings.first(where: { text.starts(with: $0.open) }) {
            if !text.dropFirst(opening.open.count).contains(opening.close) {
                closing = opening.close
            }
            return nil
        }
        if rules.comments.contains(where: { text.starts(with: $0) }) { return nil }
        defer { openText(in: text) }
        guard Words.isStart(first) || first == UInt8(ascii: "#") || first == UInt8(ascii: "@")
        else { return nil }
        var words = Words(text)
        while let word = words.next() {
            if let follower = rules.keywords[word] {
                if follower == .outermost, isIndented { return nil }
                return name(after: follower, &words)
            }
            if rules.modifiers.contains(word) {
                words.skipParentheses()
                continue
            }
            return function(from: text, isIndented: isIndented)
        }
        return nil
    }

    /// A text of several lines that begins behind something, as `x = """`.
    private mutating func openText(in text: ArraySlice<UInt8>) {
        guard closing == nil else { return }
        for opening in rules.openings where opening.opensAnywhere {
            var count = 0
            var rest = text
            while let place = rest.firstRange(of: opening.open) {
                count += 1
                rest = rest[place.upperBound...]
            }
            if opening.open == opening.close {
                if count % 2 == 1 { closing = opening.close }
            } else if count > 0, !rest.contains(opening.close) {
                closing = opening.close
            }
            if closing != nil { return }
        }
    }

    private func name(after follower: Rules.Follower, _ words: inout Words) -> String? {
        if follower == .receiver { words.skipParentheses() }
        guard var name = words.next() else { return nil }
        if language == .ruby, name == "self", words.takes(UInt8(ascii: ".")) {
            name = words.next() ?? name
        }
        // `enum class Name`, `class func name`.
        if rules.keywords[name] != nil { name = words.next() ?? name }
        if follower == .assigned, !words.rest.contains(UInt8(ascii: "=")) { return nil }
        return name.utf8.allSatisfy(Words.isPart) ? name : nil
    }

    /// `int main(void) {`, `render() {`, `name() {`: a name before a parenthesis that is no call.
    private func function(from text: ArraySlice<UInt8>, isIndented: Bool) -> String? {
        guard let paren = text.firstIndex(of: UInt8(ascii: "(")) else { return nil }
        let head = text[..<paren]
        var end = text
        while let byte = end.last, byte == 0x20 || byte == 0x09 || byte == 0x0d {
            end = end.dropLast()
        }
        let opensBody = end.last == UInt8(ascii: "{")
        switch language {
        case .shell:
            guard text[paren...].starts(with: Array("()".utf8)) else { return nil }
        case .c:
            guard !isIndented, end.last != UInt8(ascii: ";"), head.contains(0x20),
                head.first != UInt8(ascii: "#")
            else { return nil }
        case .java, .javaScript:
            guard isIndented, opensBody else { return nil }
            if language == .java { guard head.contains(0x20) else { return nil } }
        default: return nil
        }
        guard !head.contains(UInt8(ascii: "=")), !head.contains(UInt8(ascii: ".")) else {
            return nil
        }
        var name = head
        while name.last == 0x20 { name = name.dropLast() }
        let start = name.lastIndex { !Words.isPart($0) }.map { $0 + 1 } ?? name.startIndex
        let word = String(decoding: name[start...], as: UTF8.self)
        guard !word.isEmpty, !Rules.control.contains(word) else { return nil }
        return word
    }
}

/// The words at the beginning of a line.
private struct Words {
    private(set) var rest: ArraySlice<UInt8>

    init(_ text: ArraySlice<UInt8>) { rest = text }

    static func isStart(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "_") || byte == UInt8(ascii: "$") || byte >= 0x80
            || (0x41...0x5a).contains(byte & 0xDF)
    }

    static func isPart(_ byte: UInt8) -> Bool { isStart(byte) || (0x30...0x39).contains(byte) }

    mutating func next() -> String? {
        rest = rest.drop { byte in
            byte == 0x20 || byte == 0x09 || byte == UInt8(ascii: "*") || byte == UInt8(ascii: "&")
        }
        if let first = rest.first, first == UInt8(ascii: "@") || first == UInt8(ascii: "#") {
            let word = rest.prefix(1) + rest.dropFirst().prefix(while: Words.isPart)
            rest = rest.dropFirst(word.count)
            return String(decoding: word, as: UTF8.self)
        }
        let word = rest.prefix(while: Words.isPart)
        guard !word.isEmpty else { return nil }
        rest = rest.dropFirst(word.count)
        if rest.first == UInt8(ascii: "!") { rest = rest.dropFirst() }
        return String(decoding: word, as: UTF8.self)
    }

    /// Passes over `(…)` that stands next.
    mutating func skipParentheses() {
        let text = rest.drop { $0 == 0x20 }
        guard text.first == UInt8(ascii: "("), let end = text.firstIndex(of: UInt8(ascii: ")"))
        else { return }
        rest = text[(end + 1)...]
    }

    mutating func takes(_ byte: UInt8) -> Bool {
        guard rest.first == byte else { return false }
        rest = rest.dropFirst()
        return true
    }
}

/// What definitions begin with in a language.
private struct Rules {
    enum Follower {
        case name
        /// Only outermost: inside, it is a variable.
        case outermost
        /// Go's receiver may stand before the name.
        case receiver
        /// Only where something is assigned.
        case assigned
    }

    struct Opening {
        var open: [UInt8]
        var close: [UInt8]
        var opensAnywhere: Bool
    }

    var keywords: [String: Follower]
    var modifiers: Set<String> = []
    var comments: [[UInt8]] = []
    var openings: [Opening] = []

    static let control: Set<String> = [
        "if", "for", "while", "switch", "catch", "return", "else", "do", "try", "new", "await",
        "throw", "function", "with", "using", "synchronized", "sizeof", "defined", "case",
    ]

    private static let slashes = [Array("//".utf8)]
    private static let hash = [Array("#".utf8)]
    private static let block = Opening(
        open: Array("/*".utf8), close: Array("*/".utf8), opensAnywhere: true)

    static func of(_ language: Language) -> Rules { table[language] ?? Rules(keywords: [:]) }

    private static func names(_ words: String...) -> [String: Follower] {
        Dictionary(uniqueKeysWithValues: words.map { ($0, Follower.name) })
    }

    private static let table: [Language: Rules] = [
        .python: Rules(
            keywords: names("def", "class"), modifiers: ["async"], comments: hash,
            openings: ["\"\"\"", "'''"].map { mark in
                Opening(open: Array(mark.utf8), close: Array(mark.utf8), opensAnywhere: true)
            }),
        .javaScript: Rules(
            keywords: names(
                "function", "class", "interface", "enum", "namespace", "type"
            ).merging(["const": .outermost, "let": .outermost, "var": .outermost]) { $1 },
            modifiers: [
                "export", "default", "async", "abstract", "declare", "public", "private",
                "protected", "static", "readonly", "get", "set",
            ], comments: slashes, openings: [block]),
        .go: Rules(
            keywords: [
                "func": .receiver, "type": .outermost, "var": .outermost, "const": .outermost,
            ],
            comments: slashes, openings: [block]),
        .rust: Rules(
            keywords: names(
                "fn", "struct", "enum", "trait", "mod", "type", "static", "union", "macro_rules"),
            modifiers: ["pub", "async", "unsafe", "extern", "const", "default"],
            comments: slashes, openings: [block]),
        .swift: Rules(
            keywords: names(
                "func", "class", "struct", "enum", "protocol", "actor", "extension", "typealias",
                "macro"
            ).merging(["let": .outermost, "var": .outermost]) { $1 },
            modifiers: [
                "public", "package", "internal", "fileprivate", "private", "open", "static",
                "final", "indirect", "mutating", "nonmutating", "override", "convenience",
                "required", "lazy", "weak", "nonisolated", "isolated", "consuming", "borrowing",
                "async", "infix", "prefix", "postfix", "@main", "@MainActor", "@discardableResult",
                "@Test", "@inlinable", "@frozen", "@objc", "@available",
            ], comments: slashes, openings: [block]),
        .java: Rules(
            keywords: names("class", "interface", "enum", "record", "@interface"),
            modifiers: [
                "public", "private", "protected", "static", "final", "abstract", "sealed",
                "strictfp", "non",
            ], comments: slashes, openings: [block]),
        .kotlin: Rules(
            keywords: names("class", "interface", "object", "fun", "typealias")
                .merging(["val": .outermost, "var": .outermost]) { $1 },
            modifiers: [
                "public", "private", "protected", "internal", "open", "abstract", "final",
                "sealed", "data", "enum", "annotation", "inline", "suspend", "override",
                "operator", "infix", "tailrec", "companion", "const", "lateinit", "value", "inner",
            ], comments: slashes, openings: [block]),
        .c: Rules(
            keywords: names("class", "namespace", "#define").merging([
                "struct": .outermost, "union": .outermost, "enum": .outermost,
            ]) { $1 },
            modifiers: ["typedef", "template", "export"], comments: slashes, openings: [block]),
        .ruby: Rules(
            keywords: names("def", "class", "module"), modifiers: ["private", "protected"],
            comments: hash,
            openings: [
                Opening(
                    open: Array("=begin".utf8), close: Array("=end".utf8), opensAnywhere: false)
            ]),
        .shell: Rules(keywords: names("function"), comments: hash),
    ]
}
