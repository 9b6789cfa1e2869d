import TestSupport
import Testing

/// A real project, mended by recorded replies and judged by its own tests.
@Suite(.fewAtOnce, .enabled(if: Itsdangerous.isAtHand, "\(Itsdangerous.absence)"))
struct RealProjectTests {
    @Test func `two broken functions of itsdangerous become two checkpoints`() async throws {
        let project = try Itsdangerous.project()
        try project.record(Itsdangerous.replies)
        let before = FolderSnapshot(ofUsersPartIn: project.repository)
        try require(try await project.run(try Itsdangerous.plan()), exits: 0)
        #expect(
            before.differences(to: FolderSnapshot(ofUsersPartIn: project.repository)).isEmpty)
        try expectTwoCheckpoints(in: project)
        try await expectGreenSuite(of: project)
        try project.repository.fsckStrict()
        try expectBaselines(in: try Journal(in: project.repository))
    }

    private func expectTwoCheckpoints(in project: Project) throws {
        let git = project.repository
        let log = try git.git(
            "log", "--reverse", "--name-only", "--format=%n%s|%P", "main..autopack/r1")
        let first = try git.git("rev-parse", "autopack/r1^")
        #expect(
            log == """

                Pad integers on the left|\(try git.head)

                \(Itsdangerous.encoding)

                Refuse what is too old|\(first)

                \(Itsdangerous.timed)
                """)
    }

    /// The second phase is held to what the first had left, and not to the base.
    private func expectBaselines(in journal: Journal) throws {
        func tests(_ key: String, of event: JSON?) throws -> Set<String> {
            let suite = try #require(
                event?["checks"]?.array?.first { $0["name"]?.string == "tests" })
            return Set(try #require(suite[key]).strings)
        }
        let base = try tests("failed", of: journal.events("baseline.checked").first)
        let finished = journal.events("checks.finished")
        try #require(finished.count == 2)
        let left = try tests("failed", of: finished[0])
        #expect(!left.isEmpty)
        #expect(try tests("fixed", of: finished[0]) == base.subtracting(left))
        #expect(try tests("fixed", of: finished[1]) == left)
        #expect(try tests("failed", of: finished[1]).isEmpty)
        for event in finished { #expect(try tests("new_failures", of: event).isEmpty) }
    }

    /// Runs the suite outside of the program, in a clone of nothing but the run's branch.
    private func expectGreenSuite(of project: Project) async throws {
        let directory = project.repository.directory
        try project.repository.git(
            "clone", "--quiet", "--no-local", "--single-branch", "--branch", "autopack/r1",
            project.path, directory.path("clone"))
        let command = try Itsdangerous.suite()
        let outcome = try await Invocation(
            command[0], Array(command.dropFirst()), environment: project.repository.environment,
            in: directory.path("clone")
        ).run()
        #expect(outcome.status == 0, "\(outcome)")
        #expect(outcome.output.contains("297 passed"))
    }
}
