import TestSupport
import Testing

/// `git autopack health`: T0 and T1 (`decisions.md`, Health checks).
@Suite(.fewAtOnce) struct HealthTests {
    private func findings(
        _ project: Project, _ arguments: String..., exits status: Int32,
        with more: [String: String] = [:], sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> [String: JSON] {
        let outcome = try await runAutopack(
            ["health", "--json"] + arguments, in: project.path,
            environment: project.environment.merging(more) { $1 })
        expect(outcome, exits: status, sourceLocation: sourceLocation)
        let all = try JSONReader.value(outcome.output)["findings"]?.array ?? []
        for finding in all {
            for key in ["id", "severity", "what", "why", "fix"] {
                #expect(finding[key]?.string?.isEmpty == false, "\(finding)")
            }
        }
        return Dictionary(all.map { ($0["id"]?.string ?? "", $0) }) { first, _ in first }
    }

    private func recorded(_ files: [String: String] = Calculator.files) throws -> Project {
        let project = try Project(files)
        try project.record([])
        return project
    }

    @Test func `a repository that a run could start in`() async throws {
        let project = try recorded()
        let before = FolderSnapshot(of: project.path)
        let outcome = try await project.autopack("health")
        expect(outcome, exits: 0)
        #expect(outcome.output == "all is well: nothing to mend\n")
        #expect(before.differences(to: FolderSnapshot(of: project.path)) == [])
    }

    @Test func `without a model no run starts`() async throws {
        let project = try Project()
        let nothing = try project.repository.directory.makeFolder("nothing")
        let found = try await findings(project, exits: 4, with: ["XDG_CONFIG_HOME": nothing])
        #expect(found["no_provider"]?["severity"]?.string == "error")
    }

    @Test func `without a name no run starts`() async throws {
        let project = try recorded()
        let nobody = [
            "GIT_AUTHOR_NAME": "", "GIT_AUTHOR_EMAIL": "", "GIT_COMMITTER_NAME": "",
            "GIT_COMMITTER_EMAIL": "",
        ]
        let found = try await findings(project, exits: 4, with: nobody)
        #expect(Array(found.keys) == ["identity"])
    }

    @Test func `a merge that is half-way keeps no run from starting`() async throws {
        let project = try recorded()
        try project.shell(
            """
            git switch -q -c side; echo 'X = 1' > x.py; git add x.py; git commit -q -m x
            git switch -q main; echo 'X = 2' > x.py; git add x.py; git commit -q -m y
            ! git merge -q side >/dev/null
            """)
        let found = try await findings(project, exits: 1)
        #expect(Array(found.keys) == ["merge_in_progress"])
        #expect(found["merge_in_progress"]?["severity"]?.string == "warning")
    }

    @Test func `a key of the configuration that is none is named with the nearest`() async throws {
        let project = try recorded()
        let found = try await findings(
            project, exits: 1,
            with: [
                "GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "autopack.budgets.max-cost-usdd",
                "GIT_CONFIG_VALUE_0": "1",
            ])
        #expect(
            found["configuration"]?["what"]?.string?.contains("nearest: budgets.max_cost_usd")
                == true, "\(found)")
    }

    @Test func `T1 runs the checks on HEAD, and leaves no trace`() async throws {
        let project = try recorded()
        let before = FolderSnapshot(ofUsersPartIn: project.repository)
        let broken = try await findings(project, "--t1", exits: 1)
        #expect(Array(broken.keys) == ["check_failed"])
        #expect(broken["check_failed"]?["fix"]?.string?.contains("git autopack fix") == true)
        #expect(before.differences(to: FolderSnapshot(ofUsersPartIn: project.repository)) == [])
        #expect(try project.repository.git("for-each-ref", "refs/autopack") == "")
        try project.repository.write("calc/arithmetic.py", Calculator.mendedArithmetic)
        try project.repository.write("calc/text.py", Calculator.mendedText)
        let dirty = try await findings(project, "--t1", exits: 1)
        #expect(Set(dirty.keys) == ["check_failed", "dirty_checkout"])
        try project.repository.commit("mended")
        #expect(try await findings(project, "--t1", exits: 0).isEmpty)
    }

    @Test func `T1 names a tool that is not there, and a project without checks`() async throws {
        let checks = "checks: [{name: tests, run: [no-such-runner, -q]}]\n"
        let project = try recorded([".autopack/autopack.yaml": checks, "a.py": "A = 1\n"])
        let found = try await findings(project, "--t1", exits: 1)
        #expect(Array(found.keys) == ["missing_tool"])
        #expect(found["missing_tool"]?["what"]?.string?.contains("no-such-runner") == true)
        let bare = try await findings(try recorded(["notes.txt": "a\n"]), "--t1", exits: 1)
        #expect(Array(bare.keys) == ["no_checks"])
    }

    @Test func `T1 says how far the branch is behind`() async throws {
        let project = try recorded(["notes.txt": "a\n"])
        try project.shell(
            """
            git clone -q . ../other; cd ../other; git switch -q main
            git commit -q --allow-empty -m theirs; cd - >/dev/null
            git remote add origin ../other; git fetch -q origin; git branch -q -u origin/main main
            """)
        let found = try await findings(project, "--t1", exits: 1)
        #expect(found["behind_upstream"]?["what"]?.string == "main is 1 commit behind origin/main")
        #expect(try await findings(project, exits: 0).isEmpty)
    }
}
