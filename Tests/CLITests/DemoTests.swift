import TestSupport
import Testing

/// The demonstration is a whole run, offline.
@Suite(.fewAtOnce) struct DemoTests {
    @Test func `in a fresh directory it passes and ends with the log`() async throws {
        let directory = try TemporaryDirectory()
        let folder = directory.path("demo")
        var environment = TestEnvironment.variables(
            home: try directory.makeFolder("home"), temporary: try directory.makeFolder("tmp"))
        environment["XDG_CACHE_HOME"] = try directory.makeFolder("cache")
        for name in ["AUTHOR", "COMMITTER"] {
            for part in ["NAME", "EMAIL", "DATE"] { environment["GIT_\(name)_\(part)"] = nil }
        }
        let outcome = try await runAutopack(
            ["demo", folder], in: directory.path, environment: environment)
        expect(outcome, exits: 0)
        let said = outcome.description
        for word in ["recorded", "500", "git autopack land", "run succeeded", "Notes (autopack)"] {
            #expect(said.contains(word), "no \(word) in \(said)")
        }
        func git(_ arguments: String...) async throws -> String {
            try await Invocation("git", arguments, environment: environment, in: folder).run()
                .output
        }
        let refs = try await git("for-each-ref", "--format=%(refname)")
        #expect(refs.contains("refs/autopack/runs/") && refs.contains("refs/notes/autopack"))
        let fsck = try await Invocation(
            "git", ["fsck", "--strict", "--full", "--no-dangling", "--no-progress"],
            environment: environment, in: folder
        ).run()
        #expect(fsck.status == 0 && fsck.output == "", "\(fsck)")
        let events = try await git(
            "log", "--glob=refs/autopack/runs/*",
            "--format=%(trailers:key=Autopack-Event,valueonly)")
        for event in ["call.failed", "candidate.refused", "attempt.failed", "checkpoint.committed"]
        {
            #expect(events.contains(event), "no \(event)")
        }
        #expect(try await git("status", "--porcelain") == "")

        // A second demonstration does not write over the first.
        let again = try await runAutopack(
            ["demo", folder], in: directory.path, environment: environment)
        expect(again, exits: 2, 4)
        #expect(again.errors.contains(folder))
    }
}
