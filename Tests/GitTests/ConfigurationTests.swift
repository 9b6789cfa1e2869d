import Git
import TestSupport
import Testing

struct ConfigurationTests {
    @Test func `values come with their level and the strongest counts`() async throws {
        let scratch = try await ScratchRepository()
        let system = scratch.folder.write(
            "[user]\n\tname = System\n[a]\n\tb = 1\n", to: "system")
        let global = scratch.folder.write(
            "[user]\n\tname = Global\n[Notes \"Auto.Pack\"]\n\tmergeStrategy = union\n[flag]\n\ton\n",
            to: "global")
        try await scratch.git("config", "user.email", "local@example.com")
        try await scratch.git("config", "--add", "notes.displayRef", "refs/notes/one")
        try await scratch.git("config", "--add", "notes.displayRef", "refs/notes/two")
        let environment = [
            "GIT_CONFIG_SYSTEM": system, "GIT_CONFIG_GLOBAL": global, "GIT_CONFIG_COUNT": "1",
            "GIT_CONFIG_KEY_0": "Flag.Count", "GIT_CONFIG_VALUE_0": "3",
            "GIT_CONFIG_PARAMETERS": "'user.name'='It'\\''s me' 'flag.off=no' 'flag.bare'",
        ]
        let read = try Repository.discover(from: scratch.path, environment: environment)
            .configuration()
        #expect(read.string("user.name") == "It's me")
        #expect(read.entry("user.name")?.level == .command)
        #expect(read.entry("a.B")?.level == .system)
        #expect(read.entry("a.b")?.file == system)
        #expect(read.string("NOTES.Auto.Pack.MERGEstrategy") == "union")
        #expect(read.string("notes.auto.pack.mergestrategy") == nil)
        #expect(read.entry("user.email")?.level == .local)
        #expect(read.strings("notes.displayref") == ["refs/notes/one", "refs/notes/two"])
        #expect(read.bool("flag.on") == true)
        #expect(read.bool("flag.off") == false)
        #expect(read.bool("flag.bare") == true)
        #expect(read.bool("flag.count") == true)
        #expect(read.bool("user.name") == nil)
        #expect(read.bool("flag.none") == nil)
        #expect(read.entries(prefix: "user.").count == 4)
    }

    @Test func `a folder in the place of a file is named with what mends it`() async throws {
        let scratch = try await ScratchRepository()
        let folder = scratch.folder.path + "/global"
        _ = scratch.folder.write("", to: "global/inside")
        let error = #expect(throws: GitError.self) {
            try Repository.discover(
                from: scratch.path, environment: ["GIT_CONFIG_GLOBAL": folder]
            ).configuration()
        }
        #expect(error?.code == .corrupt)
        #expect(error?.detail == "it is a folder")
        #expect(error?.remedy?.contains("mv ") == true)
    }

    @Test func `without variables the files of HOME and XDG count`() async throws {
        let scratch = try await ScratchRepository()
        scratch.folder.write("[a]\n\tb = home\n", to: "home/.gitconfig")
        scratch.folder.write("[a]\n\tb = xdg\n\tc = xdg\n", to: "home/.config/git/config")
        let environment = ["HOME": scratch.folder["home"], "GIT_CONFIG_NOSYSTEM": "1"]
        let read = try Repository.discover(from: scratch.path, environment: environment)
            .configuration()
        #expect(read.string("a.b") == "home")
        #expect(read.entry("a.c")?.level == .xdg)
        let alone = try Configuration.read(environment: environment)
        #expect(alone.string("a.b") == "home")
        #expect(alone.string("core.bare") == nil)
    }

    @Test func `the repository's own file is set, added to and unset`() async throws {
        let scratch = try await ScratchRepository()
        let repository = try scratch.open()
        try repository.setLocalConfiguration("log.excludeDecoration", to: "refs/autopack/*")
        try repository.addLocalConfiguration("notes.displayRef", value: "refs/notes/a")
        try repository.addLocalConfiguration("notes.displayRef", value: "refs/notes/b")
        #expect(
            try await scratch.lines("config", "--get-all", "notes.displayRef")
                == ["refs/notes/a", "refs/notes/b"])
        #expect(
            try await scratch.git("config", "log.excludeDecoration") == "refs/autopack/*\n")
        try repository.unsetLocalConfiguration("notes.displayRef")
        try repository.unsetLocalConfiguration("notes.displayRef")
        #expect(try await scratch.git(["config", "notes.displayRef"], statuses: [1]) == "")
    }

    @Test func `an included file is told apart`() async throws {
        let scratch = try await ScratchRepository()
        let other = scratch.folder.write("[a]\n\tb = included\n", to: "other")
        try await scratch.git("config", "include.path", other)
        let entry = try #require(try scratch.open().configuration().entry("a.b"))
        #expect(entry.isIncluded && entry.level == .local && entry.file == nil)
    }
}
