import TestSupport
import Testing

/// Secrets are in no object of the repository.
@Suite(.fewAtOnce) struct SecretsTests {
    /// Shaped like keys, and made up on the spot.
    private static func secrets(_ seed: UInt64) -> [String] {
        var generator = SeededGenerator(seed: seed)
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
        func text(_ count: Int) -> String {
            String(
                (0..<count).map { _ in letters[Int.random(in: 0..<letters.count, using: &generator)]
                })
        }
        return [
            "ghp" + "_" + text(36), "AKIA" + text(16).uppercased(),
            "sk-" + "proj-" + text(48), "xoxb" + "-123456789012-123456789012-" + text(24),
        ]
    }

    private func everyObject(of git: ScratchRepository) throws -> String {
        // Journals and transcripts are redacted, so all of it can be searched as text.
        try git.git("cat-file", "--batch-all-objects", "--batch", "--unordered")
    }

    @Test(arguments: Seeds.first(2))
    func `a secret in an edit is refused and in no object`(seed: UInt64) async throws {
        for secret in Self.secrets(seed) {
            let project = try Project()
            try project.record([
                .builder(
                    Edit.replace(
                        "    return a - b", by: "    key = \"\(secret)\"\n    return a + b",
                        in: "calc/arithmetic.py")),
                .builder(Calculator.mendArithmetic), .approval(),
            ])
            expect(try await project.run(Calculator.onePhase()), exits: 0)
            let objects = try everyObject(of: project.repository)
            #expect(!objects.contains(secret), "\(secret), seed \(seed)")
            let journal = try Journal(in: project.repository)
            #expect(
                journal.events("candidate.refused").first?["category"]?.string == "secret_found",
                "\(secret), seed \(seed): \(journal.names)")
            #expect(objects.contains("[redacted:"), "seed \(seed)")
        }
    }

    @Test(arguments: Seeds.first(1))
    func `a secret in a check's output, a goal or a review is redacted`(seed: UInt64) async throws {
        let project = try Project()
        let secrets = Self.secrets(seed)
        var review = RecordedAnswer.approval()
        review.text =
            "{\"approved\":true,\"issues\":[{\"severity\":\"info\",\"category\":\"style\",\"path\":"
            + "\"calc/arithmetic.py\",\"line\":1,\"description\":\"found \(secrets[1])\","
            + "\"suggestion\":\"\"}],\"summary\":\"\(secrets[2])\"}"
        try project.record([
            .builder("The key is \(secrets[3]).\n" + Calculator.mendArithmetic), review,
        ])
        let plan = Calculator.onePhase(check: "[echo, \(secrets[0])]").replacing(
            "goal: add(2, 3)", with: "goal: with \(secrets[1]) add(2, 3)")
        let outcome = try await project.run(plan, "--json")
        expect(outcome, exits: 0, 1, 3, 4)
        let objects = try everyObject(of: project.repository)
        for secret in secrets {
            #expect(!objects.contains(secret), "seed \(seed)")
            #expect(!outcome.output.contains(secret), "seed \(seed)")
        }
    }

    /// What a key's owner would not like to find: in what a service answers, in codes and in parts.
    @Test func `the user's own key is in no object and no output, in no form`() async throws {
        let key = "zq7Xv-0Lm29TpaR4kWd8sNf1"
        let forms = [
            key, "enE3WHYtMExtMjlUcGFSNGtXZDhzTmYx",
            "7a713758762d304c6d323954706152346b576438734e6631",
            String(key.prefix(16)), String(key.suffix(16)),
        ]
        let project = try Project()
        var review = RecordedAnswer.approval()
        review.text =
            "{\"approved\":true,\"issues\":[],\"summary\":\"refused \(forms[3])… and \(forms[2])\"}"
        try project.record([
            .builder("Key \(forms[1]), \(forms[4])\n" + Calculator.mendArithmetic), review,
        ])
        let plan = try project.plan(
            Calculator.onePhase(check: "[echo, \"\(forms.joined(separator: " "))\"]"))
        let own = ["TEAM_API_KEY": key, "AUTOPACK_TRACE": "1"]
        let run = try await project.autopack(
            "run", "--plan", plan, "--id", "r1", "--json", with: own)
        var output = run.output + run.errors
        for command in [
            ["show", "r1", "--reply"], ["show", "r1", "--checks"], ["show", "r1", "--audit"],
            ["show", "r1", "--prompt"], ["status", "r1", "--json"], ["log", "--json"],
        ] {
            let outcome = try await runAutopack(
                command, in: project.path, environment: project.environment.merging(own) { $1 })
            output += outcome.output + outcome.errors
        }
        let objects = try everyObject(of: project.repository)
        for form in forms {
            #expect(!objects.contains(form), "\(form)")
            #expect(!output.contains(form), "\(form)")
        }
    }
}
