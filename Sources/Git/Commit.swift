/// A commit as it is stored.
package struct Commit: Sendable, Hashable {
    package var id: ObjectID
    package var tree: ObjectID
    package var parents: [ObjectID]
    package var author: Signature
    package var committer: Signature
    /// As written, with its last line's end.
    package var message: String

    /// The first paragraph on one line.
    package var subject: String {
        TrailerBlock.lines(of: message)
            .drop(while: TrailerBlock.isBlank)
            .prefix { !TrailerBlock.isBlank($0) }
            .map(TrailerBlock.trimmed)
            .joined(separator: " ")
    }

    /// The trailers at the message's end.
    package var trailers: Trailers { Trailers(message: message) }
}

/// The stored form of a commit: header lines, an empty line, the message.
enum CommitFormat {
    static func write(
        tree: ObjectID, parents: [ObjectID], author: Signature, committer: Signature,
        message: String
    ) -> [UInt8] {
        var text = "tree \(tree)\n"
        for parent in parents { text += "parent \(parent)\n" }
        text += "author \(author.stored)\ncommitter \(committer.stored)\n\n"
        text += message
        if !message.isEmpty, !message.utf8.elementsEqual("\n".utf8), message.utf8.last != 0x0a {
            text += "\n"
        }
        return Array(text.utf8)
    }

    static func read(_ bytes: [UInt8], of id: ObjectID) throws(GitError) -> Commit {
        var tree: ObjectID?
        var parents: [ObjectID] = []
        var author: Signature?
        var committer: Signature?
        var encoding = ""
        var rest = bytes[...]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")), end > rest.startIndex {
            let line = rest[..<end]
            rest = rest[(end + 1)...]
            let space = line.firstIndex(of: UInt8(ascii: " ")) ?? line.endIndex
            let value = line[min(space + 1, line.endIndex)...]
            // A line that begins with a blank continues the one before, as in `gpgsig`.
            switch String(decoding: line[..<space], as: UTF8.self) {
            case "tree" where tree == nil: tree = ObjectID(hex: text(value))
            case "parent": parents += [ObjectID(hex: text(value))].compactMap(\.self)
            case "author" where author == nil: author = Signature(stored: value)
            case "committer" where committer == nil: committer = Signature(stored: value)
            case "encoding": encoding = text(value).lowercased()
            default: continue
            }
        }
        guard let tree, let author, let committer else {
            throw GitError(.corrupt, "read commit \(id)", detail: "its header is incomplete")
        }
        let body = rest.dropFirst()
        return Commit(
            id: id, tree: tree, parents: parents, author: author, committer: committer,
            message: decoded(body, encoding))
    }

    private static func text(_ bytes: ArraySlice<UInt8>) -> String {
        String(decoding: bytes, as: UTF8.self)
    }

    /// UTF-8, or Latin-1 where the commit says so; other encodings are read as UTF-8, repaired.
    private static func decoded(_ bytes: ArraySlice<UInt8>, _ encoding: String) -> String {
        let latin = ["iso-8859-1", "iso8859-1", "latin1", "latin-1"]
        guard latin.contains(encoding) else { return text(bytes) }
        var scalars = String.UnicodeScalarView()
        for byte in bytes { scalars.append(Unicode.Scalar(byte)) }
        return String(scalars)
    }
}
