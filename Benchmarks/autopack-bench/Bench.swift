import TestSupport

/// What the figures are taken on: the built program and repositories of its own.
final class Bench {
    let program: BuiltProgram
    let peers: Peers
    private let runs: Int
    private let files: Int
    private lazy var modelCalls = ModelCalls(calls: max(20 * runs, 100))
    private var plainCalls: ModelCalls.Comparison?
    private var streamedCalls: ModelCalls.Comparison?
    private var largeStreams: ModelCalls.Comparison?
    private var large: ScratchRepository?
    private var manyRuns: ManyRuns?
    private var largeResult: RunFigures?
    private var pushResult: (added: Measurement, without: Measurement)?
    private var healthResult: (ours: Measurement, git: Measurement)?
    private var noteResult: NoteFigures?
    private var toolResult: ToolCallSpeed.Figures?
    private var contextResult: ContextSpeed.Figures?
    private var sandboxStarts: SandboxStart?

    init(program: BuiltProgram, runs: Int, files: Int, peers: Peers) {
        self.program = program
        self.runs = runs
        self.files = files
        self.peers = peers
    }

    func sandbox() async throws -> SandboxStart {
        if let sandboxStarts { return sandboxStarts }
        var variables: [String: String] = [:]
        for name in ["HOME", "PATH"] { variables[name] = TestEnvironment.setting(name) }
        let starts = try await SandboxStart(environment: variables)
        sandboxStarts = starts
        return starts
    }

    /// How much longer a program takes in the sandbox of a check.
    func sandboxStart() async throws -> Measurement {
        try await sandbox().measure(runs: max(runs, 40))
    }

    /// The same without a control group, and what the sandbox is made of.
    func sandboxLayers() async throws -> String {
        let starts = try await sandbox()
        let ungrouped = try await starts.measureUngrouped(runs: max(runs, 40))
        return "no control group: \(ungrouped.text); \(starts.layers)"
    }

    /// Applying edits, in this process.
    var edits: EditSpeed { EditSpeed(runs: runs) }

    /// Redacting, in this process.
    var redaction: RedactionSpeed { RedactionSpeed(runs: runs) }

    /// Judging commands, in this process.
    var policy: PolicySpeed { PolicySpeed(runs: runs) }

    /// A look at a repository's health, and git's at its checkout.
    func health() async throws -> (ours: Measurement, git: Measurement) {
        if let healthResult { return healthResult }
        // Its own: what other figures leave behind would be findings.
        let repository = try LargeRepository.make(files: files)
        try repository.write(RecordedRun.file, "def answer():\n    return 41\n")
        try repository.commit("the file that runs change")
        let speed = try HealthSpeed(in: repository, program: program)
        let result = (
            ours: try await speed.measure(runs: runs), git: try await speed.gitStatus(runs: runs)
        )
        healthResult = result
        return result
    }

    /// Reading changed tests, in this process.
    var gate: GateSpeed { GateSpeed(runs: runs) }

    /// The statistics of many runs, read from their journals or from what is remembered of them.
    func stats(isCold: Bool) async throws -> Measurement {
        let many = try manyRuns ?? ManyRuns()
        manyRuns = many
        return try await many.stats(program, runs: runs, isCold: isCold)
    }

    /// A push with the hook and without.
    func pushes() async throws -> (added: Measurement, without: Measurement) {
        if let pushResult { return pushResult }
        let times = try await PushSpeed(program).times(runs: runs)
        pushResult = times
        return times
    }

    /// Time and memory of whole runs.
    struct RunFigures {
        let time: Measurement
        let memory: Measurement
    }

    /// What one note costs with few others and with many.
    struct NoteFigures {
        let few: Measurement
        let many: Measurement
        let git: Measurement

        /// How much slower the later note is.
        var ratio: Measurement { Measurement([many.median / few.median], .times) }
    }

    func version() async throws -> Measurement {
        let repository = try ScratchRepository()
        return try await Measurement.times(runs) { _ in
            try program.run(["version"], in: repository)
        }
    }

    func gitVersion() async throws -> Measurement {
        let repository = try ScratchRepository()
        return try await Measurement.times(runs) { _ in try repository.git("version") }
    }

    func smallRuns() async throws -> RunFigures {
        try figures(of: RecordedRun(in: try Self.smallRepository(), program: program))
    }

    func largeRuns() async throws -> RunFigures {
        if let largeResult { return largeResult }
        let result = try figures(of: RecordedRun(in: try largeRepository(), program: program))
        largeResult = result
        return result
    }

    /// One changed file, as a run records it.
    func checkpoint() async throws -> Measurement {
        let repository = try largeRepository()
        var checkpoint = try Checkpoint(
            of: LargeRepository.path(ofFile: files / 2), in: repository)
        return try await Measurement.times(runs) { run in
            try checkpoint.make("changed \(run) in object space\n")
        }
    }

    /// One changed file, as plain git records it.
    func gitCheckpoint() async throws -> Measurement {
        let repository = try largeRepository()
        return try await Measurement.times(runs) { run in
            try repository.write(LargeRepository.path(ofFile: files / 2), "changed \(run)\n")
            try repository.git("add", LargeRepository.path(ofFile: files / 2))
            try repository.git("commit", "--quiet", "--message", "change \(run)")
        }
    }

    func contexts() async throws -> ContextSpeed.Figures {
        if let contextResult { return contextResult }
        let result = try await ContextSpeed(files: files).figures(runs: runs)
        contextResult = result
        return result
    }

    func toolCalls() async throws -> ToolCallSpeed.Figures {
        if let toolResult { return toolResult }
        let speed = try ToolCallSpeed(
            in: try largeRepository(), file: LargeRepository.path(ofFile: files / 2))
        let result = try await speed.figures(runs: runs)
        toolResult = result
        return result
    }

    /// One step of a Builder with tools, with what the journal and the keep ref take.
    func toolStep() throws -> Measurement {
        let steps = try ToolSteps(in: try Self.smallRepository(), program: program)
        _ = try steps.perform(id: "warm")
        return Measurement(
            try (1...runs).map { try steps.perform(id: "r\($0)") }, .milliseconds)
    }

    func notes() async throws -> NoteFigures {
        if let noteResult { return noteResult }
        var notes = try ManyNotes()
        try notes.fill(to: ManyNotes.few, less: runs / 2)
        let few = try await Measurement.times(runs) { _ in try notes.writeOne() }
        try notes.fill(to: ManyNotes.many, less: runs / 2)
        let many = try await Measurement.times(runs) { _ in try notes.writeOne() }
        let git = try await Measurement.times(runs) { _ in try notes.writeOneWithGit() }
        let result = NoteFigures(few: few, many: many, git: git)
        noteResult = result
        return result
    }

    func plainCall() async throws -> ModelCalls.Comparison {
        if let plainCalls { return plainCalls }
        let result = try await modelCalls.plain()
        plainCalls = result
        return result
    }

    func streamedCall() async throws -> ModelCalls.Comparison {
        if let streamedCalls { return streamedCalls }
        let result = try await modelCalls.streamed()
        streamedCalls = result
        return result
    }

    func largeStream() async throws -> ModelCalls.Comparison {
        if let largeStreams { return largeStreams }
        let result = try await modelCalls.largeStream(runs: runs)
        largeStreams = result
        return result
    }

    func fallback() async throws -> Measurement { try await modelCalls.fallback() }

    func healthCheck() async throws -> Measurement { try await HealthCheck().ratio(runs: runs) }

    func cancellation() async throws -> Measurement { try await modelCalls.cancellation() }

    private func figures(of run: RecordedRun) throws -> RunFigures {
        _ = try run.perform(id: "warm-up")
        var times: [Double] = []
        var memory: [Double] = []
        for number in 1...runs {
            let start = ContinuousClock.now
            let outcome = try run.perform(id: "run-\(number)")
            times.append((ContinuousClock.now - start) / .milliseconds(1))
            memory.append(Double(outcome.peakMemoryBytes) / 1e6)
        }
        return RunFigures(
            time: Measurement(times, .milliseconds), memory: Measurement(memory, .megabytes))
    }

    private static func smallRepository() throws -> ScratchRepository {
        let repository = try ScratchRepository()
        try repository.write(RecordedRun.file, "def answer():\n    return 41\n")
        try repository.commit("first")
        return repository
    }

    private func largeRepository() throws -> ScratchRepository {
        if let large { return large }
        let repository = try LargeRepository.make(files: files)
        try repository.write(RecordedRun.file, "def answer():\n    return 41\n")
        try repository.commit("the file that runs change")
        large = repository
        return repository
    }
}
