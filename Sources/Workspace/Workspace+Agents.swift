import Commands
import Effects
import Git
import RunModel

extension Workspace {
    /// Lets an agent program change the files that are here, under the sandbox profile `agent`.
    ///
    /// It sees the files at ``checkout`` and may write them; the private repository is its `.git`,
    /// read-only, as are `.autopack` and the dependency folders of the user's checkout. It has the
    /// network where its settings say so, the variables that they name, and a home folder of its
    /// own in which only its state is the user's. What it changed is asked for with
    /// ``difference(leftovers:limits:)``; nothing of it outlives the next ``restore()``.
    ///
    /// - Returns: Also for a program that could not start, see ``AgentRun/startFailure``.
    /// - Throws: ``WorkspaceError`` `.noLauncher`, `.cancelled`, and as ``restore()``.
    package func work(_ task: AgentTask) async throws(WorkspaceError) -> AgentRun {
        try await restore()
        try place.clearScratch(trash)
        guard tree.settle() else { throw clockRunsAhead("let \(task.name) work") }
        let file = try write(task)
        let profile = try profile(for: task, file: file)
        let program = task.settings.command.first ?? ""
        var request = sandbox.request(
            program, task.arguments(taskFile: file.target), in: profile)
        request.standardInput = task.standardInput
        request.timeoutSeconds = task.timeLimitSeconds
        request.outputLimitBytes = Self.agentOutputLimitBytes
        isDirty = true
        // What it leaves in a cache must not decide what a check says.
        keepsCaches = false
        if sandbox.bubblewrap == nil { try linkSharedFolders() }
        do throws(ProcessFailure) {
            return AgentRun(
                try await processes.run(request), program: program,
                searchPath: profile.environment["PATH"] ?? "")
        } catch {
            throw WorkspaceError(error, during: "let \(task.name) work")
        }
    }

    /// Agents print every event of their work.
    private static let agentOutputLimitBytes = 16 << 20

    /// No file of a project is larger.
    private static let agentFileLimitBytes = 1 << 30

    /// Writes the task where the program can read it, and says where it sees it.
    private func write(_ task: AgentTask) throws(WorkspaceError) -> SandboxProfile.Bind {
        let name = "autopack-task.md"
        let folder = sandbox.bubblewrap == nil ? place.scratch : place.state
        let path = "\(folder)/\(name)"
        try DiskFile.write(task.prompt, to: path)
        return SandboxProfile.Bind(
            path, at: sandbox.bubblewrap == nil ? path : "/run/\(name)")
    }

    /// The sandbox profile `agent` (`security.md`, Sandbox).
    private func profile(
        for task: AgentTask, file: SandboxProfile.Bind
    ) throws(WorkspaceError) -> SandboxProfile {
        var profile = profile(with: task.variables(from: environment))
        profile.readOnly += (setup?.products ?? []).compactMap(\.text)
        profile.network = task.settings.network
        profile.limits.fileSizeBytes = Self.agentFileLimitBytes
        if sandbox.bubblewrap != nil { profile.readable.append(file) }
        guard let home = environment["HOME"], home.hasPrefix("/") else { return profile }
        let state = task.settings.state.map { $0.dropFirst(2) }.filter {
            DiskFile.resolved("\(home)/\($0)") != nil
        }
        profile.writable = state.map { "\(home)/\($0)" }
        if sandbox.bubblewrap == nil { for name in state { try link(name, from: home) } }
        return profile
    }

    /// Lets a part of the user's home folder show in the one that the program gets.
    private func link(_ name: Substring, from home: String) throws(WorkspaceError) {
        let target = "\(place.scratch)/\(name)"
        if let slash = target.lastIndex(of: "/") {
            try DiskFile.makeFolder(String(target[..<slash]))
        }
        try DiskFile.link(target, to: "\(home)/\(name)")
    }
}

extension AgentRun {
    init(_ result: ProcessResult, program: String, searchPath: String) {
        self.init(
            exit: 0, seconds: result.seconds, output: result.standardOutput,
            errors: result.standardError)
        switch result.end {
        case .exited(let status): exit = Int(status)
        case .signalled(let signal): exit = 128 + Int(signal)
        case .timedOut:
            exit = CheckRun.timeLimitStatus
            timedOut = true
        }
        if output.isEmpty {
            startFailure = StartFailure(
                exit: exit, said: errors, program: program, searchPath: searchPath)
        }
    }
}
