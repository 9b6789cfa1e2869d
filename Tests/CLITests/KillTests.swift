import TestSupport
import Testing

/// A run may be killed anywhere.
@Suite(.fewAtOnce) struct KillTests {
    private static let plan = Calculator.plan
    private static let answers: [RecordedAnswer] = [
        .builder("add", Calculator.doesNotApply), .builder("add", Calculator.mendArithmetic),
        .approval("add"), .builder("shout", Calculator.mendText), .approval("shout"),
    ]

    /// Fifty instants with `AUTOPACK_TORTURE=1`, otherwise a few of them.
    private static var seeds: [UInt64] { KilledRun.seeds(50, otherwise: 6) }

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
        let project = try Self.project()
        try await KilledRun(project: project, plan: project.plan(Self.plan))
            .execute(seed: seed, usually: duration, exits: 0)
        try judge(project, tree, seed)
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
