import TestSupport
import Testing

/// What a repository's `.autopack/` loosens counts once a person has seen it.
@Suite(.fewAtOnce) struct TrustTests {
    private func project(_ policy: String = "budgets: {max_cost_usd: 50}\n") throws -> Project {
        let project = try Project()
        try project.repository.write(".autopack/autopack.yaml", policy)
        try project.repository.commit("a policy")
        return project
    }

    private func budget(_ project: Project) async throws -> String {
        let outcome = try await project.autopack(
            "config", "get", "budgets.max_cost_usd", "--show-origin")
        expect(outcome, exits: 0)
        return outcome.output
    }

    @Test func `without trust what is looser is passed over, and the way to trust is named`()
        async throws
    {
        let project = try project()
        #expect(try await budget(project).hasSuffix("budgets.max_cost_usd=5\n"))
        let outcome = try await project.autopack("config", "check")
        #expect((outcome.output + outcome.errors).contains("git autopack trust"))
    }

    @Test func `nobody is asked without a terminal, and what would be loosened is shown`()
        async throws
    {
        let project = try project()
        let outcome = try await project.autopack("trust")
        expect(outcome, exits: 3)
        #expect(outcome.errors.contains("budgets.max_cost_usd: 5 → 50"))
        #expect(outcome.errors.contains(":.autopack/autopack.yaml:1:"))
        #expect(outcome.errors.contains("hint: git autopack trust --yes"))
        #expect(try await budget(project).hasSuffix("budgets.max_cost_usd=5\n"))
    }

    @Test func `what is trusted holds, and its origin is told, until it changes`() async throws {
        let project = try project()
        let outcome = try await project.autopack("trust", "--yes")
        try require(outcome, exits: 0)
        #expect(outcome.output.contains("budgets.max_cost_usd: 5 → 50"))
        let line = try await budget(project)
        #expect(line.contains(":.autopack/autopack.yaml:1:") && line.hasSuffix("=50\n"), "\(line)")
        // Another commit with the same policy is the same.
        try project.repository.write("more.txt", "more\n")
        try project.repository.commit("more")
        #expect(try await budget(project).hasSuffix("=50\n"))
        try project.repository.write(".autopack/autopack.yaml", "budgets: {max_cost_usd: 500}\n")
        try project.repository.commit("a looser policy")
        #expect(try await budget(project).hasSuffix("budgets.max_cost_usd=5\n"))
    }

    @Test func `what cannot be read is not trusted, and it is told`() async throws {
        let project = try project("budgets: [\n")
        let outcome = try await project.autopack("trust", "--yes")
        expect(outcome, exits: 4)
        #expect(outcome.output == "")
        #expect(outcome.errors.contains(/error: \w+:\.autopack\/autopack\.yaml:\d+/), "\(outcome)")
        #expect(try await project.autopack("trust", "--list").output == "you trust no repository\n")
    }

    @Test func `trust is one repository's, listed and taken back`() async throws {
        let project = try project()
        try require(try await project.autopack("trust", "--yes"), exits: 0)
        let list = try await project.autopack("trust", "--list", "--json")
        let entry = try JSONReader.value(list.output)
        #expect(entry["repository"]?.string?.hasSuffix("/.git") == true)
        let tree = try project.repository.git("rev-parse", "HEAD:.autopack")
        #expect(entry["tree"]?.string == tree)
        let clone = "\(project.repository.directory.path)/clone"
        try project.repository.git("clone", "-q", ".", clone)
        let other = try await project.autopack(
            "config", "get", "budgets.max_cost_usd", in: clone)
        #expect(other.output == "5\n")
        try require(try await project.autopack("trust", "--revoke"), exits: 0)
        #expect(try await budget(project).hasSuffix("budgets.max_cost_usd=5\n"))
        let none = try await project.autopack("trust", "--list")
        #expect(none.output == "you trust no repository\n")
    }

    @Test func `a policy that only tightens needs no trust, and none is kept`() async throws {
        let project = try project("budgets: {max_cost_usd: 1}\n")
        let outcome = try await project.autopack("trust")
        expect(outcome, exits: 0)
        #expect(outcome.output == "the .autopack/ of HEAD loosens nothing: it holds as it is\n")
        let list = try await project.autopack("trust", "--list")
        #expect(list.output == "you trust no repository\n")
    }

    @Test(arguments: ["666", "620"])
    func `a file that others may write to does not count`(mode: String) async throws {
        let project = try project()
        try require(try await project.autopack("trust", "--yes"), exits: 0)
        let file = "\(project.environment["XDG_CONFIG_HOME"] ?? "")/autopack/trust.json"
        let changed = try await Invocation(
            "/bin/chmod", [mode, file], environment: project.environment, in: project.path
        ).run()
        try require(changed, exits: 0)
        let outcome = try await project.autopack("config", "get", "budgets.max_cost_usd")
        #expect(outcome.output == "5\n")
        #expect(outcome.errors.contains("others may write to"))
        let again = try await project.autopack("trust", "--yes")
        expect(again, exits: 4)
        #expect(again.errors.contains("chmod go-w"))
    }

    @Test func `checks and protections of the person stay, even where the repository is trusted`()
        async throws
    {
        let project = try project("protected: [\"docs/**\"]\nsandbox: \"off\"\n")
        try project.configure(autopack: "protected: [\"src/**\"]\n")
        try require(try await project.autopack("trust", "--yes"), exits: 0)
        let outcome = try await project.autopack("config", "get", "protected")
        #expect(outcome.output.contains("src/**") && outcome.output.contains("docs/**"))
        let sandbox = try await project.autopack("config", "get", "sandbox")
        #expect(sandbox.output == "\"off\"\n")
    }

    @Test func `a commit without a policy has nothing to trust`() async throws {
        let project = try Project()
        let outcome = try await project.autopack("trust", "--yes")
        expect(outcome, exits: 0)
        #expect(outcome.output == "HEAD has no .autopack/: there is nothing to trust\n")
        #expect(try await project.autopack("trust", "--list").output == "you trust no repository\n")
    }

    @Test func `at a terminal it is asked, and only yes is yes`() async throws {
        let project = try project()
        for (typed, questions) in [("n\n", 1), ("what?\nno\n", 2), ("", 1)] {
            let outcome = try await project.atTerminal("trust", typing: typed)
            expect(outcome, exits: 3)
            #expect(outcome.output.contains("budgets.max_cost_usd: 5 → 50"), "\(outcome)")
            #expect(outcome.output.components(of: "Trust it? [y/n] ") == questions, "\(outcome)")
            #expect(outcome.output.contains("not trusted; nothing has changed"), "\(outcome)")
            #expect(try await budget(project).hasSuffix("budgets.max_cost_usd=5\n"))
        }
        let outcome = try await project.atTerminal("trust", typing: "y\n")
        expect(outcome, exits: 0)
        #expect(outcome.output.contains("trusted: this .autopack/ holds"), "\(outcome)")
        #expect(try await budget(project).hasSuffix("=50\n"))
    }
}

extension String {
    /// How often a piece stands in it.
    fileprivate func components(of piece: String) -> Int { ranges(of: piece).count }
}
