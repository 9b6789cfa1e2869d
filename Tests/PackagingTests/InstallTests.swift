import TestSupport
import Testing

@Suite struct InstallTests {
    let machine: FakeMachine

    init() throws {
        machine = try FakeMachine()
        // The folder of fakes also stands for the folder of a release build.
        try machine.fake("git-autopack", "echo \"$1 $2\"")
        try machine.fake("autopack-sandbox", ":")
        try machine.fake(
            "generate-manual",
            """
            printf '.Dt GIT-AUTOPACK 1\\n.Xr git-autopack.config.list 1 ,\\n' >"$4/git-autopack.1"
            printf '.Dt GIT-AUTOPACK.CONFIG.LIST 1\\na.b\\n' >"$4/git-autopack.config.list.1"
            """)
    }

    private func install() throws -> Outcome {
        try machine.run(
            "install", machine.directory.path("bin"), "/usr/local", machine.directory.path("root"))
    }

    private var installed: [String] {
        get throws {
            try Invocation(
                "find", ["root", "-type", "f"], environment: ["PATH": TestEnvironment.searchPath],
                in: machine.directory.path
            ).run().output.split(separator: "\n").map(String.init).sorted()
        }
    }

    private func text(_ file: String) throws -> String {
        String(decoding: try machine.directory.read("root/usr/local/\(file)"), as: UTF8.self)
    }

    @Test func `every file lands where git, man and the shells look for it`() throws {
        let outcome = try install()
        #expect(outcome.status == 0, "\(outcome)")
        #expect(
            try installed == [
                "root/usr/local/bin/git-autopack",
                "root/usr/local/libexec/git-autopack/autopack-sandbox",
                "root/usr/local/share/bash-completion/completions/git-autopack",
                "root/usr/local/share/fish/vendor_completions.d/git-autopack.fish",
                "root/usr/local/share/man/man1/git-autopack-config-list.1",
                "root/usr/local/share/man/man1/git-autopack.1",
                "root/usr/local/share/zsh/site-functions/_git-autopack",
            ])
        #expect(try text("share/zsh/site-functions/_git-autopack") == "completion zsh\n")
    }

    @Test func `manual pages are named and refer to each other as git's do`() throws {
        #expect(try install().status == 0)
        let main = try text("share/man/man1/git-autopack.1")
        #expect(main == ".Dt GIT-AUTOPACK 1\n.Xr git-autopack-config-list 1 ,\n")
        let page = try text("share/man/man1/git-autopack-config-list.1")
        #expect(page == ".Dt GIT-AUTOPACK-CONFIG-LIST 1\na.b\n")
    }

    @Test func `nothing is installed where a part cannot be made`() throws {
        try machine.fake("git-autopack", "exit 1")
        #expect(try install().status != 0)
        #expect(!machine.directory.exists("root"))
    }

    @Test func `what was installed is removed, and nothing else`() throws {
        #expect(try install().status == 0)
        try machine.directory.write("root/usr/local/bin/git-other", "")
        let outcome = try machine.run(
            "install", "--remove", "/usr/local", machine.directory.path("root"))
        #expect(outcome.status == 0, "\(outcome)")
        #expect(try installed == ["root/usr/local/bin/git-other"])
        #expect(!machine.directory.exists("root/usr/local/libexec/git-autopack"))
    }
}
