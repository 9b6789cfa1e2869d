import Git
import Orchestrator
import RunModel

/// What a plan is made of where nobody wrote one.
enum Drafting {
    /// The checks that hold whatever a model drafts: the configured ones, or what the project
    /// suggests.
    static func checks(
        _ configured: [Check], base: String, _ session: Session, _ settings: RunSettings
    ) throws(UserError) -> [Check] {
        guard configured.isEmpty else { return configured }
        let repository = session.repository
        let found = try userGit { () throws(GitError) in
            try DetectedChecks.find(in: try repository.resolveTree(base).tree, repository)
        }
        if found.isEmpty, !session.output.isJSON {
            session.output.note(
                "warning: no check is configured and the project suggests none: what is made can"
                    + " only be looked at; git autopack config set checks …")
        }
        return found
    }

    /// The goal as the one phase of a plan.
    static func onePhase(_ goal: String) -> Phase {
        guard let id = PhaseID("work") else { preconditionFailure("work is a legal name") }
        let line = goal.split(separator: "\n").first.map(String.init) ?? goal
        return Phase(
            id: id, title: line.count > 72 ? String(line.prefix(71)) + "…" : line, goal: goal)
    }
}
