import Git
import TestSupport

/// A checkpoint as a run makes it, without the run: the changed file's blob, the trees above it,
/// the commit, and the move of the run's branch.
struct Checkpoint {
    private let repository: Repository
    private let branch: RefName
    private let path: TreePath
    private let author = Signature(
        name: "Ada Author", email: "ada@example.org", seconds: 1_767_323_045)
    private var tip: ObjectID

    /// Begins a branch at the commit that is checked out.
    init(of path: String, in scratch: ScratchRepository) throws {
        repository = try Repository.discover(
            from: scratch.path, environment: scratch.environment)
        self.path = TreePath(path)
        branch = try RefName.branch("autopack/bench")
        tip = try repository.resolve("HEAD")
        try repository.update(branch, from: try repository.lookUp(branch), to: tip)
    }

    /// Commits another text of the file.
    mutating func make(_ text: String) throws {
        let blob = try repository.writeBlob(Array(text.utf8))
        let tree = try repository.writeTree(
            base: try repository.readCommit(tip).tree, changes: [.put(path, .regular, blob)])
        let commit = try repository.writeCommit(
            tree: tree, parents: [tip], author: author, committer: author,
            message: "change \(path)\n")
        try repository.update(branch, from: tip, to: commit)
        tip = commit
    }
}
