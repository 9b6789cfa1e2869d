import Git
import RunModel
import TestSupport
import Testing
import Workspace

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

struct `Bringing a workspace to a commit` {
    let scene: WorkspaceScene

    init() throws { scene = try WorkspaceScene() }

    @Test func `writes what git would, and git agrees by both records`() async throws {
        try scene.scratch.write("a.txt", "a\n")
        try scene.scratch.write("folder/below/b.sh", "#!/bin/sh\n")
        try scene.scratch.git("add", "-A")
        try scene.scratch.git("update-index", "--chmod=+x", "folder/below/b.sh")
        try scene.scratch.git("commit", "-qm", "one")
        let workspace = try scene.plain()
        try await workspace.bring(to: scene.id(scene.scratch.head))
        #expect(try scene.differences(workspace) == "")
        #expect(try scene.status(workspace) == "")
        #expect(access("\(workspace.path)/folder/below/b.sh", X_OK) == 0)
        #expect(workspace.commit?.hex == (try scene.scratch.head))
    }

    @Test func `refuses a tree that unfolds into billions of files`() async throws {
        let repository = try scene.repository
        let blob = try repository.writeBlob([])
        var tree = try repository.writeTree(base: nil, changes: [.put("f", .regular, blob)])
        for _ in 0..<10 {
            tree = try repository.writeTree(
                base: nil, changes: (0..<10).map { .put(TreePath("d\($0)"), .tree, tree) })
        }
        try scene.scratch.write("a.txt", "a\n")
        let commit = try scene.commit()
        let workspace = try scene.plain()
        for isFirst in [true, false] {
            let error = await #expect(throws: WorkspaceError.self) {
                try await workspace.bring(to: commit, with: tree)
            }
            #expect(error?.detail.contains("10000000 is the limit") == true, "\(isFirst)")
            // The second time the workspace knows what it holds, and compares two trees.
            try await workspace.bring(to: commit)
        }
    }

    @Test func `touches only what differs`() async throws {
        try scene.scratch.write("same", "same\n")
        try scene.scratch.write("other", "before\n")
        try scene.scratch.write("gone/for/good", "x\n")
        let first = try scene.commit()
        try scene.scratch.write("other", "after\n")
        try scene.scratch.git("rm", "-rq", "gone")
        let second = try scene.commit()
        let workspace = try scene.plain()
        try await workspace.bring(to: first)
        let same = Snapshot.inode("\(workspace.path)/same")
        try await workspace.bring(to: second)
        #expect(Snapshot.inode("\(workspace.path)/same") == same)
        #expect(!Snapshot.exists("\(workspace.path)/gone"))
        #expect(try scene.differences(workspace) == "")
        #expect(try scene.status(workspace) == "")
    }

    @Test(arguments: 0..<4 as Range<UInt64>)
    func `any step between any trees ends where git says`(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        let blobs = try (0..<4).map { try scene.blob("content \($0) of \(seed)\n") }
        var commits: [ObjectID] = []
        for _ in 0..<8 { commits.append(try scene.commit(treeID: tree(2, blobs, &random))) }
        var workspace = try scene.plain()
        for step in 0..<24 {
            let commit = commits[Int.random(in: 0..<commits.count, using: &random)]
            try await workspace.bring(to: commit)
            let found = try scene.differences(workspace) + scene.status(workspace)
            #expect(found == "", "seed \(seed), step \(step), commit \(commit)")
            // Now and then another process goes on with what is on the disk.
            if Int.random(in: 0..<6, using: &random) == 0 {
                _ = consume workspace
                workspace = try scene.plain()
            }
        }
    }

    /// A random tree, whose few names make files, folders and links meet in one place.
    private func tree(
        _ depth: Int, _ blobs: [String], _ random: inout SeededGenerator
    ) throws -> String {
        var lines: [String] = []
        for name in ["a", "a-b", "a.b", "ab", "\"\\377\\376\"", "ü"] {
            let blob = blobs[Int.random(in: 0..<blobs.count, using: &random)]
            switch Int.random(in: 0..<6, using: &random) {
            case 0: lines.append("100644 blob \(blob)\t\(name)")
            case 1: lines.append("100755 blob \(blob)\t\(name)")
            case 2: lines.append("120000 blob \(try scene.blob("a/b"))\t\(name)")
            case 3 where depth > 0:
                lines.append("040000 tree \(try tree(depth - 1, blobs, &random))\t\(name)")
            default: break
            }
        }
        // A tree may not be empty in git's eyes.
        if lines.isEmpty { lines.append("100644 blob \(blobs[0])\tz") }
        return try scene.scratch.git(
            "mktree", input: lines.map { $0 + "\n" }.joined())
    }

    @Test func `follows the attributes of line ends, encodings and ids`() async throws {
        try scene.scratch.write(
            ".gitattributes",
            "*.bat text eol=crlf\n*.id ident\n*.w working-tree-encoding=UTF-16LE text eol=lf\n")
        try scene.scratch.write("run.bat", "one\r\ntwo\r\n")
        try scene.scratch.write("plain", "one\ntwo\n")
        try scene.scratch.write("x.id", "$Id$\n")
        try scene.scratch.write("x.w", Array("a\n".utf16).flatMap { [UInt8($0 & 0xFF), 0] })
        let commit = try scene.commit()
        let workspace = try scene.plain()
        try await workspace.bring(to: commit)
        let read = { (name: String) in
            ScratchFolder.read("\(workspace.path)/\(name)").map {
                String(decoding: $0, as: UTF8.self)
            }
        }
        #expect(read("run.bat") == "one\r\ntwo\r\n")
        #expect(read("plain") == "one\ntwo\n")
        #expect(read("x.id")?.hasPrefix("$Id: ") == true)
        #expect(read("x.w") == "a\0\n\0")
        #expect(try scene.differences(workspace) == "")
        // The attributes alone change: the files have to follow.
        try scene.scratch.write(".gitattributes", "*.bat text eol=lf\n")
        let next = try scene.id(
            scene.commit(
                tree: scene.scratch.git("ls-tree", commit.hex)
                    .replacing(
                        scene.scratch.git("rev-parse", "\(commit):.gitattributes"),
                        with: scene.blob("*.bat text eol=lf\n")) + "\n"
            ).hex)
        try await workspace.bring(to: next)
        #expect(read("run.bat") == "one\ntwo\n")
        #expect(read("x.id") == "$Id$\n")
        try await workspace.bring(to: commit)
        #expect(read("run.bat") == "one\r\ntwo\r\n")
    }

    @Test func `runs no filter, and names the paths that have one`() async throws {
        let marker = scene.scratch.directory.path("filter-ran")
        for level in ["--local", "--global"] {
            for kind in ["smudge", "clean", "process"] {
                try scene.scratch.git(
                    "config", level, "filter.evil.\(kind)", "touch '\(marker)'; cat",
                    environment: ["GIT_CONFIG_GLOBAL": scene.scratch.directory.path("home/config")])
            }
        }
        let commit = try scene.commit(
            tree: """
                100644 blob \(scene.blob("*.bin filter=evil\n*.crlf text eol=crlf\n"))\t.gitattributes
                100644 blob \(scene.blob("stored\n"))\tx.bin
                100644 blob \(scene.blob("stored\n"))\tx.crlf

                """)
        let workspace = try scene.plain()
        try await workspace.bring(to: commit)
        #expect(
            ScratchFolder.read("\(workspace.path)/x.bin") == Array("stored\n".utf8))
        #expect(!Snapshot.exists(marker))
        #expect(try await workspace.filteredPaths() == ["x.bin": "evil"])
        #expect(!Snapshot.exists(marker))
    }

    @Test func `leaves submodules empty, and writes large files`() async throws {
        let large = [UInt8](repeating: UInt8(ascii: "x"), count: (16 << 20) + 1)
        try scene.scratch.write("large", large)
        let commit = try scene.commit()
        let blob = try scene.scratch.git("rev-parse", "\(commit):large")
        let both = try scene.commit(
            tree: "100644 blob \(blob)\tlarge\n160000 commit \(commit)\tsub\n")
        let workspace = try scene.plain()
        try await workspace.bring(to: both)
        #expect(ScratchFolder.read("\(workspace.path)/large")?.count == large.count)
        #expect(Snapshot.exists("\(workspace.path)/sub"))
        #expect(try scene.differences(workspace) == "")
    }

    @Test func `refuses trees that lead out of the folder, and stays usable`() async throws {
        let outside = try scene.scratch.directory.makeFolder("outside")
        try scene.scratch.directory.write("outside/x", "mine\n")
        try scene.scratch.write("fine", "fine\n")
        let fine = try scene.commit()
        let blob = try scene.id(scene.blob("evil\n"))
        let link = try scene.id(scene.blob(outside))
        let folder = try scene.id(scene.scratch.git("mktree", input: "100644 blob \(blob)\tx\n"))
        let trees: [(String, [(String, String, ObjectID)])] = [
            ("a name of git's own", [("100644", ".git", blob)]),
            ("the name that some file systems read as it", [("40000", "GIT~1", folder)]),
            ("a way up", [("40000", "..", folder)]),
            ("a link and a folder", [("120000", "a", link), ("40000", "a", folder)]),
            ("a file twice", [("100644", "a", blob), ("100755", "a", blob)]),
            ("no order", [("100644", "b", blob), ("100644", "a", blob), ("100644", "b", blob)]),
        ]
        let workspace = try scene.plain()
        try await workspace.bring(to: fine)
        for (what, entries) in trees {
            var bytes: [UInt8] = []
            for (mode, name, id) in entries {
                bytes += Array("\(mode) \(name)".utf8) + [0] + id.bytes
            }
            let file = try scene.scratch.directory.write("tree", bytes)
            let tree = try scene.scratch.git("hash-object", "-t", "tree", "-w", "--literally", file)
            let commit = try scene.commit(treeID: tree)
            let error = await #expect(throws: WorkspaceError.self, "\(what)") {
                try await workspace.bring(to: commit)
            }
            #expect(error?.code == .unsafeTree, "\(what)")
            try await workspace.bring(to: fine)
            #expect(try scene.differences(workspace) == "", "\(what)")
            #expect(ScratchFolder.read("\(outside)/x") == Array("mine\n".utf8), "\(what)")
        }
    }

    @Test func `names a commit that is not there`() async throws {
        let workspace = try scene.plain()
        let error = await #expect(throws: WorkspaceError.self) {
            try await workspace.bring(to: .zero)
        }
        #expect(error?.code == .unreadable)
    }
}
