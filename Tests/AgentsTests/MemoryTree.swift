import Agents

/// A tree of texts, and what was read of it.
final class MemoryTree: ContextSource {
    private(set) var read: [String] = []
    private(set) var sized: [String] = []
    private var contents: [ContentID: [UInt8]] = [:]
    private var paths: [ContentID: String] = [:]
    /// Sizes that are said without there being so many bytes.
    var pretended: [String: Int] = [:]

    /// The catalogue of files, by path; they can be read from now on.
    func catalogue(_ files: [String: String]) -> Catalogue {
        Catalogue(folder(files.map { (Array($0.key.split(separator: "/")), $0.key, $0.value) }))
    }

    private func folder(_ files: [(parts: [Substring], path: String, text: String)]) -> Folder {
        var builder = Folder.Builder()
        for file in files.sorted(by: { $0.path < $1.path }) where file.parts.count == 1 {
            let id = id(of: Array(file.text.utf8))
            contents[id] = Array(file.text.utf8)
            paths[id] = file.path
            builder.add(file: Array(file.parts[0].utf8)[...], id: id.bytes[...])
        }
        let inner = Dictionary(grouping: files.filter { $0.parts.count > 1 }) { $0.parts[0] }
        for (name, files) in inner.sorted(by: { $0.key < $1.key }) {
            builder.add(
                folder: folder(files.map { (Array($0.parts.dropFirst()), $0.path, $0.text) }),
                name: Array(name.utf8)[...])
        }
        return builder.folder()
    }

    /// The same bytes, the same id.
    private func id(of bytes: [UInt8]) -> ContentID {
        var words: [UInt64] = [0xcbf2_9ce4_8422_2325, 0x1234_5678_9abc_def0, UInt64(bytes.count)]
        for byte in bytes {
            for index in words.indices {
                words[index] = (words[index] ^ UInt64(byte) &+ UInt64(index)) &* 0x100_0000_01b3
            }
        }
        let raw = words.flatMap { word in withUnsafeBytes(of: word, Array.init) }
        guard let id = ContentID(bytes: raw[..<20]) else { preconditionFailure("20 bytes") }
        return id
    }

    func sizeBytes(of id: ContentID) -> Int {
        let path = paths[id] ?? ""
        sized.append(path)
        return pretended[path] ?? contents[id]?.count ?? 0
    }

    func bytes(of id: ContentID) -> [UInt8] {
        read.append(paths[id] ?? "")
        return contents[id] ?? []
    }

    func definitions(of files: [CataloguedFile]) async -> [ContentID: [Definition]] {
        var found: [ContentID: [Definition]] = [:]
        for file in files {
            guard let language = file.language else { continue }
            found[file.id] = DefinitionScanner.definitions(
                in: contents[file.id] ?? [], language)
        }
        return found
    }

    func forget() {
        read = []
        sized = []
    }
}
