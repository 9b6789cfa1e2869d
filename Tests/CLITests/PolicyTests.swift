import TestSupport
import Testing

/// `policy check`: what a fix may run, in this repository.
@Suite(.fewAtOnce) struct PolicyTests {
    private let project: Project

    init() throws {
        project = try Project()
        try project.repository.write("docs/guide.md", "text\n")
        try project.repository.commit("base")
        try project.repository.git("branch", "side")
        try project.repository.git("branch", "docs")
        try project.repository.git("branch", "autopack/pre-run-one")
        try project.repository.git("branch", "autopack/pre-run-two")
        try project.repository.git("tag", "v1")
        try project.repository.git(
            "update-index", "--add", "--cacheinfo", "120000,\(try link()),out")
        try project.repository.git("checkout", "--", "out")
    }

    private func link() throws -> String {
        try project.repository.git("hash-object", "-w", "--stdin", input: "../../elsewhere")
    }

    private func check(
        _ words: [String], with variables: [String: String] = [:]
    ) async throws -> Outcome {
        try await runAutopack(
            ["policy", "check"] + words, in: project.path,
            environment: project.environment.merging(variables) { $1 })
    }

    private func check(
        _ words: String..., with variables: [String: String] = [:]
    ) async throws -> Outcome { try await check(words, with: variables) }

    @Test(
        arguments: [
            ["git", "checkout", "--ours", "--", "docs/guide.md"], ["git stash pop"],
            ["git", "add", "--", "two words"], ["git", "checkout", "side"],
            ["git", "reset", "--hard", "autopack/pre-run-two"], ["rm", "-rf", "build"],
            ["git add -- 'two words'"],
        ])
    func `a command that is allowed says so and ends with 0`(words: [String]) async throws {
        let outcome = try await check(["--"] + words)
        expect(outcome, exits: 0)
        #expect(outcome.output.hasPrefix("allowed: it has the form '"))
    }

    @Test(
        arguments: [
            (["git", "push"], "'push'"), (["git", "checkout", "docs"], "a branch and a path"),
            (["git", "checkout", "v1"], "neither a local branch"),
            (["rm", "-rf", "/"], "absolute"),
            (["git", "add", "--", "out/x"], "leads out of the workspace"),
            (["git stash; id"], "';'"), (["sudo", "git", "stash"], "requires manual intervention"),
            (["git", "add", "--", ".github/x"], "protected"), (["git", "add", "--", ""], "empty"),
            (["pytest"], "not allowed here"), (["git", "status"], "'status'"),
        ])
    func `a command that is denied says why and ends with 3`(words: [String], why: String)
        async throws
    {
        let outcome = try await check(["--"] + words)
        expect(outcome, exits: 3)
        #expect(outcome.output.hasPrefix("denied: "))
        #expect(outcome.output.contains(why), "\(outcome)")
        #expect(outcome.errors == "")
    }

    @Test func `the type, the run and the purpose decide`() async throws {
        expect(try await check("--type", "file", "--", "git", "stash"), exits: 3)
        expect(try await check("--type", "git", "--", "git", "stash"), exits: 0)
        let reset = ["git", "reset", "--hard", "autopack/pre-run-one"]
        expect(
            try await check(["--run", "one", "--"] + reset), exits: 0)
        expect(
            try await check(["--run", "two", "--"] + reset), exits: 3)
        expect(try await check("--run", "three", "--", "git", "stash"), exits: 2)
        expect(try await check("--verify", "--", "git", "diff", "--check"), exits: 0)
        expect(try await check("--verify", "--", "git", "stash"), exits: 3)
    }

    @Test func `python is judged where the user allows it`() async throws {
        let file = try project.repository.directory.write(
            "gitconfig", "[autopack \"doctor\"]\n\tallowed-fix-types = python\n")
        let variables = ["GIT_CONFIG_GLOBAL": file]
        expect(try await check("--", "pip", "install", "a==1", with: variables), exits: 0)
        expect(try await check("--", "pip", "install", "a", with: variables), exits: 3)
        expect(try await check("--", "git", "stash", with: variables), exits: 3)
    }

    @Test func `one answer as JSON`() async throws {
        let allowed = try await check(
            "--json", "--", "git", "restore", "--source=side", "--", "./a")
        expect(allowed, exits: 0)
        let yes = try JSONReader.value(allowed.output)
        #expect(yes["verdict"]?.string == "allow" && yes["revision"]?.string == "side")
        #expect(yes["paths"]?.array?.compactMap(\.string) == ["a"])
        let denied = try await check("--json", "--", "git", "stash", "popp")
        expect(denied, exits: 3)
        let no = try JSONReader.value(denied.output)
        #expect(no["verdict"]?.string == "deny" && no["nearest"]?.string == "pop")
        #expect(no["requires_manual_intervention"]?.bool == false)
    }

    @Test func `lines in, lines out, each judged alone`() async throws {
        let lines = """
            {"id":"a","fix_type":"git","command":"git stash"}
            {"id":2,"fix_type":"file","command":"rm -f x\\u0000y"}

            {"id":"c","fix_type":"shell","command":"ls"}
            {"id":"d","command":"touch x\\u2028y"}
            {"command":"mkdir x"}
            """
        let outcome = try await project.autopack("policy", "check", "--stdin", stdin: lines)
        expect(outcome, exits: 0)
        let answers = try JSONReader.lines(outcome.output)
        #expect(
            answers.map { $0["verdict"]?.string } == ["allow", "deny", "deny", "deny", "allow"])
        #expect(answers[0]["id"]?.string == "a" && answers[3]["id"]?.string == "d")
        #expect(answers.allSatisfy { $0["why"]?.string?.isEmpty == false })
        #expect(!outcome.output.contains("\u{2028}"))
    }

    @Test func `a line that is no command is answered, and the status says so`() async throws {
        let outcome = try await project.autopack(
            "policy", "check", "--stdin",
            stdin: "{\"id\":\"a\"}\nnonsense\n{\"id\":\"c\",\"command\":\"git stash\"}\n"
                + "{\"id\":\"d\",\"command\":\"rm -rf /\",\"command\":\"git stash\"}\n")
        expect(outcome, exits: 2)
        let answers = try JSONReader.lines(outcome.output)
        #expect(answers.map { $0["verdict"]?.string } == ["deny", "deny", "allow", "deny"])
        #expect(answers.last?["why"]?.string?.contains("twice") == true)
    }

    @Test(
        arguments: [
            [], ["--"], ["git", "stash"], ["--stdin", "--", "git", "stash"],
            ["--type", "docker", "--", "docker", "ps"], ["--type", "gti", "--", "git", "stash"],
        ])
    func `wrong usage ends with 2`(words: [String]) async throws {
        expect(try await check(words), exits: 2)
    }

    @Test func `outside a repository nothing is said, since nothing is known`() async throws {
        let elsewhere = try project.repository.directory.makeFolder("elsewhere")
        let outcome = try await project.autopack(
            "policy", "check", "--", "git", "stash", in: elsewhere)
        expect(outcome, exits: 4)
        #expect(outcome.output == "")
        #expect(outcome.errors.contains("git repository"), "\(outcome)")
    }
}
