import Commands
import Effects
import Git
import TestSupport
import Testing

/// git outside of every repository.
struct UserGitTests {
    private let folder = ScratchFolder()
    private let environment: [String: String]

    init() {
        let home = folder.makeFolder("home")
        var variables = TestEnvironment.variables(home: home, temporary: folder.path)
        variables["GIT_CONFIG_GLOBAL"] = folder.write(
            "[credential]\n\thelper = store\n", to: "gitconfig")
        environment = variables
    }

    private var git: UserGit {
        UserGit(environment: environment, processes: .live, timeoutSeconds: 300)
    }

    @Test func `the helper keeps a secret, gives it back and forgets it`() async throws {
        #expect(try await git.secret(of: "autopack-one", for: "api.example.org") == nil)
        try await git.keep("sk-one=two", of: "autopack-one", for: "api.example.org")
        #expect(try await git.secret(of: "autopack-one", for: "api.example.org") == "sk-one=two")
        #expect(try await git.secret(of: "autopack-one", for: "other.example.org") == nil)
        #expect(folder.text("home/.git-credentials")?.contains("autopack-one:") == true)
        // Another's secret at the same host is another secret.
        #expect(try await git.secret(of: "autopack-two", for: "api.example.org") == nil)
        try await git.keep("sk-two", of: "autopack-two", for: "api.example.org")
        #expect(try await git.secret(of: "autopack-one", for: "api.example.org") == "sk-one=two")
        try await git.forget("autopack-two", at: "api.example.org")
        #expect(try await git.secret(of: "autopack-one", for: "api.example.org") == "sk-one=two")
        try await git.forget("autopack-one", at: "api.example.org")
        #expect(try await git.secret(of: "autopack-one", for: "api.example.org") == nil)
    }

    @Test func `another user's password of the host is left alone`() async throws {
        folder.write("https://ada:secret@api.example.org\n", to: "home/.git-credentials")
        #expect(try await git.secret(of: "autopack-one", for: "api.example.org") == nil)
        try await git.forget("autopack-one", at: "api.example.org")
        #expect(folder.text("home/.git-credentials")?.contains("ada:secret") == true)
    }

    @Test func `a repository's helper is neither asked nor told`() async throws {
        let repository = folder.makeFolder("repository")
        let helper = "!echo >>\(folder["asked"])"
        let made = try await Invocation(
            "sh", ["-c", #"git init -q . && git config credential.helper "$0""#, helper],
            environment: environment, in: repository
        ).run()
        #expect(made.status == 0)
        var variables = environment
        variables["GIT_DIR"] = "\(repository)/.git"
        variables["GIT_WORK_TREE"] = repository
        let git = UserGit(environment: variables, processes: .live, timeoutSeconds: 300)
        try await git.keep("sk-1", of: "autopack-one", for: "api.example.org")
        #expect(try await git.secret(of: "autopack-one", for: "api.example.org") == "sk-1")
        #expect(folder.read("asked") == nil)
    }

    @Test func `a helper sees no provider's key and nothing asks in a window`() async throws {
        folder.write(
            "[credential]\n\thelper = \"!env >\(folder["seen"]); :\"\n", to: "gitconfig")
        var variables = environment
        variables["OPENAI_API_KEY"] = "sk-in-the-environment"
        variables["SSH_ASKPASS"] = "/bin/false"
        let git = UserGit(environment: variables, processes: .live, timeoutSeconds: 300)
        #expect(try await git.secret(of: "autopack-one", for: "api.example.org") == nil)
        let seen = try #require(folder.text("seen"))
        #expect(!seen.contains("sk-in-the-environment"))
        #expect(!seen.contains("SSH_ASKPASS="))
        #expect(seen.contains("GIT_TERMINAL_PROMPT=0"))
    }

    @Test(arguments: ["", "a b", "a\nhost=b", "host/path"])
    func `what is no host is refused`(host: String) async throws {
        let error = await #expect(throws: GitError.self) {
            try await git.secret(of: "autopack-one", for: host)
        }
        #expect(error?.code == .invalid)
    }

    @Test func `a secret with a line break is refused`() async throws {
        let error = await #expect(throws: GitError.self) {
            try await git.keep("a\nb", of: "autopack-one", for: "api.example.org")
        }
        #expect(error?.code == .invalid)
        #expect(error.map { "\($0)".contains("a\nb") } == false)
    }

    @Test func `a name is set in the user's own file`() async throws {
        try await git.setGlobal("autopack.budgets.max-cost-usd", to: "3")
        try await git.setGlobal("autopack.budgets.max-cost-usd", to: "4")
        let read = try Configuration.read(environment: environment)
        #expect(read.strings("autopack.budgets.max-cost-usd") == ["4"])
        #expect(read.entry("autopack.budgets.max-cost-usd")?.level == .global)
    }

    @Test func `a helper counts where the user named it, and not where it was taken back`() throws {
        #expect(try Configuration.read(environment: environment).hasCredentialHelper)
        folder.write("[credential]\n\thelper = store\n\thelper =\n", to: "gitconfig")
        #expect(try !Configuration.read(environment: environment).hasCredentialHelper)
        folder.write(
            "[credential \"https://api.example.org\"]\n\thelper = cache\n", to: "gitconfig")
        #expect(try Configuration.read(environment: environment).hasCredentialHelper)
        folder.write("", to: "gitconfig")
        #expect(try !Configuration.read(environment: environment).hasCredentialHelper)
    }
}
