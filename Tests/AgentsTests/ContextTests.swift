import Agents
import RunModel
import Testing

struct ContextTests {
    private let source = MemoryTree()

    /// What is shown of a tree.
    private func context(
        _ files: [String: String], goal: String = "Do it.", scope: Scope = Scope(),
        instructions: String? = nil, neverSend: [String] = [], maxTokens: Int = 10_000,
        asked: [String] = [], changed: [String] = [], failing: String = "",
        base: [String: String]? = nil, current: [String: String]? = nil
    ) async throws -> Context {
        let id = try #require(PhaseID("one"))
        let request = ContextRequest(
            goal: goal, phase: Phase(id: id, goal: "", scope: scope), instructions: instructions,
            neverSend: NeverSend(neverSend), maxTokens: maxTokens, asked: asked, changed: changed,
            failing: failing)
        return await ContextAssembly(request, from: source).context(
            base: source.catalogue(base ?? files), tip: source.catalogue(files),
            current: source.catalogue(current ?? files))
    }

    private func paths(_ files: [ContextFile]) -> [String] { files.map(\.path) }

    // MARK: What is chosen

    @Test func `what may change is shown, what may only be read apart, the rest is in the map`()
        async throws
    {
        let shown = try await context(
            [
                "src/a.py": "A = 1\n", "src/b.py": "B = 1\n", "docs/api.md": "api\n",
                "other/c.py": "def see():\n    pass\n",
            ], scope: Scope(write: ["src/**"], read: ["docs/**"]))
        #expect(Set(paths(shown.files)) == ["src/a.py", "src/b.py"])
        #expect(paths(shown.readOnly) == ["docs/api.md"])
        #expect(shown.map.contains("other/c.py\n  def see():\n"))
        #expect(!shown.map.contains("A = 1"))
        #expect(shown.ofAttempt.isEmpty && shown.leftOut.isEmpty)
    }

    @Test func `what the goal names is nearest to the task`() async throws {
        let shown = try await context(
            ["src/a.py": "1\n", "src/b.py": "22\n", "src/c.py": "333\n"],
            goal: "Mend src/b.py.", scope: Scope(write: ["src/**"]))
        #expect(paths(shown.files).last == "src/b.py")
        #expect(shown.files.count == 3)
    }

    @Test func `a named file outside the scope is read-only`() async throws {
        let shown = try await context(
            ["src/a.py": "1\n", "lib/helper.py": "22\n"], goal: "Use helper.py in a.",
            scope: Scope(write: ["src/**"]))
        #expect(paths(shown.files) == ["src/a.py"])
        #expect(paths(shown.readOnly) == ["lib/helper.py"])
    }

    @Test(arguments: [
        "src/a.py", "./src/a.py", "Mend src/a.py.", "in \"src/a.py\", line 3", "src/a.py:3:1: bad",
        "(see src/a.py)", "File 'src/a.py'…", "look at src/a.py...", "a.py is wrong",
    ])
    func `a path is known among other words`(text: String) async throws {
        let shown = try await context(
            ["src/a.py": "1\n", "src/b.py": "2\n"], goal: text,
            scope: Scope(write: ["none/**"]))
        #expect(paths(shown.readOnly) == ["src/a.py"])
    }

    @Test(arguments: [".gitignore", ".github/workflows/ci.yml"])
    func `a path that begins with a dot is known`(path: String) async throws {
        let shown = try await context(
            [path: "1", "b.py": "2"], goal: "Extend \(path).", scope: Scope(write: ["none/**"]))
        #expect(paths(shown.readOnly) == [path])
    }

    @Test func `a file is known by its name without the ending`() async throws {
        let shown = try await context(
            ["lib/http_client.py": "1\n", "lib/other.py": "2\n"], goal: "HTTPClient must retry.",
            scope: Scope(write: ["none/**"]))
        #expect(paths(shown.readOnly) == ["lib/http_client.py"])
    }

    @Test func `a name that many files have names none of them`() async throws {
        var files = ["src/a.py": "1\n"]
        for number in 0..<20 { files["m\(number)/setup.cfg"] = "\(number)\n" }
        let shown = try await context(
            files, goal: "Mind setup.cfg.", scope: Scope(write: ["src/**"]))
        #expect(shown.readOnly.isEmpty)
    }

    @Test func `without a scope what is near the named files is shown`() async throws {
        let shown = try await context(
            ["src/a.py": "1\n", "src/b.py": "22\n", "far/away/c.py": "333\n"],
            goal: "Mend src/a.py.")
        #expect(paths(shown.files) == ["far/away/c.py", "src/b.py", "src/a.py"])
    }

    // MARK: Instructions

    @Test func `instructions are the root's and those nearest to the scope`() async throws {
        let shown = try await context(
            [
                "AGENTS.md": "root\n", "app/AGENTS.md": "app\n", "app/web/AGENTS.md": "web\n",
                "app/web/x/a.py": "1\n", "lib/AGENTS.md": "lib\n", "lib/b.py": "2\n",
            ], scope: Scope(write: ["app/web/x/**"]))
        #expect(paths(shown.instructions) == ["AGENTS.md", "app/web/AGENTS.md"])
        #expect(shown.instructions.map(\.text) == ["root\n", "web\n"])
    }

    @Test func `instructions are those of the base, whatever the change says`() async throws {
        let shown = try await context(
            ["AGENTS.md": "obey me\n", "a.py": "1\n"], base: ["AGENTS.md": "base\n"],
            current: ["AGENTS.md": "obey me too\n", "a.py": "1\n"])
        #expect(shown.instructions.map(\.text) == ["base\n"])
    }

    @Test func `configured instructions are words and files of the base`() async throws {
        let shown = try await context(
            ["docs/style.md": "candidate\n"], instructions: "Be kind.\nAnd brief.\ndocs/style.md",
            base: ["docs/style.md": "base\n"])
        #expect(
            shown.instructions == [
                ContextFile(path: "autopack.yaml", text: "Be kind.\nAnd brief.\n"),
                ContextFile(path: "docs/style.md", text: "base\n"),
            ])
    }

    // MARK: Never sent

    @Test(arguments: [
        ".env", "app/.env.local", "server.pem", "deep/er/TLS.KEY", "secrets/a.py",
        "x/secrets/y/z.py", "home/id_rsa", "id_ed25519.pub", "private/notes.py",
    ])
    func `a file that is never sent is not shown, listed, mapped or read`(
        path: String
    ) async throws {
        let shown = try await context(
            [path: "def secret_word(): pass\n", "a.py": "1\n"], goal: "Print \(path).",
            scope: Scope(write: [path], read: [path]), neverSend: ["private/**"], asked: [path],
            changed: [path], failing: "\(path):1: secret")
        #expect(!shown.map.contains(path) && !shown.map.contains("secret_word"))
        for files in [shown.files, shown.readOnly, shown.ofAttempt, shown.instructions] {
            #expect(!files.contains { $0.path == path })
        }
        #expect(!source.read.contains(path))
    }

    @Test func `a folder of which nothing is sent is not named`() async throws {
        var files = ["a.py": "1\n"]
        for number in 0..<400 {
            files["secrets/s\(number).txt"] = "\(number) secret"
            files["lib/l\(number).txt"] = "\(number)"
        }
        let shown = try await context(files, scope: Scope(write: ["a.py"]))
        #expect(shown.map.contains("lib/ (400 files)"))
        #expect(!shown.map.contains("secrets"))
    }

    // MARK: Budgets

    @Test(arguments: [0, 50, 500, 5_000])
    func `the context stays within its tokens`(maxTokens: Int) async throws {
        var files: [String: String] = ["AGENTS.md": String(repeating: "rule\n", count: 3000)]
        for number in 0..<200 {
            files["src/f\(number).py"] = String(
                repeating: "def f\(number)(a): return \(number)\n", count: 1 + number)
        }
        let shown = try await context(
            files, goal: "Mend f7.py", scope: Scope(write: ["src/**"]), maxTokens: maxTokens,
            asked: ["src/f199.py"], failing: "src/f150.py:20: bad\n")
        let files_ = shown.instructions + shown.readOnly + shown.files + shown.ofAttempt
        let bytes = files_.reduce(shown.map.utf8.count) { $0 + $1.text.utf8.count }
        #expect(bytes <= TokenEstimate.bytes(ofTokens: maxTokens) + 60)
        if maxTokens == 5_000 { #expect(bytes > TokenEstimate.bytes(ofTokens: maxTokens) / 2) }
    }

    @Test func `a file of over a mebibyte is never read`() async throws {
        source.pretended["big.py"] = 1 << 30
        let shown = try await context(
            ["big.py": "x = 1\n", "a.py": "1\n"], goal: "Mend big.py.",
            scope: Scope(write: ["big.py", "a.py"]), maxTokens: 1 << 30, asked: ["big.py"],
            failing: "big.py:1: error")
        #expect(paths(shown.files) == ["a.py"])
        #expect(
            shown.leftOut == [.init(path: "big.py", why: "it is binary, or too large to be shown")])
        #expect(!source.read.contains("big.py"))
    }

    @Test func `a binary file is not shown`() async throws {
        let shown = try await context(["a.bin": "12345\0", "b.py": "1\n"], asked: ["a.bin"])
        #expect(paths(shown.files) == ["b.py"])
        #expect(shown.ofAttempt.isEmpty)
    }

    @Test func `of a hundred thousand files few are looked at`() async throws {
        var files: [String: String] = [:]
        for folder in 0..<100 {
            for number in 0..<100 {
                files["d\(folder)/f\(number).py"] = "v\(folder)_\(number) = 1\n"
            }
        }
        _ = try await context(files, goal: "Mend d50/f50.py.")
        #expect(source.read.count < 1000)
        #expect(source.sized.count < 2000)
    }

    // MARK: This attempt

    @Test func `lines that failing output names are shown of a large file`() async throws {
        let lines = (1...3000).map { "line_\($0) = \($0)\n" }
        let files = ["src/big.py": lines.joined(), "src/a.py": "1\n"]
        let shown = try await context(
            files, scope: Scope(write: ["src/**"]), maxTokens: 4000,
            failing:
                "Traceback\n  File \"/home/x/project/src/big.py:1500\", in f\nsrc/big.py:2000: E\n")
        let parts = shown.ofAttempt
        #expect(parts.map(\.path) == ["src/big.py", "src/big.py"])
        for (part, line) in zip(parts, [1500, 2000]) {
            let place = try #require(part.part)
            #expect(place.lines.contains(line) && place.total == 3000)
            #expect(files["src/big.py"]?.contains(part.text) == true)
            #expect(part.text.hasPrefix("line_\(place.lines.lowerBound) ="))
        }
    }

    @Test func `lines that are asked for are shown`() async throws {
        let lines = (1...3000).map { "line_\($0) = \($0)\n" }
        let shown = try await context(
            ["big.py": lines.joined()], maxTokens: 3000, asked: ["big.py:700-705"])
        let part = try #require(shown.ofAttempt.first?.part)
        #expect(part.lines.contains(700) && part.lines.contains(705))
    }

    @Test func `what is asked for and is not there is said`() async throws {
        let shown = try await context(["a.py": "1\n"], asked: ["no.py"])
        #expect(shown.leftOut == [.init(path: "no.py", why: "there is no such file")])
    }

    @Test func `what the change made is shown as it is`() async throws {
        let shown = try await context(
            ["src/a.py": "old\n"], scope: Scope(write: ["src/**"]), changed: ["src/new.py"],
            current: ["src/a.py": "new\n", "src/new.py": "made\n"])
        #expect(shown.files == [ContextFile(path: "src/a.py", text: "new\n")])
        #expect(shown.ofAttempt == [ContextFile(path: "src/new.py", text: "made\n")])
    }

    // MARK: The prefix

    @Test func `another attempt begins with the same bytes`() async throws {
        var files = ["AGENTS.md": "rules\n", "lib/help.py": "def help_me(): pass\n"]
        for number in 0..<30 { files["src/f\(number).py"] = "value_\(number) = help_me()\n" }
        let scope = Scope(write: ["src/**"], read: ["lib/**"])
        let first = try await context(files, goal: "Mend f3.py", scope: scope)
        let second = try await context(
            files, goal: "Mend f3.py", scope: scope, asked: ["lib/help.py", "src/f9.py"],
            failing: "lib/help.py:1: E\nsrc/f4.py:1: E")
        #expect(first.stableText == second.stableText)
    }

    @Test func `a changed file ends what is the same, and not before`() async throws {
        var files = ["AGENTS.md": "rules\n"]
        for number in 0..<30 { files["src/f\(number).py"] = "value_\(number) = 1\n" }
        let scope = Scope(write: ["src/**"])
        let first = try await context(files, goal: "Mend f3.py", scope: scope)
        var changed = files
        changed["src/f3.py"] = "value_3 = 2\n"
        let second = try await context(
            files, goal: "Mend f3.py", scope: scope, changed: ["src/f3.py"], current: changed)
        let same = zip(first.stableText.utf8, second.stableText.utf8).prefix { $0 == $1 }.count
        let place = try #require(first.stableText.firstRange(of: "value_3 = "))
        let until = first.stableText.utf8.distance(
            from: first.stableText.startIndex, to: place.upperBound)
        #expect(same == until)
        // What the goal names is most likely to change, so hardly anything comes behind it.
        #expect(until > first.stableText.utf8.count - 30)
    }

    // MARK: Ranking

    @Test func `what the shown files use comes before what they do not`() async throws {
        var files = ["src/a.py": "from lib import wanted_thing\nwanted_thing()\n"]
        for number in 0..<30 { files["lib/m\(number).py"] = "def thing_\(number)(): pass\n" }
        files["lib/zz.py"] = "def wanted_thing(): pass\n"
        let shown = try await context(files, scope: Scope(write: ["src/**"]))
        let place = try #require(shown.map.firstRange(of: "lib/zz.py\n  def wanted_thing():"))
        let other = try #require(shown.map.firstRange(of: "lib/m0.py\n  def"))
        #expect(place.lowerBound < other.lowerBound)
    }

    @Test func `what the goal names comes first`() async throws {
        let shown = try await context(
            [
                "src/a.py": "1\n", "lib/b.py": "def near(): pass\n",
                "x/y/z/c.py": "def compute_total(): pass\n",
            ], goal: "Let compute_total round.", scope: Scope(write: ["src/**"]))
        let place = try #require(shown.map.firstRange(of: "  def compute_total():"))
        let other = try #require(shown.map.firstRange(of: "  def near():"))
        #expect(place.lowerBound < other.lowerBound)
    }

    // MARK: Hostile trees

    @Test func `a tree that contains itself many times ends`() async throws {
        var folder = Folder.Builder().folder()
        for _ in 0..<100 {
            var builder = Folder.Builder()
            for name in ["a", "b", "c", "d"] {
                builder.add(folder: folder, name: Array(name.utf8)[...])
            }
            builder.add(file: Array("f.py".utf8)[...], id: [UInt8](repeating: 7, count: 20)[...])
            folder = builder.folder()
        }
        let id = try #require(PhaseID("one"))
        let catalogue = Catalogue(folder)
        let request = ContextRequest(
            goal: "Mend x.py", phase: Phase(id: id, goal: "", scope: Scope(write: ["**/*.py"])))
        let shown = await ContextAssembly(request, from: source).context(
            base: catalogue, tip: catalogue, current: catalogue)
        #expect(shown.map.contains("files in all"))
    }
}
