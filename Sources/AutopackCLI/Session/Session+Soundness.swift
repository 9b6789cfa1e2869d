import Effects
import Git
import Healing
import Orchestrator
import RunModel

extension Session {
    /// Refuses to begin what the repository would stop half-way: the look of `health` at it (T0).
    ///
    /// How much of a disk is left is not looked at: it may suffice, and one that fills up stops a
    /// run without loss.
    ///
    /// - Parameter operation: As in `start a run`.
    /// - Throws: ``UserError`` `.environment` with what mends the first thing that is wrong; the
    ///   others are told, too.
    func requireSound(to operation: String) async throws(UserError) {
        let facts = await FactsGathering(
            repository.location, repository: repository, command: { try? await command() },
            world: world
        ).gather(.start)
        try refuseErrors(facts, operation)
    }

    /// Refuses a repository whose `HEAD` says nothing: git takes the folder for none.
    func refuseDamagedHead() throws(UserError) {
        let location = repository.location
        guard !location.isHeadLegible else { return }
        let now = Timestamp(milliseconds: world.clock.nowMilliseconds())
        var facts = RepositoryFacts(location, folder: world.workingDirectory, now: now)
        facts.damagedHead = RefExamination(location) { _ in false }.head
        try refuseErrors(facts, "read \(location.gitDirectory)/HEAD")
    }

    /// Refuses a repository in which what the program writes for itself would land elsewhere.
    func refuseLinkedFolder() throws(UserError) {
        guard let stray = repository.location.linkedFolders.first else { return }
        throw UserError(
            .environment, "linked_folder",
            "\(stray.path) is a symbolic link, and what is written there would land elsewhere",
            hint: "rm \(ShellWord.quoted(stray.path))")
    }

    private func refuseErrors(
        _ facts: RepositoryFacts, _ operation: String
    ) throws(UserError) {
        let errors = RepositoryDoctor.findings(of: facts).filter { $0.severity == .error }
        guard let first = errors.first else { return }
        // What the program mends it mends whole; by hand it may take more than one look.
        let hint =
            first.mending == nil
            ? first.fix : "git autopack doctor --fix \(first.id)\nor by hand:\n\(first.fix)"
        throw UserError(
            .environment, first.id, "cannot \(operation): \(first.what)", hint: hint,
            details: errors.dropFirst().map(\.what))
    }
}
