import ArgumentParser
import Effects
import Git
import Governance
import RunModel
import Settings

/// `git autopack hook`.
struct HookCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hook", abstract: "What the hooks call.",
        usage: "git autopack hook pre-push [REMOTE] [URL]", subcommands: [PrePush.self])

    /// `git autopack hook pre-push`.
    struct PrePush: Command {
        static let configuration = CommandConfiguration(
            commandName: "pre-push", abstract: "Judge the pushes that standard input lists.",
            usage: "git autopack hook pre-push [REMOTE] [URL]",
            discussion: """
                Each line is LOCAL-REF LOCAL-ID REMOTE-REF REMOTE-ID, as git gives it. Exit 1 where \
                something was found; trouble of its own refuses nothing unless autopack.hook.strict \
                is set in your configuration, and then exits 3.
                """)

        @Argument(help: "The name of the remote, or its URL.")
        var remote: String?

        @Argument(help: "The URL of the remote.")
        var url: String?

        @Flag(help: "Print JSON.")
        var json = false

        func run(_ invocation: Invocation) async throws(UserError) {
            let (list, fault) = StandardInput.readToEnd()
            if let question = invocation.world.environment[PushHook.proofVariable], list.isEmpty {
                return invocation.output.print(PushHook.answer(to: question))
            }
            guard !list.isEmpty || fault != nil else { return }
            var judgement: PushJudgement
            do throws(UserError) {
                let session = try Session(invocation)
                var found = AutopackCLI.PrePush(session, remote: remote ?? "").judge(list)
                // What is refused anyway need not be checked.
                if found.isSound, try Surroundings(session).configuration().hookRunsChecks {
                    try await PushedChecks(session).judge(list, &found)
                }
                judgement = found
            } catch {
                guard error.status != .interrupted else { throw error }
                judgement = PushJudgement(troubles: [error.message])
            }
            if let fault {
                judgement.troubles.append("git's list cannot be read: \(fault)")
            }
            let page = PushPage(invocation.output)
            if invocation.output.isJSON {
                page.json(judgement, of: nil)
            } else {
                page.note(judgement)
            }
            guard judgement.isSound else {
                if !invocation.output.isJSON {
                    invocation.output.note(
                        "nothing was pushed; 'git push --no-verify' does not ask")
                }
                throw UserError(.failed, "found", "")
            }
            guard !judgement.troubles.isEmpty else { return }
            let why: String
            switch StrictHook(invocation) {
            case .unset: return
            case .set: why = "autopack.hook.strict is set, and not everything could be judged"
            case .invalid(let fault): why = "\(fault), and not everything could be judged"
            }
            throw UserError(
                .waits, "not_judged", invocation.output.isJSON ? "" : why,
                hint: "git push --no-verify")
        }
    }
}
