package import RunModel

/// What every model is told of a phase.
package struct PhaseBrief: Hashable, Sendable {
    /// The plan's goal.
    package var goal: String
    package var phase: Phase
    /// The plan's checks.
    package var checks: [Check]

    package init(goal: String, phase: Phase, checks: [Check]) {
        self.goal = goal
        self.phase = phase
        self.checks = checks
    }

    /// The brief as a prompt says it.
    var text: String {
        var parts = ["# Goal\n\n\(goal)\n", "# This phase: \(phase.title)\n\n\(phase.goal)\n"]
        if !phase.acceptance.isEmpty {
            parts.append("# It is done when\n\n\(PhaseBrief.list(phase.acceptance))")
        }
        if !phase.scope.write.isEmpty {
            parts.append("# Only these paths may change\n\n\(PhaseBrief.list(phase.scope.write))")
        }
        let commands = (checks + phase.checks).map(\.commandLine)
        if !commands.isEmpty {
            parts.append("# Checks that judge it\n\n\(PhaseBrief.list(commands))")
        }
        if !phase.allow.contains(.testChanges) {
            parts.append("Existing tests must not be changed, skipped or removed.\n")
        }
        return parts.joined(separator: "\n")
    }

    private static func list(_ items: [String]) -> String {
        items.map { "- \($0)\n" }.joined()
    }
}
