package import Git
package import Governance
import RunModel

/// Reads what separates two trees in the form in which policy judges it.
package enum TreeDifference {
    /// Files whose content policy looks at are read whole up to this size.
    private static let contentLimitBytes = 1 << 20

    /// The files that differ, with what policy reads of them.
    package static func read(
        from old: ObjectID, to new: ObjectID, in repository: Repository
    ) throws(GitError) -> Difference {
        var files: [DifferenceFile] = []
        for entry in try repository.difference(from: old, to: new) {
            files.append(try file(entry, repository))
        }
        return Difference(files: files)
    }

    private static func file(
        _ entry: DifferenceEntry, _ repository: Repository
    ) throws(GitError) -> DifferenceFile {
        var added: [AddedLine] = []
        if !entry.isBinary {
            for hunk in try repository.hunks(of: entry, contextLines: 0) {
                for line in hunk.lines where line.origin == .added {
                    added.append(
                        AddedLine(
                            number: line.newNumber ?? 0,
                            text: String(decoding: line.bytes, as: UTF8.self)))
                }
            }
        }
        let (oldSize, oldBytes) = try content(entry.old, repository)
        let (newSize, newBytes) = try content(entry.new, repository)
        return DifferenceFile(
            path: entry.path.description, oldPath: entry.oldPath?.description,
            kind: ChangedFile.Kind(entry.kind),
            oldMode: entry.old.flatMap { TreeMode(raw: $0.mode.rawValue) },
            newMode: entry.new.flatMap { TreeMode(raw: $0.mode.rawValue) }, added: entry.added,
            removed: entry.removed, addedLines: added, oldSizeBytes: oldSize,
            newSizeBytes: newSize, oldBytes: oldBytes, newBytes: newBytes)
    }

    private static func content(
        _ side: DifferenceEntry.Side?, _ repository: Repository
    ) throws(GitError) -> (size: Int, bytes: [UInt8]?) {
        guard let side, !side.mode.isSubmodule,
            let header = try repository.header(of: side.id)
        else { return (0, nil) }
        guard header.size <= contentLimitBytes else { return (header.size, nil) }
        return (header.size, try repository.readBlob(side.id))
    }
}

extension ChangedFile.Kind {
    init(_ kind: DifferenceEntry.Kind) {
        self =
            switch kind {
            case .added: .added
            case .deleted: .deleted
            case .modified: .modified
            case .renamed: .renamed
            case .typeChanged: .typeChanged
            case .modeChanged: .modeChanged
            }
    }
}
