package import RunModel

/// What a fixer is told: the candidate and the real output of the check that fails on it.
package enum FixerPrompt {
    /// - Parameters:
    ///   - context: The files of the failing candidate.
    ///   - change: The candidate's difference, as a patch.
    ///   - failing: The check that fails.
    ///   - analysis: What is known of the failure; nil: nothing.
    ///   - log: Its output, condensed.
    ///   - earlier: The fixes of this attempt before, which did not mend it.
    ///   - refusal: Why the last fix could not be applied; nil: it could.
    ///   - number: The fix's number, from 1.
    ///   - limit: Fixes at most.
    ///   - hints: A person's and the Doctor's words.
    ///   - learned: What runs have learned, a line each.
    ///   - edits: The form in which edits are asked for.
    package static func write(
        _ brief: PhaseBrief, context: Context, change: String, failing: CheckResult,
        analysis: CheckFailure? = nil, log: String, earlier: [FixRecord] = [],
        refusal: String?, number: Int, limit: Int, hints: [String] = [], learned: [String] = [],
        edits: EditStyle = .searchReplace
    ) -> Prompt {
        var parts = [brief.text, duty]
        if !change.isEmpty { parts.append(Fence.wrap(change, label: "# The change so far")) }
        parts.append(
            Fence.wrap(
                log,
                label: "# Check \(failing.name) fails (exit \(failing.exit)); its output:"))
        if let analysis { parts.append(text(of: analysis)) }
        if !failing.newFailures.isEmpty {
            let names = failing.newFailures.joined(separator: "\n")
            parts.append(Fence.wrap(names, label: "New failures:"))
        }
        if !earlier.isEmpty { parts.append(text(of: earlier)) }
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

    /// What is known of a failure, for whoever mends it.
    static func text(of analysis: CheckFailure) -> String {
        var lines = ["category: \(analysis.category.rawValue)", "cause: \(analysis.rootCause)"]
        if let file = analysis.file {
            lines.append("place: \(file)" + (analysis.line.map { ":\($0)" } ?? ""))
        }
        if let failed = analysis.failed {
            lines.append("failing tests: \(failed.joined(separator: ", "))")
        }
        lines.append("signature: \(analysis.signature)")
        return Fence.wrap(lines.joined(separator: "\n"), label: "# Analysis of the failure:")
    }

    /// What was tried before, so that it is not tried again.
    static func text(of earlier: [FixRecord]) -> String {
        let lines = earlier.map { fix in
            let place = fix.files.isEmpty ? "" : " (\(fix.files.joined(separator: ", ")))"
            return "fix \(fix.number), for \(fix.analysis.category.rawValue)"
                + " \(fix.analysis.signature): \(fix.tried)\(place):"
                + " \(fix.outcome?.rawValue ?? "")"
        }
        return Fence.wrap(
            lines.joined(separator: "\n"),
            label: "# Fixes that were tried before and did not mend it; try something else:")
    }

    private static let duty = """
        # What is to be mended

        The phase was built, and its change fails a check. All files here are as the change left \
        them. Mend the code, not the check. If it cannot be mended, answer only with JSON: \
        {"unfixable": true, "explanation": "…"}.

        """
}
