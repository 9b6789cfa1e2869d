import Commands
import Effects
import Git
package import RunModel

extension Workspace {
    /// Runs a check on the files that are here, in the sandbox.
    ///
    /// The check sees them at ``checkout``, the dependency folders of the user's checkout on top,
    /// read-only, and the private repository as `.git`, read-only. Nothing that it does outlives
    /// the next ``restore()``. It has no network but a loopback of its own.
    ///
    /// - Parameters:
    ///   - outputLimitBytes: How much of what it prints is kept.
    /// - Returns: Also for a check that could not start, see ``CheckRun/startFailure``.
    /// - Throws: ``WorkspaceError`` `.noLauncher`, `.cancelled`, and as ``restore()``.
    package func check(
        _ check: Check, outputLimitBytes: Int = 4 << 20
    ) async throws(WorkspaceError) -> CheckRun {
        try await restore()
        return try await run(
            check, network: false, outputLimitBytes: outputLimitBytes,
            protects: setup?.products ?? [])
    }

    /// Runs a program on the files as they are, changed or not.
    ///
    /// - Parameter protects: What it may read only, beside `.autopack`.
    func run(
        _ check: Check, network: Bool, outputLimitBytes: Int, protects: [TreePath],
        limits: SandboxLimits? = nil
    ) async throws(WorkspaceError) -> CheckRun {
        var request = try prepare(
            check, network: network, protects: protects, limits: limits)
        request.outputLimitBytes = outputLimitBytes
        request.mergesStandardError = true
        let result: ProcessResult
        do throws(ProcessFailure) {
            result = try await processes.run(request)
        } catch {
            throw WorkspaceError(error, during: "run the check \(check.name)")
        }
        return CheckRun(check, result, searchPath: request.environment["PATH"] ?? "")
    }

    /// Runs a command as a check is run, on this process's own standard streams.
    ///
    /// - Parameters:
    ///   - check: The command, with its time limit and variables.
    ///   - folder: Its working directory, relative to ``checkout``; empty for that folder itself.
    /// - Returns: The command's exit status; ``CheckRun/timeLimitStatus`` where its time passed.
    /// - Throws: ``WorkspaceError`` `.noLauncher`, and as ``restore()``.
    package func runInForeground(
        _ check: Check, in folder: String
    ) async throws(WorkspaceError) -> Int32 {
        try await restore()
        let request = try prepare(
            check, network: false, protects: setup?.products ?? [], in: folder,
            patienceSeconds: 0)
        do throws(ProcessFailure) {
            return try await ForegroundProcess.run(request)
        } catch {
            throw WorkspaceError(error, during: "run \(check.name)")
        }
    }

    /// - Parameter patienceSeconds: How much longer than the check's time the launcher waits: a
    ///   caller that ends the check itself knows that it has, and when.
    private func prepare(
        _ check: Check, network: Bool, protects: [TreePath], in folder: String = "",
        limits: SandboxLimits? = nil, patienceSeconds: Int = 5
    ) throws(WorkspaceError) -> ProcessRequest {
        guard let program = check.run.first, !program.isEmpty else {
            throw WorkspaceError(
                .failed, "run the check \(check.name)", detail: "it names no program")
        }
        try place.clearScratch(trash)
        guard tree.settle() else { throw clockRunsAhead("run the check \(check.name)") }
        var profile = profile(for: check)
        profile.network = network
        if let limits { profile.limits = limits }
        profile.workingDirectory = folder
        profile.readOnly += protects.compactMap(\.text)
        // For a caller that only waits, or hangs.
        var request = sandbox.request(
            program, Array(check.run.dropFirst()), in: profile,
            seconds: Int(check.timeoutSeconds.rounded(.up)) + patienceSeconds)
        request.timeoutSeconds = check.timeoutSeconds
        isDirty = true
        keepsCaches = true
        if sandbox.bubblewrap == nil { try linkSharedFolders() }
        return request
    }

    func clockRunsAhead(_ operation: String) -> WorkspaceError {
        WorkspaceError(
            .cacheUnusable, operation,
            detail: "the clock of the disk of \(path) runs ahead of this machine's",
            remedy: "name a folder on a local disk\nexport XDG_CACHE_HOME=/path/to/a/cache")
    }

    /// What a check may see and do.
    func profile(for check: Check) -> SandboxProfile { profile(with: check.env) }

    /// What a program may see and do that gets these variables beside the usual ones.
    func profile(with named: [String: String]) -> SandboxProfile {
        var variables = Sandbox.environment(from: environment, names: [])
        variables.merge(named) { _, named in named }
        if sandbox.bubblewrap == nil {
            // No git folder is above the files, and none further up may be taken for theirs.
            variables["GIT_CEILING_DIRECTORIES"] = path
        }
        var profile = SandboxProfile(
            workspace: path, checkout: checkout, environment: variables, scratch: place.scratch)
        profile.limits = limits
        profile.readOnly = [".autopack"]
        profile.caches = ToolCaches.existing(environment: environment)
        profile.share = shared.map { folder in
            SandboxProfile.Bind("\(folder.source)", at: "\(checkout)/\(folder.name)")
        }
        privateRepository.show(in: &profile)
        return profile
    }
}

extension CheckRun {
    fileprivate init(_ check: Check, _ result: ProcessResult, searchPath: String) {
        self.init(
            check: check, exit: 0, seconds: result.seconds, output: result.standardOutput,
            droppedBytes: result.droppedBytes)
        switch result.end {
        case .exited(let status): exit = Int(status)
        case .signalled(let signal): exit = 128 + Int(signal)
        case .timedOut:
            exit = Self.timeLimitStatus
            timedOut = true
        }
        startFailure = StartFailure(
            exit: exit, said: output, program: check.run.first ?? "", searchPath: searchPath)
    }
}

extension StartFailure {
    /// Reads the launcher's own words, which are all that such a run has printed.
    init?(exit: Int, said: [UInt8], program: String, searchPath: String) {
        guard [1, 125, 126, 127].contains(exit), said.count < 4096 else { return nil }
        let text = String(decoding: said, as: UTF8.self)
        let lines = text.split(separator: "\n")
        guard lines.count == 1, let line = lines.first else { return nil }
        let launcher = "autopack-sandbox: "
        if line.hasPrefix(launcher) {
            let detail = String(line.dropFirst(launcher.count))
            let reason: Reason
            switch exit {
            case 127: reason = .notFound
            case 126: reason = .notExecutable
            case 125: reason = .sandbox
            default: return nil
            }
            self.init(
                reason: reason, program: program,
                searchPath: program.contains("/") ? "" : searchPath, detail: detail)
        } else if exit == 1, line.hasPrefix("bwrap: ") {
            self.init(
                reason: .sandbox, program: program, searchPath: searchPath, detail: String(line))
        } else {
            return nil
        }
    }
}

extension WorkspaceError {
    init(_ error: ProcessFailure, during operation: String) {
        switch error.code {
        case .cancelled:
            self.init(.cancelled, operation, detail: "the task was cancelled")
        case .notFound, .notExecutable:
            self.init(
                .noLauncher, operation, detail: "\(error.executable): \(error.detail)",
                remedy: "install git autopack again: its sandbox launcher is missing")
        case .noSuchDirectory, .system:
            self.init(.failed, operation, detail: error.detail)
        }
    }
}
