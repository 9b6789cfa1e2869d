import TestSupport
import Testing

/// What is configured, and where it comes from.
@Suite(.fewAtOnce) struct ConfigurationTests {
    @Test func `each value is listed with its origin`() async throws {
        let project = try Project()
        try project.configure(autopack: "budgets: {max_failures: 3}\n")
        let outcome = try await project.autopack("config", "list", "--show-origin")
        expect(outcome, exits: 0, 2)
        let right = try Project()
        let list = try await right.autopack("config", "list", "--show-origin")
        expect(list, exits: 0)
        let lines = list.output.split(separator: "\n")
        let chain = try #require(
            lines.first {
                $0.contains("escalation_chains") && $0.contains("builder") && $0.contains("low")
            })
        #expect(chain.contains("models.yaml"), "\(chain)")
        #expect(chain.contains("tape/any"))
        #expect(
            lines.contains { $0.contains("low_to_medium") && !$0.contains("models.yaml:") },
            "built in")
    }

    @Test func `git's configuration counts, the repository's own does not`() async throws {
        let project = try Project()
        let global = try project.repository.directory.write(
            "gitconfig",
            "[autopack \"complexity_escalation\"]\n\tlow-to-medium = 4\n[autopack]\n\tcomplexity-escalation.low-to-medium = 4\n"
        )
        _ = global
        try project.repository.git("config", "autopack.budgets.max-cost-usd", "777777")
        let plain = try await project.autopack("config", "list")
        expect(plain, exits: 0)
        #expect(!plain.output.contains("777777"))
    }

    @Test func `a value is set in the user's own git configuration, and holds`() async throws {
        let project = try Project()
        let own = [
            "GIT_CONFIG_GLOBAL": try project.repository.directory.write("gitconfig", "")
        ]
        let set = try await project.autopack(
            "config", "set", "budgets.max_cost_usd", "3", with: own)
        expect(set, exits: 0)
        #expect(set.output == "budgets.max_cost_usd=3\n")
        #expect(!(try project.repository.git("config", "--list")).contains("autopack.budgets"))
        // Outside of a repository too.
        let folder = try project.repository.directory.makeFolder("plain")
        let got = try await project.autopack(
            "config", "get", "budgets.max_cost_usd", "--show-origin", in: folder, with: own)
        #expect(
            got.output == "git config --global autopack.budgets.max-cost-usd\t"
                + "budgets.max_cost_usd=3\n")
        let list = try await project.autopack("config", "set", "protected", "[a/**, b]", with: own)
        #expect(list.output == "protected=[a/**, b]\n", "\(list)")
        let overruled = try await project.autopack(
            "config", "set", "budgets.max_cost_usd", "4",
            with: own.merging(["AUTOPACK_BUDGETS_MAX_COST_USD": "9"]) { $1 })
        expect(overruled, exits: 0)
        #expect(overruled.errors.contains("AUTOPACK_BUDGETS_MAX_COST_USD counts before"))
        let local = try await project.autopack("config", "set", "land.default", "squash", "--local")
        expect(local, exits: 0)
        #expect(try project.repository.git("config", "autopack.land.default") == "squash")
    }

    @Test(arguments: [
        (["config", "set", "budget.max_cost_usd", "3"], "budgets.max_cost_usd"),
        (["config", "set", "budgets.max_cost_usd", "much"], "number"),
        (["config", "set", "discovery.agents", "maybe"], "ask, use, ignore"),
        (["config", "set", "sandbox", "off", "--local"], "does not count"),
        (["config", "set", "budgets.max_time", "soon"], "length of time"),
    ])
    func `what cannot be set is refused, and nothing changes`(arguments: [String], word: String)
        async throws
    {
        let project = try Project()
        try await project.expectRefusal(arguments, exits: 2, naming: word)
    }

    @Test func `models that nobody knows and keys that are none are found by the check`()
        async throws
    {
        let project = try Project()
        try project.configure(
            providers: #"  tape: {wire: replay, file: /nowhere}"#, model: "sonet")
        let outcome = try await project.autopack(
            "config", "check", with: ["OPENAI_API_KEY": "two words"])
        expect(outcome, exits: 1)
        #expect(outcome.output.contains("model 'sonet' is unknown"), "\(outcome)")
        #expect(outcome.output.contains("nearest: sonnet"), "\(outcome)")
        #expect(outcome.output.contains("environment OPENAI_API_KEY: is no key"), "\(outcome)")
        #expect(!outcome.description.contains("two words"))
    }

    @Test func `an unknown key is named with its place and the nearest`() async throws {
        let project = try Project()
        try project.record([], more: "escalation_chain: {}\n")
        let outcome = try await project.autopack("config", "check")
        expect(outcome, exits: 1, 2, 4)
        for word in ["models.yaml", "escalation_chain", "escalation_chains"] {
            #expect(outcome.description.contains(word), "\(outcome)")
        }
        let right = try Project()
        expect(try await right.autopack("config", "check"), exits: 0)
    }

    @Test(arguments: [
        ("providers: {tape: {wire: replai, file: x}}\n", "replay"),
        ("complexity_escalation: {low_to_medium: soon}\n", "low_to_medium"),
        ("providers: [tape]\n", "providers"),
        ("providers: {tape: {wire: replay\n", "models.yaml"),
        ("escalation_chains: {builder: {lo: {models: [tape/any]}}}\n", "low"),
        ("prices: {\"tape/any\": {input: -1, output: 1}}\n", "prices"),
    ])
    func `what is wrong is told with its file, and stops a run`(text: String, word: String)
        async throws
    {
        let project = try Project()
        try project.repository.directory.write("config/autopack/models.yaml", text)
        let outcome = try await project.autopack("config", "check")
        expect(outcome, exits: 1, 2, 4)
        #expect(outcome.description.contains("models.yaml"), "\(outcome)")
        #expect(outcome.description.contains(word), "\(outcome)")
        let plan = try project.plan()
        let run = try await project.autopack("run", "--plan", plan, "--id", "r1")
        expect(run, exits: 2, 4)
        #expect(try project.commit("autopack/r1") == nil)
    }

    @Test func `a repository may tighten and not loosen`() async throws {
        let project = try Project(
            Calculator.files.merging([
                ".autopack/autopack.yaml": "protected: [\"calc/arithmetic.py\"]\n"
            ]) { $1 })
        try project.record([.builder(Calculator.mendArithmetic)])
        expect(try await project.run(Calculator.onePhase(maxAttempts: 1)), exits: 1)
        #expect(
            try Journal(in: project.repository).events("attempt.failed").first?["category"]?.string
                == "path_denied")

        let loose = try Project(
            Calculator.files.merging([
                ".autopack/models.yaml":
                    "providers: {tape: {wire: command, command: [touch, owned]}}\n"
            ]) { $1 })
        try loose.record([.builder(Calculator.mendArithmetic), .approval()])
        let outcome = try await loose.run(Calculator.onePhase())
        expect(outcome, exits: 0, 2, 4)
        #expect(!loose.repository.directory.exists("repository/owned"))
    }

    @Test func `a policy that is only in the checkout does not count`() async throws {
        let project = try Project()
        try project.repository.write(
            ".autopack/autopack.yaml", "checks: [{name: no, run: [\"false\"]}]\n")
        try project.record([.builder(Calculator.mendArithmetic), .approval()])
        expect(try await project.run(Calculator.onePhase()), exits: 0)
    }

    @Test func `init sets what shows the notes, once`() async throws {
        let project = try Project()
        let git = project.repository
        expect(try await project.autopack("init"), exits: 0)
        #expect(try git.git("config", "notes.displayRef") == "refs/notes/autopack")
        #expect(try git.git("config", "notes.rewriteRef") == "refs/notes/autopack")
        #expect(try git.git("config", "notes.autopack.mergeStrategy") == "cat_sort_uniq")
        #expect(try git.git("config", "log.excludeDecoration") == "refs/autopack/*")
        let first = try git.git("config", "--local", "--list")
        let tree = FolderSnapshot(of: project.path, without: [".git"])
        expect(try await project.autopack("init"), exits: 0)
        #expect(try git.git("config", "--local", "--list") == first)
        #expect(tree.differences(to: FolderSnapshot(of: project.path, without: [".git"])) == [])
    }

    @Test func `init leaves what the user has set`() async throws {
        let project = try Project()
        try project.repository.git("config", "notes.displayRef", "refs/notes/mine")
        expect(try await project.autopack("init"), exits: 0)
        let refs = try project.repository.git("config", "--get-all", "notes.displayRef")
        #expect(refs.split(separator: "\n").first == "refs/notes/mine")
    }

    @Test func `nothing asks for a key where only recorded replies are configured`() async throws {
        let project = try Project()
        try project.record(Calculator.replies)
        let outcome = try await project.run()
        expect(outcome, exits: 0)
        #expect(!outcome.description.contains("API_KEY"))
    }

    @Test func `an unknown model is refused with the nearest`() async throws {
        let project = try Project()
        let tape = try project.repository.directory.write("t.yaml", "[]\n")
        try project.configure(
            providers: "  tape: {wire: replay, file: \(quoted(tape))}", model: "tap/any")
        let plan = try project.plan()
        let outcome = try await project.autopack("run", "--plan", plan, "--id", "r1")
        expect(outcome, exits: 2, 4)
        #expect(outcome.errors.contains("tap/any") && outcome.errors.contains("tape"), "\(outcome)")
    }
}
