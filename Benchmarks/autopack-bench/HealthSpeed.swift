import TestSupport

/// `health` without the network, in a large repository that has seen many runs.
struct HealthSpeed {
    static let runs = 1000

    private let repository: ScratchRepository
    private let program: BuiltProgram

    /// - Parameter repository: Gets the runs: one that is performed, and the others as its copies.
    init(in repository: ScratchRepository, program: BuiltProgram) throws {
        self.repository = repository
        self.program = program
        let first = Self.name(0)
        _ = try RecordedRun(in: repository, program: program).perform(id: first)
        let journal = try repository.git("fast-export", "refs/autopack/runs/\(first)", "^main")
        // Names of the same length, so that the counts of bytes in the stream hold.
        let copies = (1..<Self.runs).map { number in
            journal.replacing(first, with: Self.name(number)) + "\n"
        }
        try repository.git("fast-import", "--quiet", input: copies.joined())
        let work = try repository.git("rev-parse", "refs/heads/autopack/\(first)")
        let branches = (1..<Self.runs).map { number in
            "create refs/heads/autopack/\(Self.name(number)) \(work)\n"
        }
        try repository.git("update-ref", "--stdin", input: branches.joined())
        try repository.git("pack-refs", "--all")
        let found = try repository.git("for-each-ref", "--format=x", "refs/autopack/runs/")
        guard found.split(separator: "\n").count >= Self.runs else {
            throw TestFailure("the journals were not copied")
        }
    }

    func measure(runs: Int) async throws -> Measurement {
        try await Measurement.times(runs) { _ in
            try program.run(["health", "--offline"], in: repository)
        }
    }

    /// What git takes to look at the same checkout.
    func gitStatus(runs: Int) async throws -> Measurement {
        try await Measurement.times(runs) { _ in try repository.git("status", "--porcelain") }
    }

    private static func name(_ number: Int) -> String { "health-\(1000 + number)" }
}
