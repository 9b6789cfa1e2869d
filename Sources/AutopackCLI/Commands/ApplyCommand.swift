import ArgumentParser
import Editing
import Git
import Orchestrator
import RunModel

/// `git autopack apply`.
struct ApplyCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "apply",
        abstract: "Apply a model's reply, in whatever edit format, to a commit's tree.",
        usage: "git autopack apply [OPTION…] FILE|-",
        discussion: """
            Nothing but objects is written unless --commit or --to-worktree says so. Exit status 0 \
            means applied, 1 refused or no edits.
            """)

    @Argument(help: "The reply; - reads standard input.")
    var file: String

    @Option(help: "The commit or tree it applies to; HEAD where none is given.")
    var base = "HEAD"

    @Option(help: "auto, or the only format to look for.")
    var format = "auto"

    @Flag(help: "Print JSON.")
    var json = false

    @Flag(help: "Say how each hunk found its place.")
    var explain = false

    @Flag(help: "Make a commit on the base; no ref moves.")
    var commit = false

    @Option(name: .short, help: "The commit's message.")
    var m: String?

    @Flag(help: "Write the change into the working tree, unstaged.")
    var toWorktree = false

    func run(_ invocation: Invocation) async throws(UserError) {
        let session = try Session(invocation)
        let reply = try InputFile.read(file, session.world)
        let repository = session.repository
        let revision = base
        let (parent, tree) = try userGit { () throws(GitError) in
            try repository.resolveTree(revision)
        }
        if commit, m == nil {
            throw UserError(.usage, "usage", "--commit needs a message: -m TEXT")
        }
        if commit, parent == nil {
            throw UserError(.usage, "usage", "--commit needs a commit as its base, not a tree")
        }
        let only = try editFormat()
        let outcome = try userGit { () throws(GitError) in
            try EditApplier.apply(
                reply: reply, format: only, to: TreeBase(repository, tree: tree))
        }
        switch outcome {
        case .noEdits(let none):
            try fail(
                ApplyDocument(
                    outcome: "no-edits", reason: none.isRefusalByModel ? "refused-by-model" : nil,
                    message: none.isRefusalByModel
                        ? "the model declined" : "the reply holds no edit"), session)
        case .refused(let refusal): try fail(ApplyDocument(refusal), session)
        case .applied(let edits):
            let new = try userGit { () throws(GitError) in
                try repository.writeTree(base: tree, files: edits.files)
            }
            let made = try makeCommit(new, on: parent, session)
            if toWorktree { try await write(from: tree, to: new, session) }
            show(ApplyDocument(edits, tree: new, commit: made), session)
        }
    }

    private func editFormat() throws(UserError) -> EditFormat? {
        if format == "auto" { return nil }
        guard let format = EditFormat(rawValue: format) else {
            let legal = ["auto"] + EditFormat.allCases.map(\.rawValue)
            let nearest = Nearest.word(to: format, among: legal)
            throw UserError(
                .usage, "usage", "--format '\(format)' is not a format",
                hint: "legal: \(legal.joined(separator: ", "))"
                    + (nearest.map { "; nearest: \($0)" } ?? ""))
        }
        return format
    }

    private func makeCommit(
        _ tree: ObjectID, on parent: ObjectID?, _ session: Session
    ) throws(UserError) -> ObjectID? {
        guard commit, let m, let parent else { return nil }
        let (repository, author) = (session.repository, try session.author())
        return try userGit { () throws(GitError) in
            try repository.writeCommit(
                tree: tree, parents: [parent], author: author, committer: author,
                message: m + "\n")
        }
    }

    private func write(
        from old: ObjectID, to new: ObjectID, _ session: Session
    ) async throws(UserError) {
        let command = try await session.command()
        do throws(GitError) {
            try await Checkout(command, temporaryDirectory: session.temporaryDirectory)
                .writeDifference(from: old, to: new)
        } catch {
            var failure = UserError(error)
            if failure.hint == nil {
                // Git's own words do not say that nothing is lost: the tree is written.
                failure.hint = """
                    the working tree is not as the base has it; see what stands in the way, and \
                    what would change
                    git status
                    git diff \(old.hex) \(new.hex)
                    """
            }
            throw failure
        }
    }

    private func show(_ document: ApplyDocument, _ session: Session) {
        let output = session.output
        guard !output.isJSON else { return output.json(document) }
        output.print("\(document.outcome): \(Sentence.count(document.files.count, "file"))")
        for file in document.files { output.print("  \(file.kind) \(Visible.line(file.path))") }
        if explain {
            for hunk in document.hunks {
                output.print(
                    "  \(Visible.line(hunk.path)):\(hunk.line.value ?? 0): \(hunk.strategy),"
                        + " similarity \(hunk.similarity), \(Sentence.count(hunk.candidates, "place"))"
                )
            }
        }
        if let tree = document.tree.value { output.print("tree \(tree)") }
        if let commit = document.commit.value { output.print("commit \(commit)") }
    }

    private func fail(_ document: ApplyDocument, _ session: Session) throws(UserError) {
        if session.output.isJSON {
            session.output.json(document)
            throw UserError(.failed, "", "")
        }
        let reason = document.reason.value.map { " (\($0))" } ?? ""
        session.output.print("\(document.outcome)\(reason)")
        session.output.note(Visible.text(document.message.value ?? ""))
        throw UserError(.failed, "", "")
    }
}

/// The JSON of `apply` (`cli.md`, Commands).
struct ApplyDocument: Encodable {
    struct File: Encodable {
        var path: String
        var oldPath: String?
        var kind: String

        enum CodingKeys: String, CodingKey {
            case path, kind
            case oldPath = "old_path"
        }
    }

    var outcome: String
    var tree: Nullable<String> = nil
    var commit: Nullable<String> = nil
    var files: [File] = []
    var hunks: [AppliedHunk] = []
    var reason: Nullable<String> = nil
    var message: Nullable<String> = nil

    init(outcome: String, reason: String?, message: String) {
        self.outcome = outcome
        self.reason = Nullable(reason)
        self.message = Nullable(message)
    }

    init(_ refusal: Refusal) {
        outcome = "refused"
        hunks = refusal.hunks.map(AppliedHunk.init)
        reason = Nullable(refusal.reason.rawValue)
        message = Nullable(refusal.message)
    }

    init(_ edits: AppliedEdits, tree: ObjectID, commit: ObjectID?) {
        outcome = "applied"
        self.tree = Nullable(tree.hex)
        self.commit = Nullable(commit?.hex)
        files = edits.files.map { file in
            File(path: file.path, oldPath: file.oldPath, kind: file.kind.rawValue)
        }
        hunks = edits.hunks.map(AppliedHunk.init)
    }
}
