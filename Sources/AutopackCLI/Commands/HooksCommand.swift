import ArgumentParser
import RunModel

/// `git autopack hooks`.
struct HooksCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hooks", abstract: "Judge what is pushed, beside whatever hooks there are.",
        usage: "git autopack hooks install|uninstall|status [--json]",
        discussion: """
            The hook stands where git looks for it, core.hooksPath included. A hook that is there \
            already is kept, and called after it. 'git push --no-verify' passes both by.
            """,
        subcommands: [Install.self, Uninstall.self, Status.self])

    /// `git autopack hooks install`.
    struct Install: Command {
        static let configuration = CommandConfiguration(
            commandName: "install", abstract: "Put the pre-push hook in its place.",
            usage: "git autopack hooks install [--json]")

        @Flag(help: "Print JSON.")
        var json = false

        func run(_ invocation: Invocation) async throws(UserError) {
            let session = try Session(invocation)
            let hook = try await PushHook(session)
            let changed = try hook.install()
            let status = try await hook.status()
            let output = session.output
            guard !output.isJSON else { return output.json(Change(changed, status)) }
            output.print("\(changed ? "installed" : "was installed already"): \(shown(hook.path))")
            if let chained = status.chained { output.print("then calls: \(shown(chained))") }
            if let reach = hook.reach { output.note("note: \(reach)") }
            guard !status.runs else { return }
            output.note("warning: \(Visible.line(status.why ?? ""))")
            if let fix = status.fix { output.note("hint: \(Visible.line(fix))") }
        }
    }

    /// `git autopack hooks uninstall`.
    struct Uninstall: Command {
        static let configuration = CommandConfiguration(
            commandName: "uninstall", abstract: "Put back what was there before.",
            usage: "git autopack hooks uninstall [--json]")

        @Flag(help: "Print JSON.")
        var json = false

        func run(_ invocation: Invocation) async throws(UserError) {
            let session = try Session(invocation)
            let hook = try await PushHook(session)
            let hadOther = hook.chained != nil
            let changed = try hook.uninstall()
            let output = session.output
            guard !output.isJSON else {
                return output.json(
                    Change(changed, PushHookStatus(isInstalled: false, path: hook.path)))
            }
            guard changed else { return output.print("was not installed: \(shown(hook.path))") }
            output.print(
                hadOther
                    ? "put back as it was: \(shown(hook.path))" : "removed: \(shown(hook.path))")
        }
    }

    /// `git autopack hooks status`.
    struct Status: Command {
        static let configuration = CommandConfiguration(
            commandName: "status", abstract: "Prove that git runs the hook, by having git call it.",
            usage: "git autopack hooks status [--call] [--json]",
            discussion: "Exit 1 where git does not run it. Hooks that it calls are left out.")

        @Flag(help: "Call it also where another program's hook comes first, which then runs.")
        var call = false

        @Flag(help: "Print JSON.")
        var json = false

        func run(_ invocation: Invocation) async throws(UserError) {
            let session = try Session(invocation)
            let status = try await PushHook(session).status(callsForeign: call)
            let output = session.output
            if output.isJSON {
                output.json(status)
            } else if status.runs {
                output.print("git runs the hook: \(shown(status.path))")
                if let chained = status.chained { output.print("then calls: \(shown(chained))") }
            } else {
                output.print("git does not run the hook: \(shown(status.path))")
                output.print("  \(Visible.line(status.why ?? ""))")
                if let fix = status.fix { output.print("    \(Visible.line(fix))") }
            }
            // All has been said.
            guard status.runs else { throw UserError(.failed, "hook", "") }
        }
    }

    /// What installing or uninstalling did.
    private struct Change: Encodable {
        var changed: Bool
        var status: PushHookStatus

        init(_ changed: Bool, _ status: PushHookStatus) {
            self.changed = changed
            self.status = status
        }

        enum CodingKeys: CodingKey { case changed }

        func encode(to encoder: any Encoder) throws {
            try status.encode(to: encoder)
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(changed, forKey: .changed)
        }
    }
}

private func shown(_ path: String) -> String { Visible.line(path) }
