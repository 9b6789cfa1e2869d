import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A run may be killed anywhere.
@Suite(.fewAtOnce) struct KillTests {
    private static let plan = Calculator.plan
    private static let answers: [RecordedAnswer] = [
        .builder("add", Calculator.doesNotApply), .builder("add", Calculator.mendArithmetic),
        .approval("add"), .builder("shout", Calculator.mendText), .approval("shout"),
    ]

    /// Fifty instants with `AUTOPACK_TORTURE=1`, otherwise a few of them.
    private static var seeds: [UInt64] {
        Seeds.first(TestEnvironment.setting("AUTOPACK_TORTURE") == "1" ? 50 : 6)
    }

    private static func project() throws -> Project {
        let project = try Project()
        try project.record(answers)
        return project
    }

    /// What a run that nobody kills leaves, and how long it takes here.
    private static let whole = Task<(tree: String, duration: Duration), any Error> {
        let whole = try project()
        let clock = ContinuousClock()
        let start = clock.now
        try require(try await whole.run(plan), exits: 0)
        return (try whole.repository.git("rev-parse", "autopack/r1^{tree}"), clock.now - start)
    }

    @Test(arguments: seeds)
    func `a run that is killed at any instant ends with the same tree, and asks nothing twice`(
        seed: UInt64
    ) async throws {
        let (tree, duration) = try await Self.whole.value
        var generator = SeededGenerator(seed: seed)
        let killed = try Self.project()
        let plan = try killed.plan(Self.plan)
        // Up to three kills, the first within the run's usual time, the others soon after.
        for kill in 0..<Int.random(in: 1...3, using: &generator) {
            let share = Double.random(in: 0..<(kill == 0 ? 1 : 0.5), using: &generator)
            let program = try self.program(for: killed, plan)
            try await Task.sleep(for: duration * share)
            program.signal(SIGKILL)
            _ = try await program.outcome()
            try killed.repository.fsckStrict()
        }
        try await finish(killed, plan, seed)
        try judge(killed, tree, seed)
    }

    /// The run where there is none yet, otherwise its continuation.
    private func program(for project: Project, _ plan: String) throws -> RunningProgram {
        try project.commit("refs/autopack/runs/r1") == nil
            ? project.start("run", "--plan", plan, "--id", "r1") : project.start("resume", "r1")
    }

    private func finish(_ project: Project, _ plan: String, _ seed: UInt64) async throws {
        if try project.commit("refs/autopack/runs/r1") != nil,
            try Journal(in: project.repository).names.last == "run.finished"
        {
            return
        }
        let outcome = try await program(for: project, plan).outcome()
        #expect(outcome.status == 0, "seed \(seed): \(outcome)")
    }

    private func judge(_ project: Project, _ tree: String, _ seed: UInt64) throws {
        let git = project.repository
        let found = try git.tryGit(["rev-parse", "--verify", "autopack/r1^{tree}"])
        #expect(found.output == "\(tree)\n", "seed \(seed): \(found)")
        #expect(
            try git.git("log", "--reverse", "--format=%s", "main..autopack/r1")
                == "Mend add\nMend shout", "seed \(seed)")
        let journal = try Journal(in: git)
        #expect(journal.uses == [0: 1, 1: 1, 2: 1, 3: 1, 4: 1], "seed \(seed): \(journal.uses)")
        let numbers = journal.entries.compactMap { $0.event["seq"]?.int }
        #expect(numbers == Array(0..<numbers.count), "seed \(seed)")
        #expect(journal.entries.dropFirst().allSatisfy { $0.parents.count == 1 }, "seed \(seed)")
        let notes = try git.git("ls-tree", "-r", "--name-only", "refs/notes/autopack")
        #expect(notes.split(separator: "\n").count == 2, "seed \(seed)")
        let collected = try git.tryGit(["gc", "--quiet", "--prune=now"])
        #expect(collected.status == 0, "seed \(seed): \(collected)")
        try git.fsckStrict()
        let other = try ScratchRepository()
        try other.git("fetch", "--quiet", project.path, "+refs/*:refs/from/*")
        #expect(try git.git("status", "--porcelain") == "", "seed \(seed)")
    }
}
