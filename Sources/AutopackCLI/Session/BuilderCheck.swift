import Effects
import RunModel

/// Looks for the agent programs that a plan's phases name as their Builder, before a run begins.
struct BuilderCheck {
    let world: World

    /// The settings with the builders that the plan uses, and no other: a run records what it
    /// works with.
    ///
    /// - Throws: ``UserError`` `.environment` for a name that nobody configured and a program that
    ///   is not there; nothing was written then.
    func settings(_ settings: RunSettings, for plan: Plan) throws(UserError) -> RunSettings {
        var used: [String: BuilderSettings] = [:]
        for phase in plan.phases {
            guard case .command(let name) = phase.builder, used[name] == nil else { continue }
            used[name] = try look(for: phase.builder, of: phase.id, in: settings)
        }
        // A plan that is still to be drafted has the builder of the command line.
        if let mode = settings.builder, case .command(let name) = mode, used[name] == nil {
            used[name] = try look(for: mode, of: nil, in: settings)
        }
        var result = settings
        result.builders = used
        return result
    }

    private func look(
        for mode: BuilderMode, of phase: PhaseID?, in settings: RunSettings
    ) throws(UserError) -> BuilderSettings? {
        let known: BuilderMode
        do throws(UnknownBuilder) {
            known = try BuilderMode.resolve("\(mode)", in: settings)
        } catch {
            throw UserError(error, at: place(phase))
        }
        guard case .command(let name) = known, let builder = settings.builders[name] else {
            return nil
        }
        try check(name, builder.command.first ?? "", of: phase)
        return builder
    }

    private func place(_ phase: PhaseID?) -> String { phase.map { "phase \($0): " } ?? "" }

    private func check(_ name: String, _ program: String, of phase: PhaseID?) throws(UserError) {
        let isThere =
            program.hasPrefix("/")
            ? world.files.kind(program) != .nothing
            : world.processes.find(program, world.environment["PATH"] ?? "") != nil
        guard !isThere else { return }
        throw UserError(
            .environment, "builder_missing",
            "\(place(phase))the builder '\(name)' needs the program '\(program)', which is "
                + (program.hasPrefix("/") ? "not there" : "not on PATH"),
            hint: "install it, or set builders.\(name).command in autopack.yaml")
    }
}
