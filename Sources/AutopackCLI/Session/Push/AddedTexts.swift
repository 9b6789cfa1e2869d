import Git
import Governance
import RunModel

/// Reads what a commit brings in that none of its parents has.
struct AddedTexts {
    /// Larger files are not looked into.
    static let limitBytes = 5 << 20

    private let repository: Repository

    init(_ repository: Repository) { self.repository = repository }

    /// - Parameters:
    ///   - tree: The commit's.
    ///   - parents: The trees of its parents; none for a first commit.
    func read(_ tree: ObjectID, parents: [ObjectID]) throws(GitError) -> [AddedText] {
        guard parents.count > 1 else {
            // A moved file is compared with what it was.
            let options = DifferenceOptions(findsRenames: true, countsLines: false)
            let entries = try repository.difference(
                from: parents.first, to: tree, options: options)
            return try texts(of: entries)
        }
        return try merged(tree, parents)
    }

    /// Of a merge only what differs from every parent is its own.
    private func merged(
        _ tree: ObjectID, _ parents: [ObjectID]
    ) throws(GitError) -> [AddedText] {
        let options = DifferenceOptions(findsRenames: false, countsLines: false)
        var sides: [[TreePath: DifferenceEntry]] = []
        for parent in parents {
            let entries = try repository.difference(from: parent, to: tree, options: options)
            sides.append(Dictionary(entries.map { ($0.path, $0) }) { first, _ in first })
        }
        var texts: [AddedText] = []
        for path in sides[0].keys.sorted() {
            let entries = sides.compactMap { $0[path] }
            guard entries.count == sides.count else { continue }
            let found = try self.texts(of: entries)
            guard found.count == sides.count, var text = found.first else { continue }
            let numbers = found.dropFirst().reduce(into: Set(text.lines.map(\.number))) {
                $0.formIntersection($1.lines.map(\.number))
            }
            text.lines.removeAll { !numbers.contains($0.number) }
            text.removed = Array(found.map(\.removed).joined())
            texts.append(text)
        }
        return texts
    }

    private func texts(of entries: [DifferenceEntry]) throws(GitError) -> [AddedText] {
        var texts: [AddedText] = []
        for entry in entries {
            if let text = try text(of: entry) { texts.append(text) }
        }
        return texts
    }

    /// Nil where no text comes in; an error names the file.
    private func text(of entry: DifferenceEntry) throws(GitError) -> AddedText? {
        do throws(GitError) {
            return try addedText(of: entry)
        } catch {
            var error = error
            error.operation += " (\(entry.path))"
            throw error
        }
    }

    private func addedText(of entry: DifferenceEntry) throws(GitError) -> AddedText? {
        guard let new = entry.new, new.mode.isFile, new.id != entry.old?.id,
            let size = try repository.header(of: new.id)?.size, size <= Self.limitBytes
        else { return nil }
        let path = entry.path.description
        guard let old = entry.old, old.mode.isFile,
            try repository.header(of: old.id)?.size ?? .max <= Self.limitBytes
        else {
            let bytes = WideText.narrow(try repository.readBlob(new.id))
            return Self.isBinary(bytes)
                ? AddedText(path: path, lines: [], isNamed: true)
                : AddedText(path: path, whole: bytes)
        }
        let isNamed = entry.oldPath != nil && entry.oldPath != entry.path
        // To git UTF-16 is no text, and has no lines.
        let wide = try repository.readBlob(new.id)
        if WideText.isWide(wide) {
            var text = AddedText(path: path, whole: WideText.narrow(wide))
            text.removed = WideText.narrow(try repository.readBlob(old.id))
            text.isNamed = isNamed
            return text
        }
        var text = AddedText(path: path, lines: [], isNamed: isNamed)
        for hunk in try repository.hunks(of: entry, contextLines: 0) {
            for line in hunk.lines {
                switch line.origin {
                case .added: text.lines.append((line.newNumber ?? 0, line.bytes[...]))
                case .removed: text.removed += line.bytes
                case .context: break
                }
            }
        }
        return text
    }

    /// As git sees it.
    private static func isBinary(_ bytes: [UInt8]) -> Bool { bytes.prefix(8000).contains(0) }
}
