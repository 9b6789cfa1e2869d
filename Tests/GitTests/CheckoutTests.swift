import Git
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

struct CheckoutTests {
    private let person = ScratchRepository.person

    /// A checkout with a change of every kind.
    private func dirty() async throws -> ScratchRepository {
        let scratch = try await ScratchRepository()
        try await scratch.commit([
            "staged": "0\n", "edited": "0\n", "both": "0\n", "deleted": "0\n", "removed": "0\n",
            "folder/a": "0\n", "file": "0\n", "same": "0\n", ".gitignore": "ignored\n",
        ])
        scratch.write("1\n", to: "staged")
        scratch.write("1\n", to: "both")
        scratch.write("1\n", to: "new")
        try await scratch.git("add", "staged", "both", "new")
        scratch.write("2\n", to: "both")
        scratch.write("1\n", to: "edited")
        scratch.write("u\n", to: "untracked/x y")
        scratch.write("i\n", to: "ignored")
        try await scratch.git("rm", "-q", "--cached", "removed")
        unlink("\(scratch.path)/deleted")
        unlink("\(scratch.path)/folder/a")
        rmdir("\(scratch.path)/folder")
        scratch.write("file now\n", to: "folder")
        unlink("\(scratch.path)/file")
        scratch.write("folder now\n", to: "file/b")
        return scratch
    }

    private func status(_ scratch: ScratchRepository) async throws -> String {
        try await scratch.git("status", "--porcelain", "-uall")
    }

    private func files(_ scratch: ScratchRepository) async throws -> [String] {
        var found: [String] = []
        for name in try await scratch.lines("ls-files", "-c", "-o", "--deduplicate") {
            found.append("\(name): \(scratch.text(name) ?? "-")")
        }
        return found.sorted()
    }

    @Test func `a snapshot holds everything and touches nothing`() async throws {
        let scratch = try await dirty()
        let checkout = try await scratch.checkout()
        let before = try await state(scratch)
        let refs = try await scratch.git("for-each-ref")
        let snapshot = try await checkout.snapshot(author: person, message: "snapshot")
        #expect(try await state(scratch) == before)
        #expect(try await scratch.git("for-each-ref") == refs)
        #expect(scratch.folder.text("repository/.git/index.lock") == nil)
        #expect(
            try await scratch.lines("ls-tree", "-r", "--name-only", snapshot.tree.hex) == [
                ".gitignore", "both", "edited", "file/b", "folder", "new", "removed", "same",
                "staged", "untracked/x y",
            ])
        #expect(try await scratch.git("show", "\(snapshot.commit):both") == "2\n")
        #expect(try await scratch.git("show", "\(snapshot.commit)^2:both") == "1\n")
        #expect(
            try await scratch.lines("ls-tree", "-r", "--name-only", snapshot.indexTree.hex) == [
                ".gitignore", "both", "deleted", "edited", "file", "folder/a", "new", "same",
                "staged",
            ])
        let repository = try scratch.open()
        #expect(try repository.readSnapshot(snapshot.commit) == snapshot)
        #expect(try repository.head().commit == snapshot.base)
        let again = try await checkout.snapshot(author: person, message: "snapshot")
        #expect(again == snapshot)
        try await scratch.verify()
    }

    /// The index, byte for byte and with its time, and what git says of it.
    private func state(_ scratch: ScratchRepository) async throws -> [String] {
        var status = stat()
        #expect(stat("\(scratch.path)/.git/index", &status) == 0)
        let index = try #require(scratch.folder.read("repository/.git/index"))
        #if canImport(Darwin)
            let time = status.st_mtimespec
        #else
            let time = status.st_mtim
        #endif
        return [
            "\(index)", "\(time.tv_sec) \(time.tv_nsec) \(status.st_ino)",
            try await scratch.git(
                "--no-optional-locks", "status", "--porcelain", "-uall"),
        ]
    }

    @Test func `a change within the clock's resolution of the staging is in the snapshot`()
        async throws
    {
        let scratch = try await ScratchRepository()
        try await scratch.commit(["a": "old\n"])
        let path = "\(scratch.path)/a"
        var status = stat()
        #expect(stat(path, &status) == 0)
        // The same size and the same times as when it was staged, as on a fast machine.
        scratch.write("new\n", to: "a")
        #if canImport(Darwin)
            let times = [status.st_atimespec, status.st_mtimespec]
        #else
            let times = [status.st_atim, status.st_mtim]
        #endif
        #expect(utimensat(AT_FDCWD, path, times, 0) == 0)
        #expect(utimensat(AT_FDCWD, "\(scratch.path)/.git/index", times, 0) == 0)
        try await scratch.git("config", "core.trustctime", "false")
        let snapshot = try await scratch.checkout().snapshot(author: person, message: "x")
        #expect(try await scratch.git("show", "\(snapshot.commit):a") == "new\n")
    }

    @Test func `a snapshot comes back as it was, staged and unstaged`() async throws {
        let scratch = try await dirty()
        let checkout = try await scratch.checkout()
        let before = (try await status(scratch), try await files(scratch))
        let snapshot = try await checkout.snapshot(author: person, message: "snapshot")
        let base = try #require(snapshot.base)
        try await scratch.git("reset", "-q", "--hard")
        try await scratch.git("clean", "-q", "-f", "-d")
        #expect(try await checkout.isClean())
        try await checkout.restore(snapshot, from: base)
        let after = (try await status(scratch), try await files(scratch))
        #expect(after == before)
        #expect(scratch.text("ignored") == "i\n")
    }

    @Test func `an open merge survives in a snapshot`() async throws {
        let scratch = try await ScratchRepository()
        try await scratch.commit(["a": "0\n", "dir/b": "0\n", "c": "0\n"])
        try await scratch.git("checkout", "-q", "-b", "side")
        try await scratch.git("rm", "-q", "dir/b")
        try await scratch.commit(["a": "1\n"])
        try await scratch.git("checkout", "-q", "main")
        try await scratch.commit(["a": "2\n", "dir/b": "2\n"])
        try await scratch.git(["merge", "-q", "side"], statuses: [1])
        let stages = try await scratch.git("ls-files", "-u")
        #expect(stages.split(separator: "\n").count == 5)
        let marked = scratch.text("a")
        let checkout = try await scratch.checkout()
        let snapshot = try await checkout.snapshot(author: person, message: "open")
        #expect(try await scratch.git("ls-files", "-u") == stages)
        #expect(try await scratch.git("show", "\(snapshot.commit):a") == marked)
        #expect(try await scratch.git("show", "\(snapshot.commit)^3:3/a") == "1\n")
        #expect(try scratch.open().readSnapshot(snapshot.commit) == snapshot)
        try await scratch.git("reset", "-q", "--hard")
        try await checkout.restore(snapshot, from: try #require(snapshot.base))
        #expect(try await scratch.git("ls-files", "-u") == stages)
        #expect(scratch.text("a") == marked)
        try await scratch.verify()
    }

    @Test func `an unborn branch, an empty checkout and one without an index have snapshots`()
        async throws
    {
        let scratch = try await ScratchRepository()
        let checkout = try await scratch.checkout()
        let empty = try await checkout.snapshot(author: person, message: "empty")
        #expect(empty.base == nil && empty.tree == .emptyTree)
        scratch.write("a\n", to: "a")
        let one = try await checkout.snapshot(author: person, message: "one")
        #expect(try await scratch.git("show", "\(one.commit):a") == "a\n")
        #expect(try scratch.open().readSnapshot(one.commit) == one)
        let plain = try await scratch.commit([:])
        #expect(throws: GitError.self) { try scratch.open().readSnapshot(plain) }
    }

    @Test func `a repository inside the checkout is left out and named`() async throws {
        let scratch = try await ScratchRepository()
        try await scratch.commit(["a": "1"])
        try await scratch.git("init", "-q", "inner")
        scratch.write("x", to: "inner/x")
        let snapshot = try await scratch.checkout().snapshot(author: person, message: "x")
        #expect(snapshot.leftOut == ["inner/"])
        #expect(try await scratch.lines("ls-tree", "--name-only", snapshot.tree.hex) == ["a"])
    }

    @Test(.enabled(if: geteuid() != 0, "root can read every file"))
    func `a file that cannot be read is an error, not an incomplete snapshot`() async throws {
        let scratch = try await ScratchRepository()
        try await scratch.commit(["a": "1"])
        scratch.folder.write("x", to: "repository/secret", mode: 0)
        let checkout = try await scratch.checkout()
        let error = await #expect(throws: GitError.self) {
            try await checkout.snapshot(author: person, message: "x")
        }
        #expect(error?.code == .permission)
    }

    @Test func `names of all kinds are in a snapshot`() async throws {
        let scratch = try await ScratchRepository()
        try await scratch.commit(["a": "1"])
        for name in ["-x", "a b", "n\nl", "q\"", "*", ":(top)x", "\u{e4}"] {
            scratch.write(name, to: name)
        }
        let odd: [CChar] = Array("\(scratch.path)/".utf8CString.dropLast()) + [-1, -2, 0]
        let descriptor = open(odd, O_CREAT | O_WRONLY, 0o644)
        #expect(descriptor >= 0)
        close(descriptor)
        // The scratch folder removes only what has a name in UTF-8.
        defer { unlink(odd) }
        let snapshot = try await scratch.checkout().snapshot(author: person, message: "x")
        let repository = try scratch.open()
        let names = Set(try repository.readTree(snapshot.tree).map(\.name))
        #expect(names.count == 9)
        #expect(names.contains([0xff, 0xfe]) && names.contains(Array("n\nl".utf8)))
        let changes = try await scratch.checkout().changes()
        #expect(Set(changes.map(\.path.bytes)) == names.subtracting([Array("a".utf8)]))
    }

    @Test func `split and sparse indexes are read and left as they are`() async throws {
        let scratch = try await ScratchRepository()
        try await scratch.commit(["in/a": "1\n", "out/b": "1\n", "c": "1\n"])
        try await scratch.git("sparse-checkout", "init", "--cone", "--sparse-index")
        try await scratch.git("sparse-checkout", "set", "in")
        #expect(scratch.text("out/b") == nil)
        scratch.write("2\n", to: "in/a")
        let before = try #require(scratch.folder.read("repository/.git/index"))
        let snapshot = try await scratch.checkout().snapshot(author: person, message: "x")
        #expect(scratch.folder.read("repository/.git/index") == before)
        #expect(
            try await scratch.lines("ls-tree", "-r", "--name-only", snapshot.tree.hex)
                == ["c", "in/a", "out/b"])
        let split = try await ScratchRepository()
        try await split.commit(["a": "1\n", "b": "1\n"])
        try await split.git("update-index", "--split-index")
        split.write("2\n", to: "a")
        let files = try await split.git("rev-parse", "--shared-index-path")
        let shot = try await split.checkout().snapshot(author: person, message: "x")
        #expect(try await split.git("show", "\(shot.commit):a") == "2\n")
        #expect(try await split.git("rev-parse", "--shared-index-path") == files)
    }

    @Test func `changes are told apart`() async throws {
        let scratch = try await dirty()
        let changes = try await scratch.checkout().changes()
        let said = changes.map {
            "\($0.path) \($0.kind) \($0.isStaged ? "s" : "-")\($0.isEdited ? "e" : "-")"
        }
        #expect(
            said.sorted() == [
                "both changed se", "deleted changed -e", "edited changed -e", "file changed -e",
                "file/b untracked -e", "folder untracked -e", "folder/a changed -e",
                "new changed s-", "removed changed s-", "removed untracked -e",
                "staged changed s-", "untracked/x y untracked -e",
            ])
        #expect(!(try await scratch.checkout().isClean()))
    }

    /// Two commits that differ in several ways, the checkout at the first.
    private func moved() async throws -> (ScratchRepository, old: ObjectID, new: ObjectID) {
        let scratch = try await ScratchRepository()
        let old = try await scratch.commit([
            "changed": "0\n", "deleted": "0\n", "kept": "0\n", "dir/x": "0\n", "swap": "0\n",
        ])
        try await scratch.git("rm", "-q", "deleted", "dir/x", "swap")
        let new = try await scratch.commit([
            "changed": "1\n", "added/deep": "1\n", "dir": "file\n", "swap/y": "1\n",
        ])
        try await scratch.git("reset", "-q", "--hard", old.hex)
        return (scratch, old, new)
    }

    @Test func `the checkout follows a ref and keeps other edits`() async throws {
        let (scratch, old, new) = try await moved()
        scratch.write("mine\n", to: "kept")
        scratch.write("mine\n", to: "untracked")
        scratch.write("mine\n", to: "staged")
        try await scratch.git("add", "staged")
        let checkout = try await scratch.checkout()
        #expect(try await checkout.overlaps(from: old, to: new) == [])
        try await scratch.git("update-ref", "refs/heads/main", new.hex, old.hex)
        try await checkout.follow(from: old, to: new)
        #expect(
            try await scratch.lines("status", "--porcelain", "-uall").sorted()
                == [" M kept", "?? untracked", "A  staged"])
        #expect(scratch.text("dir") == "file\n" && scratch.text("swap/y") == "1\n")
        #expect(scratch.text("deleted") == nil && scratch.text("kept") == "mine\n")
        try await checkout.follow(from: new, to: old)
        #expect(scratch.text("dir/x") == "0\n" && scratch.text("added/deep") == nil)
    }

    static let obstacles: [(String, [String], [String])] = [
        ("an edit", ["changed"], ["changed"]),
        ("an edit of what goes", ["deleted"], ["deleted"]),
        ("an untracked file", ["added/deep"], ["added/deep"]),
        ("an untracked file in the place of a folder", ["added"], ["added"]),
        ("an untracked file in a folder that becomes a file", ["dir/mine"], ["dir/mine"]),
        ("several", ["changed", "added/deep", "kept"], ["added/deep", "changed"]),
    ]

    @Test(arguments: obstacles.indices)
    func `what stands in the way is named and nothing is changed`(number: Int) async throws {
        let (name, edits, expected) = Self.obstacles[number]
        for isStaged in [false, true] {
            let (scratch, old, new) = try await moved()
            for edit in edits { scratch.write("mine\n", to: edit) }
            if isStaged { try await scratch.git(["add", "--"] + edits) }
            let checkout = try await scratch.checkout()
            let before = (try await status(scratch), try await files(scratch))
            let overlaps = try await checkout.overlaps(from: old, to: new)
            #expect(overlaps.map(\.quoted) == expected, "\(name), staged \(isStaged)")
            let error = await #expect(throws: GitError.self) {
                try await checkout.follow(from: old, to: new)
            }
            #expect(error?.code == .overlap, "\(name)")
            #expect(error?.paths == overlaps, "\(name)")
            let after = (try await status(scratch), try await files(scratch))
            #expect(after == before, "\(name), staged \(isStaged)")
        }
    }

    @Test func `an ignored file is not overwritten`() async throws {
        let (scratch, old, new) = try await moved()
        scratch.folder.write("added\n", to: "repository/.git/info/exclude")
        scratch.write("precious\n", to: "added/deep")
        let checkout = try await scratch.checkout()
        #expect(try await checkout.overlaps(from: old, to: new) == ["added/deep"])
        await #expect(throws: GitError.self) { try await checkout.follow(from: old, to: new) }
        #expect(scratch.text("added/deep") == "precious\n")
    }

    @Test func `a file that was only touched is not in the way`() async throws {
        let (scratch, old, new) = try await moved()
        #expect(utimensat(AT_FDCWD, "\(scratch.path)/changed", nil, 0) == 0)
        let checkout = try await scratch.checkout()
        #expect(try await checkout.overlaps(from: old, to: new) == [])
        try await checkout.follow(from: old, to: new)
        #expect(scratch.text("changed") == "1\n")
    }

    @Test func `a locked index is named`() async throws {
        let (scratch, old, new) = try await moved()
        scratch.folder.write("", to: "repository/.git/index.lock")
        var patience = Patience.live
        patience.budgetSeconds = 0
        let checkout = try Checkout(
            try await scratch.command(patience), temporaryDirectory: scratch.folder.path)
        let error = await #expect(throws: GitError.self) {
            try await checkout.follow(from: old, to: new)
        }
        #expect(error?.code == .locked)
        #expect(error?.lockFile?.path == "\(scratch.path)/.git/index.lock")
        #expect(scratch.text("changed") == "0\n")
    }

    @Test func `a difference is written to the files and left unstaged`() async throws {
        let (scratch, old, new) = try await moved()
        scratch.write("mine\n", to: "kept")
        let index = scratch.folder.read("repository/.git/index")
        let checkout = try await scratch.checkout()
        try await checkout.writeDifference(from: old, to: new)
        #expect(scratch.folder.read("repository/.git/index") == index)
        #expect(try scratch.open().head().commit == old)
        #expect(
            try await scratch.lines("status", "--porcelain", "-uall").sorted() == [
                " D deleted", " D dir/x", " D swap", " M changed", " M kept", "?? added/deep",
                "?? dir", "?? swap/y",
            ])
        // Once more: the files are no longer as the old tree has them.
        let error = await #expect(throws: GitError.self) {
            try await checkout.writeDifference(from: old, to: new)
        }
        #expect(error?.code == .overlap)
        #expect(error?.paths.contains("changed") == true)
        try await checkout.writeDifference(from: new, to: old)
        #expect(try await scratch.git("status", "--porcelain", "-uall") == " M kept\n")
    }

    @Test func `a bare repository has no checkout`() async throws {
        let scratch = try await ScratchRepository(bare: true)
        let command = try await scratch.command()
        let error = #expect(throws: GitError.self) {
            try Checkout(command, temporaryDirectory: "/tmp")
        }
        #expect(error?.code == .bare)
    }
}
