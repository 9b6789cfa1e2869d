extension GitCommand {
    /// The ids that `git hash-object` gives for files, in the order of the paths.
    func hashed(
        _ paths: [TreePath], _ options: [String]
    ) async throws(GitError) -> [ObjectID] {
        guard !paths.isEmpty else { return [] }
        let lines = paths.map { "\(Self.quoted($0))\n" }.joined()
        let output = try await run(
            ["hash-object"] + options + ["--stdin-paths"],
            Call(input: Array(lines.utf8)))
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
