import TestSupport
import Testing

/// It works from wherever git does.
@Suite(.fewAtOnce) struct PlacesTests {
    private func project() throws -> (Project, String) {
        let project = try Project()
        try project.record(Calculator.replies)
        return (project, try project.plan())
    }

    @Test func `from a subdirectory`() async throws {
        let (project, plan) = try project()
        let folder = project.repository.directory.path("repository/calc")
        expect(
            try await project.autopack("run", "--plan", plan, "--id", "r1", in: folder), exits: 0)
        let log = try await project.autopack("log", in: folder)
        #expect(log.output.contains("r1"))
        expect(try await project.autopack("land", in: folder), exits: 0)
        #expect(try project.repository.read("calc/text.py") == Calculator.mendedText)
        #expect(try project.repository.git("status", "--porcelain") == "")
    }

    @Test func `in a linked worktree, whose checkout is the one that follows`() async throws {
        let (project, plan) = try project()
        let git = project.repository
        let linked = git.directory.path("linked")
        try git.git("worktree", "add", "--quiet", "-b", "side", linked)
        let before = FolderSnapshot(of: project.path, without: [".git"])
        expect(
            try await project.autopack("run", "--plan", plan, "--id", "r1", in: linked), exits: 0)
        #expect(try git.git("-C", linked, "status", "--porcelain") == "")
        expect(try await project.autopack("land", in: linked), exits: 0)
        #expect(try project.commit("side") == project.commit("autopack/r1"))
        #expect(try git.directory.read("linked/calc/text.py") == Array(Calculator.mendedText.utf8))
        #expect(try git.git("-C", linked, "status", "--porcelain") == "")
        #expect(before.differences(to: FolderSnapshot(of: project.path, without: [".git"])) == [])
        try git.fsckStrict()
    }

    @Test func `a branch that another worktree has checked out is not pulled from under it`()
        async throws
    {
        let (project, plan) = try project()
        let git = project.repository
        let linked = git.directory.path("linked")
        try git.git("worktree", "add", "--quiet", "-b", "side", linked)
        try require(try await project.autopack("run", "--plan", plan, "--id", "r1"), exits: 0)
        let outcome = try await project.autopack("land", "r1", "--onto", "side")
        expect(outcome, exits: 0, 5)
        #expect(try git.git("-C", linked, "status", "--porcelain") == "", "\(outcome)")
    }

    @Test(arguments: [
        ["clone", "--quiet", "--depth", "1", "file://SOURCE", "PLACE"],
        ["clone", "--quiet", "--separate-git-dir", "PLACE.git", "SOURCE", "PLACE"],
    ])
    func `in clones of other shapes`(words: [String]) async throws {
        let (project, plan) = try project()
        let git = project.repository
        try git.write("more.txt", "more\n")
        try git.commit("a second commit")
        let place = git.directory.path("place")
        let cloned = try git.tryGit(
            words.map { $0.replacing("SOURCE", with: git.path).replacing("PLACE", with: place) })
        #expect(cloned.status == 0, "\(cloned)")
        try await landAndRollBack(project, plan, in: place)
    }

    @Test func `in a submodule`() async throws {
        let (project, plan) = try project()
        let source = try ScratchRepository()
        for (path, text) in Calculator.files { try source.write(path, text) }
        try source.commit("begin")
        let git = project.repository
        try git.git(
            "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", source.path, "module"
        )
        let module = git.directory.path("repository/module")
        try git.git("-C", module, "checkout", "--quiet", "-B", "main")
        try await landAndRollBack(project, plan, in: module)
    }

    private func landAndRollBack(
        _ project: Project, _ plan: String, in place: String
    ) async throws {
        let git = project.repository
        let before = try git.git("-C", place, "rev-parse", "HEAD")
        try require(
            try await project.autopack("run", "--plan", plan, "--id", "r1", in: place), exits: 0)
        try require(try await project.autopack("land", in: place), exits: 0)
        #expect(
            try git.git("-C", place, "rev-parse", "HEAD")
                == (try git.git("-C", place, "rev-parse", "autopack/r1")))
        #expect(try git.git("-C", place, "status", "--porcelain") == "")
        try require(try await project.autopack("rollback", in: place), exits: 0)
        #expect(try git.git("-C", place, "rev-parse", "HEAD") == before)
        #expect(try git.git("-C", place, "status", "--porcelain") == "")
    }

    @Test func `with GIT_DIR and GIT_WORK_TREE`() async throws {
        let (project, plan) = try project()
        let elsewhere = try project.repository.directory.makeFolder("elsewhere")
        let outcome = try await project.autopack(
            "run", "--plan", plan, "--id", "r1", in: elsewhere,
            with: ["GIT_DIR": "\(project.path)/.git", "GIT_WORK_TREE": project.path])
        expect(outcome, exits: 0)
        #expect(try project.file("calc/text.py", at: "autopack/r1") == Calculator.mendedText)
        let log = try await project.autopack(
            "log", in: elsewhere, with: ["GIT_DIR": "\(project.path)/.git"])
        #expect(log.output.contains("r1"))
    }

    @Test func `a path with blanks, quotes and letters of other alphabets`() async throws {
        let source = try ScratchRepository()
        for (path, text) in Calculator.files { try source.write(path, text) }
        try source.commit("begin")
        let (project, plan) = try project()
        let odd = project.repository.directory.path("o'dd \"näme\" $HOME")
        try project.repository.git("clone", "--quiet", source.path, odd)
        expect(try await project.autopack("run", "--plan", plan, "--id", "r1", in: odd), exits: 0)
        #expect(
            try project.repository.git("-C", odd, "show", "autopack/r1:calc/text.py") + "\n"
                == Calculator.mendedText)
        expect(try await project.autopack("land", in: odd), exits: 0)
        #expect(try project.repository.git("-C", odd, "status", "--porcelain") == "")
    }

    @Test func `variables that git sets for hooks do not lead astray`() async throws {
        let (project, plan) = try project()
        let other = try ScratchRepository()
        try other.write("a.txt", "a\n")
        try other.commit("other")
        let before = try other.refs
        let outcome = try await project.autopack(
            "run", "--plan", plan, "--id", "r1",
            with: ["GIT_INDEX_FILE": other.directory.path("repository/.git/index")])
        expect(outcome, exits: 0)
        #expect(try other.refs == before)
        #expect(try other.git("status", "--porcelain") == "")
    }
}
