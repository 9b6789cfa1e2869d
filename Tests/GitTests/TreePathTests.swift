import Git
import Testing

struct TreePathTests {
    @Test(arguments: [
        "a", "a/b.c", ".gitignore", ".github/x", "git~2", "gi7eba~1", ".git-not", "a.git",
        "...", " ", ".gitmodules",
    ])
    func `a plain path is allowed`(path: String) throws {
        try TreePath(path).check()
    }

    @Test(arguments: [
        "", "/a", "a/", "a//b", ".", "..", "a/../b", "./a", "a\0b", ".git", ".GIT/config",
        "a/.Git", "git~1", "GIT~1/x", ".git.", ".git ", ".git . .", ".git::$INDEX_ALLOCATION",
        ".g\u{200c}it", "\u{feff}.git", ".git\\x", "a\\.git", "a\\git~1\\b",
    ])
    func `a path that some file system takes for another one is refused`(path: String) {
        #expect(throws: GitError.self) { try TreePath(path).check() }
    }

    @Test func `git refuses no path that is allowed here`() async throws {
        let scratch = try await ScratchRepository()
        let repository = try scratch.open()
        let blob = try repository.writeBlob([])
        let paths = ["git~2", ".git-not", "a.git", "...", " ", "\u{e4}", "x\\y", "a:b", "aux"]
        let tree = try repository.writeTree(
            base: nil, changes: paths.map { .put(TreePath($0), .regular, blob) })
        try await scratch.git("commit-tree", tree.hex, "-m", "x")
        try await scratch.verify()
    }

    @Test func `a path is quoted as git quotes it`() async throws {
        let scratch = try await ScratchRepository()
        let repository = try scratch.open()
        let blob = try repository.writeBlob([])
        let names: [[UInt8]] = [
            Array("plain".utf8), Array("with blank".utf8), Array("ta\tb".utf8),
            Array("new\nline".utf8), Array("quote\"".utf8), Array("back\\slash".utf8),
            [0x07, 0x1b, 0x7f], [0xff, 0xfe, 0x41],
        ]
        let tree = try repository.writeTree(
            base: nil, changes: names.map { .put(TreePath(bytes: $0), .regular, blob) })
        let printed = try await scratch.git(
            "-c", "core.quotePath=false", "ls-tree", "--name-only", tree.hex)
        // Git keeps bytes that are no UTF-8 with this setting; we write them as digits.
        var expected: Set<String> = []
        for line in printed.split(separator: "\n") where !line.contains("\u{fffd}") {
            expected.insert(String(line))
        }
        let ours = Set(names.dropLast().map { TreePath(bytes: $0).quoted })
        #expect(ours == expected)
        #expect(TreePath(bytes: [0xff, 0xfe, 0x41]).quoted == "\"\\377\\376A\"")
    }

    @Test(arguments: [11, 12, 13] as [UInt64])
    func `quoting loses nothing`(seed: UInt64) throws {
        var random = Seeded(seed)
        for _ in 0..<500 {
            let bytes = (0..<Int.random(in: 0...8, using: &random)).map { _ in
                UInt8.random(in: 1...255, using: &random)
            }
            let path = TreePath(bytes: bytes)
            #expect(TreePath(quoted: path.quoted) == path, "seed \(seed): \(bytes)")
        }
        for bad in ["\"", "\"a", "\"\\\"", "\"\\9\"", "\"\\400\"", "\"a\"b\"", "\"\\12\""] {
            #expect(TreePath(quoted: bad) == nil, "\(bad)")
        }
    }
}
