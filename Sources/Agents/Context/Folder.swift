/// A folder of a tree as a catalogue of names: no sizes, no contents.
///
/// It never changes, so that a folder that is the same in two trees is one value, and is read once.
package final class Folder: Sendable {
    /// A file's place in its folder.
    package struct File: Sendable {
        /// Where its name lies in ``Folder/names``.
        fileprivate let start: UInt32
        fileprivate let end: UInt32
        /// See ``NameHash``; of the name, and of what is before its first dot, case apart.
        let hash: UInt64
        let stem: UInt64
        package let language: Language?
        package let id: ContentID
    }

    /// The regular files with a name in UTF-8, in git's order.
    package let files: [File]
    /// The folders, in git's order.
    package let folders: [(name: String, folder: Folder)]
    /// All files below it; the greatest number where there are more.
    package let fileCount: Int
    private let names: [UInt8]

    fileprivate init(
        files: [File], folders: [(name: String, folder: Folder)], names: [UInt8]
    ) {
        self.files = files
        self.folders = folders
        self.names = names
        // A tree that names one folder many times, many levels deep, has more files than can be
        // counted.
        fileCount = folders.reduce(files.count) { sum, entry in
            let (total, overflow) = sum.addingReportingOverflow(entry.folder.fileCount)
            return overflow ? .max : total
        }
    }

    package func name(of file: File) -> String {
        String(decoding: names[Int(file.start)..<Int(file.end)], as: UTF8.self)
    }

    /// Puts a folder together.
    package struct Builder {
        private var files: [File] = []
        private var folders: [(name: String, folder: Folder)] = []
        private var names: [UInt8] = []

        package init() {}

        /// Adds a file; one whose name is not UTF-8 is left out, since no model can name it.
        package mutating func add(file name: ArraySlice<UInt8>, id: ArraySlice<UInt8>) {
            guard let id = ContentID(bytes: id),
                name.allSatisfy({ $0 < 0x80 }) || String(validating: name, as: UTF8.self) != nil
            else { return }
            let start = UInt32(names.count)
            names.append(contentsOf: name)
            files.append(
                File(
                    start: start, end: UInt32(names.count), hash: NameHash.of(name),
                    stem: NameHash.ofStem(name), language: Language(fileName: name), id: id))
        }

        /// Adds a folder; one whose name is not UTF-8 is left out.
        package mutating func add(folder: Folder, name: ArraySlice<UInt8>) {
            guard let name = String(validating: name, as: UTF8.self) else { return }
            folders.append((name, folder))
        }

        package func folder() -> Folder {
            Folder(files: files, folders: folders, names: names)
        }
    }
}

/// Hashes of names, by which a hundred thousand of them are looked through in a millisecond.
///
/// FNV-1a. Who chooses names that collide makes this slower and nothing else: the names themselves
/// decide.
enum NameHash {
    static func of(_ name: some Sequence<UInt8>) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in name { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return hash
    }

    /// Of what is before the first dot behind the first character, in lower case, without `_`
    /// and `-`: `HTTPClient` is `http_client.py`.
    static func ofStem(_ name: some Sequence<UInt8>) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        var isFirst = true
        for byte in name {
            if byte == UInt8(ascii: "."), !isFirst { break }
            isFirst = false
            if byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-") { continue }
            let lower = (0x41...0x5a).contains(byte) ? byte | 0x20 : byte
            hash = (hash ^ UInt64(lower)) &* 0x100_0000_01b3
        }
        return hash
    }
}
