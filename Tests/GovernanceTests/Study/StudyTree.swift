import Governance
import RunModel

/// Files before and after a change, and what separates them.
struct StudyTree {
    let before: [String: String]
    var after: [String: String]
    /// New paths and the ones they had.
    private var renames: [String: String] = [:]

    init(_ files: [String: String]) {
        before = files
        after = files
    }

    /// - Returns: false where the text is not there, so that nothing would change.
    mutating func replace(_ path: String, _ old: String, _ new: String) -> Bool {
        guard let text = after[path], let place = text.firstRange(of: old) else { return false }
        after[path] = text.replacingCharacters(in: place, with: new)
        return true
    }

    mutating func append(_ path: String, _ text: String) { after[path, default: ""] += text }

    mutating func move(_ old: String, to new: String) {
        after[new] = after.removeValue(forKey: old)
        renames[new] = old
    }

    var difference: Difference {
        var files: [DifferenceFile] = []
        for (path, text) in after.sorted(by: { $0.key < $1.key }) {
            let oldPath = renames[path]
            let old = before[oldPath ?? path]
            guard old != text || oldPath != nil else { continue }
            files.append(file(path, oldPath, old, text))
        }
        for (path, text) in before.sorted(by: { $0.key < $1.key })
        where after[path] == nil && !renames.values.contains(path) {
            files.append(file(path, nil, text, nil))
        }
        return Difference(files: files)
    }

    private func file(
        _ path: String, _ oldPath: String?, _ old: String?, _ new: String?
    ) -> DifferenceFile {
        let kind: ChangedFile.Kind =
            old == nil ? .added : new == nil ? .deleted : oldPath == nil ? .modified : .renamed
        let (oldLines, newLines) = (Self.lines(old), Self.lines(new))
        let changes = newLines.difference(from: oldLines)
        let added = changes.insertions.compactMap { change -> AddedLine? in
            guard case .insert(let offset, let text, _) = change else { return nil }
            return AddedLine(number: offset + 1, text: text)
        }
        return DifferenceFile(
            path: path, oldPath: oldPath, kind: kind, oldMode: old == nil ? nil : .regular,
            newMode: new == nil ? nil : .regular, added: added.count,
            removed: changes.removals.count, addedLines: added,
            oldSizeBytes: old?.utf8.count ?? 0, newSizeBytes: new?.utf8.count ?? 0,
            oldBytes: old.map { Array($0.utf8) }, newBytes: new.map { Array($0.utf8) })
    }

    private static func lines(_ text: String?) -> [String] {
        text?.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) ?? []
    }
}

extension String {
    fileprivate func replacingCharacters(in range: Range<Index>, with text: String) -> String {
        self[..<range.lowerBound] + text + self[range.upperBound...]
    }
}
