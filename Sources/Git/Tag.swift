/// An annotated tag.
package struct Tag: Sendable, Hashable {
    package var id: ObjectID
    /// What it is of, which may be another tag.
    package var target: ObjectID
    /// All of it, as it is stored: lines of a word and a value, an empty line, the message.
    package var text: [UInt8]
}

extension Repository {
    /// Reads an annotated tag.
    ///
    /// - Throws: ``GitError`` `.corrupt` where it does not say what it is of.
    package func readTag(_ id: ObjectID) throws(GitError) -> Tag {
        let text = try read(id, as: .tag)
        let mark = Array("object ".utf8)
        let line = text.prefix { $0 != UInt8(ascii: "\n") }
        guard line.starts(with: mark),
            let target = ObjectID(
                hex: String(decoding: line.dropFirst(mark.count), as: UTF8.self))
        else {
            throw GitError(
                .corrupt, "read tag \(id)", detail: "its first line names no object",
                remedy: "git tag -l --points-at \(id)    names it; git tag -d NAME removes it")
        }
        return Tag(id: id, target: target, text: text)
    }
}
