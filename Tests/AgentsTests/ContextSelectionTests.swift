import Agents
import RunModel
import Testing

struct ContextSelectionTests {
    /// What is chosen from files of these texts, in the order of their paths.
    private func choose(
        _ files: [String: String], goal: String = "Do it.", scope: Scope = Scope(),
        asked: [String] = [], mentions: String = "", neverSend: [String] = [],
        limitBytes: Int = 1000, listingLimit: Int = 400
    ) throws -> Context {
        let id = try #require(PhaseID("one"))
        let selection = ContextSelection(
            phase: Phase(id: id, goal: goal, scope: scope), neverSend: neverSend,
            limitBytes: limitBytes, listingLimit: listingLimit)
        let candidates = files.sorted { $0.key < $1.key }.map { file in
            ContextSelection.Candidate(path: file.key, sizeBytes: file.value.utf8.count)
        }
        return selection.choose(from: candidates, asked: asked, mentions: mentions) { path in
            Array((files[path] ?? "").utf8)
        }
    }

    private func paths(_ context: Context) -> [String] { context.files.map(\.path) }

    @Test func `asked first, then named, then what may change, then what is to be read`() throws {
        let files = [
            "a/read.py": "1", "b/write.py": "1", "c/name.py": "1", "d/path.py": "1",
            "e/asked.py": "a long text", "f/other.py": "1",
        ]
        let context = try choose(
            files, goal: "Mend `d/path.py`, and name.py too.",
            scope: Scope(write: ["b/**"], read: ["a/**"]), asked: ["e/asked.py"])
        #expect(
            paths(context)
                == ["e/asked.py", "d/path.py", "c/name.py", "b/write.py", "a/read.py"])
        #expect(context.listing == files.keys.sorted())
    }

    @Test func `without a scope all else comes last, the smallest first`() throws {
        let context = try choose(
            ["a.py": "333", "b.py": "1", "c.py": "22", "d.py": "22"], mentions: "see a.py:12")
        #expect(paths(context) == ["a.py", "b.py", "c.py", "d.py"])
        #expect(context.files.first == ContextFile(path: "a.py", text: "333"))
    }

    @Test(arguments: [
        "src/a.py", "./src/a.py", "Mend src/a.py.", "in \"src/a.py\", line 3", "src/a.py:3:1: bad",
        "(see src/a.py)", "File 'src/a.py'…", "look at src/a.py...",
    ])
    func `a path is known among other words`(text: String) throws {
        let context = try choose(
            ["src/a.py": "1", "src/b.py": "1"], goal: text, scope: Scope(write: ["none/**"]))
        #expect(paths(context) == ["src/a.py"])
    }

    @Test(arguments: [".gitignore", ".github/workflows/ci.yml"])
    func `a path that begins with a dot is known`(path: String) throws {
        let context = try choose(
            [path: "1", "b.py": "1"], goal: "Extend \(path).", scope: Scope(write: ["none/**"]))
        #expect(paths(context) == [path])
    }

    @Test(arguments: [
        ".env", "app/.env.local", "server.pem", "deep/er/TLS.KEY", "secrets/a.txt",
        "x/secrets/y/z.txt", "home/id_rsa", "id_ed25519.pub", "private/notes.md",
    ])
    func `a file that is never sent is not shown, listed or read when asked for`(
        path: String
    ) throws {
        let id = try #require(PhaseID("one"))
        let selection = ContextSelection(
            phase: Phase(id: id, goal: "Print \(path).", scope: Scope(write: [path])),
            neverSend: ["private/**"])
        var asked: [String] = []
        let context = selection.choose(
            from: [path, "a.py"].map { ContextSelection.Candidate(path: $0, sizeBytes: 1) },
            asked: [path, "a.py"], mentions: path
        ) { path in
            asked.append(path)
            return [0x31]
        }
        #expect(asked == ["a.py"])
        #expect(paths(context) == ["a.py"])
        #expect(context.listing == ["a.py"])
        #expect(context.unlisted == 0)
    }

    @Test func `a file of over a mebibyte is not read`() throws {
        let id = try #require(PhaseID("one"))
        let limit = ContextSelection.fileLimitBytes
        let selection = ContextSelection(
            phase: Phase(id: id, goal: "Do it."), limitBytes: 10 * limit)
        var read: [String] = []
        _ = selection.choose(
            from: [
                ContextSelection.Candidate(path: "at", sizeBytes: limit),
                ContextSelection.Candidate(path: "over", sizeBytes: limit + 1),
            ], asked: ["over", "at"], mentions: ""
        ) { path in
            read.append(path)
            return []
        }
        #expect(read == ["at"])
    }

    @Test func `a file with a NUL is listed and not shown, and uses nothing up`() throws {
        let context = try choose(
            ["a.bin": "12345\0", "b.py": "123456"], asked: ["a.bin"], limitBytes: 6)
        #expect(paths(context) == ["b.py"])
        #expect(context.listing == ["a.bin", "b.py"])
    }

    @Test func `contents stay within the limit, and a smaller file still fits`() throws {
        let files = ["a": "12345", "b": "1234", "c": "123"]
        #expect(
            paths(try choose(files, asked: ["a"], mentions: "", limitBytes: 8)) == ["a", "c"])
        #expect(
            paths(try choose(files, asked: ["a"], mentions: "", limitBytes: 7)) == ["a"])
        #expect(
            paths(try choose(files, asked: ["a"], mentions: "", limitBytes: 12))
                == ["a", "c", "b"])
    }

    @Test func `what is not listed is counted`() throws {
        let files = ["a": "1", "b": "1", "c": "1", ".env": "1"]
        let cut = try choose(files, listingLimit: 2)
        #expect(cut.listing == ["a", "b"])
        #expect(cut.unlisted == 1)
        let whole = try choose(files, listingLimit: 3)
        #expect(whole.listing == ["a", "b", "c"])
        #expect(whole.unlisted == 0)
    }

    @Test func `a failing read is passed on`() throws {
        struct Failed: Error {}
        let id = try #require(PhaseID("one"))
        let selection = ContextSelection(phase: Phase(id: id, goal: "Do it."))
        #expect(throws: Failed.self) {
            try selection.choose(
                from: [ContextSelection.Candidate(path: "a", sizeBytes: 1)], asked: [],
                mentions: ""
            ) { (_: String) throws(Failed) in throw Failed() }
        }
    }
}
