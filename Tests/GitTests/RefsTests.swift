import Effects
import Git
import Synchronization
import Testing

struct RefsTests {
    private let run = RefName("refs/autopack/runs/r1")
    private let main = RefName("refs/heads/main")

    @Test func `a ref moves only from the commit it names`() async throws {
        let scratch = try await ScratchRepository()
        let repository = try scratch.open()
        let name = try #require(run)
        let one = try repository.makeCommit("one")
        let two = try repository.makeCommit("two", parents: [one])
        #expect(try repository.lookUp(name) == nil)
        try repository.update(name, from: nil, to: one)
        #expect(try await scratch.id(name.name) == one)
        let again = #expect(throws: GitError.self) {
            try repository.update(name, from: nil, to: two)
        }
        #expect(again?.code == .conflict)
        let other = #expect(throws: GitError.self) {
            try repository.update(name, from: two, to: one)
        }
        #expect(other?.code == .conflict)
        #expect(other?.detail.contains(one.hex) == true)
        try repository.update(name, from: one, to: two)
        #expect(try await scratch.id(name.name) == two)
        let missing = try #require(RefName("refs/autopack/runs/r2"))
        let absent = #expect(throws: GitError.self) {
            try repository.update(missing, from: one, to: two)
        }
        #expect(absent?.code == .conflict)
        try await scratch.git("pack-refs", "--all")
        try repository.update(name, from: two, to: one)
        #expect(try await scratch.id(name.name) == one)
        try await scratch.verify()
    }

    @Test func `a ref names commits only`() throws {
        let folder = ScratchFolderOfRepository()
        let repository = try folder.make()
        let name = try #require(run)
        let tree = try repository.writeTree(
            base: nil, changes: [.put("a", .regular, try repository.writeBlob([1]))])
        let error = #expect(throws: GitError.self) {
            try repository.update(name, from: nil, to: tree)
        }
        #expect(error?.code == .invalid)
        #expect(try repository.lookUp(name) == nil)
    }

    @Test(arguments: ["true", "always", "false"])
    func `no reflog is written, whatever the user's setting`(setting: String) async throws {
        let scratch = try await ScratchRepository()
        try await scratch.git("config", "core.logAllRefUpdates", setting)
        let repository = try scratch.open()
        let one = try repository.makeCommit("one")
        let names = ["refs/autopack/runs/r", "refs/notes/autopack", "refs/heads/x"]
        for text in names {
            let name = try #require(RefName(text))
            try repository.update(name, from: nil, to: one)
            #expect(scratch.text(".git/logs/\(text)") == nil, "\(text)")
        }
        let logged = try #require(RefName("refs/heads/y"))
        let quiet = try #require(RefName("refs/autopack/x"))
        try await scratch.command().updateRefs(
            [
                RefMovement(name: logged, old: nil, new: one),
                RefMovement(name: quiet, old: nil, new: one),
            ], reason: "autopack: landed\nsecond line", committer: ScratchRepository.person)
        #expect(
            scratch.text(".git/logs/refs/heads/y")
                == "\(ObjectID.zero) \(one) A U Thor <author@example.com> 1700000000 +0100\t"
                + "autopack: landed second line\n")
        #expect(scratch.text(".git/logs/refs/autopack/x") == nil)
    }

    @Test func `refs are listed by prefix, broken ones left out`() async throws {
        let scratch = try await ScratchRepository()
        let repository = try scratch.open()
        let one = try repository.makeCommit("one")
        for text in ["refs/autopack/runs/b", "refs/autopack/runs/a/c", "refs/autopack/keep/a"] {
            try repository.update(try #require(RefName(text)), from: nil, to: one)
        }
        try await scratch.git("pack-refs", "--all")
        let loose = try #require(RefName("refs/autopack/runs/z"))
        try repository.update(loose, from: nil, to: one)
        scratch.write("", to: ".git/refs/autopack/runs/empty")
        let found = try repository.refs(prefix: "refs/autopack/runs/").map(\.name.name)
        #expect(
            found == ["refs/autopack/runs/a/c", "refs/autopack/runs/b", "refs/autopack/runs/z"])
        #expect(try repository.refs(prefix: "refs/none/").isEmpty)
        let broken = try #require(RefName("refs/autopack/runs/empty"))
        let error = #expect(throws: GitError.self) { try repository.lookUp(broken) }
        #expect(error?.code == .corrupt)
    }

    @Test func `a ref that is a folder of another is named`() async throws {
        let scratch = try await ScratchRepository()
        let one = try await scratch.commit(["a": "1"])
        try await scratch.git("branch", "autopack")
        let repository = try scratch.open()
        let below = try RefName.branch("autopack/run")
        let error = #expect(throws: GitError.self) {
            try repository.update(below, from: nil, to: one)
        }
        #expect(error?.code == .nameTaken)
        #expect(error?.detail.contains("refs/heads/autopack ") == true)
        #expect(error?.remedy?.contains("git branch -m autopack ") == true)
        try repository.update(try RefName.branch("x/y"), from: nil, to: one)
        let above = #expect(throws: GitError.self) {
            try repository.update(try RefName.branch("x"), from: nil, to: one)
        }
        #expect(above?.code == .nameTaken)
        let command = try await scratch.command()
        let moved = await #expect(throws: GitError.self) {
            try await command.updateRefs(
                [RefMovement(name: below, old: nil, new: one)], reason: "x",
                committer: ScratchRepository.person)
        }
        #expect(moved?.code == .nameTaken)
    }

    @Test func `a lock is waited for within the budget and then named with its age`()
        async throws
    {
        let scratch = try await ScratchRepository()
        let waited = Mutex<[Double]>([])
        let now = Mutex<Int64>(0)
        let patience = Patience(
            budgetSeconds: 2, random: RandomSource { 1 << 62 },
            sleep: { seconds in waited.withLock { $0.append(seconds) } },
            nowMilliseconds: { now.withLock { $0 } })
        let repository = try scratch.open(patience: patience)
        let one = try repository.makeCommit("one")
        let name = try #require(run)
        scratch.write("", to: ".git/refs/autopack/runs/r1.lock")
        now.withLock { $0 = Clock.live.nowMilliseconds() + 90_000 }
        let error = #expect(throws: GitError.self) {
            try repository.update(name, from: nil, to: one)
        }
        #expect(error?.code == .locked)
        #expect(error?.lockFile?.path == "\(scratch.path)/.git/refs/autopack/runs/r1.lock")
        let age = try #require(error?.lockFile?.ageSeconds)
        #expect((89...92).contains(age))
        #expect(error?.remedy?.contains("rm '\(scratch.path)") == true)
        let total = waited.withLock { $0.reduce(0, +) }
        #expect((2.0..<2.2).contains(total))
        #expect(waited.withLock { $0.allSatisfy { $0 <= 0.1 } })
        #expect(try repository.lookUp(name) == nil)
    }

    @Test func `a lock that goes in time is no failure`() async throws {
        let scratch = try await ScratchRepository()
        let tries = Mutex(0)
        let lock = "\(scratch.path)/.git/refs/autopack/runs/r1.lock"
        let patience = Patience(
            random: RandomSource { 0 },
            sleep: { _ in
                let count = tries.withLock {
                    $0 += 1
                    return $0
                }
                if count == 3 { Lock.remove(lock) }
            }, nowMilliseconds: { 0 })
        let repository = try scratch.open(patience: patience)
        let one = try repository.makeCommit("one")
        scratch.write("", to: ".git/refs/autopack/runs/r1.lock")
        try repository.update(try #require(run), from: nil, to: one)
        #expect(tries.withLock { $0 } == 3)
    }

    @Test func `HEAD is a branch, an unborn branch or a commit`() async throws {
        let scratch = try await ScratchRepository()
        let name = try #require(main)
        #expect(try scratch.open().head() == .unborn(name))
        let one = try await scratch.commit(["a": "1"])
        #expect(try scratch.open().head() == .branch(name, one))
        try await scratch.git("checkout", "-q", "--detach")
        #expect(try scratch.open().head() == .detached(one))
    }

    @Test func `several refs move together or not at all`() async throws {
        let scratch = try await ScratchRepository()
        let one = try await scratch.commit(["a": "1"])
        let two = try await scratch.commit(["a": "2"])
        let command = try await scratch.command()
        let branch = try RefName.branch("x")
        let name = try #require(main)
        let person = ScratchRepository.person
        for wrong in [
            RefMovement(name: name, old: one, new: one),
            RefMovement(name: name, old: nil, new: one),
            RefMovement(name: name, old: one, new: nil),
            RefMovement(name: name, old: nil, new: nil),
        ] {
            let error = await #expect(throws: GitError.self) {
                try await command.updateRefs(
                    [RefMovement(name: branch, old: nil, new: one), wrong], reason: "x",
                    committer: person)
            }
            #expect(error?.code == .conflict, "\(wrong)")
            #expect(try scratch.open().lookUp(branch) == nil)
            #expect(try scratch.open().lookUp(name) == two)
        }
        try await command.updateRefs(
            [
                RefMovement(name: branch, old: nil, new: two),
                RefMovement(name: name, old: two, new: one),
            ], reason: "x", committer: person)
        #expect(try scratch.open().lookUp(branch) == two)
        #expect(try scratch.open().lookUp(name) == one)
        try await command.updateRefs(
            [RefMovement(name: branch, old: two, new: nil)], reason: "x", committer: person)
        #expect(try scratch.open().lookUp(branch) == nil)
    }

    @Test func `a locked branch is named by the command line too`() async throws {
        let scratch = try await ScratchRepository()
        let one = try await scratch.commit(["a": "1"])
        var patience = Patience.live
        patience.budgetSeconds = 0
        let command = try await scratch.command(patience)
        scratch.write("", to: ".git/refs/heads/x.lock")
        let branch = try RefName.branch("x")
        let error = await #expect(throws: GitError.self) {
            try await command.updateRefs(
                [RefMovement(name: branch, old: nil, new: one)], reason: "x",
                committer: ScratchRepository.person)
        }
        #expect(error?.code == .locked)
        #expect(error?.lockFile?.path.hasSuffix("/.git/refs/heads/x.lock") == true)
    }
}
