/// The lines of a Swift or C source by kind of text, so that a word in a comment or in a string is
/// not taken for code.
///
/// Reads comments (nested), strings of one and of several lines, and raw strings. Code inside an
/// interpolation counts as part of its string.
struct Layers: Sendable {
    /// What the compiler sees; strings are left as `""`.
    var code: [String]
    var comments: [String]
    /// What stands in strings: one text for each string of the line, and more where a string goes
    /// over lines or around strings of its own.
    var literals: [[String]]

    init(code: [String], comments: [String], literals: [[String]]) {
        self.code = code
        self.comments = comments
        self.literals = literals
    }

    init(of text: String) {
        var scanner = LayerScanner(text)
        scanner.scan()
        self = scanner.layers
    }
}

private struct LayerScanner {
    var layers = Layers(code: [], comments: [], literals: [])
    private let bytes: [UInt8]
    private var position = 0
    private var code: [UInt8] = []
    private var comment: [UInt8] = []
    private var literals: [[UInt8]] = []

    init(_ text: String) { bytes = Array(text.utf8) }

    mutating func scan() {
        while position < bytes.count {
            let byte = bytes[position]
            // Most bytes begin nothing: they are told apart before anything is compared.
            switch byte {
            case UInt8(ascii: "/") where next == UInt8(ascii: "/"): scanLineComment()
            case UInt8(ascii: "/") where next == UInt8(ascii: "*"): scanBlockComment()
            case newline:
                position += 1
                endLine()
            case quote, UInt8(ascii: "#"):
                if let hashes = hashesBeforeQuote() {
                    scanString(hashes: hashes)
                } else {
                    fallthrough
                }
            default:
                code.append(byte)
                position += 1
            }
        }
        endLine()
    }

    private mutating func scanLineComment() {
        let rest = bytes[position...]
        let end = rest.firstIndex(of: newline) ?? bytes.count
        comment += rest[..<end]
        position = end
    }

    private mutating func scanBlockComment() {
        var depth = 0
        repeat {
            if starts(with: "/*") {
                depth += 1
                position += 2
            } else if starts(with: "*/") {
                depth -= 1
                position += 2
            } else if bytes[position] == newline {
                position += 1
                endLine()
            } else {
                comment.append(bytes[position])
                position += 1
            }
        } while depth > 0 && position < bytes.count
    }

    /// How many `#` a string that begins here has; nil where none begins.
    private func hashesBeforeQuote() -> Int? {
        var end = position
        while end < bytes.count, bytes[end] == UInt8(ascii: "#") { end += 1 }
        return end < bytes.count && bytes[end] == quote ? end - position : nil
    }

    private mutating func scanString(hashes: Int) {
        code += Array("\"\"".utf8)
        literals.append([])
        position += hashes
        let quotes = starts(with: "\"\"\"") ? 3 : 1
        position += quotes
        let hashMarks = [UInt8](repeating: UInt8(ascii: "#"), count: hashes)
        let end = [UInt8](repeating: quote, count: quotes) + hashMarks
        let escape = [UInt8(ascii: "\\")] + hashMarks
        while position < bytes.count, !starts(with: end) {
            if starts(with: escape + Array("(".utf8)) {
                position += escape.count
                scanInterpolation()
            } else if starts(with: escape),
                bytes.dropFirst(position + escape.count).first != newline
            {
                position += escape.count
                takeLiteral()
            } else if bytes[position] == newline {
                // A string of one line that is not closed: let the next line begin anew.
                if quotes == 1 { return }
                position += 1
                endLine()
                literals.append([])
            } else {
                takeLiteral()
            }
        }
        position = min(position + end.count, bytes.count)
    }

    /// Passes over a parenthesis in a string, with the strings inside it.
    private mutating func scanInterpolation() {
        var depth = 0
        repeat {
            if let hashes = hashesBeforeQuote() {
                scanString(hashes: hashes)
                literals.append([])
                continue
            }
            switch bytes[position] {
            case UInt8(ascii: "("): depth += 1
            case UInt8(ascii: ")"): depth -= 1
            case newline: return
            default: break
            }
            takeLiteral()
        } while depth > 0 && position < bytes.count
    }

    private mutating func takeLiteral() {
        guard position < bytes.count else { return }
        literals[literals.count - 1].append(bytes[position])
        position += 1
    }

    private mutating func endLine() {
        layers.code.append(String(decoding: code, as: UTF8.self))
        layers.comments.append(String(decoding: comment, as: UTF8.self))
        layers.literals.append(literals.map { String(decoding: $0, as: UTF8.self) })
        code.removeAll(keepingCapacity: true)
        comment.removeAll(keepingCapacity: true)
        literals.removeAll(keepingCapacity: true)
    }

    private func starts(with text: StaticString) -> Bool {
        text.withUTF8Buffer { starts(with: $0) }
    }

    private func starts(with wanted: some Collection<UInt8>) -> Bool {
        bytes[position...].starts(with: wanted)
    }

    private var next: UInt8? { position + 1 < bytes.count ? bytes[position + 1] : nil }
    private var newline: UInt8 { UInt8(ascii: "\n") }
    private var quote: UInt8 { UInt8(ascii: "\"") }
}
