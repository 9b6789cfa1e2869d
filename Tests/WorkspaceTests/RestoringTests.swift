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

struct `Restoring a workspace after a check` {
    var scene: WorkspaceScene

    init() throws {
        scene = try WorkspaceScene()
        try scene.scratch.write("a.txt", "abc\n")
        try scene.scratch.write("folder/b.txt", "b\n")
        try scene.scratch.write("folder/deep/c.txt", "c\n")
        try scene.scratch.write(".gitignore", "*.log\n")
        try scene.scratch.git("add", "-A")
        try scene.scratch.git(
            "update-index", "--add", "--cacheinfo", "120000,\(scene.blob("a.txt")),link")
        try scene.scratch.git("commit", "-qm", "base")
    }

    @Test(arguments: [
        "echo changed > a.txt",
        "cp -p a.txt $TMPDIR/s; echo xyz > a.txt; touch -r $TMPDIR/s a.txt",
        "rm a.txt", "rm -rf folder", "chmod 755 a.txt", "chmod 000 a.txt", "mv a.txt folder/",
        "rm a.txt; mkdir a.txt; echo x > a.txt/x",
        "mv folder elsewhere; ln -s elsewhere folder",
        "rm link; ln -s folder link", "rm link; cp a.txt link",
        "ln a.txt hard; echo more >> hard", "ln -sf /etc/passwd a.txt",
        "echo x > new; mkdir -p many/empty/folders; echo x > ignored.log",
        "mkdir folder/locked; echo x > folder/locked/x; chmod 000 folder/locked",
        "chmod 500 folder folder/deep", "chmod 000 folder/deep",
        "git init -q . && git config core.bare true",
        "i=0; while [ $i -lt 1500 ]; do mkdir d; cd -P d; i=$((i+1)); done; echo x > x",
        #"printf x > "$(printf 'n\377\n\t"')""#, "mkfifo pipe folder/pipe",
    ])
    func `nothing of it stays`(script: String) async throws {
        let workspace = try scene.plain()
        let head = try scene.id(scene.scratch.head)
        try await workspace.bring(to: head)
        let before = Snapshot.of(workspace.path).keys.sorted()
        let run = try await workspace.check(.script(script))
        #expect(run.passed, "\(run.text)")
        try await workspace.restore()
        #expect(Snapshot.of(workspace.path).keys.sorted() == before)
        #expect(try scene.differences(workspace) == "")
        #expect(try scene.status(workspace) == "")
        // Folders can be written again.
        #expect(try await workspace.check(.script("echo x > folder/deep/x")).passed)
        try await workspace.bring(to: head)
        #expect(try scene.differences(workspace) == "")
    }

    @Test func `what a check left unread is not read again`() async throws {
        let workspace = try scene.plain()
        try await workspace.bring(to: scene.id(scene.scratch.head))
        let inode = Snapshot.inode("\(workspace.path)/a.txt")
        _ = try await workspace.check(.script("cat a.txt; echo x > new"))
        try await workspace.restore()
        #expect(Snapshot.inode("\(workspace.path)/a.txt") == inode)
        #expect(!Snapshot.exists("\(workspace.path)/new"))
    }

    @Test func `a change in the same instant is seen`() async throws {
        let workspace = try scene.plain()
        let head = try scene.id(scene.scratch.head)
        for round in 0..<20 {
            try await workspace.bring(to: head)
            // Same size, and as soon after the writing as a process can be.
            _ = try await workspace.check(.script("printf 'xyz\\n' > a.txt"))
            try await workspace.restore()
            #expect(
                ScratchFolder.read("\(workspace.path)/a.txt") == Array("abc\n".utf8),
                "round \(round)")
        }
    }

    @Test mutating func `a cache folder stays from check to check, but not for another run`()
        async throws
    {
        scene.settings.cache = ["build/cache", ".cache"]
        let head = try scene.id(scene.scratch.head)
        let script = Check.script(
            "ls build .cache 2>/dev/null; mkdir -p build/cache .cache; echo x | tee build/y .cache/x build/cache/x"
        )
        do {
            let workspace = try scene.plain()
            try await workspace.bring(to: head)
            #expect(try await workspace.check(script).text == "x\n")
            #expect(try await workspace.check(script).text == ".cache:\nx\n\nbuild:\ncache\nx\n")
        }
        let workspace = try scene.plain()
        try await workspace.bring(to: head)
        #expect(try await workspace.check(script).text == "x\n")
    }

    @Test func `a leftover of a rejected candidate does not judge the next`() async throws {
        let base = try scene.id(scene.scratch.head)
        try scene.scratch.write("new.txt", "new\n")
        let candidate = try scene.commit("candidate")
        let workspace = try scene.plain()
        try await workspace.bring(to: candidate)
        #expect(try await workspace.check(.script("cp new.txt copy.log && touch new.done")).passed)
        try await workspace.bring(to: base)
        #expect(
            try await workspace.check(
                .script("test ! -e new.txt && test ! -e copy.log && test ! -e new.done")
            ).passed)
    }
}
