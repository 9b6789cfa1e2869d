import Git
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

struct OpeningTests {
    private func failure(
        _ scratch: ScratchRepository, from path: String? = nil, more: [String: String] = [:]
    ) -> GitError? {
        #expect(throws: GitError.self) {
            try Repository.discover(
                from: path ?? scratch.path,
                environment: scratch.environment.merging(more) { $1 })
        }
    }

    @Test func `a repository is found from a folder below, and not beyond a ceiling`()
        async throws
    {
        let scratch = try await ScratchRepository()
        let below = scratch.folder.makeFolder("repository/a/b")
        let found = try Repository.discover(from: below, environment: scratch.environment)
        #expect(found.gitDirectory == "\(scratch.path)/.git")
        #expect(found.commonDirectory == found.gitDirectory)
        #expect(found.workTree == scratch.path)
        #expect(!found.isBare && !found.isShallow && found.state == .none)
        let error = failure(
            scratch, from: below, more: ["GIT_CEILING_DIRECTORIES": "\(scratch.path)/a"])
        #expect(error?.code == .notARepository)
        #expect(error?.remedy?.contains("git init") == true)
        #expect(failure(scratch, from: scratch.folder.path)?.code == .notARepository)
        #expect(failure(scratch, from: "/none/such")?.code == .notARepository)
    }

    @Test func `GIT_DIR and GIT_WORK_TREE name the parts`() async throws {
        let scratch = try await ScratchRepository()
        let other = scratch.folder.makeFolder("other")
        var environment = scratch.environment
        environment["GIT_DIR"] = "../repository/.git"
        let implied = try Repository.discover(from: other, environment: environment)
        #expect(implied.gitDirectory == "\(scratch.path)/.git")
        let git = try await scratch.git(
            ["-C", other, "rev-parse", "--show-toplevel"], more: ["GIT_DIR": "../repository/.git"])
        #expect(implied.workTree == other && git == "\(other)\n")
        environment["GIT_WORK_TREE"] = scratch.path
        let named = try Repository.discover(from: other, environment: environment)
        #expect(named.workTree == scratch.path)
        environment["GIT_COMMON_DIR"] = "../repository/.git"
        _ = try Repository.discover(from: other, environment: environment)
        environment["GIT_COMMON_DIR"] = other
        let error = #expect(throws: GitError.self) {
            try Repository.discover(from: other, environment: environment)
        }
        #expect(error?.feature == "GIT_COMMON_DIR")
        #expect(failure(scratch, more: ["GIT_DIR": other])?.code == .notARepository)
    }

    @Test func `bare, linked and shallow repositories are told apart`() async throws {
        let bare = try await ScratchRepository(bare: true)
        let opened = try bare.open()
        #expect(opened.isBare && opened.workTree == nil && opened.gitDirectory == bare.path)
        let scratch = try await ScratchRepository()
        try await scratch.commit(["a": "1"])
        try await scratch.commit(["a": "2"])
        try await scratch.git("worktree", "add", "-q", "../linked", "-b", "linked")
        let linked = try Repository.discover(
            from: scratch.folder["linked"], environment: scratch.environment)
        #expect(linked.location.isLinkedWorktree)
        #expect(linked.commonDirectory == "\(scratch.path)/.git")
        #expect(linked.gitDirectory == "\(scratch.path)/.git/worktrees/linked")
        #expect(linked.workTree == scratch.folder["linked"])
        #expect(try linked.head().branch?.name == "refs/heads/linked")
        #expect(try scratch.open().head().branch?.name == "refs/heads/main")
        try await scratch.git(
            "clone", "-q", "--depth=1", "file://\(scratch.path)", scratch.folder["shallow"])
        let shallow = try Repository.open(gitDirectory: scratch.folder["shallow"])
        #expect(shallow.isShallow)
    }

    @Test func `an operation that git has left open is named`() async throws {
        let scratch = try await ScratchRepository()
        try await scratch.commit(["a": "1\n"])
        try await scratch.git("checkout", "-q", "-b", "side")
        try await scratch.commit(["a": "2\n"])
        try await scratch.git("checkout", "-q", "main")
        try await scratch.commit(["a": "3\n"])
        try await scratch.git(["merge", "-q", "side"], statuses: [1])
        #expect(try scratch.open().state == .merge)
        try await scratch.git("merge", "--abort")
        try await scratch.git(["rebase", "-q", "side"], statuses: [1])
        #expect(try scratch.open().state == .rebase)
    }

    @Test(arguments: [
        ("extensions.objectFormat", "sha256", "sha256"),
        ("extensions.refStorage", "reftable", "reftable"),
        ("extensions.relativeWorktrees", "true", "relative worktrees"),
        ("extensions.worktreeConfig", "true", "worktreeConfig"),
        ("extensions.future", "x", "extensions.future"),
    ])
    func `a format that cannot be read is named with what to do`(
        name: String, value: String, feature: String
    ) async throws {
        let scratch = try await ScratchRepository()
        scratch.folder.write(
            """
            [core]
            \trepositoryformatversion = 1
            \tbare = false
            [extensions]
            \t\(name.dropFirst("extensions.".count)) = \(value)

            """, to: "repository/.git/config")
        let error = failure(scratch)
        #expect(error?.code == .unsupportedFormat, "\(error?.detail ?? "")")
        #expect(error?.feature == feature)
        #expect(error?.remedy?.isEmpty == false)
        let direct = #expect(throws: GitError.self) {
            try Repository.open(gitDirectory: "\(scratch.path)/.git")
        }
        #expect(direct?.feature == feature)
    }

    @Test func `a repository of SHA-256 made by git itself is named`() async throws {
        let scratch = try await ScratchRepository(initArguments: ["--object-format=sha256"])
        #expect(failure(scratch)?.feature == "sha256")
    }

    @Test func `a version of the format that nobody knows is named`() async throws {
        let scratch = try await ScratchRepository()
        try await scratch.git("config", "core.repositoryformatversion", "7")
        #expect(failure(scratch)?.feature == "format 7")
    }

    @Test func `what is to mend a format does mend it, by git alone`() async throws {
        for (setting, value) in [
            ("core.repositoryFormatVersion", "7"), ("extensions.future", "x"),
            ("extensions.preciousObjects", "true"),
        ] {
            let scratch = try await ScratchRepository()
            try await scratch.commit(["a": "1"])
            try await scratch.git("config", "core.repositoryFormatVersion", "1")
            try await scratch.git("config", setting, value)
            let remedy = try #require(failure(scratch)?.remedy?.split(separator: "\n").last)
            let words = remedy.split(separator: " ").map(String.init)
            #expect(words.first == "git")
            try await scratch.git(Array(words.dropFirst()))
            if words.contains("clone") {
                #expect(scratch.folder.text("plain/a") == "1")
            } else {
                #expect(try scratch.open().head().commit != nil, "\(setting)")
            }
        }
    }

    @Test func `a configuration that git cannot read is named with its line`() async throws {
        let scratch = try await ScratchRepository()
        scratch.folder.write("[core\n", to: "repository/.git/config")
        let error = failure(scratch)
        #expect(error?.detail.contains("\(scratch.path)/.git/config:1") == true)
        #expect(error?.remedy == "mend that file:\n${EDITOR:-vi} \(scratch.path)/.git/config")
    }

    @Test func `a .git file that leads nowhere is named with where it leads`() async throws {
        let scratch = try await ScratchRepository()
        let place = scratch.folder.makeFolder("linked")
        for (content, words) in [
            ("gitdir: /nonexistent/x\n", "leads to /nonexistent/x, which is no git directory"),
            ("gitdir: .git\n", "leads to itself"), ("nothing\n", "names no folder"),
        ] {
            scratch.folder.write(content, to: "linked/.git")
            let error = #expect(throws: GitError.self) {
                try Repository.discover(from: place, environment: scratch.environment)
            }
            #expect(error?.code == .notARepository)
            #expect(error?.detail == "\(place)/.git \(words)")
            #expect(
                error?.remedy?.hasSuffix(
                    "printf 'gitdir: %s\\n' NEW-PLACE/.git > \(place)/.git") == true)
        }
    }

    @Test(.enabled(if: geteuid() == 0, "only root can give a repository to another user"))
    func `the repository of another user is refused with the line that mends it`() async throws {
        let scratch = try await ScratchRepository()
        #expect(chown("\(scratch.path)/.git", 65534, 65534) == 0)
        #expect(chown(scratch.path, 65534, 65534) == 0)
        let error = failure(scratch)
        #expect(error?.code == .foreignOwner, "\(error?.detail ?? "")")
        #expect(
            error?.remedy?.contains(
                "git config --global --add safe.directory '\(scratch.path)'") == true)
        #expect(error?.detail.contains("65534") == true)
    }

    @Test func `a repository that was made here is one to git`() async throws {
        let scratch = try await ScratchRepository()
        let path = scratch.folder["made/here"]
        let made = try Repository.create(
            at: path, bare: false, initialBranch: "trunk", environment: scratch.environment)
        #expect(try made.head() == .unborn(try RefName.branch("trunk")))
        #expect(
            try await scratch.git("-C", path, "status", "--porcelain=v2", "--branch")
                == "# branch.oid (initial)\n# branch.head trunk\n")
        let again = #expect(throws: GitError.self) {
            try Repository.create(at: path, bare: false)
        }
        #expect(again?.code == .exists)
    }
}
