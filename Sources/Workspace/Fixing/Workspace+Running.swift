import Commands
import Effects
import Git
import Governance
import RunModel

extension Workspace {
    private static let timeLimitSeconds = 60.0
    private static let outputLimitBytes = 64 << 10

    /// Runs a command that the policy allows.
    ///
    /// - Parameters:
    ///   - line: As it was proposed, for the record.
    ///   - isFix: It may change something; otherwise git takes no lock.
    func run(
        _ command: CommandLine, _ line: String, network: Bool, isFix: Bool
    ) async throws(WorkspaceError) -> FixOutcome.Step {
        guard command.type != .file else { return try runOverFiles(command, line) }
        var profile = profile(with: [:])
        profile.readOnly += (setup?.products ?? []).compactMap(\.text)
        profile.network = network && command.type == .python
        if command.type == .git { showRepository(in: &profile, writable: isFix) }
        let path = profile.environment["PATH"] ?? ""
        guard let program = find(command.program, path) else {
            return FixOutcome.Step(
                line: line, exit: 127, output: "there is no program \(command.program) in \(path)")
        }
        let arguments = Array(command.arguments.dropFirst())
        let words = command.type == .git ? SandboxedGit.arguments(arguments) : arguments
        let result = try await run(program, words, in: profile, during: "run \(line)")
        return FixOutcome.Step(line: line, result)
    }

    private func runOverFiles(
        _ command: CommandLine, _ line: String
    ) throws(WorkspaceError) -> FixOutcome.Step {
        tree.closeFolder()
        guard tree.settle() else { throw clockRunsAhead("run \(line)") }
        var step = FixOutcome.Step(line: line, exit: 0)
        do throws(FileCommand.Failure) {
            try FileCommand(tree: tree).run(command)
        } catch {
            step.exit = 1
            step.output = "\(command.program): \(error.path): \(error.reason)\n"
        }
        try trash.empty()
        return step
    }

    /// Runs a program in the sandbox, bounded in time and output.
    private func run(
        _ program: String, _ arguments: [String], in profile: SandboxProfile,
        seconds: Double = timeLimitSeconds, during operation: String
    ) async throws(WorkspaceError) -> ProcessResult {
        try place.clearScratch(trash)
        tree.closeFolder()
        guard tree.settle() else { throw clockRunsAhead(operation) }
        var request = sandbox.request(program, arguments, in: profile)
        request.timeoutSeconds = seconds
        request.outputLimitBytes = Self.outputLimitBytes
        request.mergesStandardError = true
        do throws(ProcessFailure) { return try await processes.run(request) } catch {
            throw WorkspaceError(error, during: operation)
        }
    }

    /// Lets git find the private repository where it is, and not in the files.
    private func showRepository(in profile: inout SandboxProfile, writable: Bool) {
        let folder = place.gitDirectory
        privateRepository.showOutside(in: &profile, writable: writable)
        let location = RepositoryLocation(
            gitDirectory: folder, commonDirectory: folder, workTree: checkout)
        profile.environment.merge(
            SandboxedGit.environment(for: location, locks: writable)
        ) { _, own in own }
    }

    /// The absolute path of a program, which is none of the files that are being worked on.
    private func find(_ name: String, _ path: String) -> String? {
        let own = [self.path, checkout]
        let folders = path.split(separator: ":").map(String.init).filter { folder in
            guard folder.hasPrefix("/"), let real = DiskFile.resolved(folder) else { return false }
            return !own.contains { real.isWithin($0) || folder.isWithin($0) }
        }
        guard let found = processes.find(name, folders.joined(separator: ":")),
            let real = DiskFile.resolved(found), !own.contains(where: { real.isWithin($0) })
        else { return nil }
        return found
    }

    // MARK: A merge in progress

    /// Begins a merge of a commit into the one that is here, and leaves its conflicts open.
    ///
    /// - Throws: ``WorkspaceError`` `.failed` where there is nothing to merge.
    func merge(_ theirs: ObjectID) async throws(WorkspaceError) {
        let operation = "merge \(theirs)"
        var profile = profile(with: [:])
        showRepository(in: &profile, writable: true)
        guard let program = find(SandboxedGit.program, profile.environment["PATH"] ?? "") else {
            throw WorkspaceError(.failed, operation, detail: "there is no program git")
        }
        let words = [
            "merge", "--no-commit", "--no-ff", "--no-stat", "--allow-unrelated-histories",
            theirs.hex,
        ]
        let result = try await run(
            program, SandboxedGit.arguments(words), in: profile, seconds: 600, during: operation)
        guard privateRepository.operation == .merge else {
            let said = String(decoding: result.standardOutput, as: UTF8.self)
            throw WorkspaceError(
                .failed, operation, detail: said.split(separator: "\n").last.map(String.init) ?? "")
        }
    }
}

extension FixOutcome.Step {
    fileprivate init(line: String, _ result: ProcessResult) {
        self.init(
            line: line, exit: 0, seconds: result.seconds,
            output: String(decoding: result.standardOutput, as: UTF8.self))
        switch result.end {
        case .exited(let status): exit = Int(status)
        case .signalled(let signal): exit = 128 + Int(signal)
        case .timedOut: exit = CheckRun.timeLimitStatus
        }
    }
}
