import Commands
import Git
import RunModel

extension Workspace {
    /// How long one command of `workspace.setup` may take.
    private static let setupTimeoutSeconds = 1800.0

    /// Runs the commands of `workspace.setup`, once for each state of their inputs.
    ///
    /// What they leave that is not in the tree stays until they run again, and checks can only read
    /// it; files of the tree that they change are restored. Inputs are `workspace.setup_inputs`, or
    /// the manifests at the root of the tree.
    ///
    /// - Parameter networkGranted: The user's policy lets them reach the network.
    /// - Throws: ``WorkspaceError`` `.setupFailed` with the log of the command that failed.
    @discardableResult
    package func setUp(networkGranted: Bool) async throws(WorkspaceError) -> SetupOutcome {
        guard !settings.setup.isEmpty else { return .nothingToDo }
        let digest = try setupDigest()
        if setup?.digest == digest { return .upToDate }
        setup = nil
        try trash.take(place.setupFile)
        isDirty = true
        try await restore()
        // What is fetched and built once may be large: browsers, compilers, wheels.
        var limits = limits
        limits.fileSizeBytes = limits.fileSizeBytes.map { max($0, 16 << 30) }
        var runs: [CheckRun] = []
        for (number, words) in settings.setup.enumerated() {
            let command = Check(
                name: "setup \(number + 1)", run: words,
                timeoutSeconds: Self.setupTimeoutSeconds)
            let run = try await run(
                command, network: networkGranted, outputLimitBytes: 4 << 20, protects: [],
                limits: limits)
            guard run.passed else { throw failure(of: run, networkGranted: networkGranted) }
            runs.append(run)
        }
        var scan = WorkTreeScan(
            tree: tree, index: index, kept: settings.cache.map { TreePath($0) }, untracked: .list)
        try scan.run()
        let mounted = Set(shared.map { TreePath($0.name) } + [TreePath(".git")])
        let record = SetupRecord(
            digest: digest, products: scan.extra.filter { !mounted.contains($0) }.sorted())
        try record.write(to: place)
        setup = record
        try await restore()
        return .ran(runs)
    }

    /// What might prepare this tree, nil where nothing is known of it.
    package var setupSuggestion: SetupSuggestion? {
        SetupSuggestion { index.position(of: Array($0.utf8)) != nil }
    }

    /// Stands for everything that decides what setup makes.
    private func setupDigest() throws(WorkspaceError) -> String {
        let inputs =
            settings.setupInputs.isEmpty ? SetupSuggestion.manifests : settings.setupInputs
        let contents = inputs.map { input in
            let found = index.position(of: Array(input.utf8)).map { index.entries[$0].id.hex }
            return "\(input) \(found ?? "none")"
        }
        return try Digest.of(
            settings.setup.map { $0.joined(separator: "\0") } + [checkout] + contents)
    }

    private func failure(of run: CheckRun, networkGranted: Bool) -> WorkspaceError {
        let what: String
        if let failure = run.startFailure {
            what = "\(failure)"
        } else if run.timedOut {
            what = "it took longer than \(Int(run.check.timeoutSeconds)) s"
        } else {
            what = "it ended with status \(run.exit)"
        }
        return WorkspaceError(
            .setupFailed, "set up the workspace with \(run.check.commandLine)", detail: what,
            remedy: networkGranted
                ? "mend workspace.setup in autopack.yaml"
                : "if it needs the network, grant it; setup runs without one otherwise",
            log: run.output)
    }
}
