package import Editing
import Governance
import RunModel

/// What looks at a tree: `list`, `read` and `search`.
///
/// What may not leave the machine is left out of all three. What is read is data: it stands in a
/// fence, with its place in the line before.
package struct TreeTools<Tree: ToolTree> where Tree: SendableMetatype {
    private let tree: Tree
    private let maySend: (String) -> Bool

    /// - Parameter maySend: Whether a file's text may leave the machine.
    package init(_ tree: Tree, maySend: @escaping (String) -> Bool) {
        self.tree = tree
        self.maySend = maySend
    }

    // MARK: list

    /// Lists what is directly in a folder, or every file below it that a glob matches.
    package func list(
        folder: String, glob: String?
    ) throws(Tree.Failure) -> Result<String, ToolFault> {
        if !folder.isEmpty {
            if let why = PathRule.explain(folder) { return fault("list: the path \(why)") }
            switch try tree.entry(at: folder) {
            case .directory: break
            case nil: return fault("list: there is no folder '\(folder)'")
            default: return fault("list: '\(folder)' is a file; read it")
            }
        }
        let pattern = glob.map(ToolPattern.glob)
        var (names, hidden, more) = ([String](), 0, 0)
        try tree.walk(folder) { (entry) throws(Tree.Failure) in
            if entry.kind == .directory, pattern != nil { return .proceed }
            let inFolder =
                folder.isEmpty ? entry.path : String(entry.path.dropFirst(folder.utf8.count + 1))
            let isWanted = pattern.map { $0.matches(entry.path) || $0.matches(inFolder) } ?? true
            if isWanted {
                if entry.kind != .directory, !maySend(entry.path) {
                    hidden += 1
                } else if names.count < ToolLimits.listed {
                    names.append(entry.path + ToolPattern.mark(entry.kind))
                } else {
                    more += 1
                }
            }
            // Who asks for more than that has to ask for less of the tree.
            return more > ToolLimits.listed * 100
                ? .stop : entry.kind == .directory ? .skip : .proceed
        }
        let place = folder.isEmpty ? "the root" : folder
        var text =
            names.isEmpty
            ? "nothing in \(place)\(glob.map { " matches \($0)" } ?? "")\n"
            : Fence.wrap(
                names.joined(separator: "\n"),
                label: "\(place)\(glob.map { ", files that match \($0)" } ?? ""):")
        if more > 0 { text += "\(more) more are not listed; ask for a part\n" }
        if hidden > 0 { text += "\(hidden) more may not be sent, and are not listed\n" }
        return .success(text)
    }

    // MARK: read

    /// Reads a file, as many lines as fit.
    package func read(
        _ path: String, lines: ClosedRange<Int>?
    ) throws(Tree.Failure) -> Result<String, ToolFault> {
        if let why = PathRule.explain(path) { return fault("read: the path \(why)") }
        switch try tree.entry(at: path) {
        case .file, .executable: break
        case .directory: return fault("read: '\(path)' is a folder; list it")
        case .symlink: return fault("read: '\(path)' is a symbolic link")
        case .submodule: return fault("read: '\(path)' is a submodule, which is not here")
        case nil: return fault("read: there is no file '\(path)'\(try hint(path))")
        }
        guard maySend(path) else { return fault("read: '\(path)' may not leave this machine") }
        let bytes = try tree.bytes(at: path)
        guard bytes.count <= ToolLimits.fileBytes else {
            return fault("read: '\(path)' has \(bytes.count) bytes, more than are ever shown")
        }
        guard !bytes.contains(0) else { return fault("read: '\(path)' is no text") }
        return excerpt(bytes, path, lines)
    }

    private func excerpt(
        _ bytes: [UInt8], _ path: String, _ wanted: ClosedRange<Int>?
    ) -> Result<String, ToolFault> {
        var all = bytes.split(separator: 0x0a, omittingEmptySubsequences: false)
        if all.last?.isEmpty == true { all.removeLast() }
        guard !all.isEmpty else { return .success("\(path) is empty\n") }
        let first = wanted?.lowerBound ?? 1
        guard first <= all.count else {
            return fault("read: \(path) has \(all.count) lines; there is no line \(first)")
        }
        let last = min(wanted?.upperBound ?? all.count, all.count)
        var (shown, used) = (first - 1, 0)
        while shown < last, used + all[shown].count < ToolLimits.readBytes {
            used += all[shown].count + 1
            shown += 1
        }
        guard shown >= first else {
            let cut = String(decoding: all[first - 1].prefix(ToolLimits.readBytes), as: UTF8.self)
            let label =
                "\(path), the beginning of line \(first), which has"
                + " \(all[first - 1].count) bytes:"
            return .success(Fence.wrap(cut, label: label))
        }
        let text = String(
            decoding: Array(all[(first - 1)..<shown].joined(separator: [0x0a])), as: UTF8.self)
        let whole = first == 1 && shown == all.count
        let label = whole ? "\(path):" : "\(path), lines \(first) to \(shown) of \(all.count):"
        let rest =
            shown < last ? "line \(shown + 1) and what follows did not fit: read from there\n" : ""
        return .success(Fence.wrap(text, label: label) + rest)
    }

    /// Where a file of the same name is, for a path that is a little wrong.
    private func hint(_ path: String) throws(Tree.Failure) -> String {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        let same = try tree.paths(named: name).filter(maySend).sorted()
        if let first = same.first {
            let more = same.count > 1 ? " (and \(same.count - 1) more of that name)" : ""
            return "; perhaps '\(first)'\(more)"
        }
        let folder = path.contains("/") ? String(path.dropLast(name.utf8.count + 1)) : ""
        var beside: [String] = []
        try tree.walk(folder) { (entry) throws(Tree.Failure) in
            if entry.isFile, maySend(entry.path) { beside.append(entry.path) }
            return beside.count < ToolLimits.listed ? .skip : .stop
        }
        return Nearest.word(to: path, among: beside).map { "; perhaps '\($0)'" } ?? ""
    }

    // MARK: search

    /// Finds the lines that hold a text, file by file.
    ///
    /// Takes time linear in what is read; what is no text, larger than
    /// ``ToolLimits/searchedFileBytes`` or past ``ToolLimits/searchedBytes`` is passed over, and
    /// that is said.
    package func search(
        _ text: String, glob: String?, ignoresCase: Bool
    ) throws(Tree.Failure) -> Result<String, ToolFault> {
        let needle = TextSearch(text, ignoresCase: ignoresCase)
        let pattern = glob.map(ToolPattern.glob)
        var found: [String] = []
        var (hits, files, read, large) = (0, 0, 0, 0)
        var isCut = false
        try tree.walk("") { (entry) throws(Tree.Failure) in
            guard entry.isFile, pattern?.matches(entry.path) ?? true, maySend(entry.path) else {
                return .proceed
            }
            let limit = ToolLimits.searchedFileBytes
            guard let bytes = try tree.bytes(of: entry.object, limitBytes: limit) else {
                large += 1
                return .proceed
            }
            files += 1
            read += bytes.count
            if !bytes.contains(0) {
                for hit in needle.lines(in: bytes, limit: ToolLimits.hits - hits) {
                    found.append("\(entry.path):\(hit.number): \(hit.text)")
                    hits += 1
                }
            }
            isCut = hits >= ToolLimits.hits || read >= ToolLimits.searchedBytes
            return isCut ? .stop : .proceed
        }
        var answer =
            found.isEmpty
            ? "no line holds it, in \(files) files\n"
            : Fence.wrap(found.joined(separator: "\n"), label: "lines that hold it:")
        if isCut {
            answer +=
                hits >= ToolLimits.hits
                ? "these are the first \(hits); give a longer text or a glob for others\n"
                : "the search ended after \(files) files; give a glob to look into others\n"
        }
        if large > 0 { answer += "\(large) files are too large to be searched\n" }
        return .success(answer)
    }

    private func fault(_ message: String) -> Result<String, ToolFault> {
        .failure(ToolFault(message))
    }
}

/// How lists are asked for and written.
private enum ToolPattern {
    /// A pattern without a folder is meant for any folder.
    static func glob(_ text: String) -> Glob {
        Glob(text.contains("/") ? text : "**/\(text)", reading: .permission)
    }

    static func mark(_ kind: EditBaseEntry) -> String {
        switch kind {
        case .directory: "/"
        case .symlink: " (symbolic link)"
        case .submodule: " (submodule)"
        case .file, .executable: ""
        }
    }
}

/// How much of a tree a call shows at most.
package enum ToolLimits {
    /// Paths of a list.
    package static let listed = 400
    /// Bytes of a file that one call shows.
    package static let readBytes = 24_000
    /// A larger file is no text that a model works on.
    package static let fileBytes = 8 << 20
    package static let hits = 80
    package static let searchedFileBytes = 1 << 20
    /// Bytes that one search reads.
    package static let searchedBytes = 64 << 20
    /// Calls in one reply; what follows is not made.
    package static let callsPerTurn = 16
}
