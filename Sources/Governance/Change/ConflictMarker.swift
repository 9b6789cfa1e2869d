/// The lines that git writes into a file around a conflict.
package enum ConflictMarker {
    /// `<<<<<<<`, `|||||||` and `>>>>>>>` as git writes them; a line of `=` alone underlines titles.
    package static func isMarker(_ line: some Collection<UInt8>) -> Bool {
        guard let first = line.first, marks.contains(first),
            line.prefix(length).allSatisfy({ $0 == first })
        else { return false }
        let rest = line.dropFirst(length)
        guard line.count >= length else { return false }
        return rest.first.map { [0x20, 0x0a, 0x0d].contains($0) } ?? true
    }

    /// Whether a text has a line that git leaves around a conflict.
    package static func isIn(_ text: [UInt8]) -> Bool {
        text.split(separator: 0x0a).contains { isMarker($0) && !isOfEdit($0) }
    }

    /// A marker of a model's edit, `<<<<<<< SEARCH` or `>>>>>>> REPLACE`: in what a person commits
    /// it is part of a text about edits.
    package static func isOfEdit(_ line: some Collection<UInt8>) -> Bool {
        let text = String(decoding: Array(line), as: UTF8.self)
        let label = text.drop { $0 == "<" || $0 == ">" }.split { $0.isWhitespace }.first
        return label == "SEARCH" || label == "REPLACE"
    }

    private static let length = 7
    private static let marks: Set = [
        UInt8(ascii: "<"), UInt8(ascii: "|"), UInt8(ascii: ">"),
    ]
}
