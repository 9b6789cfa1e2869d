import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The run `r1` of a project, killed at seeded instants and taken up again.
struct KilledRun {
    let project: Project
    /// The plan's file.
    let plan: String

    /// So many seeds with `AUTOPACK_TORTURE=1`, otherwise a few of them.
    static func seeds(_ many: Int, otherwise few: Int) -> [UInt64] {
        Seeds.first(TestEnvironment.setting("AUTOPACK_TORTURE") == "1" ? many : few)
    }

    /// Kills the run up to three times, the first within its usual time, the others soon after, and
    /// lets it go on until it has ended.
    func execute(seed: UInt64, usually duration: Duration, exits status: Int32) async throws {
        var generator = SeededGenerator(seed: seed)
        for kill in 0..<Int.random(in: 1...3, using: &generator) {
            let share = Double.random(in: 0..<(kill == 0 ? 1 : 0.5), using: &generator)
            let program = try start()
            try await Task.sleep(for: duration * share)
            program.signal(SIGKILL)
            _ = try await program.outcome()
            try project.repository.fsckStrict()
        }
        guard try !hasEnded else { return }
        let outcome = try await start().outcome()
        #expect(outcome.status == status, "seed \(seed): \(outcome)")
    }

    /// The run where there is none yet, otherwise its continuation.
    private func start() throws -> RunningProgram {
        try project.commit("refs/autopack/runs/r1") == nil
            ? project.start("run", "--plan", plan, "--id", "r1") : project.start("resume", "r1")
    }

    private var hasEnded: Bool {
        get throws {
            try project.commit("refs/autopack/runs/r1") != nil
                && ["run.finished", "run.rolled-back"].contains(
                    Journal(in: project.repository).names.last)
        }
    }
}
