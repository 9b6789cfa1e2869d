import TestSupport
import Testing

/// Several runs in one repository at once are normal.
@Suite(.fewAtOnce) struct ConcurrentRunsTests {
    @Test func `runs beside each other all succeed, and every note is there`() async throws {
        let project = try Project()
        try project.record(Calculator.replies)
        let plan = try project.plan()
        let ids = (1...4).map { "r\($0)" }
        let programs = try ids.map { try project.start("run", "--plan", plan, "--id", $0) }
        for program in programs { expect(try await program.outcome(), exits: 0) }
        let git = project.repository
        for id in ids {
            #expect(try project.file("calc/text.py", at: "autopack/\(id)") == Calculator.mendedText)
            #expect(try Journal(id, in: git).names.last == "run.finished")
        }
        let commits = try git.git("rev-list", "--branches=autopack/r?", "^main").split(
            separator: "\n")
        let notes = try git.git("ls-tree", "-r", "--name-only", "refs/notes/autopack")
            .split(separator: "\n")
        #expect(notes.count == Set(commits).count)
        let lines = try git.git(
            "log", "--branches=autopack/r?", "--notes=autopack", "--format=%N", "--not", "main")
        let runs = try JSONReader.lines(lines).compactMap { $0["run"]?.string }
        #expect(Set(runs) == Set(ids), "commits that are the same share a note of several lines")
        try git.fsckStrict()
    }

    @Test func `of two runs of one name one is refused`() async throws {
        let project = try Project()
        try project.record(Calculator.replies)
        let plan = try project.plan()
        let programs = try (0..<2).map { _ in
            try project.start("run", "--plan", plan, "--id", "r1")
        }
        var statuses: [Int32] = []
        for program in programs { statuses.append(try await program.outcome().status) }
        #expect(statuses.sorted() == [0, 2] || statuses.sorted() == [0, 5], "\(statuses)")
        let journal = try Journal(in: project.repository)
        #expect(journal.uses.values.allSatisfy { $0 == 1 })
        #expect(journal.events("run.created").count == 1)
        try project.repository.fsckStrict()
    }

    @Test func `the user commits, stashes and collects while a run goes on`() async throws {
        let project = try Project()
        try project.record(Calculator.replies)
        let git = project.repository
        let program = try project.start("run", "--plan", try project.plan(), "--id", "r1")
        for number in 0..<5 {
            try git.write("notes.txt", "\(number)\n")
            try git.commit("note \(number)")
            try git.write("notes.txt", "stash \(number)\n")
            try git.git("stash", "push", "--quiet")
            try git.git("pack-refs", "--all")
            try git.git("gc", "--quiet")
        }
        expect(try await program.outcome(), exits: 0)
        #expect(try git.git("stash", "list").split(separator: "\n").count == 5)
        #expect(try git.git("rev-list", "--count", "main") == "6")
        #expect(try git.git("status", "--porcelain") == "")
        try git.fsckStrict()
    }
}
