import RunModel

/// What a repository defines where it may matter, and how it is laid out, in few bytes.
struct RepositoryMap {
    /// A file that may be in the map.
    struct Entry {
        var path: String
        var definitions: [Definition]
        /// From where the work is, in folders.
        var distance: Int
        /// The goal or the acceptance criteria name the file.
        var isNamed: Bool
    }

    private let entries: [Entry]
    /// Words of goal and acceptance.
    private let wanted: Set<String>
    /// Words of the files that are shown.
    private let used: Set<String>

    /// - Parameters:
    ///   - entries: Files that are not shown whole.
    ///   - wanted: Identifiers in goal and acceptance.
    ///   - shown: The texts of the files that are shown.
    init(_ entries: [Entry], wanted: Set<String>, shown: [String]) {
        self.entries = entries
        self.wanted = wanted
        let names = Set(entries.flatMap { $0.definitions.map(\.name) })
        used = Identifiers.among(names, in: shown)
    }

    /// Definitions of one file in the map at most.
    private static let definitionLimit = 30

    /// The files with what they define, the most telling first, as many as fit.
    func text(limitBytes: Int) -> String {
        var text = ""
        var left = limitBytes
        for entry in ranked() {
            let part = RepositoryMap.text(of: entry)
            guard part.utf8.count <= left else { continue }
            text += part
            left -= part.utf8.count
        }
        return text
    }

    func ranked() -> [Entry] {
        var owners: [String: Int] = [:]
        for entry in entries {
            for name in Set(entry.definitions.map(\.name)) { owners[name, default: 0] += 1 }
        }
        return entries.filter { !$0.definitions.isEmpty }
            .map { (entry: $0, score: score($0, owners)) }
            .sorted { ($1.score, $0.entry.path) < ($0.score, $1.entry.path) }.map(\.entry)
    }

    /// What is named counts most, then what is used by the files shown and defined in few, then
    /// what is near.
    private func score(_ entry: Entry, _ owners: [String: Int]) -> Int {
        let names = Set(entry.definitions.map(\.name))
        var score = entry.isNamed ? 1000 : 0
        score += min(300, names.count { wanted.contains($0) } * 100)
        let uses = names.reduce(0) { sum, name in
            guard used.contains(name) else { return sum }
            return sum + 60 / max(1, owners[name] ?? 1)
        }
        score += min(240, uses)
        score += 40 / (1 + entry.distance)
        return score
    }

    private static func text(of entry: Entry) -> String {
        var text = "\(entry.path)\n"
        let shown = entry.definitions.prefix(definitionLimit)
        // Whether a step is two blanks or four does not matter.
        let depths = Set(shown.map(\.depth)).sorted()
        for definition in shown {
            let steps = 1 + (depths.firstIndex(of: definition.depth) ?? 0)
            let indent = String(repeating: "  ", count: steps)
            text += "\(indent)\(definition.head)\n"
        }
        let more = entry.definitions.count - shown.count
        return more > 0 ? text + "  … \(more) more\n" : text
    }

    // MARK: The layout

    /// The tree's paths where they are few, else its folders with their numbers of files.
    static func layout(
        of tree: Catalogue, neverSend: NeverSend, limitBytes: Int
    ) -> String {
        if tree.root.fileCount <= pathLimit {
            var paths: [String] = []
            tree.walk { path, folder in
                paths += folder.files.map { file in
                    let name = folder.name(of: file)
                    return path.isEmpty ? name : "\(path)/\(name)"
                }
                return true
            }
            let lines = paths.filter(neverSend.allows).sorted()
            let text = lines.map { "\($0)\n" }.joined()
            if text.utf8.count <= limitBytes { return text }
        }
        return folders(of: tree, neverSend, limitBytes)
    }

    /// More are shown as folders.
    private static let pathLimit = 300

    /// Folders from the root downwards, level by level, as many as fit.
    private static func folders(
        of tree: Catalogue, _ neverSend: NeverSend, _ limitBytes: Int
    ) -> String {
        var lines: [(path: String, line: String)] = []
        var left = limitBytes - 40
        var level: [(path: String, folder: Folder)] = [("", tree.root)]
        var looks = 2_000
        levels: while !level.isEmpty {
            var next: [(path: String, folder: Folder)] = []
            for (path, folder) in level {
                for (name, inner) in folder.folders {
                    looks -= 1
                    guard looks > 0 else { break levels }
                    let inside = path.isEmpty ? name : "\(path)/\(name)"
                    guard neverSend.allows(inside), neverSend.allows("\(inside)/any") else {
                        continue
                    }
                    let line = "\(inside)/ (\(inner.fileCount) files)\n"
                    guard line.utf8.count <= left else { break levels }
                    left -= line.utf8.count
                    lines.append((inside, line))
                    next.append((inside, inner))
                }
            }
            level = next
        }
        return lines.sorted { $0.path < $1.path }.map(\.line).joined()
            + "\(tree.root.fileCount) files in all\n"
    }
}

/// Names in code.
enum Identifiers {
    /// Those of a set of names that texts have as whole words.
    static func among(_ names: Set<String>, in texts: [String]) -> Set<String> {
        var byHash: [UInt64: [String]] = [:]
        for name in names where name.utf8.count >= 3 {
            byHash[NameHash.of(name.utf8), default: []].append(name)
        }
        guard !byHash.isEmpty else { return [] }
        var found: Set<UInt64> = []
        for text in texts {
            var text = text
            text.withUTF8 { bytes in
                var hash: UInt64 = 0xcbf2_9ce4_8422_2325
                var length = 0
                for byte in bytes {
                    if isPart(byte) {
                        hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
                        length += 1
                    } else {
                        if length >= 3, byHash[hash] != nil { found.insert(hash) }
                        hash = 0xcbf2_9ce4_8422_2325
                        length = 0
                    }
                }
                if length >= 3, byHash[hash] != nil { found.insert(hash) }
            }
        }
        return Set(found.flatMap { byHash[$0] ?? [] })
    }

    private static func isPart(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "_") || byte >= 0x80 || (0x30...0x39).contains(byte)
            || (0x41...0x5a).contains(byte & 0xDF)
    }
}
