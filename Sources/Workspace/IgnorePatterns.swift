import Git

/// Patterns of `.gitignore` files, moved from the folder of their file to the root of the tree.
///
/// So the patterns of one commit's files can be asked of another state of the files, in which an
/// ignore file may be changed or new (`gitignore(5)`).
enum IgnorePatterns {
    static let name = Array(".gitignore".utf8)

    static func isIgnoreFile(_ path: ArraySlice<UInt8>) -> Bool {
        path.count >= name.count && path.suffix(name.count).elementsEqual(name)
            && (path.count == name.count
                || path.dropLast(name.count).last == UInt8(ascii: "/"))
    }

    /// - Parameter folder: The folder of the file with its slash at the end; empty for the root.
    static func moved(_ patterns: [UInt8], to folder: ArraySlice<UInt8>) -> [UInt8] {
        let lines = patterns.split(separator: UInt8(ascii: "\n"))
        return lines.flatMap { line -> [UInt8] in
            var pattern = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
            guard !pattern.isEmpty, pattern.first != UInt8(ascii: "#") else { return [] }
            guard !folder.isEmpty else { return Array(pattern) + [UInt8(ascii: "\n")] }
            var start: [UInt8] = []
            if pattern.first == UInt8(ascii: "!") {
                start = [UInt8(ascii: "!")]
                pattern = pattern.dropFirst()
            }
            // A slash before the end ties a pattern to its folder; without one it holds below too.
            let isTied = pattern.dropLast().contains(UInt8(ascii: "/"))
            if pattern.first == UInt8(ascii: "/") { pattern = pattern.dropFirst() }
            start += [UInt8(ascii: "/")] + escaped(folder)
            if !isTied { start += Array("**/".utf8) }
            return start + pattern + [UInt8(ascii: "\n")]
        }
    }

    /// The pattern that means these names and nothing else.
    static func escaped(_ path: String) -> String {
        String(decoding: escaped(Array(path.utf8)[...]), as: UTF8.self)
    }

    private static func escaped(_ path: ArraySlice<UInt8>) -> [UInt8] {
        path.flatMap { byte in
            special.contains(byte) ? [UInt8(ascii: "\\"), byte] : [byte]
        }
    }

    private static let special = Array("*?[\\!# ".utf8)
}
