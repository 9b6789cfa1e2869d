import RunModel

/// Replies that are none, and edits that cannot be applied.
enum ReplyFaults {
    /// - Parameter hint: Lets replies differ where the model is not stubborn.
    static func answer(
        _ category: FailureCategory, in phase: FaultPlan.PhaseName, hint: Int
    ) -> ScriptedModel.Answer {
        let right = ["    return sum(values)"]
        let body = "    raise NotImplementedError"
        switch category {
        case .replyEmpty: return .init(text: "")
        case .replyRefused: return .init(text: "I'm sorry, but I can't help with that change.")
        case .replyTruncated:
            let text = ScriptedModel.edit(phase.file, body, right)
            return .init(text: String(text.prefix(text.count / 2)), finish: "length")
        case .replyMalformed:
            return .init(text: "The function should add its values; that will do it.")
        case .notFound:
            return .init(
                text: ScriptedModel.edit(phase.file, "    nothing like it \(hint) at all", right))
        case .ambiguous:
            return .init(text: ScriptedModel.edit("src/twice.py", "    pass", ["    return 1"]))
        case .elision:
            return .init(
                text: "src/long.py\n```\nline_1 = 1\n# ... existing code ...\nline_20 = 20\n```\n")
        case .truncated:
            let text = ScriptedModel.edit(phase.file, body, right)
            return .init(text: String(text.dropLast(">>>>>>> REPLACE\n\n".count)))
        case .pathDenied:
            return .init(text: ".git/config\n```\n[core]\n\tpager = less\n```\n")
        case .scopeDenied:
            return .init(text: "docs/sums.md\n```\nSums are added.\n```\n")
        case .conflictMarker:
            let marked = ["<<<<<<< ours"] + right + ["=======", "    return 0", ">>>>>>> theirs"]
            let code = "def \(phase.rawValue)(values):\n\(marked.joined(separator: "\n"))\n"
            return .init(text: "\(phase.file)\n```python\n\(code)```\n")
        default:
            return .init(text: "src/rates.json\n```json\n{\"rate\": \(hint),\n```\n")
        }
    }
}
