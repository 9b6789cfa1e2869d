import TestSupport
import Testing

/// What cannot be worked in is refused with a remedy, before anything is written.
@Suite(.fewAtOnce) struct BadRepositoryTests {
    private func expectRefused(
        _ repository: ScratchRepository, exits status: Int32, naming word: String,
        with more: [String: String] = [:], sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let project = try Project(around: repository)
        try project.record(Calculator.replies)
        let plan = try project.plan()
        try await project.expectRefusal(
            ["run", "--plan", plan, "--id", "r1"], exits: status, naming: word, with: more,
            sourceLocation: sourceLocation)
    }

    @Test func `a folder that is no repository`() async throws {
        let project = try Project()
        let folder = try project.repository.directory.makeFolder("plain")
        let plan = try project.plan()
        try await project.expectRefusal(
            ["run", "--plan", plan], exits: 4, naming: "git repository", in: folder)
        for command in ["status", "log", "resume", "land", "rollback", "init"] {
            let outcome = try await project.autopack(command, in: folder)
            expect(outcome, exits: 4)
            #expect(outcome.errors.contains("git init"), "\(command): \(outcome)")
        }
    }

    @Test func `a repository without a commit`() async throws {
        try await expectRefused(ScratchRepository(), exits: 4, naming: "commit")
    }

    @Test func `a repository of another hash`() async throws {
        let repository = try ScratchRepository()
        try repository.directory.remove("repository")
        try repository.directory.makeFolder("repository")
        try repository.git("init", "--quiet", "--object-format=sha256")
        try repository.write("a.txt", "a\n")
        try repository.commit("begin")
        try await expectRefused(repository, exits: 4, naming: "sha256")
    }

    @Test func `a repository with an extension that is not known`() async throws {
        let repository = try ScratchRepository()
        try repository.write("a.txt", "a\n")
        try repository.commit("begin")
        try repository.git("config", "core.repositoryFormatVersion", "1")
        try repository.git("config", "extensions.worktreeConfig", "true")
        try await expectRefused(repository, exits: 4, naming: "worktree")
    }

    @Test func `no identity`() async throws {
        let repository = try ScratchRepository()
        try repository.write("a.txt", "a\n")
        try repository.commit("begin")
        let nobody = [
            "GIT_AUTHOR_NAME": "", "GIT_AUTHOR_EMAIL": "", "GIT_COMMITTER_NAME": "",
            "GIT_COMMITTER_EMAIL": "",
        ]
        try await expectRefused(repository, exits: 4, naming: "user.name", with: nobody)
    }

    @Test func `an identity from the configuration is enough`() async throws {
        let project = try Project()
        try project.record([.builder(Calculator.mendArithmetic), .approval()])
        try project.repository.git("config", "user.name", "Conrad")
        try project.repository.git("config", "user.email", "conrad@example.org")
        var variables = project.environment
        for name in ["AUTHOR", "COMMITTER"] {
            variables["GIT_\(name)_NAME"] = nil
            variables["GIT_\(name)_EMAIL"] = nil
        }
        let plan = try project.plan(Calculator.onePhase())
        let outcome = try await runAutopack(
            ["run", "--plan", plan, "--id", "r1"], in: project.path, environment: variables)
        expect(outcome, exits: 0)
        #expect(
            try project.repository.git("log", "-1", "--format=%an <%ae>", "autopack/r1")
                == "Conrad <conrad@example.org>")
    }

    @Test func `a branch called autopack is in the way`() async throws {
        let repository = try ScratchRepository()
        try repository.write("a.txt", "a\n")
        try repository.commit("begin")
        try repository.git("branch", "autopack")
        try await expectRefused(repository, exits: 4, naming: "git branch -m autopack")
    }

    @Test func `a run that exists, and a name that none may have`() async throws {
        let project = try Project()
        try project.record(Calculator.replies)
        try require(try await project.run(), exits: 0)
        let plan = try project.plan()
        try await project.expectRefusal(
            ["run", "--plan", plan, "--id", "r1"], exits: 2, naming: "r1")
        for id in [
            "Upper", "pre-run-x", "a/b", "-x", "a..b", String(repeating: "a", count: 64), "a b",
        ] {
            try await project.expectRefusal(
                ["run", "--plan", plan, "--id=\(id)"], exits: 2, naming: "a-z")
        }
        expect(try await project.autopack("run", "--plan", plan, "--id="), exits: 2)
    }

    @Test func `a detached head works`() async throws {
        let project = try Project()
        try project.repository.git("checkout", "--quiet", "--detach")
        try project.record(Calculator.replies)
        expect(try await project.run(), exits: 0)
        let created = try Journal(in: project.repository).events("run.created").first
        #expect(created?["target"] == .null)
    }

    @Test func `a bare repository works`() async throws {
        let source = try Project()
        let project = try Project(around: ScratchRepository(mirrorOf: source.repository))
        try project.record(Calculator.replies)
        let outcome = try await project.run()
        expect(outcome, exits: 0)
        #expect(try project.file("calc/text.py", at: "autopack/r1") == Calculator.mendedText)
        expect(try await project.autopack("land"), exits: 0)
        #expect(try project.commit("main") == project.commit("autopack/r1"))
        try project.repository.fsckStrict()
    }

    @Test func `a base that does not exist`() async throws {
        let project = try Project()
        let plan = try project.plan()
        try await project.expectRefusal(
            ["run", "--plan", plan, "--base", "nowhere"], exits: 2, naming: "nowhere")
    }

    @Test func `a repository whose object is missing`() async throws {
        let project = try Project()
        try project.record(Calculator.replies)
        let blob = try project.repository.git("rev-parse", "HEAD:calc/arithmetic.py")
        try project.repository.directory.remove(
            "repository/.git/objects/\(blob.prefix(2))/\(blob.dropFirst(2))")
        let outcome = try await project.run()
        expect(outcome, exits: 1, 4)
        #expect(
            outcome.errors.contains(blob.prefix(7)) || outcome.errors.contains("arithmetic"),
            "\(outcome)")
    }
}
