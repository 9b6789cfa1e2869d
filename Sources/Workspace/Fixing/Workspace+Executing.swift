package import Governance

extension Workspace {
    /// Runs the commands of a fix and the one that verifies it, or nothing at all.
    ///
    /// Every command and the verification are judged by the ``CommandPolicy`` first, and nothing
    /// runs where one is denied.
    package func execute(
        _ fix: CommandFix, on start: FixStart, under rules: FixRules
    ) async throws(WorkspaceError) -> FixOutcome {
        throw WorkspaceError(
            .failed, "run the commands of a fix", detail: "this is not possible yet")
    }
}
