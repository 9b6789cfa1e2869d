package import RunModel

/// What a Builder is told.
package enum BuilderPrompt {
    /// What an earlier attempt of the phase came to.
    package struct Earlier: Hashable, Sendable {
        package var attempt: Int
        package var category: FailureCategory
        package var rootCause: String
        /// The refusal's or the checks' own words.
        package var detail: String

        package init(attempt: Int, category: FailureCategory, rootCause: String, detail: String) {
            self.attempt = attempt
            self.category = category
            self.rootCause = rootCause
            self.detail = detail
        }
    }

    /// - Parameters:
    ///   - brief: The phase.
    ///   - context: What is shown of the tree that the edits apply to.
    ///   - hints: A person's and the Doctor's words.
    ///   - learned: What runs have learned, a line each.
    ///   - earlier: The attempts that failed, the last of which matters most.
    ///   - edits: The form in which edits are asked for.
    package static func write(
        _ brief: PhaseBrief, context: Context, hints: [String], learned: [String] = [],
        earlier: [Earlier], edits: EditStyle = .searchReplace
    ) -> Prompt {
        let parts =
            [brief.text] + history(hints: hints, learned: learned, earlier: earlier)
            + [context.attemptText]
        return Prompt(
            system: EditingRules.text(edits), opening: context.stableText,
            task: parts.filter { !$0.isEmpty }.joined(separator: "\n"))
    }

    /// What was said and tried before, whoever builds.
    static func history(hints: [String], learned: [String], earlier: [Earlier]) -> [String] {
        var parts = advice(hints: hints, learned: learned)
        if let last = earlier.last {
            let before = earlier.dropLast().map { "\($0.category.rawValue): \($0.rootCause)\n" }
            parts.append("# What was tried before\n")
            if !before.isEmpty {
                parts.append(Fence.wrap(before.joined(), label: "Earlier attempts failed:"))
            }
            parts.append(
                Fence.wrap(
                    last.detail,
                    label: "Attempt \(last.attempt) failed (\(last.category.rawValue)):"))
        }
        return parts
    }

    /// What was said to the phase, and what runs have learned.
    static func advice(hints: [String], learned: [String]) -> [String] {
        var parts: [String] = []
        if !hints.isEmpty {
            parts.append("# Hints\n\n" + hints.map { "- \($0)\n" }.joined())
        }
        if !learned.isEmpty {
            parts.append(
                Fence.wrap(
                    learned.map { "- \($0)\n" }.joined(),
                    label: "# Learned here before, from failures that were overcome"))
        }
        return parts
    }
}
