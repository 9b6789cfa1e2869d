import TestSupport
import Testing

/// Standard input comes out with its secrets marked, and everything else byte for byte.
@Suite(.fewAtOnce) struct RedactTests {
    private static let token = "ghp_" + "a8Kd02mXq71LpWz5vTy9RcB3nHs6JfE4uGQo"

    private func redact(
        _ text: String, _ arguments: String..., with more: [String: String] = [:]
    ) async throws -> Outcome {
        let directory = try TemporaryDirectory()
        let variables = TestEnvironment.variables(home: directory.path, temporary: directory.path)
        return try await runAutopack(
            ["redact"] + arguments, in: directory.path,
            environment: variables.merging(more) { $1 }, stdin: text)
    }

    @Test func `secrets are marked and counted, outside of a repository too`() async throws {
        let outcome = try await redact("a\ntoken=\(Self.token)\npassword: Tr0ub4dor&3\nz")
        expect(outcome, exits: 0)
        #expect(
            outcome.output == "a\ntoken=[redacted:github]\npassword: [redacted:password]\nz")
        #expect(outcome.errors == "redacted 2 secrets: 1 github, 1 password\n")
    }

    @Test func `the answer of --json holds the text and a count for each kind`() async throws {
        let outcome = try await redact("\"\(Self.token)\"\t\(Self.token)\u{1}\n", "--json")
        expect(outcome, exits: 0)
        let value = try JSONReader.value(outcome.output)
        #expect(value.keys.sorted() == ["found", "text"])
        #expect(value["text"]?.string == "\"[redacted:github]\"\t[redacted:github]\u{1}\n")
        #expect(value["found"]?.array?.map { $0["kind"]?.string } == ["github"])
        #expect(value["found"]?.array?.map { $0["count"]?.int } == [2])
        #expect(outcome.errors == "")
    }

    @Test func `nothing in is nothing out`() async throws {
        let plain = try await redact("")
        expect(plain, exits: 0)
        #expect(plain.output == "")
        let json = try await redact("", "--json")
        #expect(json.output == "{\"text\":\"\",\"found\":[]}\n")
    }

    @Test func `a text without a secret says nothing of any`() async throws {
        let text = "commit 36d34f90081069ea763dfb8e9c4397d49438e271\r\n\ttoken budget: 120000\n"
        let outcome = try await redact(text)
        #expect(outcome.output == text)
        #expect(outcome.errors == "")
    }

    @Test func `bytes that are no text are passed on as they are`() async throws {
        let directory = try TemporaryDirectory()
        let bytes = (0...255).map { UInt8($0) } + [0xFF, 0xFE, 0xC3, 0x28, 0x00]
        let input = try directory.write("in.bin", bytes + Array(" \(Self.token) ".utf8) + bytes)
        let variables = TestEnvironment.variables(home: directory.path, temporary: directory.path)
        let outcome = try await Invocation(
            "/bin/sh", ["-c", "\"$0\" redact < \"$1\"", BuildProducts.gitAutopack, input],
            environment: variables, in: directory.path, standardInput: [], timeoutSeconds: 600
        ).run()
        expect(outcome, exits: 0)
        #expect(outcome.standardOutput == bytes + Array(" [redacted:github] ".utf8) + bytes)
    }

    @Test func `the keys of the environment go, also in Base64 and in parts`() async throws {
        let key = "zq7Xv-0Lm29TpaR4kWd8sNf1"
        let outcome = try await redact(
            "\(key)\nin enE3WHYtMExtMjlUcGFSNGtXZDhzTmYx\n"
                + "Incorrect key: \(key.prefix(14))****\nlast: \(key.suffix(4))\n",
            with: ["TEAM_API_KEY": key])
        expect(outcome, exits: 0)
        let lines = outcome.output.split(separator: "\n")
        #expect(lines.first == "[redacted:own-key]")
        #expect(lines.dropFirst(1).first == "in [redacted:own-key]")
        #expect(lines.dropFirst(2).first == "Incorrect key: [redacted:own-key]****")
        #expect(lines.last == "last: \(key.suffix(4))")
    }

    @Test func `a variable that is named like a secret counts where it looks like one`()
        async throws
    {
        let outcome = try await redact(
            "use h7Kq-29xLm-Zt and disabled-now",
            with: ["DEPLOY_PASSWORD": "h7Kq-29xLm-Zt", "SOME_TOKEN": "disabled-now"])
        #expect(outcome.output == "use [redacted:own-key] and disabled-now")
    }
}
