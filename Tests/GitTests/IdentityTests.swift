import Git
import Testing

struct IdentityTests {
    private func identity(
        _ scratch: ScratchRepository, _ environment: [String: String]
    ) throws -> Identity {
        Identity(
            environment: environment, configuration: try scratch.open().configuration(),
            nowSeconds: 1_800_000_000, offsetMinutes: 60)
    }

    @Test func `the variables come first, then the role's, then the user's configuration`()
        async throws
    {
        let scratch = try await ScratchRepository()
        try await scratch.git("config", "user.name", "Configured")
        try await scratch.git("config", "user.email", "configured@example.com")
        try await scratch.git("config", "committer.name", "Committing")
        let plain = try identity(scratch, [:])
        #expect(
            try plain.author()
                == Signature(
                    name: "Configured", email: "configured@example.com", seconds: 1_800_000_000,
                    offsetMinutes: 60))
        #expect(try plain.committer().name == "Committing")
        let named = try identity(scratch, scratch.environment)
        #expect(try named.author() == ScratchRepository.person)
        #expect(try named.committer().email == "committer@example.com")
        let git = try await scratch.git("var", "GIT_COMMITTER_IDENT")
        let ours = try named.committer()
        #expect(git == "\(ours.name) <\(ours.email)> \(ours.date)\n")
    }

    @Test func `without a name or an address the lines that mend it are given`() async throws {
        let scratch = try await ScratchRepository()
        let none = #expect(throws: GitError.self) { try identity(scratch, [:]).author() }
        #expect(none?.code == .noIdentity)
        #expect(none?.remedy?.contains("git config --global user.email ") == true)
        let half = #expect(throws: GitError.self) {
            try identity(scratch, ["GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": " <> "]).author()
        }
        #expect(half?.detail == "git knows no email for you")
        let other = try identity(scratch, ["GIT_AUTHOR_NAME": "A", "EMAIL": "a@example.com"])
        #expect(try other.author().email == "a@example.com")
    }

    @Test(arguments: [
        "@1700000000 +0100", "1700000000 -0230", "1700000000 +0000", "@1 +0000", "@0 +0545",
        "Thu, 07 Apr 2005 22:13:13 +0200", "Thu, 07 Apr 2005 22:13:13 -0330",
        "2005-04-07T22:13:13+0200", "2005-04-07T22:13:13Z", "2005-04-07 22:13:13 +0200",
        "2005-04-07T22:13:13+02:00", "2005-04-07T22:13:13", "2024-02-29T23:59:59",
        "2000-02-29 00:00:00", "1970-01-01T00:00:01Z", "2099-12-31T23:59:59-1100",
        "2005.04.07 22:13:13", "07 Apr 2005 22:13:13 +0000", "2005-04-07T22:13:13.019+0200",
        "2005-04-07 22:13",
    ])
    func `a date is read as git reads it`(date: String) async throws {
        let scratch = try await ScratchRepository()
        var environment = scratch.environment
        environment["GIT_AUTHOR_DATE"] = date
        let identity = Identity(
            environment: environment, configuration: try scratch.open().configuration(),
            nowSeconds: 0)
        let git = try await scratch.git(
            ["var", "GIT_AUTHOR_IDENT"], more: ["GIT_AUTHOR_DATE": date, "TZ": "UTC"])
        #expect(git == "A U Thor <author@example.com> \(try identity.author().date)\n")
    }

    @Test(arguments: ["tomorrow", "2005-13-01T00:00:00", "@x +0000", "12", "2005-04-07", "1 2 3"])
    func `what is no date is refused`(date: String) async throws {
        let scratch = try await ScratchRepository()
        var environment = scratch.environment
        environment["GIT_AUTHOR_DATE"] = date
        let identity = try identity(scratch, environment)
        let error = #expect(throws: GitError.self) { try identity.author() }
        #expect(error?.code == .invalid)
    }
}
