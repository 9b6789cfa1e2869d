#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif
import Testing

/// A rule about the text of the tree, with an example of what it forbids and of what it allows.
struct TidyRule: Sendable, CustomTestStringConvertible {
    /// What the rule wants, as a sentence that also says what to do.
    let text: String
    /// What breaks the rule in the files, each with its place.
    let findings: @Sendable (_ files: [SourceFile]) -> [Finding]
    /// Files that break the rule, each in its own way.
    let bad: [SourceFile]
    /// Files that together do not.
    let good: [SourceFile]

    var testDescription: String { text }

    /// A rule that looks at one file at a time.
    ///
    /// - Parameters:
    ///   - applies: Which files it is about.
    ///   - lines: The numbers, from 1, of the lines that break it.
    init(
        _ text: String, bad: [SourceFile], good: [SourceFile],
        where applies: @escaping @Sendable (SourceFile) -> Bool,
        lines: @escaping @Sendable (SourceFile) -> [Int]
    ) {
        self.init(text, bad: bad, good: good) { files in
            files.filter(applies).flatMap { file in
                lines(file).map { Finding(path: file.path, line: $0) }
            }
        }
    }

    /// A rule that looks at all files together.
    init(
        _ text: String, bad: [SourceFile], good: [SourceFile],
        findings: @escaping @Sendable ([SourceFile]) -> [Finding]
    ) {
        self.text = text
        self.bad = bad
        self.good = good
        self.findings = findings
    }
}

/// A place that breaks a rule.
struct Finding: Sendable, CustomStringConvertible {
    let path: String
    let line: Int
    var detail = ""

    var description: String { "\(path):\(line)\(detail.isEmpty ? "" : ": \(detail)")" }
}

extension SourceFile {
    /// The numbers of the lines whose code holds a piece of text that no word continues.
    func linesOfCode(with pieces: String...) -> [Int] {
        numbers(of: layers.code) { line in pieces.contains { line.holds($0) } }
    }

    /// The numbers, from 1, of the lines of a layer that a condition is true of.
    func numbers<Line>(of layer: [Line], where condition: (Line) -> Bool) -> [Int] {
        layer.indices.filter { condition(layer[$0]) }.map { $0 + 1 }
    }
}

extension String {
    /// Whether the piece occurs where no letter, digit, `_` or `.` comes directly before it.
    func holds(_ piece: String) -> Bool {
        withCString { text in
            piece.withCString { wanted in
                var rest = text
                while let found = strstr(rest, wanted) {
                    if found == UnsafeMutablePointer(mutating: text) { return true }
                    let before = Unicode.Scalar(UInt8(bitPattern: found[-1]))
                    let continues =
                        before.properties.isAlphabetic || ("0"..."9").contains(before)
                        || before == "_" || before == "."
                    if !continues { return true }
                    rest = UnsafePointer(found + 1)
                }
                return false
            }
        }
    }
}
