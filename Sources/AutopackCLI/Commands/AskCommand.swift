import ArgumentParser
import Providers
import RunModel
import Settings

/// `git autopack ask`.
struct AskCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "ask", abstract: "Put one question to a model; print what it cost.",
        usage: "git autopack ask [OPTION…] [PROMPT…]",
        discussion: """
            Without PROMPT, or with -, standard input is read. The answer goes to standard output, \
            tokens and cost to standard error. Needs no repository.
            """)

    @Argument(help: "The question; several words are joined.")
    var prompt: [String] = []

    @Option(help: "An alias, a model, or provider/model; else a builder's.")
    var model: String?

    @Flag(help: "Print the answer as it comes.")
    var stream = false

    @Option(help: "A JSON Schema that the answer has to match.")
    var schema: String?

    @Flag(help: "Nobody outside of this machine is asked.")
    var offline = false

    @Flag(help: "Print JSON.")
    var json = false

    func run(_ invocation: Invocation) async throws(UserError) {
        let surroundings = Surroundings(invocation)
        let schema = try schema.map { file throws(UserError) in
            try AskSchema.read(file, invocation.world)
        }
        let text = try question()
        let configuration = try surroundings.checkedConfiguration()
        var settings = configuration.runSettings
        if offline { settings.offline = true }
        let means = try await ModelSearch(surroundings, configuration).means(
            settings: settings, names: [model].compactMap(\.self))
        let asking = try Asking(
            surroundings, means, model: model, dotEnvHint: surroundings.dotEnvHint(configuration))
        let call = Call(
            role: .builder, messages: [Message(.user, text)],
            maxOutputTokens: means.settings.maxOutputTokens, schema: schema)
        let output = invocation.output
        // What may have to be mended is not shown before it is whole.
        let isLive = stream && !output.isJSON && schema == nil
        let show: @Sendable (String) -> Void = { piece in
            if isLive { output.write(Array(Visible.text(piece).utf8)) }
        }
        let answer = await asking.ask(call, onText: stream ? show : nil)
        try await report(answer, asking, isLive: isLive, output)
    }

    private func question() throws(UserError) -> String {
        let words = prompt == ["-"] ? [] : prompt
        guard words.isEmpty else { return words.joined(separator: " ") }
        guard prompt == ["-"] || !StandardInput.isTerminal else {
            throw UserError(
                .usage, "usage", "there is no prompt",
                hint: "git autopack ask 'What does this error mean?'")
        }
        let text = String(decoding: StandardInput.readAll(), as: UTF8.self)
        guard !text.allSatisfy(\.isWhitespace) else {
            throw UserError(
                .usage, "usage", "the prompt on standard input is empty",
                hint: "git autopack ask 'What does this error mean?'")
        }
        return text
    }

    private func report(
        _ answer: Asking.Answer, _ asking: Asking, isLive: Bool, _ output: Output
    ) async throws(UserError) {
        let status = asking.status(of: answer)
        guard !output.isJSON else {
            output.json(
                AskReply(
                    answer.reply, model: asking.model, usage: answer.usage,
                    cost: answer.cost, failure: answer.failure))
            if let status { throw UserError(status, "", "") }
            return
        }
        if let reply = answer.reply {
            if !isLive { output.write(Array(Visible.text(reply.text).utf8)) }
            if reply.text.last?.isNewline != true { output.print() }
            for call in reply.toolCalls {
                output.print("\(Visible.line(call.name))(\(Visible.line(call.arguments)))")
            }
            if let refusal = reply.refusal { output.note("refused: \(Visible.line(refusal))") }
            if reply.finish == .length { output.note("warning: the answer was cut at its limit") }
        }
        if let usage = answer.usage, !output.isQuiet {
            let cost = answer.cost?.description ?? "price unknown"
            output.note("\(asking.model): \(usage.input)+\(usage.output) tokens, \(cost)")
        }
        if let failure = answer.failure, let status {
            throw await asking.error(failure, status)
        }
        if let status { throw UserError(status, "", "") }
    }
}
