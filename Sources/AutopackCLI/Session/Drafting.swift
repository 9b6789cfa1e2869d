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
        let repository = session.repository
        if base == "HEAD" {
            let head = try userGit { () throws(GitError) in try repository.head() }
            guard head.commit != nil else { throw UserError(RunError.noCommit) }
        }
        guard configured.isEmpty else { return configured }
        let found = try suggested(at: base, scope: settings.scope, session)
        if found.isEmpty, !session.output.isJSON {
            session.output.note(
                "warning: no check is configured and the project suggests none: what is made can"
                    + " only be looked at; git autopack config set checks …")
        }
        return found
    }

    /// What the build files of a revision suggest, those nearest to the scope.
    static func suggested(
        at revision: String, scope: [String], _ session: Session
    ) throws(UserError) -> [Check] {
        let repository = session.repository
        return try userGit { () throws(GitError) in
            try DetectedChecks.find(
                in: try repository.resolveTree(revision).tree, at: scope.first ?? "", repository)
        }
    }

    /// The current folder from the root of the repository, where it is a project of its own below
    /// another: it has build files, and they suggest other checks than the folder above.
    static func ownProject(_ session: Session) throws(UserError) -> String? {
        guard let folder = try? ScopePath.relative(".", in: session), !folder.isEmpty else {
            return nil
        }
        let repository = session.repository
        return try userGit { () throws(GitError) in
            guard let head = try repository.head().commit else { return nil }
            let tree = try repository.readCommit(head).tree
            let above = folder.split(separator: "/").dropLast().joined(separator: "/")
            let own = try DetectedChecks.find(in: tree, at: folder, repository)
            let others = try DetectedChecks.find(in: tree, at: above, repository)
            return own.isEmpty || own == others ? nil : folder
        }
    }

    /// The goal as the one phase of a plan.
    static func onePhase(_ goal: String) -> Phase {
        guard let id = PhaseID("work") else { preconditionFailure("work is a legal name") }
        let line = goal.split(separator: "\n").first.map(String.init) ?? goal
        return Phase(
            id: id, title: line.count > 72 ? String(line.prefix(71)) + "…" : line, goal: goal)
    }
}
