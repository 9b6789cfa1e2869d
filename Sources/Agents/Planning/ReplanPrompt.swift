package import RunModel

/// What a planner is told where a plan has failed: the plan, what is done, and the evidence.
package enum ReplanPrompt {
    /// - Parameters:
    ///   - plan: The plan in force, as a file.
    ///   - done: The phases that are done and stay.
    ///   - request: What the Doctor knows of the failure.
    ///   - why: Why the plan is written anew.
    ///   - refusals: Why the drafts so far did not become the plan, in order.
    package static func write(
        plan: String, done: [PhaseID], request: DoctorRequest, why: String,
        shape: RepositoryShape, refusals: [String] = []
    ) -> Prompt {
        var parts = [
            shape.text, "# Goal\n\n\(request.goal)\n",
            Fence.wrap(plan, label: "# The plan that failed, in phase \(request.phase.id)"),
        ]
        if !done.isEmpty {
            parts.append(
                "# Done; these stay as they are\n\n" + done.map { "- \($0)\n" }.joined())
        }
        parts.append(Fence.wrap("\(why)\n", label: "# Why another plan is needed"))
        let failures = request.failures.suffix(3).map {
            "attempt \($0.attempt): \($0.category.rawValue): \($0.rootCause)\n\($0.detail)\n"
        }
        parts.append(
            Fence.wrap(failures.joined(separator: "\n"), label: "# What the attempts came to"))
        if !request.change.isEmpty {
            parts.append(Fence.wrap(request.change, label: "# The last change that failed"))
        }
        if let last = refusals.last {
            parts.append(
                Fence.wrap(
                    "\(last)\n",
                    label: "# Your last draft was refused; mend this and answer with the whole plan"
                )
            )
        }
        return Prompt(
            system: PlannerPrompt.rules + "\n\n" + rules, task: parts.joined(separator: "\n"))
    }

    private static let rules = """
        This time a plan is in force and has failed. Write what is left of it anew, by another \
        approach that the evidence speaks for; the goal stays whole. Phases that are done are kept \
        without you. You may add checks and acceptance criteria, and drop none; a scope may \
        shrink, and not grow; 'allow' may not grow.
        """
}
