extension GitCommand {
    /// Writes files of the index into the working tree, in place of what stands there.
    ///
    /// Line ends, encodings and `$Id$` follow the attributes in the index; a filter runs only where
    /// the environment given at the start names a configuration that defines it. The index itself
    /// stays as it is.
    package func checkOut(_ paths: [TreePath]) async throws(GitError) {
        guard !paths.isEmpty else { return }
        _ = try await run(["checkout-index", "-f", "-q", "-z", "--stdin"], Self.list(paths))
    }

    /// The value of an attribute, by the `.gitattributes` files in the index.
    ///
    /// - Returns: The paths for which it has a value, or is set without one (`set`).
    package func attribute(
        _ name: String, of paths: [TreePath]
    ) async throws(GitError) -> [TreePath: String] {
        guard !paths.isEmpty else { return [:] }
        let output = try await run(
            ["check-attr", "--cached", "-z", "--stdin", name], Self.list(paths))
        let fields = output.split(separator: 0, omittingEmptySubsequences: false)
        var values: [TreePath: String] = [:]
        for start in stride(from: 0, to: fields.count - 2, by: 3) {
            let value = String(decoding: fields[start + 2], as: UTF8.self)
            guard value != "unspecified", value != "unset" else { continue }
            values[TreePath(bytes: fields[start])] = value
        }
        return values
    }

    private static func list(_ paths: [TreePath]) -> Call {
        Call(input: paths.flatMap { $0.bytes + [0] })
    }
}
