import Agents
import Git
import Providers
import RunModel

/// What the calls of one reply have come to so far.
struct ToolWork {
    let conversation: ToolConversation
    /// As the edits so far have left it.
    var tree: ObjectID
    var results: [TurnResults.Result] = []
    var hunks: [AppliedHunk] = []
    var checks = 0
    var notes: [String] = []

    init(conversation: ToolConversation, tree: ObjectID) {
        self.conversation = conversation
        self.tree = tree
    }

    mutating func take(_ outcome: ToolOutcome) {
        tree = outcome.tree ?? tree
        hunks += outcome.hunks
        checks += outcome.checks
    }

    /// Takes the outcome of a call in, as the model is told of it.
    @discardableResult
    mutating func add(_ outcome: ToolOutcome, _ call: ToolCall) -> TurnResults.Result {
        take(outcome)
        let result = TurnResults.Result(
            id: call.id, name: call.name, text: outcome.text, isError: outcome.isError,
            tree: outcome.tree?.hex)
        results.append(result)
        return result
    }

    /// Said of a reply that ends where it may not go on.
    static let cutOff =
        "The reply was cut off at the output limit. Make smaller steps: a large file is written in"
        + " several edits."
}
