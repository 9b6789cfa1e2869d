import Editing
import Testing

@Suite struct PathTests {
    @Test(arguments: [
        "../x", "a/../../x", "a/../x", "/etc/passwd", "~/.ssh/config", "C:\\x", "..\\x",
        ".git/config",
        ".GIT/config", "sub/.git/hooks/x", ".git./config", ".git /config",
        ".git::$INDEX_ALLOCATION/x",
        "git~1/config", "GIT~2/x", ".g\u{200C}it/config", ".gi\u{FEFF}t/x", "./.git/config",
        "a//.git",
        ".git\\config", "..", ".", "a\u{1}b", "dir/", "", ".g\u{131}t/x",
    ])
    func `a hostile path is refused in every format`(_ path: String) throws {
        #expect(throws: PathRules.Violation.self) { try PathRules.normalised(path) }
        let reply = "*** Begin Patch\n*** Add File: \(path)\n+x\n*** End Patch\n"
        if !path.isEmpty, path != "a\u{1}b" {
            #expect(Trial(reply, to: ["a.txt": "x\n"]).refusal()?.reason == .path)
        }
    }

    @Test(arguments: [
        "a/b.c", ".github/workflows/x.yml", ".gitignore", "git/x", "a.git/x", "gitx~1",
    ])
    func `an ordinary path is taken`(_ path: String) throws {
        #expect(try PathRules.normalised(path) == path)
        #expect(try PathRules.normalised("./" + path) == path)
    }

    @Test func `nothing is written through a link, a submodule or a file`() {
        var base = MemoryBase(["file.txt": "x\n"])
        base.set("link", to: .symlink, bytes: Array("/etc".utf8))
        base.set("mod", to: .submodule)
        for path in ["link/x.txt", "mod/x.txt", "file.txt/x.txt", "link", "mod"] {
            let reply = "*** Begin Patch\n*** Add File: \(path)\n+x\n*** End Patch\n"
            #expect(Trial(reply, to: base).refusal()?.reason == .path, "\(path)")
            let edit = block("./" + path, "x\n", "y\n")
            #expect(Trial(edit, to: base).refusal()?.reason == .path, "\(path)")
        }
    }

    @Test func `a short path is found where it is the end of one path`() {
        let files = ["src/deep/a.py": "x\n", "src/b.py": "x\n", "lib/b.py": "x\n"]
        #expect(Trial(block("deep/a.py", "x\n", "y\n"), to: files).text("src/deep/a.py") == "y\n")
        let refusal = Trial(block("b.py", "x\n", "y\n"), to: files).refusal()
        #expect(refusal?.reason == .ambiguous)
        #expect(refusal?.message.contains("lib/b.py\n  src/b.py") == true)
    }

    @Test func `a missing file is named with its namesakes`() {
        let refusal = Trial(block("x/b.py", "x\n", "y\n"), to: ["lib/b.py": "x\n"]).refusal()
        #expect(refusal?.reason == .notFound)
        #expect(refusal?.message.contains("lib/b.py") == true)
    }

    @Test func `a new name that other systems read differently is refused`() {
        for path in ["a.txt:stream", "a.", "a\u{202E}b.txt"] {
            let reply = "*** Begin Patch\n*** Add File: \(path)\n+x\n*** End Patch\n"
            #expect(Trial(reply, to: [:]).refusal()?.reason == .path, "\(path)")
        }
    }

    @Test func `a file and a folder of the same name in one reply are refused`() {
        let reply = "*** Begin Patch\n*** Add File: a\n+x\n*** Add File: a/b\n+x\n*** End Patch\n"
        #expect(Trial(reply, to: [:]).refusal()?.reason == .path)
    }
}
