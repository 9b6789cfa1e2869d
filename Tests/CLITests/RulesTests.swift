import RunModel
import TestSupport
import Testing

/// `git autopack rules`: what runs have learned, and a person's answer to it.
@Suite(.fewAtOnce) struct RulesTests {
    private static let ref = "refs/autopack/rules"

    /// Puts rules into the store as plain git would.
    private func store(_ rules: [LearnedRule], more: [String: String] = [:], _ project: Project)
        throws
    {
        let git = project.repository
        var files = more
        for rule in rules {
            files["\(rule.id).json"] = String(
                decoding: try CanonicalJSON.encode(rule), as: UTF8.self)
        }
        let lines = try files.sorted { $0.key < $1.key }.map { name, text in
            "100644 blob \(try git.git("hash-object", "-w", "--stdin", input: text))\t\(name)\n"
        }
        let tree = try git.git("mktree", input: lines.joined())
        try git.git("update-ref", Self.ref, try git.git("commit-tree", tree, "-m", "rules"))
    }

    /// Learned by so many runs, a day after another.
    private func rule(
        _ name: String, runs: Int, text: String = "import it from calc.text",
        scope: [String] = ["src/**"], decisions: [RuleDecision] = [],
        measures: [RuleMeasure] = []
    ) throws -> LearnedRule {
        try RuleSamples.rule(
            name,
            evidence: (0..<runs).map { number in
                try RuleSamples.evidence(
                    "r\(number)", at: RuleSamples.day(Int64(number)), scope: scope, text: text)
            }, decisions: decisions, measures: measures)
    }

    private func state(_ name: String, _ project: Project) throws -> String? {
        let text = try #require(try project.file("\(name).json", at: Self.ref))
        return try JSONReader.value(text)["state"]?.string
    }

    // MARK: Looking

    @Test func `without rules one line says how they come about`() async throws {
        let project = try Project()
        let outcome = try await project.autopack("rules")
        expect(outcome, exits: 0)
        #expect(outcome.output == "")
        #expect(outcome.errors.split(separator: "\n").count == 1)
        #expect(outcome.errors.contains("when the run ends"))
        let json = try await project.autopack("rules", "list", "--json")
        #expect(json.output == "" && json.errors == "")
        #expect(try project.commit(Self.ref) == nil)
    }

    @Test func `the list fits the screen, and a person's work comes first`() async throws {
        let project = try Project()
        try store(
            [
                rule("assertion-failed-0000000001", runs: 1, scope: []),
                rule(
                    "import-error-0000000002", runs: 3,
                    text: "import it from calc.text, \(String(repeating: "and so on ", count: 20))",
                    measures: [RuleSamples.measure(with: (3, of: 4), without: (1, of: 2))]),
                rule(
                    "provider-server-error-0000000003", runs: 3,
                    scope: ["packages/a-long-folder/**", "packages/another/**"],
                    decisions: [RuleSamples.decision(.approve)]),
            ], project)
        let outcome = try await project.autopack("rules", with: ["COLUMNS": "80"])
        expect(outcome, exits: 0)
        let lines = outcome.output.split(separator: "\n").map(String.init)
        #expect(lines.count == 7)
        #expect(lines.allSatisfy { $0.count <= 80 }, "\(outcome)")
        #expect(lines[0].hasPrefix("state"))
        #expect(lines[1].hasPrefix("RULE") && lines[1].contains("provider-server-error-0000000003"))
        #expect(lines[3].hasPrefix("CANDIDATE_RULE"))
        #expect(lines[3].contains("3/4") && lines[3].contains("1/2"))
        #expect(lines[3].contains("src/**"))
        #expect(
            lines[4].hasPrefix("  import_error: import it from calc.text")
                && lines[4].hasSuffix("…"))
        #expect(lines[5].hasPrefix("NEW") && lines[5].contains("all"))
    }

    @Test func `as JSON each rule is a line of the form in which it is stored`() async throws {
        let project = try Project()
        try store([rule("a", runs: 3), rule("b", runs: 1)], project)
        let lines = try JSONReader.lines(try await project.autopack("rules", "--json").output)
        #expect(lines.map { $0["id"]?.string } == ["a", "b"])
        #expect(lines.map { $0["state"]?.string } == ["CANDIDATE_RULE", "NEW"])
        #expect(lines[0]["effect"]?["with"]?["attempts"]?.int == 0)
        let shown = try JSONReader.value(
            try await project.autopack("rules", "show", "a", "--json").output)
        #expect(shown["evidence"]?.array?.count == 3)
    }

    @Test func `one is shown with its evidence and what is missing`() async throws {
        let project = try Project()
        try store([rule("import-error-0000000002", runs: 2)], project)
        let outcome = try await project.autopack("rules", "show", "import")
        expect(outcome, exits: 0)
        for words in [
            "rule import-error-0000000002: NEW", "import_error", "5ca1ab1e", "src/**",
            "import it from calc.text", "importing it from calc", "not measured", "r0:build",
            "r1:build", "2 runs within 30 days learned it, and 3 are needed",
        ] {
            #expect(outcome.output.contains(words), "\(words): \(outcome)")
        }
    }

    @Test func `a damaged file is named, and the others are listed`() async throws {
        let project = try Project()
        try store([rule("good", runs: 1)], more: ["bad.json": "{"], project)
        let outcome = try await project.autopack("rules")
        expect(outcome, exits: 0)
        #expect(outcome.output.contains("good"))
        #expect(outcome.errors.contains("refs/autopack/rules:bad.json is passed over"))
        try await project.expectRefusal(["rules", "show", "bad"], exits: 6, naming: "bad")
    }

    @Test func `text of others cannot paint the screen`() async throws {
        let project = try Project()
        try store([rule("a", runs: 1, text: "red \u{1b}[31m\u{202e}txt\nsecond line")], project)
        for command in [["rules"], ["rules", "show", "a"]] {
            let outcome = try await runAutopack(
                command, in: project.path, environment: project.environment)
            #expect(!outcome.output.contains("\u{1b}") && !outcome.output.contains("\u{202e}"))
            #expect(outcome.output.contains("\\u{1b}[31m"))
        }
    }

    // MARK: Answering

    @Test func `approval, retirement and rejection are recorded with who, when and why`()
        async throws
    {
        let project = try Project()
        try store([rule("import-error-0000000002", runs: 3), rule("type", runs: 1)], project)
        let approved = try await project.autopack(
            "rules", "approve", "import", "-m", "it holds everywhere")
        expect(approved, exits: 0)
        #expect(approved.output == "import-error-0000000002 is RULE now\n")
        #expect(try state("import-error-0000000002", project) == "RULE")
        let text = try #require(try project.file("import-error-0000000002.json", at: Self.ref))
        let decision = try #require(try JSONReader.value(text)["decisions"]?.array?.first)
        #expect(decision["why"]?.string == "it holds everywhere")
        #expect(decision["who"]?.string == "Ada Author <ada@example.org>")
        #expect(decision["when"]?.string?.hasSuffix("Z") == true)
        let git = project.repository
        let subject = try git.git("log", "-1", "--format=%an|%cn|%s", Self.ref)
        #expect(
            subject
                == "Ada Author|git autopack|import-error-0000000002: RULE,"
                + " approved by Ada Author: it holds everywhere")
        let retired = try await project.autopack("rules", "retire", "import", "--json")
        #expect(try JSONReader.value(retired.output)["state"]?.string == "RETIRED")
        expect(try await project.autopack("rules", "reject", "type", "-m", "chance"), exits: 0)
        #expect(try state("type", project) == "REJECTED")
        // A person may think again.
        expect(try await project.autopack("rules", "approve", "import"), exits: 0)
        #expect(try state("import-error-0000000002", project) == "RULE")
        #expect(try git.git("rev-list", "--count", Self.ref) == "5")
        try git.fsckStrict()
    }

    @Test func `an answer that stands already changes nothing`() async throws {
        let project = try Project()
        try store([rule("a", runs: 3, decisions: [RuleSamples.decision(.approve)])], project)
        let before = try project.commit(Self.ref)
        let outcome = try await project.autopack("rules", "approve", "a")
        expect(outcome, exits: 0)
        #expect(outcome.output == "a is RULE already\n")
        #expect(try project.commit(Self.ref) == before)
    }

    @Test func `what may not be is refused with what is missing`() async throws {
        let project = try Project()
        try store(
            [
                rule("candidate", runs: 3), rule("new", runs: 1),
                rule(
                    "harmful", runs: 3,
                    measures: [RuleSamples.measure(with: (1, of: 3), without: (1, of: 2))]),
                rule("rule", runs: 3, decisions: [RuleSamples.decision(.approve)]),
                rule("retired", runs: 3, decisions: [RuleSamples.decision(.retire)]),
            ], project)
        try await project.expectRefusal(
            ["rules", "approve", "new"], exits: 3, naming: "new is NEW", "1 run within 30 days")
        try await project.expectRefusal(
            ["rules", "approve", "harmful"], exits: 3, naming: "1 of 3 attempts with it", "1 of 2")
        try await project.expectRefusal(
            ["rules", "retire", "candidate"], exits: 3, naming: "rules reject candidate")
        try await project.expectRefusal(
            ["rules", "reject", "rule"], exits: 3, naming: "rules retire rule")
        try await project.expectRefusal(
            ["rules", "reject", "retired"], exits: 3, naming: "RETIRED")
    }

    @Test func `an unknown id is answered with the nearest, an unclear one with all`() async throws
    {
        let project = try Project()
        try store([rule("type-error-1", runs: 1), rule("type-error-12", runs: 1)], project)
        try await project.expectRefusal(
            ["rules", "show", "typo-error-12"], exits: 2, naming: "type-error-12")
        try await project.expectRefusal(
            ["rules", "reject", "type"], exits: 2, naming: "type-error-1, type-error-12")
        try await project.expectRefusal(["rules", "shw"], exits: 2, naming: "shw")
    }

    @Test func `a secret in the reason is stored nowhere`() async throws {
        let project = try Project()
        try store([rule("a", runs: 3)], project)
        let secret = "sk-ant-api03-" + String(repeating: "aB3dE6gH9k", count: 9) + "AA"
        expect(try await project.autopack("rules", "approve", "a", "-m", secret), exits: 0)
        let git = project.repository
        #expect(!(try git.git("cat-file", "--batch-all-objects", "--batch").contains(secret)))
    }

    @Test func `without an identity an answer is refused, and looking is not`() async throws {
        let project = try Project()
        try store([rule("a", runs: 3)], project)
        let nobody = [
            "GIT_AUTHOR_NAME": "", "GIT_AUTHOR_EMAIL": "", "GIT_COMMITTER_NAME": "",
            "GIT_COMMITTER_EMAIL": "",
        ]
        try await project.expectRefusal(
            ["rules", "approve", "a"], exits: 4, naming: "user.", with: nobody)
        expect(try await project.autopack("rules", with: nobody), exits: 0)
    }

    // MARK: Places

    @Test func `it works in a bare repository and in a folder`() async throws {
        let project = try Project()
        try store([rule("a", runs: 3)], project)
        let folder = "\(project.path)/calc"
        let inside = try await project.autopack("rules", in: folder)
        #expect(inside.output.contains("CANDIDATE_RULE"))
        let bare = "\(project.repository.directory.path)/bare.git"
        try project.repository.git("clone", "--quiet", "--mirror", project.path, bare)
        expect(try await project.autopack("rules", "approve", "a", in: bare), exits: 0)
        let listed = try await project.autopack("rules", in: bare)
        #expect(listed.output.contains("\nRULE "), "\(listed)")
        #expect(try state("a", project) == "NEW")
    }
}
