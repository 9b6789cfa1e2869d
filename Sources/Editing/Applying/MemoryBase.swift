/// A base tree in memory.
package struct MemoryBase: EditBase, Sendable {
    private var entries: [[UInt8]: (entry: EditBaseEntry, bytes: [UInt8])] = [:]

    /// Makes an empty tree.
    package init() {}

    /// Makes a tree of regular files.
    package init(_ files: [String: String]) {
        for (path, text) in files { self[path] = Array(text.utf8) }
    }

    /// The bytes of the file at a path; setting makes a regular file.
    package subscript(path: String) -> [UInt8]? {
        get { entries[Array(path.utf8)]?.bytes }
        set { entries[Array(path.utf8)] = newValue.map { (.file, $0) } }
    }

    /// Puts an entry of any kind at a path.
    package mutating func set(_ path: String, to entry: EditBaseEntry, bytes: [UInt8] = []) {
        entries[Array(path.utf8)] = (entry, bytes)
    }

    package func entry(at path: String) -> EditBaseEntry? {
        if let found = entries[Array(path.utf8)] { return found.entry }
        let prefix = Array(path.utf8) + [UInt8(ascii: "/")]
        return entries.keys.contains { $0.starts(with: prefix) } ? .directory : nil
    }

    package func bytes(at path: String) -> [UInt8] {
        self[path] ?? []
    }

    package func paths(named name: String) -> [String] {
        let name = Array(name.utf8)
        return entries.keys.filter { path in
            path == name || path.suffix(name.count + 1) == [UInt8(ascii: "/")] + name
        }.map { String(decoding: $0, as: UTF8.self) }
    }
}
