import Editing
import Git
package import RunModel

/// The secrets that a file has already, for edits that were recorded without them.
///
/// A model is shown a file with marks in place of secrets, and what it answers is kept with marks.
/// So its edits are placed in the file as it was shown, and where they leave a line as it is, the
/// secret of that line is put back: a change may take a secret away, or pass it by. A line that is
/// new or other keeps its mark, and is refused for it.
package struct KeptSecrets {
    /// The file as a model is shown it.
    package let shown: [UInt8]
    private let original: [UInt8]
    private let redactor: Redactor

    package init(of original: [UInt8], _ redactor: Redactor) {
        self.original = original
        self.redactor = redactor
        shown = redactor.redact(original).text.bytes
    }

    /// The text of an edited file with the secrets put back that it leaves alone.
    package func restored(_ edited: [UInt8]) -> [UInt8] {
        guard shown != original, var known = originals() else { return edited }
        let lines = KeptSecrets.lines(of: edited)
        for (line, originals) in known {
            // Of lines that read alike and are not, nobody knows which of them is gone.
            let isSure = Set(originals).count == 1 || lines.count { $0 == line } == originals.count
            if !isSure { known[line] = nil }
        }
        var output: [UInt8] = []
        output.reserveCapacity(original.count)
        for line in lines {
            guard let next = known[line]?.first else {
                output += line
                continue
            }
            output += next
            known[line]?.removeFirst()
        }
        return output
    }

    /// What each shown line with a mark is in the file, in order; nil where that cannot be told.
    private func originals() -> [ArraySlice<UInt8>: [ArraySlice<UInt8>]]? {
        var lines: [ArraySlice<UInt8>: [ArraySlice<UInt8>]] = [:]
        let secrets = redactor.secrets(in: original).values.joined()
        var place = 0
        for line in KeptSecrets.lines(of: shown) {
            let start = place
            var rest = line
            while let mark = Redactor.firstMark(in: rest) {
                let before = rest[..<mark.lowerBound]
                guard original[place...].starts(with: before) else { return nil }
                place += before.count
                let after = original[place...]
                guard
                    let secret = secrets.filter({ after.starts(with: $0) }).max(by: {
                        $0.count < $1.count
                    })
                else { return nil }
                place += secret.count
                rest = rest[mark.upperBound...]
            }
            guard original[place...].starts(with: rest) else { return nil }
            place += rest.count
            if rest.count != line.count {
                lines[line, default: []].append(original[start..<place])
            }
        }
        return place == original.count ? lines : nil
    }

    /// With their ends.
    private static func lines(of bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        var lines: [ArraySlice<UInt8>] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            let end = rest.firstIndex(of: 0x0a).map { $0 + 1 } ?? rest.endIndex
            lines.append(rest[..<end])
            rest = rest[end...]
        }
        return lines
    }
}

/// A commit's tree as a model was shown it, for a reply that holds marks.
struct ShownBase: EditBase {
    private let base: TreeBase
    private let redactor: Redactor

    init(_ base: TreeBase, _ redactor: Redactor) {
        self.base = base
        self.redactor = redactor
    }

    func entry(at path: String) throws(GitError) -> EditBaseEntry? { try base.entry(at: path) }

    func bytes(at path: String) throws(GitError) -> [UInt8] {
        KeptSecrets(of: try base.bytes(at: path), redactor).shown
    }

    func paths(named name: String) throws(GitError) -> [String] { try base.paths(named: name) }

    /// The files of an edit that was placed here, with the secrets that they keep.
    func restored(_ files: [FileChange]) throws(GitError) -> [FileChange] {
        var restored = files
        for (index, file) in files.enumerated() {
            guard let bytes = file.bytes else { continue }
            restored[index].bytes = try self.restored(bytes, of: file.oldPath ?? file.path)
        }
        return restored
    }

    /// The text of an edited file with the secrets put back that it leaves alone.
    func restored(_ edited: [UInt8], of path: String) throws(GitError) -> [UInt8] {
        guard let entry = try base.entry(at: path), entry == .file || entry == .executable else {
            return edited
        }
        return KeptSecrets(of: try base.bytes(at: path), redactor).restored(edited)
    }
}
