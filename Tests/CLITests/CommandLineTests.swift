import TestSupport
import Testing

/// The surface of the command line.
@Suite(.fewAtOnce) struct CommandLineTests {
    private static let commands = [
        "run", "resume", "abort", "plan", "apply", "status", "log", "show", "diff", "rollback",
        "land",
        "fix", "init", "config", "providers", "keys", "ask", "demo", "completion", "version",
        "hooks", "hook", "policy",
    ]

    @Test func `the version is told in words and as JSON`() async throws {
        let project = try Project()
        let folder = try project.repository.directory.makeFolder("plain")
        let said = try await project.autopack("version", in: folder)
        expect(said, exits: 0)
        #expect(said.output.contains(/\d+\.\d+/))
        let flag = try await project.autopack("--version", in: folder)
        expect(flag, exits: 0)
        #expect(flag.output.contains(/\d+\.\d+/))
        let json = try await project.autopack("version", "--json", in: folder)
        expect(json, exits: 0)
        let value = try JSONReader.value(json.output)
        #expect(value["version"]?.string?.contains(/\d+\.\d+/) == true)
    }

    @Test(arguments: [nil] + commands.map(Optional.some))
    func `the help fits one screen`(command: String?) async throws {
        let project = try Project()
        let arguments = (command.map { [$0] } ?? []) + ["-h"]
        let outcome = try await runAutopack(
            arguments, in: project.path,
            environment: project.environment.merging(["COLUMNS": "80", "LINES": "24"]) { $1 })
        expect(outcome, exits: 0)
        let lines = outcome.output.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count <= 25, "\(lines.count) lines\n\(outcome.output)")
        #expect(lines.allSatisfy { $0.count <= 80 }, "\(outcome.output)")
        #expect(outcome.output.lowercased().contains("usage"))
        #expect(!outcome.output.contains("OPTIONS:\n\n"), "\(outcome.output)")
        #expect(outcome.errors == "")
    }

    @Test func `the help names the everyday commands`() async throws {
        let project = try Project()
        let outcome = try await project.autopack("-h")
        for command in ["run", "fix", "status", "show", "land", "rollback", "log"] {
            #expect(outcome.output.contains(command))
        }
        let all = try await project.autopack("help", "-a")
        expect(all, exits: 0)
        for command in Self.commands { #expect(all.output.contains(command), "\(command)") }
    }

    @Test(arguments: [
        ["frobnicate"], ["run", "--frobnicate"], ["status", "--frobnicate"],
        ["land", "--ff", "--squash"],
        ["plan"], ["completion", "tcsh"], ["run", "--progress=loud"],
        ["run", "--max-cost", "much"], ["apply"], ["plan", "check"], ["status", "r1", "r2", "r3"],
        ["run", "--land=sideways", "--plan", "p"], ["log", "-n", "many"],
        ["config"], ["hooks"], ["hook"], ["policy"], ["sandbox", "--", ""],
        ["sandbox", "--time-limit", "-1", "--", "true"],
        ["sandbox", "--time-limit=-1", "--", "true"],
    ])
    func `wrong usage exits 2 and says what is right`(arguments: [String]) async throws {
        let project = try Project()
        let before = FolderSnapshot(of: project.path)
        let outcome = try await runAutopack(
            arguments, in: project.path, environment: project.environment)
        expect(outcome, exits: 2)
        #expect(outcome.output == "", "\(outcome)")
        #expect(outcome.errors.lowercased().contains(/usage|hint|help|-h/), "\(outcome)")
        #expect(before.differences(to: FolderSnapshot(of: project.path)) == [])
    }

    @Test func `an unknown command is refused with the nearest`() async throws {
        let project = try Project()
        for (wrong, right) in [("sttatus", "status"), ("rolback", "rollback"), ("lnad", "land")] {
            let outcome = try await project.autopack(wrong)
            expect(outcome, exits: 2)
            #expect(outcome.errors.contains(right), "\(outcome)")
        }
    }

    @Test(arguments: ["bash", "zsh", "fish"])
    func `the completion is a script that its shell can read`(shell: String) async throws {
        let project = try Project()
        let outcome = try await project.autopack("completion", shell)
        expect(outcome, exits: 0)
        #expect(outcome.output.contains("rollback"))
        let there = try await Invocation(
            "sh", ["-c", "command -v \(shell)"], environment: project.environment, in: project.path
        ).run()
        guard there.status == 0 else { return }
        let script = try project.repository.directory.write("script", outcome.output)
        let read = try await Invocation(
            shell, ["-n", script], environment: project.environment, in: project.path
        ).run()
        expect(read, exits: 0)
    }

    @Test func `git completes it through the function that it looks for`() async throws {
        let project = try Project()
        let outcome = try await project.autopack("completion", "bash")
        #expect(outcome.output.contains("_git_autopack"))
    }

    @Test func `alone it says what to do next`() async throws {
        let project = try Project()
        let outcome = try await project.autopack()
        expect(outcome, exits: 0)
        #expect(outcome.output.contains("git autopack"))
    }

    @Test func `without a terminal nothing asks`() async throws {
        let project = try Project()
        // No goal and no plan: there is nothing to do, and nobody to ask.
        let outcome = try await project.autopack("run")
        expect(outcome, exits: 2)
        #expect(outcome.errors.contains("--plan"))
    }

    @Test func `git finds it as a subcommand`() async throws {
        let project = try Project()
        let path = "\(BuildProducts.folder):\(TestEnvironment.searchPath)"
        let outcome = try project.repository.tryGit(
            ["autopack", "version"], environment: ["PATH": path])
        expect(outcome, exits: 0)
        #expect(outcome.output.contains(/\d+\.\d+/))
        let elsewhere = try await Invocation(
            "git", ["-C", project.path, "autopack", "log"],
            environment: project.environment.merging(["PATH": path]) { $1 },
            in: project.repository.directory.path
        ).run()
        expect(elsewhere, exits: 0)
    }
}
