import ArgumentParser
import Governance
import RunModel

/// `git autopack policy`.
struct PolicyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy", abstract: "Say what a fix may run, and why.",
        usage: "git autopack policy check [OPTION…] (-- CMD… | --stdin)",
        subcommands: [Check.self])

    /// `git autopack policy check`.
    struct Check: Command {
        static let configuration = CommandConfiguration(
            commandName: "check", abstract: "Say whether a fix may run a command; nothing runs.",
            usage: "git autopack policy check [OPTION…] (-- CMD… | --stdin)",
            discussion: """
                CMD is the words of a command, or one word that holds a whole line. With --stdin each \
                line is {"id","fix_type","command"}, and is answered by {"id","verdict","why"}.
                """)

        @Option(help: "git, file or python; else by the name of the program.")
        var type: String?

        @Option(help: "The run whose pre-run branch a reset may go to; else any.")
        var run: String?

        @Flag(help: "Judge it as the command that verifies a fix.")
        var verify = false

        @Flag(help: "Judge the lines of standard input.")
        var stdin = false

        @Flag(help: "Print JSON.")
        var json = false

        @Argument(parsing: .postTerminator, help: "The command.")
        var command: [String] = []

        func validate() throws {
            guard stdin == command.isEmpty else {
                throw ValidationError("name a command after --, or give --stdin")
            }
        }

        func run(_ invocation: Invocation) async throws(UserError) {
            let type = try type.map { name throws(UserError) in try Self.fixType(name) }
            // What a command may do depends on the branches and files that it meets.
            let session = try Session(invocation)
            let judge = CommandJudge(session: session, run: run, type: type, verifies: verify)
            guard !stdin else { return try judge.answer(lines: StandardInput.readAll()) }
            let verdict = try judge.verdict(on: command)
            invocation.output.isJSON
                ? invocation.output.json(CommandAnswer(verdict))
                : print(verdict, invocation.output)
            // All has been said.
            guard verdict.denial == nil else { throw UserError(.waits, "denied", "") }
        }

        private static func fixType(_ name: String) throws(UserError) -> FixType {
            if let type = FixType(rawValue: name) { return type }
            let legal = FixType.allCases.map(\.rawValue)
            throw UserError(
                .usage, "usage", "'\(name)' is no type of fixes",
                hint: (Nearest.word(to: name, among: legal).map { "nearest: \($0)\n" } ?? "")
                    + "legal: \(legal.joined(separator: ", "))")
        }

        private func print(_ verdict: CommandVerdict, _ output: Output) {
            switch verdict {
            case .allow(let command): output.print("allowed: \(Visible.line("\(command)"))")
            case .deny(let denial):
                let person = denial.needsPerson ? "requires manual intervention: " : ""
                output.print("denied: \(person)\(Visible.line(denial.why))")
                if let nearest = denial.nearest {
                    output.print("  nearest: \(Visible.line(nearest))")
                }
                for legal in denial.legal { output.print("  legal: \(Visible.line(legal))") }
            }
        }
    }
}
