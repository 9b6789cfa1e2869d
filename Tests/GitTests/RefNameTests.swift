import Git
import Testing

struct RefNameTests {
    static let names = [
        "refs/heads/main", "refs/heads/a/b", "refs/heads/a..b", "refs/heads/.a",
        "refs/heads/a.lock",
        "refs/heads/a.lock/b", "refs/heads/a/", "refs//a", "refs/heads/a b", "refs/heads/a~b",
        "refs/heads/a^", "refs/heads/a:b", "refs/heads/a?", "refs/heads/a*", "refs/heads/a[",
        "refs/heads/a\\b", "refs/heads/a.", "refs/heads/a@{b", "refs/heads/@", "refs/heads/a\u{7f}",
        "refs/heads/a\tb", "refs/heads/ü", "refs/heads/-a", "refs/a", "refs/heads/a/.b",
        "refs/heads/{a}", "refs/heads/a.b.c", "refs/heads/a@b",
    ]

    @Test func `a full name is accepted exactly where git accepts it`() async throws {
        let scratch = try await ScratchRepository()
        // Git's own verdicts: the name comes back where it is well formed.
        for name in Self.names {
            let printed = try await scratch.git(
                ["check-ref-format", "--normalize", name], statuses: [0, 1])
            #expect((RefName(name) != nil) == (printed == "\(name)\n"), "\(name)")
        }
    }

    @Test func `only names below refs are refs`() {
        for name in ["HEAD", "main", "heads/main", "refs/", "refs", "", "../refs/a"] {
            #expect(RefName(name) == nil, "\(name)")
        }
    }

    @Test func `a branch has a short name`() throws {
        let name = try RefName.branch("autopack/add-login")
        #expect(name.name == "refs/heads/autopack/add-login")
        #expect(name.branchName == "autopack/add-login")
        #expect(name.isBranch)
        #expect(RefName("refs/tags/v1")?.shortName == "v1")
        #expect(RefName("refs/notes/x")?.branchName == nil)
        #expect(throws: GitError.self) { try RefName.branch("-d") }
        #expect(throws: GitError.self) { try RefName.branch("HEAD") }
        #expect(throws: GitError.self) { try RefName.branch("a b") }
    }
}
