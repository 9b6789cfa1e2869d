import ArgumentParser
import Ledger
import RunModel

/// `git autopack version`.
struct VersionCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "version", abstract: "Print the version.")

    @Flag(help: "Print JSON.")
    var json = false

    private struct Document: Encodable {
        var name = "git-autopack"
        var version = Version.number
        var format = JournalEntry.version
    }

    func run(_ invocation: Invocation) async throws(UserError) {
        invocation.output.isJSON
            ? invocation.output.json(Document())
            : invocation.output.print("git-autopack \(Version.number)")
    }
}

/// `git autopack completion`.
struct CompletionCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "completion", abstract: "Print a completion script for a shell.")

    @Argument(help: "bash, zsh or fish.")
    var shell: String

    func run(_ invocation: Invocation) async throws(UserError) {
        guard let known = CompletionShell(rawValue: shell) else {
            throw UserError(
                .usage, "usage", "'\(shell)' is not a shell with completions",
                hint: "legal: bash, zsh, fish")
        }
        invocation.output.print(Autopack.completionScript(for: known))
        if known == .bash { invocation.output.print(GitCompletion.bash) }
    }
}

/// What git's own completion calls for `git autopack <TAB>`.
enum GitCompletion {
    static let bash = """
        _git_autopack() {
            local cur="${COMP_WORDS[COMP_CWORD]}" index=0
            while [ "$index" -lt "$COMP_CWORD" ] && [ "${COMP_WORDS[index]}" != autopack ]; do
                index=$((index + 1))
            done
            COMP_WORDS=(git-autopack "${COMP_WORDS[@]:index + 1}")
            COMP_CWORD=$((COMP_CWORD - index))
            _git_autopack_forward
        }
        _git_autopack_forward() {
            declare -F _git-autopack >/dev/null && _git-autopack
        }
        """
}

/// `git autopack` alone: the open runs and what to do next.
struct OverviewCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "overview", abstract: "Print the open runs and what to do next.",
        shouldDisplay: false)

    @Flag(help: "One JSON object a line.")
    var json = false

    func run(_ invocation: Invocation) async throws(UserError) {
        let session = try Session(invocation)
        let directory = session.directory
        let open = try userLedger { () throws(LedgerError) in try directory.all() }
            .compactMap(\.state).filter {
                !$0.status.isFinal || ($0.status == .succeeded && $0.landed == nil)
            }
        let output = session.output
        if output.isJSON {
            for state in open { output.json(RunSummary(state, phases: false)) }
            return
        }
        guard !open.isEmpty else {
            output.print("no open run")
            output.print("next:")
            output.print("  git autopack run --plan plan.yaml")
            output.print("  git autopack fix")
            output.print("  git autopack -h")
            return
        }
        for state in open {
            output.print("run \(state.run): \(state.status.rawValue)")
            output.print("  \(Visible.line(state.goal))")
            for command in NextCommands.of(state) { output.print("  \(command)") }
        }
    }
}
