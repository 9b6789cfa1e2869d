extension GitCommand {
    /// The files of the working tree that are not in the index, sorted.
    ///
    /// A folder that holds a repository of its own is one entry, whose path ends with a slash.
    ///
    /// - Parameter patterns: A file of patterns as `.gitignore` has them, for the whole tree; what
    ///   they match is left out. No other ignore file counts.
    package func untracked(leavingOut patterns: String) async throws(GitError) -> [TreePath] {
        let output = try await run(
            ["ls-files", "--others", "-z", "--exclude-from=\(patterns)"])
        return output.split(separator: 0).map { TreePath(bytes: $0) }.sorted()
    }

    /// Stores files of the working tree as git would add them: line ends and encodings by the
    /// attributes that stand beside them.
    ///
    /// - Returns: A blob's id for each path, in the order of the paths.
    package func storedForms(of paths: [TreePath]) async throws(GitError) -> [ObjectID] {
        guard !paths.isEmpty else { return [] }
        let lines = paths.map { "\(Self.quoted($0))\n" }.joined()
        let output = try await run(
            ["hash-object", "-w", "--stdin-paths"], Call(input: Array(lines.utf8)))
        let ids = output.split(separator: UInt8(ascii: "\n")).compactMap {
            ObjectID(hex: String(decoding: $0, as: UTF8.self))
        }
        guard ids.count == paths.count else {
            throw GitError(
                .failed, "run git hash-object",
                detail: "it named \(ids.count) objects for \(paths.count) files")
        }
        return ids
    }

    /// Each path in quotes, so that no byte of it can be taken for the end of the line.
    private static func quoted(_ path: TreePath) -> String {
        let bytes = path.bytes.map { byte -> String in
            let digits = String(byte, radix: 8)
            return "\\" + String(repeating: "0", count: 3 - digits.count) + digits
        }
        return "\"\(bytes.joined())\""
    }
}
