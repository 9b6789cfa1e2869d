/// A copy of the index for git to work with, while the user's own stays as it is.
struct PrivateIndex: Sendable {
    let command: GitCommand
    let folder: String

    /// The copy.
    var path: String { "\(folder)/index" }

    /// A second one in the same folder, which begins empty.
    var second: PrivateIndex { PrivateIndex(command: command, folder: folder, name: "second") }

    private let name: String

    init(command: GitCommand, folder: String, name: String = "index") {
        self.command = command
        self.folder = folder
        self.name = name
    }

    /// Runs git with this index.
    func run(
        _ arguments: [String], input: [UInt8] = [], accepted: Set<Int32> = [0]
    ) async throws(GitError) -> [UInt8] {
        try await command.run(
            arguments,
            GitCommand.Call(
                input: input, environment: ["GIT_INDEX_FILE": "\(folder)/\(name)"],
                // A split index would leave its shared part in the repository.
                settings: ["core.splitIndex=false", "core.fsyncMethod=batch"],
                accepted: accepted))
    }

    /// The paths that a command lists between NUL bytes, each once.
    func paths(_ arguments: [String], input: [UInt8] = []) async throws(GitError) -> [TreePath] {
        let output = try await run(arguments, input: input)
        return Set(output.split(separator: 0).map { TreePath(bytes: $0) }).sorted()
    }

    /// The entries that a merge has left open.
    func unmerged() async throws(GitError) -> [UnmergedEntry] {
        try await run(["ls-files", "-u", "-z"]).split(separator: 0).compactMap(UnmergedEntry.init)
    }

    /// Writes the tree that the index holds.
    func writeTree() async throws(GitError) -> ObjectID {
        try await command.id(run(["write-tree"]), "write a tree")
    }

    /// Files edited since they were staged, deleted ones among them.
    func edited() async throws(GitError) -> [TreePath] {
        try await paths(["ls-files", "-z", "-m", "-d"])
    }

    /// Brings the remembered times of unchanged files up to date; edited files are no failure.
    func refresh() async throws(GitError) {
        _ = try await run(["update-index", "--refresh"], accepted: [0, 1])
    }

    /// Takes the open entries out.
    func forget(_ entries: [UnmergedEntry]) async throws(GitError) {
        _ = try await run(
            ["update-index", "-z", "--index-info"], input: entries.flatMap(\.removed))
    }
}

/// One side of a path that a merge has left open.
struct UnmergedEntry: Sendable {
    var mode: String
    var id: ObjectID
    /// 1 is the common ancestor, 2 ours, 3 theirs.
    var stage: Int
    var path: TreePath

    /// Reads a line of `git ls-files -u -z`.
    init?(_ line: ArraySlice<UInt8>) {
        guard let tab = line.firstIndex(of: UInt8(ascii: "\t")) else { return nil }
        let fields = String(decoding: line[..<tab], as: UTF8.self).split(separator: " ")
        guard fields.count == 3, let id = ObjectID(hex: fields[1]), let stage = Int(fields[2])
        else { return nil }
        self.init(
            mode: String(fields[0]), id: id, stage: stage,
            path: TreePath(bytes: line[(tab + 1)...]))
    }

    init(mode: String, id: ObjectID, stage: Int, path: TreePath) {
        self.mode = mode
        self.id = id
        self.stage = stage
        self.path = path
    }

    /// The entry of a plain tree that keeps it: `<stage>/<path>`.
    var kept: [UInt8] { Array("\(mode) \(id) 0\t\(stage)/".utf8) + path.bytes + [0] }

    /// The line that takes all entries of its path out of an index.
    var removed: [UInt8] { Array("0 \(ObjectID.zero)\t".utf8) + path.bytes + [0] }

    /// The line that puts it back into an index.
    var restored: [UInt8] { Array("\(mode) \(id) \(stage)\t".utf8) + path.bytes + [0] }
}

extension GitCommand {
    /// The id that a command has printed.
    func id(_ output: [UInt8], _ operation: String) throws(GitError) -> ObjectID {
        guard let id = ObjectID(hex: String(decoding: output.prefix(40), as: UTF8.self)) else {
            throw GitError(.failed, operation, detail: "git printed no id")
        }
        return id
    }
}
