/// The user's working tree and index.
///
/// Everything goes through git itself, neutralised as ``GitCommand`` says. Nothing here moves a
/// ref. What overwrites files first verifies that none of them was edited.
package struct Checkout: Sendable {
    let command: GitCommand
    let workTree: String
    private let temporaryDirectory: String

    /// Names the checkout of a repository.
    ///
    /// - Parameter temporaryDirectory: Where private copies of the index stand for a moment.
    /// - Throws: ``GitError`` `.bare`.
    package init(_ command: GitCommand, temporaryDirectory: String) throws(GitError) {
        guard let workTree = command.location.workTree else {
            throw GitError(
                .bare, "use the checkout",
                detail: "\(command.location.gitDirectory) is bare and has none",
                remedy: "add one\ngit worktree add ../checkout")
        }
        self.command = command
        self.workTree = workTree
        self.temporaryDirectory = temporaryDirectory
    }

    /// Nothing is changed, staged or untracked; ignored files do not count.
    package func isClean() async throws(GitError) -> Bool { try await changes().isEmpty }

    /// What differs from `HEAD`, without looking into submodules.
    package func changes() async throws(GitError) -> [CheckoutChange] {
        let output = try await command.run([
            "status", "--porcelain=v2", "-z", "--untracked-files=all", "--no-renames",
            "--ignore-submodules=dirty", "--no-ahead-behind",
        ])
        return output.split(separator: 0).compactMap(CheckoutChange.init(porcelain:))
    }

    /// Works with a private copy of the index, and removes it afterwards.
    func withPrivateIndex<Result: Sendable>(
        _ body: (PrivateIndex) async throws(GitError) -> Result
    ) async throws(GitError) -> Result {
        let folder = try FileSystem.makeTemporaryFolder(in: temporaryDirectory)
        defer { FileSystem.removeFolder(folder) }
        let index = PrivateIndex(command: command, folder: folder)
        // The copy keeps its time: git compares it with the files' to find those that were edited
        // within the clock's resolution of being staged.
        _ = try FileSystem.copy("\(command.location.gitDirectory)/index", to: index.path)
        return try await body(index)
    }
}

/// One path that differs from `HEAD`.
package struct CheckoutChange: Sendable, Hashable {
    package enum Kind: String, Sendable {
        case changed, unmerged, untracked
    }

    package var path: TreePath
    package var kind: Kind
    /// The index differs from `HEAD`.
    package var isStaged: Bool
    /// The file differs from the index.
    package var isEdited: Bool

    package init(path: TreePath, kind: Kind, isStaged: Bool, isEdited: Bool) {
        self.path = path
        self.kind = kind
        self.isStaged = isStaged
        self.isEdited = isEdited
    }

    /// Reads a line of `git status --porcelain=v2 -z`.
    init?(porcelain line: ArraySlice<UInt8>) {
        let blank = UInt8(ascii: " ")
        let fields: Int
        switch line.first {
        case UInt8(ascii: "?"): (fields, kind) = (1, .untracked)
        case UInt8(ascii: "1"): (fields, kind) = (8, .changed)
        case UInt8(ascii: "u"): (fields, kind) = (10, .unmerged)
        default: return nil
        }
        let parts = line.split(
            separator: blank, maxSplits: fields, omittingEmptySubsequences: false)
        guard parts.count == fields + 1, let last = parts.last else { return nil }
        path = TreePath(bytes: last)
        let letters = kind == .untracked ? Array("..".utf8) : Array(parts[1])
        isStaged = letters.first != UInt8(ascii: ".")
        isEdited = kind == .untracked || letters.last != UInt8(ascii: ".")
    }
}
