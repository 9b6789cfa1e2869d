import Effects
import Git
import Healing
import Orchestrator
import Providers
import RunModel
import Settings

/// Looks at the repository of the current folder for the rule-based Doctor, also at one that cannot
/// be opened.
struct DoctorSession {
    let invocation: Invocation
    private let location: RepositoryLocation
    private let trouble: GitError?

    var world: World { invocation.world }

    /// - Throws: ``UserError`` where there is no repository at all, or one of another user's.
    init(_ invocation: Invocation) throws(UserError) {
        self.invocation = invocation
        let world = invocation.world
        do throws(GitError) {
            location = try Repository.discover(
                from: world.workingDirectory, environment: world.environment
            ).location
            trouble = nil
        } catch {
            let found = RepositoryLocation.find(
                from: world.workingDirectory, environment: world.environment)
            guard let found, error.code != .foreignOwner else { throw UserError(error) }
            (location, trouble) = (found, error)
        }
    }

    /// The repository, opened anew so that it sees what a mending has changed.
    func repository() -> Repository? {
        guard trouble == nil else { return nil }
        return try? Repository.discover(
            from: world.workingDirectory, environment: world.environment)
    }

    /// git's command line; nil where git cannot work here, as without a `HEAD`.
    func command() async -> GitCommand? {
        guard location.isHeadLegible else { return nil }
        return try? await GitCommand(
            location: location, environment: world.environment, processes: world.processes)
    }

    /// Everything that the rules judge.
    func facts(_ extent: FactsGathering.Extent = .whole) async -> RepositoryFacts {
        let repository = repository()
        let gathering = FactsGathering(
            location, repository: repository, command: command, trouble: trouble,
            world: world)
        var facts = await gathering.gather(extent)
        addConfiguration(to: &facts)
        return facts
    }

    private func addConfiguration(to facts: inout RepositoryFacts) {
        let surroundings = Surroundings(invocation)
        let read: Settings.Configuration?
        do throws(UserError) {
            read = try surroundings.configuration()
        } catch {
            // Where the commit cannot be read, that is a finding of its own.
            read = try? surroundings.session?.configuration(base: nil)
            let isKnown =
                trouble != nil || facts.damagedHead != nil || !facts.missingObjects.isEmpty
                || !facts.damagedRefs.isEmpty || !facts.illegiblePackedLines.isEmpty
            if !isKnown { facts.configurationErrors = [error.message] }
        }
        guard let configuration = read else { return }
        facts.configurationErrors += configuration.findings.filter { $0.severity == .error }
            .map { "\($0)" }
        facts.configurationWarnings = configuration.findings.filter { $0.severity == .warning }
            .map { "\($0)" }
        let dotEnv = surroundings.dotEnv(configuration)?.keys ?? [:]
        let providers = configuration.runSettings.providers
        for (name, provider) in providers.sorted(by: { $0.key < $1.key }) {
            let isAdded = configuration.addedProviders.contains(name)
            if let trouble = trouble(of: provider, isAdded: isAdded, dotEnv: dotEnv) {
                facts.providers.append(ProviderFact(provider: name, trouble: trouble))
            }
        }
    }

    /// What is wrong with a provider as far as that is known without asking it.
    ///
    /// A built-in provider that nobody has a key for is none that anybody wants.
    private func trouble(
        of provider: ProviderSettings, isAdded: Bool, dotEnv: [String: String]
    ) -> ProviderFact.Trouble? {
        if let program = provider.command?.first, isAdded {
            let isThere = world.processes.find(program, world.environment["PATH"] ?? "") != nil
            return isThere ? nil : .noProgram(program)
        }
        if let file = provider.file, isAdded {
            return world.files.kind(file) == .nothing ? .noFile(file) : nil
        }
        guard let variable = provider.keyVariable else { return nil }
        let presence = KeyVariables.presence(world.environment[variable] ?? dotEnv[variable])
        switch presence {
        case .present: return nil
        case .empty, .malformed: return .key(variable: variable, presence)
        case .absent:
            // The credential helper may have it, and is not asked for a look.
            return isAdded && !KeyRing.hasHelper(world) ? .key(variable: variable, .absent) : nil
        }
    }
}
