package import RunModel

/// What an agent program says of its own work, as far as it does.
package struct ProgramAccount: Hashable, Sendable {
    /// Its last words, or its complaint; empty where the form marks none.
    package var text: String
    /// Nil: not said.
    package var usage: Usage?
    /// The model that wrote most; nil: not said.
    package var model: String?
    /// Nil: not said.
    package var cost: Money?

    package init(
        text: String = "", usage: Usage? = nil, model: String? = nil, cost: Money? = nil
    ) {
        self.text = text
        self.usage = usage
        self.model = model
        self.cost = cost
    }

    /// Reads what was printed, whether the program succeeded or not: work that failed has cost too.
    ///
    /// What is not in the agreed form says nothing, and is no failure: only the difference counts.
    package init(of bytes: [UInt8], as output: CommandOutput) {
        self.init()
        switch output {
        case .text: break
        case .claudeJSON:
            guard let result = CommandReply.claudeResult(in: bytes) else { return }
            let errors = (result["errors"]?.array ?? []).compactMap(\.string)
            text = result["result"]?.string ?? errors.joined(separator: "\n")
            usage = CommandReply.claudeUsage(result)
            model = CommandReply.claudeModel(result)
            cost = CommandReply.cost(result["total_cost_usd"])
        case .codexJSONLines:
            for event in CommandReply.lines(of: bytes) {
                let item = event["item"]
                switch event["type"]?.string {
                case "item.completed" where item?["type"]?.string == "agent_message":
                    text = item?["text"]?.string ?? text
                case "turn.completed":
                    if let more = event["usage"].map(CommandReply.codexUsage) {
                        var sum = usage ?? .zero
                        sum += more
                        usage = sum
                    }
                case "turn.failed":
                    text = event["error"]?["message"]?.string ?? text
                case "error": text = event["message"]?.string ?? text
                default: break
                }
            }
        }
    }
}
