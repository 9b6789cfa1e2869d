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

struct HistoryTests {
    @Test func `revisions resolve as git resolves them`() async throws {
        let scratch = try await ScratchRepository()
        for number in 0..<4 { try await scratch.commit(["a": "\(number)"]) }
        try await scratch.git("tag", "-a", "v1", "-m", "tag", "HEAD~1")
        try await scratch.git("branch", "topic", "HEAD~2")
        let repository = try scratch.open()
        let head = try await scratch.id("HEAD")
        let revisions = ["HEAD", "HEAD~2", "main^", "v1", "topic", String(head.hex.prefix(9))]
        for revision in revisions + ["refs/heads/topic", head.hex] {
            let expected = try await scratch.id("\(revision)^{commit}")
            #expect(try repository.resolve(revision) == expected, "\(revision)")
        }
        for (revision, code) in [
            ("none", GitError.Code.notFound), ("HEAD~9", .notFound), ("a b", .invalid),
            ("HEAD:a", .invalid),
        ] {
            let error = #expect(throws: GitError.self) { try repository.resolve(revision) }
            #expect(error?.code == code, "\(revision): \(error?.detail ?? "")")
        }
        let short = try await scratch.git("rev-parse", "--short", "HEAD")
        #expect(repository.abbreviation(of: head) + "\n" == short)
    }

    @Test func `a name that is wrong is told from a repository that is damaged`() async throws {
        let scratch = try await ScratchRepository()
        func failure(_ revision: String) throws -> GitError? {
            #expect(throws: GitError.self) { try scratch.open().resolve(revision) }
        }
        for revision in ["HEAD", "@", "HEAD~1"] {
            let error = try failure(revision)
            #expect(error?.code == .unborn && error?.detail == "main has no commit yet")
            #expect(error?.remedy?.hasSuffix("git commit --allow-empty -m 'first commit'") == true)
        }
        #expect(try failure("HEADS")?.code == .notFound)
        let tip = try await scratch.commit(["a": "1"])
        let absent = String(repeating: "ab", count: 20)
        for revision in [absent, absent.uppercased(), "abababab", "side", "HEAD~1"] {
            #expect(try failure(revision)?.code == .notFound, "\(revision)")
        }
        unlink("\(scratch.path)/.git/objects/\(tip.hex.prefix(2))/\(tip.hex.dropFirst(2))")
        for revision in ["HEAD", "main", "HEAD~1"] {
            let error = try failure(revision)
            #expect(error?.code == .missingObject, "\(revision): \(error?.detail ?? "")")
            #expect(error?.remedy?.hasSuffix("git fsck --no-dangling\ngit autopack doctor") == true)
        }
    }

    @Test func `a damaged object is told with its file`() async throws {
        let scratch = try await ScratchRepository()
        try await scratch.commit(["a": "1"])
        let id = try await scratch.id("HEAD:a")
        let file = ".git/objects/\(id.hex.prefix(2))/\(id.hex.dropFirst(2))"
        unlink("\(scratch.path)/\(file)")
        scratch.folder.write("other bytes", to: "repository/\(file)")
        let error = #expect(throws: GitError.self) { try scratch.open().readBlob(id) }
        #expect(error?.code == .corrupt)
        #expect(
            error?.remedy
                == "remove the damaged file, and see whether the object can be had again:\n"
                + "rm -f \(scratch.path)/\(file)\ngit autopack doctor")
    }

    @Test func `history is walked as git walks it`() async throws {
        let scratch = try await ScratchRepository()
        let root = try await scratch.commit(["a": "0"])
        try await scratch.git("checkout", "-q", "-b", "side")
        let side = try await scratch.commit(["b": "1"])
        try await scratch.git("checkout", "-q", "main")
        let main = try await scratch.commit(["c": "2"])
        try await scratch.git("merge", "-q", "--no-ff", "-m", "m", "side")
        let tip = try await scratch.id("HEAD")
        let repository = try scratch.open()
        let all = try repository.history(from: tip)
        #expect(all.first == tip && all.last == root)
        #expect(Set(all.map(\.hex)) == Set(try await scratch.lines("rev-list", "HEAD")))
        #expect(
            try repository.history(from: tip, options: .init(firstParentOnly: true)).map(\.hex)
                == (try await scratch.lines("rev-list", "--first-parent", "HEAD")))
        #expect(
            try repository.history(from: tip, options: .init(excluding: [main])) == [tip, side])
        #expect(try repository.history(from: tip, options: .init(limit: 2)).count == 2)
        #expect(try repository.isAncestor(root, of: tip))
        #expect(try repository.isAncestor(tip, of: tip))
        #expect(!(try repository.isAncestor(side, of: main)))
        #expect(try repository.mergeBase(side, main) == root)
        let orphan = try repository.makeCommit("orphan")
        #expect(try repository.mergeBase(orphan, main) == nil)
        #expect(try repository.aheadBehind(tip, root) == (3, 0))
    }

    @Test func `a shallow history ends where git ends it`() async throws {
        let scratch = try await ScratchRepository()
        for number in 0..<4 { try await scratch.commit(["a": "\(number)"]) }
        try await scratch.git("checkout", "-q", "-b", "side")
        let side = try await scratch.commit(["b": "1"])
        try await scratch.git("checkout", "-q", "main")
        let main = try await scratch.commit(["c": "2"])
        try await scratch.git("merge", "-q", "--no-ff", "-m", "m", "side")
        let tip = try await scratch.commit(["d": "3"])
        let clone = scratch.folder["clone"]
        try await scratch.git(
            "clone", "-q", "--depth", "4", "--no-single-branch", "file://\(scratch.path)", clone)
        let repository = try Repository.discover(from: clone, environment: scratch.environment)
        #expect(repository.isShallow)
        func judge(_ words: String...) async throws -> [String] {
            try await scratch.git(["-C", clone] + words).split(separator: "\n").map(String.init)
        }
        let all = try repository.history(from: tip).map(\.hex)
        #expect(all.first == tip.hex)
        #expect(Set(all) == Set(try await judge("rev-list", "HEAD")))
        #expect(all.count == 7, "the first commit is beyond")
        #expect(
            try repository.history(from: tip, options: .init(firstParentOnly: true)).map(\.hex)
                == (try await judge("rev-list", "--first-parent", "HEAD")))
        let unseen = try repository.history(from: tip, options: .init(excluding: [main]))
        #expect(Set(unseen.map(\.hex)) == Set(try await judge("rev-list", "HEAD", "^\(main)")))
        #expect(try repository.history(from: tip, options: .init(limit: 2)).count == 2)
        #expect(try repository.isAncestor(side, of: tip))
        #expect(try !repository.isAncestor(tip, of: side))
        #expect(
            try repository.mergeBase(side, main)?.hex
                == (try await judge("merge-base", side.hex, main.hex).first))
        #expect(try repository.mergeBase(side, tip) == side)
        #expect(try repository.aheadBehind(tip, main) == (3, 0))
    }

    @Test func `blobs are read within a limit`() throws {
        let folder = ScratchFolderOfRepository()
        let repository = try folder.make()
        let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0) }
        let blob = try repository.writeBlob(bytes)
        #expect(try repository.readBlob(blob) == bytes)
        #expect(try repository.readBlob(blob, limitBytes: 1000) == bytes)
        let error = #expect(throws: GitError.self) {
            try repository.readBlob(blob, limitBytes: 999)
        }
        #expect(error?.code == .tooLarge)
        #expect(try repository.header(of: blob)?.size == 1000)
        let empty = try repository.writeBlob([])
        #expect(empty.hex == "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391")
        #expect(try repository.readBlob(empty) == [])
        let missing = try #require(ObjectID(hex: String(repeating: "12", count: 20)))
        #expect(throws: GitError.self) { try repository.readBlob(missing) }
        #expect(try repository.header(of: missing) == nil)
        #expect(!repository.exists(missing) && repository.exists(blob))
    }
}
