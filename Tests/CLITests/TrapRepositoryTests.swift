import TestSupport
import Testing

/// Repositories made to catch whoever looks at them: programs in every place of the configuration,
/// links, names, damaged state.
@Suite(
    .fewAtOnce, .enabled(if: Shared.folder != nil, "the shared test data is not beside the project")
)
struct TrapRepositoryTests {
    /// The traps, made once; what they catch is marked beside them.
    private struct Traps: Sendable {
        let folder: ScratchFolder
        let script: String
        let environment: [String: String]
        /// Of each trap, below the folder.
        let paths: [String]

        init() async throws {
            script = "\(try #require(Shared.folder))/fixtures/attacks/malicious_repo.sh"
            folder = ScratchFolder()
            var environment = TestEnvironment.variables(
                home: folder.makeFolder("home"), temporary: folder.makeFolder("temporary"))
            environment["XDG_CONFIG_HOME"] = folder.makeFolder("config")
            environment["XDG_CACHE_HOME"] = folder.makeFolder("cache")
            self.environment = environment
            let made = try await Invocation(
                "bash", [script, folder.makeFolder("traps")], environment: environment,
                in: folder.path
            ).start().outcome()
            try require(made, exits: 0)
            paths = try #require(JSONReader.value(made.output)["repos"]?.array)
                .compactMap { $0["path"]?.string }
        }

        /// What was caught, and what was changed.
        func verified() async throws -> Outcome {
            try await Invocation(
                "bash", [script, "--verify", folder["traps"]], environment: environment,
                in: folder.path
            ).start().outcome()
        }
    }

    @Test func `no command that looks runs, follows or changes anything, and each says what is`()
        async throws
    {
        let traps = try await Traps()
        #expect(traps.paths.count > 100)
        for path in traps.paths {
            for arguments in [
                [], ["status"], ["log", "--json"], ["doctor"], ["config", "list"],
                ["health", "--offline", "--json"],
            ] {
                let outcome = try await runAutopack(
                    arguments, in: traps.folder["traps/\(path)"], environment: traps.environment)
                let said = "\(path) \(arguments): \(outcome)"
                #expect((0...6).contains(outcome.status), "\(said)")
                #expect(
                    outcome.status == 0 || !(outcome.output + outcome.errors).isEmpty, "\(said)")
                for text in [outcome.standardOutput, outcome.standardError] {
                    let read = try #require(String(validating: text, as: UTF8.self), "\(said)")
                    let isPlain = read.unicodeScalars.allSatisfy { scalar in
                        scalar == "\n" || scalar == "\t"
                            || scalar.value >= 0x20 && !(0x7f...0x9f).contains(scalar.value)
                    }
                    #expect(isPlain, "\(said)")
                }
            }
        }
        try require(try await traps.verified(), exits: 0)
    }
}
