import TestSupport
import Testing

/// What a run is made of is in refs, and nowhere else.
@Suite(.fewAtOnce) struct EverythingInGitTests {
    private func finished() async throws -> Project {
        let project = try Project()
        try project.record(Calculator.replies)
        try require(try await project.run(), exits: 0)
        return project
    }

    @Test func `a mirror carries the run whole`() async throws {
        let project = try await finished()
        let mirror = try Project(around: ScratchRepository(mirrorOf: project.repository))
        let shown = try await mirror.autopack("show", "r1", "--json")
        try require(shown, exits: 0)
        let here = try await project.autopack("show", "r1", "--json")
        #expect(try JSONReader.value(shown.output) == JSONReader.value(here.output))
        #expect(try Journal(in: mirror.repository).names == Journal(in: project.repository).names)
        let log = try await mirror.autopack("log")
        expect(log, exits: 0)
        #expect(log.output.contains("r1"))
        let prompt = try await mirror.autopack("show", "r1:add:1", "--prompt")
        expect(prompt, exits: 0)
        #expect(prompt.output.contains("add(2, 3) has to be 5."))
        try mirror.repository.fsckStrict()
    }

    @Test func `without the folder of locks and the cache nothing is lost`() async throws {
        let project = try await finished()
        let before = try await project.autopack("show", "r1", "--json")
        let git = project.repository
        if git.directory.exists("repository/.git/autopack") {
            try git.directory.remove("repository/.git/autopack")
        }
        try git.directory.remove("cache")
        let after = try await project.autopack("show", "r1", "--json")
        expect(after, exits: 0)
        #expect(after.output == before.output)
        let landed = try await project.autopack("land", "r1")
        expect(landed, exits: 0)
        #expect(try git.read("calc/text.py") == Calculator.mendedText)
    }

    @Test func `what is below .git/autopack is locks only, and the cache is outside`() async throws
    {
        let project = try await finished()
        let found = try await Invocation(
            "find", ["\(project.path)/.git/autopack", "-type", "f"],
            environment: project.environment, in: project.path
        ).run()
        for file in found.output.split(separator: "\n") {
            #expect(file.contains("/locks/"), "\(file)")
        }
        #expect(project.repository.directory.exists("cache/autopack"))
        #expect(try project.repository.git("status", "--porcelain", "--ignored") == "")
    }

    @Test func `fetch and gc of the user's work beside it`() async throws {
        let project = try await finished()
        let other = try ScratchRepository()
        try other.git("fetch", "--quiet", project.path, "+refs/*:refs/from/*")
        #expect(try other.git("for-each-ref", "refs/from/autopack") != "")
        try project.repository.git("gc", "--quiet", "--prune=now")
        try project.repository.fsckStrict()
        let shown = try await project.autopack("show", "r1")
        expect(shown, exits: 0)
    }
}
