import TestSupport
import Testing

/// Keys in git's credential helper and in `.env`.
@Suite(.fewAtOnce) struct KeysTests {
    private let project: Project
    private let helper: [String: String]

    init() throws {
        project = try Project()
        helper = [
            "GIT_CONFIG_GLOBAL": try project.repository.directory.write(
                "gitconfig", "[credential]\n\thelper = store\n")
        ]
    }

    private func source(of provider: String, _ variables: [String: String]) async throws -> JSON? {
        let outcome = try await project.autopack("keys", "list", "--json", with: variables)
        expect(outcome, exits: 0)
        return try JSONReader.lines(outcome.output).first { $0["provider"]?.string == provider }
    }

    @Test func `a key is set from standard input, listed, used and forgotten`() async throws {
        let server = LoopbackServer.answering { request in
            request.headers["authorization"] == "Bearer key-to-keep-1"
                ? LoopbackReply(200, #"{"data":[{"id":"glm-5.3"}]}"#)
                : .failure(401, "wrong key")
        }
        let variables = helper.merging(["GLM_BASE_URL": server.url]) { $1 }
        let set = try await project.autopack(
            "keys", "set", "glm", stdin: "key-to-keep-1\n", with: variables)
        expect(set, exits: 0)
        #expect(!set.description.contains("key-to-keep-1"))
        let listed = try await source(of: "glm", variables)
        #expect(listed?["helper"]?.bool == true)
        #expect(listed?["used"]?.string == "helper")
        #expect(listed?["environment"]?.string == "absent")
        expect(try await project.autopack("providers", "check", "glm", with: variables), exits: 0)
        // A variable counts before it.
        let own = variables.merging(["GLM_API_KEY": "another"]) { $1 }
        #expect(try await source(of: "glm", own)?["used"]?.string == "environment")
        #expect(try await source(of: "glm", own)?["helper"]?.bool == true)
        expect(try await project.autopack("providers", "check", "glm", with: own), exits: 4)
        // Kept for one host, it goes to no other.
        let elsewhere = helper.merging(["GLM_BASE_URL": "http://127.0.0.1:1/v4"]) { $1 }
        #expect(try await source(of: "glm", elsewhere)?["helper"]?.bool == false)
        expect(try await project.autopack("keys", "forget", "glm", with: variables), exits: 0)
        #expect(try await source(of: "glm", variables)?["used"] == .null)
        #expect(!(try project.repository.git("config", "--list")).contains("key-to-keep"))
    }

    @Test(arguments: ["", "\n", "two words\n", "one\ntwo\n", "caf\u{E9}\n"])
    func `what is no key is refused, and not shown`(text: String) async throws {
        let outcome = try await project.autopack("keys", "set", "glm", stdin: text, with: helper)
        expect(outcome, exits: 2)
        #expect(!outcome.description.contains("two"))
        #expect(try await source(of: "glm", helper)?["helper"]?.bool == false)
    }

    @Test func `a key is never an argument`() async throws {
        let outcome = try await project.autopack("keys", "set", "glm", "my-key-1", with: helper)
        expect(outcome, exits: 2)
    }

    @Test func `without a helper it is said how to have one`() async throws {
        for arguments in [["keys", "set", "glm"], ["keys", "forget", "glm"]] {
            try await project.expectRefusal(
                arguments, exits: 4, naming: "git config --global credential.helper")
        }
        // The repository's own does not count, and is not run.
        try project.repository.git(
            "config", "credential.helper", "!touch '\(project.repository.directory.path("run"))';")
        let outcome = try await project.autopack("keys", "set", "glm", stdin: "key-to-keep-1\n")
        expect(outcome, exits: 4)
        #expect((try? project.repository.directory.read("run")) == nil)
    }

    @Test(arguments: [("keys", "set", "gml", "glm"), ("keys", "forget", "gml", "glm")])
    func `an unknown provider is refused with the nearest`(
        command: (String, String, String, String)
    ) async throws {
        try await project.expectRefusal(
            [command.0, command.1, command.2], exits: 2, naming: command.3, with: helper)
    }

    @Test func `keys of .env are read only where that is allowed, and nothing else of it`()
        async throws
    {
        let server = LoopbackServer.answering { request in
            request.headers["authorization"] == "Bearer key-in-the-file"
                ? LoopbackReply(200, #"{"data":[{"id":"glm-5.3"}]}"#)
                : .failure(401, "wrong key")
        }
        try project.repository.write(
            ".env",
            """
            # for another program
            export GLM_API_KEY="key-in-the-file"
            GLM_BASE_URL=http://127.0.0.1:1/
            AUTOPACK_OFFLINE=true
            """)
        let unread = ["GLM_BASE_URL": server.url]
        let check = try await project.autopack("providers", "check", "glm", with: unread)
        expect(check, exits: 4)
        #expect(
            check.errors.contains("git config --global autopack.dotenv true"), "\(check)")
        #expect(server.requests.isEmpty)
        // A repository does not allow it to itself.
        try project.repository.git("config", "autopack.dotenv", "true")
        expect(try await project.autopack("providers", "check", "glm", with: unread), exits: 4)
        #expect(server.requests.isEmpty)
        let read = unread.merging([
            "GIT_CONFIG_GLOBAL": try project.repository.directory.write(
                "gitconfig", "[autopack]\n\tdotenv = true\n")
        ]) { $1 }
        let allowed = try await project.autopack("providers", "check", "glm", with: read)
        expect(allowed, exits: 0)
        #expect(!allowed.errors.contains("hint"))
        #expect(try await source(of: "glm", read)?["used"]?.string == "dotenv")
        let own = read.merging(["GLM_API_KEY": "mine"]) { $1 }
        #expect(try await source(of: "glm", own)?["used"]?.string == "environment")
    }
}
