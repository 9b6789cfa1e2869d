import Git
import Testing

struct CommitTests {
    @Test func `a commit reads in git as it was written`() async throws {
        let scratch = try await ScratchRepository()
        let repository = try scratch.open()
        let tree = try repository.writeTree(
            base: nil, changes: [.put("a", .regular, try repository.writeBlob([1]))])
        let author = Signature(
            name: "Ä Ö", email: "a@example.com", seconds: 1_700_000_000, offsetMinutes: -150)
        let committer = Signature(
            name: "c", email: "c@example.com", seconds: 1_700_000_001, offsetMinutes: 345)
        let root = try repository.writeCommit(
            tree: tree, parents: [], author: author, committer: committer,
            message: "subject\ngoes on\n\nbody\n\nKey: value")
        let child = try repository.writeCommit(
            tree: .emptyTree, parents: [root, root], author: author, committer: committer,
            message: "")
        let printed = try await scratch.git(
            "log", "-1", "--format=%T|%an|%ae|%ad|%cn|%ce|%cd|%s|%b", "--date=raw", root.hex)
        #expect(
            printed == """
                \(tree)|Ä Ö|a@example.com|1700000000 -0230|c|c@example.com|1700000001 +0545\
                |subject goes on|body

                Key: value


                """)
        let read = try repository.readCommit(root)
        #expect(read.author == author)
        #expect(read.committer == committer)
        #expect(read.tree == tree)
        #expect(read.subject == "subject goes on")
        #expect(read.trailers["key"] == "value")
        #expect(try repository.readCommit(child).parents == [root, root])
        try await scratch.git("fsck", "--strict")
    }

    @Test func `commits of git read as git prints them`() async throws {
        let scratch = try await ScratchRepository()
        let id = try await scratch.commit(["a": "1"], "one\n\ntwo")
        let read = try scratch.open().readCommit(id)
        #expect(read.message == "one\n\ntwo\n")
        #expect(read.author == ScratchRepository.person)
        #expect(read.committer.offsetMinutes == -150)
        let latin = try await scratch.git(
            ["-c", "i18n.commitEncoding=ISO-8859-1", "commit-tree", "HEAD^{tree}", "-F", "-"],
            input: Array("gr".utf8) + [0xfc, 0xdf] + Array("e\n".utf8))
        let latinID = try #require(ObjectID(hex: latin.prefix(40)))
        #expect(try scratch.open().readCommit(latinID).message == "grüße\n")
    }

    @Test func `a signed commit and a merge keep their headers apart`() async throws {
        let scratch = try await ScratchRepository()
        let id = try await scratch.commit(["a": "1"], "one")
        let raw = try await scratch.git("cat-file", "commit", id.hex)
        let signed = raw.replacing(
            "\n\none",
            with: "\ngpgsig -----BEGIN-----\n author X <y> 1 +0000\n -----END-----\n\none")
        let printed = try await scratch.git(
            ["hash-object", "-t", "commit", "-w", "--stdin"], input: Array(signed.utf8))
        let read = try scratch.open().readCommit(try #require(ObjectID(hex: printed.prefix(40))))
        #expect(read.author.name == "A U Thor")
        #expect(read.message == "one\n")
    }

    @Test func `a commit of what is not stored, or with a NUL byte, is refused`() throws {
        let folder = ScratchFolderOfRepository()
        let repository = try folder.make()
        let missing = try #require(ObjectID(hex: String(repeating: "12", count: 20)))
        let person = ScratchRepository.person
        func code(_ tree: ObjectID, _ parents: [ObjectID], _ message: String) -> GitError.Code? {
            #expect(throws: GitError.self) {
                try repository.writeCommit(
                    tree: tree, parents: parents, author: person, committer: person,
                    message: message)
            }?.code
        }
        #expect(code(missing, [], "x") == .missingObject)
        #expect(code(.emptyTree, [missing], "x") == .missingObject)
        #expect(code(.emptyTree, [], "x\0y") == .invalid)
        let blob = try repository.writeBlob([])
        #expect(code(blob, [], "x") == .invalid)
    }

    @Test func `a name cannot write a header of its own`() async throws {
        let scratch = try await ScratchRepository()
        let repository = try scratch.open()
        let hostile = Signature(
            name: " .Eve\n<x>\0parent ", email: "<e@x>\nparent 1", seconds: 1, offsetMinutes: 0)
        let id = try repository.writeCommit(
            tree: .emptyTree, parents: [], author: hostile, committer: hostile, message: "m")
        let raw = try await scratch.git("cat-file", "commit", id.hex)
        #expect(
            raw == """
                tree \(ObjectID.emptyTree)
                author Evexparent <e@xparent 1> 1 +0000
                committer Evexparent <e@xparent 1> 1 +0000

                m

                """)
        try await scratch.verify()
    }
}
