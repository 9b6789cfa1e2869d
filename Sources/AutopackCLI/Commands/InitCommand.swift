import ArgumentParser
import Effects
import Git
import Ledger

/// `git autopack init`.
struct InitCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Prepare the repository: how notes are shown and rewritten, and the format ref.",
        discussion: "What you have set yourself stays as it is.")

    @Flag(help: "Print JSON.")
    var json = false

    /// The settings of `storage.md`, Notes.
    private static let settings = [
        ("notes.displayRef", "refs/notes/autopack"),
        ("notes.rewriteRef", "refs/notes/autopack"),
        ("notes.autopack.mergeStrategy", "cat_sort_uniq"),
        ("log.excludeDecoration", "refs/autopack/*"),
    ]

    func run(_ invocation: Invocation) async throws(UserError) {
        let session = try Session(invocation)
        let repository = session.repository
        let author = try session.author()
        var changes: [Change] = []
        let known = try userGit { () throws(GitError) in try repository.configuration() }
        for (name, value) in InitCommand.settings {
            let found = known.string(name)
            if found == nil {
                try userGit { () throws(GitError) in
                    try repository.setLocalConfiguration(name, to: value)
                }
            }
            changes.append(Change(name: name, value: found ?? value, changed: found == nil))
        }
        let format = try userLedger { () throws(LedgerError) in
            try FormatRef(repository).ensure(author: author, clock: session.world.clock)
        }
        changes.append(Change(name: "refs/autopack/format", value: format.hex, changed: false))
        guard !session.output.isJSON else { return session.output.json(changes) }
        for change in changes {
            session.output.print(
                "\(change.changed ? "set" : "kept") \(change.name) = \(Visible.line(change.value))")
        }
    }

    private struct Change: Encodable {
        var name: String
        var value: String
        var changed: Bool
    }
}
