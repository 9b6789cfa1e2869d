import TestSupport
import Testing

/// A failing project is mended by its own checks.
@Suite(.fewAtOnce) struct FixTests {
    private static let check = "python3 -m unittest discover -t . -s tests"
    private static let mendBoth = Calculator.mendArithmetic + Calculator.mendText

    private func project(_ files: [String: String] = Calculator.files) throws -> Project {
        let project = try Project(files)
        // Whichever role is asked has an answer.
        try project.record([
            .fixer(Self.mendBoth), .builder(Self.mendBoth), .approval(), .approval(),
        ])
        return project
    }

    private func newestRun(_ project: Project) async throws -> JSON {
        try JSONReader.value(try await project.autopack("show", "--json").output)
    }

    @Test func `the checks are run on the commit, and what fails is mended`() async throws {
        let project = try project()
        let before = FolderSnapshot(ofUsersPartIn: project.repository)
        let outcome = try await project.autopack("fix", "--check", Self.check)
        expect(outcome, exits: 0)
        #expect(before.differences(to: FolderSnapshot(ofUsersPartIn: project.repository)) == [])
        let run = try await newestRun(project)
        #expect(run["state"]?.string == "succeeded")
        let commit = try #require(run["commit"]?.string)
        #expect(try project.file("calc/text.py", at: commit) == Calculator.mendedText)
        #expect(try project.file("calc/arithmetic.py", at: commit) == Calculator.mendedArithmetic)
        try project.repository.fsckStrict()
    }

    @Test func `half a mend is none`() async throws {
        let project = try Project()
        let answers =
            Array(repeating: RecordedAnswer.fixer(Calculator.mendText), count: 4)
            + Array(repeating: .builder(Calculator.mendText), count: 4)
            + Array(repeating: .approval(), count: 4)
        try project.record(answers)
        let outcome = try await project.autopack(
            "fix", "--check", Self.check, "--max-attempts", "1")
        expect(outcome, exits: 1)
        #expect(try await newestRun(project)["state"]?.string == "failed")
    }

    @Test func `unfixable ends it, with the model's reason`() async throws {
        let project = try Project()
        let no = #"{"unfixable":true,"explanation":"the service behind it is gone"}"#
        try project.record([.fixer(no), .builder(no), .fixer(no), .builder(no)])
        let outcome = try await project.autopack("fix", "--check", Self.check)
        expect(outcome, exits: 1)
        #expect(outcome.description.contains("the service behind it is gone"))
        let message = try #require(try await newestRun(project)["message"]?.string)
        #expect(message.contains("assertion_failed"), "\(message)")
        #expect(message.contains("called unfixable: the service behind it is gone"), "\(message)")
        #expect(
            try Journal(
                try #require(await newestRun(project)["run"]?.string), in: project.repository
            )
            .events("call.finished").count == 1)
    }

    @Test func `where nothing fails nothing is asked`() async throws {
        let project = try Project()
        try project.record([])
        let outcome = try await project.autopack("fix", "--check", "true")
        expect(outcome, exits: 0)
        let log = try await project.autopack("log", "--json")
        for run in try JSONReader.lines(log.output) { #expect(run["cost_usd"]?.double == 0) }
    }

    @Test func `a dirty checkout is mended on a snapshot, and it says so`() async throws {
        let project = try project()
        try project.repository.write("calc/extra.py", "EXTRA = 1\n")
        let before = FolderSnapshot(ofUsersPartIn: project.repository)
        let outcome = try await project.autopack("fix", "--check", Self.check)
        expect(outcome, exits: 0)
        #expect(outcome.description.contains("snapshot"))
        #expect(before.differences(to: FolderSnapshot(ofUsersPartIn: project.repository)) == [])
        let commit = try #require(await newestRun(project)["commit"]?.string)
        #expect(try project.file("calc/extra.py", at: commit) == "EXTRA = 1\n")
    }

    @Test func `the check is split as words, and no shell reads it`() async throws {
        let project = try project()
        let marker = project.repository.directory.path("marker")
        let outcome = try await project.autopack(
            "fix", "--check",
            "python3 -c 'import sys; sys.exit(0)' ; touch \(marker) $(touch \(marker))")
        expect(outcome, exits: 0, 1, 2, 4)
        #expect(!project.repository.directory.exists("marker"))
        let quote = try await project.autopack("fix", "--check", "python3 -c 'unclosed")
        expect(quote, exits: 2)
    }

    @Test func `without any check it is wrong usage`() async throws {
        let project = try Project(["readme.txt": "nothing to check\n"])
        let outcome = try await project.autopack("fix")
        expect(outcome, exits: 2)
        #expect(outcome.errors.contains("--check"))
    }

    @Test func `it can land by itself`() async throws {
        let project = try project()
        let outcome = try await project.autopack("fix", "--check", Self.check, "--land")
        expect(outcome, exits: 0)
        #expect(try project.repository.read("calc/text.py") == Calculator.mendedText)
        #expect(try project.repository.git("status", "--porcelain") == "")
    }
}
