/// Keeps the encoding of a file.
enum EncodingRule {
    /// Why lines cannot be added to a file; `nil` where they can.
    ///
    /// A reply is UTF-8. In a file of another encoding its ASCII text is safe, but any other
    /// character would be read wrongly.
    static func problem(adding lines: [Hunk.Line], to file: [UInt8]) -> String? {
        let addsMore = lines.contains { line in
            if case .add(let text) = line { text.contains { $0 >= 0x80 } } else { false }
        }
        guard addsMore, String(validating: file, as: UTF8.self) == nil else { return nil }
        return "the file is not UTF-8, and the edit adds characters beyond ASCII, which would "
            + "come out wrong. Write them in another way, for example as escapes."
    }
}
