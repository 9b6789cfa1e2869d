extension GitCommand {
    /// The paths that the index holds, each once, whether their conflicts are open or not.
    package func indexedPaths() async throws(GitError) -> [TreePath] {
        let output = try await run(["ls-files", "-z"])
        return Set(output.split(separator: 0).map { TreePath(bytes: $0) }).sorted()
    }

    /// The paths whose conflicts are open, in order.
    package func openConflicts() async throws(GitError) -> [OpenConflict] {
        let output = try await run(["ls-files", "--unmerged", "-z"])
        var sides: [TreePath: Set<ObjectID>] = [:]
        for entry in output.split(separator: 0).compactMap(UnmergedEntry.init) {
            sides[entry.path, default: []].insert(entry.id)
        }
        return sides.sorted { $0.key < $1.key }.map { OpenConflict(path: $0.key, sides: $0.value) }
    }
}

/// A path of an index that a merge has left open.
package struct OpenConflict: Sendable, Hashable {
    package var path: TreePath
    /// What the ancestor and both sides have there.
    package var sides: Set<ObjectID>
}
