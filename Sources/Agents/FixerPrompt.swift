package import RunModel

/// What a fixer is told: the candidate and the real output of the check that fails on it.
package enum FixerPrompt {
    /// - Parameters:
    ///   - context: The files of the failing candidate.
    ///   - change: The candidate's difference, as a patch.
    ///   - failing: The check that fails.
    ///   - log: Its output, condensed.
    ///   - refusal: Why the last fix could not be applied; nil: it could.
    ///   - number: The fix's number, from 1.
    ///   - limit: Fixes at most.
    ///   - hints: A person's and the Doctor's words.
    ///   - learned: What runs have learned, a line each.
    ///   - edits: The form in which edits are asked for.
    package static func write(
        _ brief: PhaseBrief, context: Context, change: String, failing: CheckResult, log: String,
        refusal: String?, number: Int, limit: Int, hints: [String] = [], learned: [String] = [],
        edits: EditStyle = .searchReplace
    ) -> Prompt {
        var parts = [brief.text, duty]
        if !change.isEmpty { parts.append(Fence.wrap(change, label: "# The change so far")) }
        parts.append(
            Fence.wrap(
                log,
                label: "# Check \(failing.name) fails (exit \(failing.exit)); its output:"))
        if !failing.newFailures.isEmpty {
            let names = failing.newFailures.joined(separator: "\n")
            parts.append(Fence.wrap(names, label: "New failures:"))
        }
        if let refusal {
            parts.append(Fence.wrap(refusal, label: "# The last fix was not applied:"))
        }
        parts += BuilderPrompt.advice(hints: hints, learned: learned)
        parts.append(context.attemptText)
        parts.append("This is fix \(number) of at most \(limit).\n")
        return Prompt(
            system: EditingRules.text(edits), opening: context.stableText,
            task: parts.filter { !$0.isEmpty }.joined(separator: "\n"))
    }

    private static let duty = """
        # What is to be mended

        The phase was built, and its change fails a check. All files here are as the change left \
        them. Mend the code, not the check. If it cannot be mended, answer only with JSON: \
        {"unfixable": true, "explanation": "…"}.

        """
}
