package import RunModel

/// The lines that a commit brings into one file, and those that it takes out.
package struct AddedText: Sendable {
    package var path: String
    /// In order, with their numbers in the file afterwards, from 1.
    package var lines: [(number: Int, bytes: ArraySlice<UInt8>)]
    /// Joined, with their ends.
    package var removed: [UInt8]
    /// The commit gives the file this name, by making or moving it.
    package var isNamed: Bool

    package init(
        path: String, lines: [(number: Int, bytes: ArraySlice<UInt8>)], removed: [UInt8] = [],
        isNamed: Bool = false
    ) {
        self.path = path
        self.lines = lines
        self.removed = removed
        self.isNamed = isNamed
    }

    /// A whole file that is new.
    package init(path: String, whole bytes: [UInt8]) {
        var lines: [(number: Int, bytes: ArraySlice<UInt8>)] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            let end = rest.firstIndex(of: 0x0a).map { $0 + 1 } ?? rest.endIndex
            lines.append((lines.count + 1, rest[..<end]))
            rest = rest[end...]
        }
        self.init(path: path, lines: lines, isNamed: true)
    }

    /// The conflict markers and secrets that come in.
    ///
    /// A secret that stood in the lines taken out is only moved. No finding quotes what it found.
    package func findings(_ redactor: Redactor) -> [PushFinding] {
        let name = isNamed ? secretName(redactor) : []
        guard !lines.isEmpty else { return name }
        return name + conflict + secrets(redactor)
    }

    /// The name of the file is one, or holds one; it is not quoted.
    private func secretName(_ redactor: Redactor) -> [PushFinding] {
        let (shown, found) = redactor.redact(path)
        return found.keys.sorted().map { kind in
            PushFinding(
                .secret, path: shown.text,
                what: "a secret (\(kind.rawValue)) is in the name of the file",
                fix: "revoke it, and take it out of the history: git rebase -i")
        }
    }

    /// One finding for a file, at its first marker.
    private var conflict: [PushFinding] {
        let markers = lines.filter {
            ConflictMarker.isMarker($0.bytes) && !ConflictMarker.isOfEdit($0.bytes)
        }
        guard let first = markers.first else { return [] }
        let what =
            markers.count == 1
            ? "a conflict marker is left" : "\(markers.count) conflict markers are left"
        return [
            PushFinding(
                .conflictMarker, path: path, line: first.number, what: what,
                fix: "resolve the conflict, and commit that")
        ]
    }

    private func secrets(_ redactor: Redactor) -> [PushFinding] {
        let all = redactor.redact(Array(lines.map(\.bytes).joined())).found
        guard !all.isEmpty else { return [] }
        let before = redactor.redact(removed).found
        return all.keys.sorted().filter { (all[$0] ?? 0) > before[$0, default: 0] }.map { kind in
            let line = lines.first { redactor.redact(Array($0.bytes)).found[kind] != nil }
            return PushFinding(
                .secret, path: redactor.redact(path).text.text,
                line: line?.number ?? lines[0].number,
                what: "a secret (\(kind.rawValue)) is in the commit",
                fix: "revoke it, and take it out of the history: git rebase -i")
        }
    }
}
