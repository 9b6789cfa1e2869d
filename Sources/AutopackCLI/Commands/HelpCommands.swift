import ArgumentParser

/// Prints a text that was asked for.
struct TextCommand: Command {
    private let text: String

    init() { text = "" }
    init(_ text: String) { self.text = text }
    init(from decoder: any Decoder) throws { text = "" }

    func run(_ invocation: Invocation) async throws(UserError) { invocation.output.print(text) }
}

/// Prints every command with its sentence: `git autopack help -a`.
struct HelpAllCommand: Command {
    func run(_ invocation: Invocation) async throws(UserError) {
        for group in Autopack.configuration.groupedSubcommands {
            invocation.output.print("\(group.name):")
            for command in group.subcommands {
                let name = command._commandName
                let padding = String(repeating: " ", count: max(1, 12 - name.count))
                invocation.output.print("  \(name)\(padding)\(command.configuration.abstract)")
            }
        }
    }
}
