import Commands
package import Effects
package import Git
package import Governance
package import RunModel
package import Workspace

/// Checks in a private workspace, taken when the first one runs.
package final class WorkspaceBench: CheckBench {
    private let repository: Repository
    private let settings: RunSettings
    private let world: World
    /// The plan in force, which may be drafted, or change, while the run goes on.
    private let plan: () -> Plan
    private var taken: Workspace?
    /// What checks said in this process.
    private var known: [String: CheckOutcome] = [:]

    package init(
        repository: Repository, settings: RunSettings, world: World, plan: @escaping () -> Plan
    ) {
        self.repository = repository
        self.settings = settings
        self.plan = plan
        self.world = world
    }

    package func bring(to commit: ObjectID, with tree: ObjectID?) async throws(RunError) {
        let workspace = try await workspace()
        try await RunError.working { () async throws(WorkspaceError) in
            try await workspace.bring(to: commit, with: tree)
            _ = try await workspace.setUp(networkGranted: false)
        }
    }

    package func run(_ check: Check) async throws(RunError) -> CheckOutcome {
        let workspace = try await workspace()
        return try await RunError.working { () async throws(WorkspaceError) in
            let run = try await workspace.check(check)
            let fault = try workspace.fault(in: run)
            return CheckOutcome(
                exit: run.exit, seconds: run.seconds, output: run.output, fault: fault)
        }
    }

    package func work(
        _ task: AgentTask, on start: ObjectID
    ) async throws(RunError) -> AgentOutcome {
        try await bring(to: start)
        let workspace = try await workspace()
        return try await RunError.working { () async throws(WorkspaceError) in
            let run = try await workspace.work(task)
            guard run.startFailure == nil else { return AgentOutcome(run: run) }
            return AgentOutcome(
                run: run,
                difference: try await workspace.difference(leftovers: task.settings.leftovers),
                inProgress: try await workspace.operationInProgress())
        }
    }

    package func execute(
        _ fix: CommandFix, on start: FixStart, under rules: FixRules
    ) async throws(RunError) -> FixOutcome {
        let workspace = try await workspace()
        return try await RunError.working { () async throws(WorkspaceError) in
            try await workspace.execute(fix, on: start, under: rules)
        }
    }

    package func recall(
        _ check: Check, on tree: ObjectID
    ) async throws(RunError) -> CheckOutcome? {
        let digest = try await environment(of: [check])
        if let outcome = known["\(tree) \(digest)"] { return outcome }
        let file = try await file("results", slot(digest, tree))
        guard let bytes = try? world.files.read(file) else { return nil }
        return PassedCheck(bytes).flatMap { $0.tree == tree.hex ? $0.outcome : nil }
    }

    /// Keeps it for this process, and where the check passed also for those that come after.
    ///
    /// A failure is not kept on the disk: what mended it, as a package that was installed, may be
    /// nothing that a digest of the environment shows, and a failure that is gone would excuse one
    /// of the candidate.
    package func keep(
        _ outcome: CheckOutcome, of check: Check, on tree: ObjectID
    ) async throws(RunError) {
        let digest = try await environment(of: [check])
        known["\(tree) \(digest)"] = outcome
        guard outcome.exit == 0 else { return }
        let file = try await file("results", slot(digest, tree))
        let passed = PassedCheck(tree: tree.hex, outcome: outcome)
        // A cache: where it cannot be written, the check runs again.
        try? world.files.write(file, passed.bytes)
    }

    package func syntaxFaults(in paths: [String]) async throws(RunError) -> [SyntaxFault] {
        guard !paths.isEmpty else { return [] }
        let workspace = try await workspace()
        let plan = plan()
        let checks = plan.checks + plan.phases.flatMap(\.checks)
        return try await RunError.working { () async throws(WorkspaceError) in
            try await workspace.syntaxFaults(in: paths, checks: checks)
        }
    }

    package func isBlind(
        _ check: Check, base: ObjectID, scope: [String]
    ) async throws(RunError) -> Bool {
        let workspace = try await workspace()
        let globs = [Glob](patterns: scope, reading: .permission)
        let known = try await sightFile(of: check, scope: scope)
        if let bytes = try? world.files.read(known) { return bytes == Array("blind\n".utf8) }
        let sight = try await RunError.working { () async throws(WorkspaceError) in
            try await workspace.bring(to: base)
            let baseline = try await workspace.check(check)
            return try await workspace.sight(of: check, base: base, baseline: baseline) { path in
                guard let text = path.text else { return false }
                return globs.isEmpty || globs.first(matching: text) != nil
            }
        }
        let isBlind = sight == .blind
        // A cache: where it cannot be written, the question is asked again.
        try? world.files.write(known, Array((isBlind ? "blind\n" : "sees\n").utf8))
        return isBlind
    }

    package func environment() async throws(RunError) -> String {
        let plan = plan()
        return try await environment(of: plan.checks + plan.phases.flatMap(\.checks))
    }

    private func environment(of checks: [Check]) async throws(RunError) -> String {
        let workspace = try await workspace()
        return try await RunError.working { () async throws(WorkspaceError) in
            try workspace.environmentDigest(for: checks)
        }
    }

    package func gaps() async throws(RunError) -> [String] { try await workspace().gaps }

    // MARK: Parts

    /// A place for the result of a check: one of 256, so that the folder does not grow for ever.
    private func slot(_ digest: String, _ tree: ObjectID) -> String {
        "\(digest)-\(tree.hex.prefix(2))"
    }

    /// Where the answer for a check in this environment is kept.
    private func sightFile(of check: Check, scope: [String]) async throws(RunError) -> String {
        let checks = [check, Check(name: "scope", run: ["scope"] + scope)]
        return try await file("sight", try await environment(of: checks))
    }

    /// A file beside the workspaces of all repositories.
    private func file(_ kind: String, _ name: String) async throws(RunError) -> String {
        let folder = try await workspace().path
            .split(separator: "/", omittingEmptySubsequences: false).dropLast(2)
            .joined(separator: "/")
        return "\(folder)/\(kind)/\(name)"
    }

    private func workspace() async throws(RunError) -> Workspace {
        if let taken { return taken }
        guard let cache = Workspace.cacheDirectory(environment: world.environment) else {
            throw RunError(
                .environment, "take a workspace", detail: "neither XDG_CACHE_HOME nor HOME is set",
                remedy: "export XDG_CACHE_HOME=/path/to/a/cache")
        }
        guard let launcher = Sandbox.ownLauncher() else {
            throw RunError(
                .environment, "take a workspace", detail: "autopack-sandbox is not installed",
                remedy: "make install")
        }
        let (repository, settings, world) = (repository, settings, world)
        let workspace = try await RunError.working { () async throws(WorkspaceError) in
            try await Workspace.take(
                for: repository, cacheDirectory: cache, settings: settings.workspace,
                sandboxMode: settings.sandbox, limits: settings.sandboxLimits,
                processes: world.processes, environment: world.environment, launcher: launcher)
        }
        taken = workspace
        return workspace
    }
}

extension RunError {
    /// Does something in a workspace, and speaks of its errors as a run's.
    static func working<Value>(
        _ body: () async throws(WorkspaceError) -> Value
    ) async throws(RunError) -> Value {
        do { return try await body() } catch {
            throw RunError(
                error.code == .cancelled ? .interrupted : .environment, error.operation,
                detail: error.detail, remedy: error.remedy)
        }
    }
}
