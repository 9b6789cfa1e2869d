import TestSupport

/// A push of twenty commits to a repository beside, with the hook and without.
struct PushSpeed {
    static let commits = 20

    private let scratch: ScratchRepository
    private let remote: String
    private let base: String
    private let path: [String: String]

    init(_ program: BuiltProgram) throws {
        scratch = try ScratchRepository()
        remote = scratch.directory.path("remote.git")
        path = ["PATH": "\(program.folder):\(TestEnvironment.searchPath)"]
        for file in 0..<200 {
            try scratch.write("source/\(file % 10)/file\(file).txt", Self.text(file, 0))
        }
        base = try scratch.commit("begin")
        try scratch.git("init", "--quiet", "--bare", "--initial-branch=main", remote)
        try scratch.git("remote", "add", "origin", remote)
        try scratch.git("push", "--quiet", "origin", "main")
        for number in 1...Self.commits {
            for file in [number, number + 50, number + 100] {
                try scratch.write("source/\(file % 10)/file\(file).txt", Self.text(file, number))
            }
            try scratch.commit("change \(number)")
        }
        try program.run(["hooks", "install"], in: scratch, with: path)
    }

    /// What the hook adds to a push that finds nothing remembered, and a push without it.
    func times(runs: Int) async throws -> (added: Measurement, without: Measurement) {
        let without = try await pushes(runs, ["--no-verify"])
        return (try await pushes(runs, []).less(without.median), without)
    }

    private func pushes(_ runs: Int, _ options: [String]) async throws -> Measurement {
        var values: [Double] = []
        for run in 0...runs {
            try scratch.git("update-ref", "refs/remotes/origin/main", base)
            try scratch.git("--git-dir", remote, "update-ref", "refs/heads/main", base)
            try scratch.directory.makeFolder("repository/.git/autopack")
            try scratch.directory.remove("repository/.git/autopack")
            let start = ContinuousClock.now
            let words = ["push", "--quiet"] + options + ["origin", "main"]
            let outcome = try scratch.tryGit(words, environment: path)
            let time = (ContinuousClock.now - start) / .milliseconds(1)
            guard outcome.status == 0, outcome.standardError.isEmpty else {
                throw TestFailure("git push: \(outcome)")
            }
            if run > 0 { values.append(time) }
        }
        return Measurement(values, .milliseconds)
    }

    /// Lines as in a source file; some of them differ from version to version.
    private static func text(_ file: Int, _ version: Int) -> String {
        (0..<120).map { line in
            "    let value\(line) = compute(\(file), \(line % 7 == 0 ? version : 0), \"text\")\n"
        }.joined()
    }
}
