import Commands
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

/// What of the files that an agent changed becomes part of its change.
struct `The difference of an agent's work` {
    let scene: WorkspaceScene

    init() throws {
        scene = try WorkspaceScene()
        try scene.scratch.write("a.txt", "a\n")
        try scene.scratch.write("b/c.txt", "c\n")
        try scene.scratch.write("b/d.txt", "d\n")
        try scene.scratch.write("tool.sh", "#!/bin/sh\n")
        try scene.scratch.commit("base")
    }

    /// Lets a script work on the checkout's commit, and describes what it changed.
    private func changes(
        _ script: String, leftovers: [String] = [], limits: WorkLimits = WorkLimits()
    ) async throws -> [String] {
        let workspace = try scene.plain()
        try await workspace.bring(to: scene.id(scene.scratch.head))
        let run = try await workspace.work(
            AgentTask(
                name: "fake", settings: BuilderSettings(command: ["/bin/sh", "-ec", script]),
                prompt: "", timeLimitSeconds: 60))
        #expect(run.exit == 0, "\(String(decoding: run.errors, as: UTF8.self))")
        let difference = try await workspace.difference(leftovers: leftovers, limits: limits)
        try await workspace.bring(to: scene.id(scene.scratch.head))
        #expect(try scene.differences(workspace) == "")
        return difference.files.map(Self.line) + difference.refused.map { "\($0.path): \($0.why)" }
    }

    private static func line(_ file: WorkDifference.File) -> String {
        switch file.content {
        case .gone: "- \(file.path)"
        case .link(let target): "l \(file.path) \(String(decoding: target, as: UTF8.self))"
        case .file(let bytes, let isExecutable):
            "\(isExecutable ? "x" : "f") \(file.path) \(String(decoding: bytes, as: UTF8.self).debugDescription)"
        }
    }

    @Test func `added, changed, deleted, moved, executable and linked files`() async throws {
        let found = try await changes(
            """
            echo more >> a.txt; echo new > n.txt; rm b/c.txt; mv b/d.txt e.txt; chmod +x tool.sh
            ln -s a.txt link; ln -s /etc/passwd out; mkdir empty; printf '' > nothing
            """)
        #expect(
            found == [
                #"f a.txt "a\nmore\n""#, "- b/c.txt", "- b/d.txt", #"f e.txt "d\n""#,
                "l link a.txt", #"f n.txt "new\n""#, #"f nothing """#, "l out /etc/passwd",
                ##"x tool.sh "#!/bin/sh\n""##,
            ])
    }

    @Test func `what was only touched is no change`() async throws {
        let found = try await changes(
            "touch a.txt; cp b/c.txt x; mv x b/c.txt; chmod +x tool.sh; chmod -x tool.sh")
        #expect(found == [])
    }

    @Test func `a file in the place of a folder, and a folder in the place of a file`()
        async throws
    {
        let found = try await changes(
            "rm -r b; echo b > b; rm a.txt; mkdir a.txt; echo x > a.txt/x")
        #expect(
            found == [
                "- a.txt", #"f a.txt/x "x\n""#, #"f b "b\n""#, "- b/c.txt", "- b/d.txt",
            ])
    }

    @Test func `no link leads the reading out of the folder`() async throws {
        let outside = try scene.scratch.directory.makeFolder("outside")
        try scene.scratch.directory.write("outside/c.txt", "stolen\n")
        let found = try await changes("rm -r b; ln -s \(outside) b; ln a.txt hard")
        #expect(
            found == ["l b \(outside)", "- b/c.txt", "- b/d.txt", #"f hard "a\n""#])
    }

    @Test func `pipes and sockets are nothing, and what cannot be read is made readable`()
        async throws
    {
        let found = try await changes(
            """
            mkfifo pipe; rm a.txt; mkfifo a.txt
            python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind("s")'
            echo secret > closed; chmod 000 closed
            """)
        #expect(found == ["- a.txt", #"f closed "secret\n""#])
    }

    @Test func `ignored is what the commit ignores, and not what the agent ignores`() async throws {
        try scene.scratch.write(".gitignore", "*.log\n/build/\n!keep.log\nnode_modules/\n")
        try scene.scratch.write("b/.gitignore", "made*\n/only-here\n")
        try scene.scratch.write("package.json", "{}\n")
        try scene.scratch.commit("ignore")
        let found = try await changes(
            """
            echo '*' > .gitignore; echo '*' > b/.gitignore; mkdir -p sub; echo '*' > sub/.gitignore
            echo x > out.log; echo x > keep.log; mkdir -p build/deep b/deep node_modules/m vendor
            echo x > build/deep/o; echo x > b/deep/made-it; echo x > b/only-here
            echo x > b/deep/only-here; echo x > node_modules/m/i.js; echo x > sub/new; echo x > made
            """)
        #expect(
            found == [
                #"f .gitignore "*\n""#, #"f b/.gitignore "*\n""#,
                #"f b/deep/only-here "x\n""#, #"f keep.log "x\n""#, #"f made "x\n""#,
                #"f sub/.gitignore "*\n""#, #"f sub/new "x\n""#,
            ])
    }

    @Test func `the user's own ignore files count too, and what the agent leaves for itself`()
        async throws
    {
        try scene.scratch.write(".git/info/exclude", "mine.txt\n")
        try scene.scratch.directory.write("home/.config/git/ignore", "*.swp\n")
        let found = try await changes(
            """
            echo x > mine.txt; echo x > .a.swp; echo x > .aider.history; mkdir .aider.cache
            echo x > .aider.cache/x; echo x > new
            mkdir -p b/__pycache__ .pytest_cache; echo x > b/__pycache__/c.pyc; echo x > .pytest_cache/x
            """, leftovers: [".aider*"])
        #expect(found == [#"f new "x\n""#])
    }

    @Test func `git folders and the policy's folder are never part of it`() async throws {
        try scene.scratch.write(".autopack/autopack.yaml", "protected: [x]\n")
        try scene.scratch.commit("policy")
        let found = try await changes(
            """
            rm -r .autopack; mkdir .autopack; echo 'protected: []' > .autopack/autopack.yaml
            mkdir -p inner/deeper; cd inner; git init -q .; echo x > x; cd deeper; git init -q .
            echo y > y; cd ../..; mkdir gitfile; echo 'gitdir: /etc' > gitfile/.git; echo z > gitfile/z
            """)
        #expect(
            found == [
                #"f gitfile/z "z\n""#, #"f inner/deeper/y "y\n""#, #"f inner/x "x\n""#,
            ])
    }

    @Test func `a file that is too large is named`() async throws {
        let limits = WorkLimits(fileBytes: 1000, totalBytes: 2500, files: 100)
        #expect(
            try await changes("head -c 1001 /dev/zero > big; echo x > n", limits: limits)
                == [#"f n "x\n""#, "big: 1001 bytes, more than 1000 bytes"])
        let parts = try await changes(
            "for n in 1 2 3; do head -c 900 /dev/zero > $n; done", limits: limits)
        #expect(parts.last == "3: all changes together are more than 2500 bytes")
        let many = try await changes(
            "for n in $(seq 1 120); do echo > $n; done", limits: limits)
        #expect(many.last?.hasSuffix("more than 100 files changed") == true)
        #expect(many.count == 101)
    }

    @Test func `a large file of the commit that was touched is no change`() async throws {
        try scene.scratch.write("large", String(repeating: "x", count: 5000))
        try scene.scratch.commit("large")
        let limits = WorkLimits(fileBytes: 1000)
        #expect(try await changes("touch large", limits: limits) == [])
        #expect(
            try await changes("printf y | dd of=large conv=notrunc 2>/dev/null", limits: limits)
                == ["large: 5000 bytes, more than 1000 bytes"])
    }

    @Test func `names that git or a person would misread are named`() async throws {
        let found = try await changes(
            #"printf x > "$(printf 'bad\377name')"; printf x > 'git~1'; printf x > 'new"line\n'"#)
        #expect(found.count == 3, "\(found)")
        #expect(found.first?.hasPrefix("f ") == true)
        #expect(found.contains { $0.contains("not UTF-8") })
        #expect(found.contains { $0.hasPrefix("git~1: ") })
    }

    @Test func `bytes come as git stores them`() async throws {
        try scene.scratch.write(".gitattributes", "*.txt text eol=crlf\n*.bin filter=lfs\n")
        try scene.scratch.write("p.bin", "pointer\n")
        try scene.scratch.commit("attributes")
        let found = try await changes(
            #"printf 'a\r\nmore\r\n' > a.txt; printf 'n\r\n' > n.txt; printf 'n\r\n' > n.md;"#
                + #" touch b/c.txt; printf 'raw' > p.bin"#)
        #expect(
            found == [
                #"f a.txt "a\nmore\n""#, #"f n.md "n\r\n""#, #"f n.txt "n\n""#,
                "p.bin: it has the filter lfs, so it is read-only",
            ])
    }

    /// Patterns that were moved to the root of the tree ignore what git ignores by the files.
    @Test(arguments: 0..<8) func `patterns mean the same wherever they stand`(seed: UInt64)
        async throws
    {
        var random = SeededGenerator(seed: seed)
        let names = ["a", "b", "ab", "x.o", "a b", "#c", "é"]
        let patterns = [
            "a", "/a", "a/", "*.o", "b/a", "**/ab", "!a", "!/b/a", "a/**", "\\#c", "# no", "é",
            "a b",
            "[ab]", "/b/*", "!/b/x.o", "",
        ]
        let folders = ["", "b/", "a/", "b/a/"]
        for folder in folders where Bool.random(using: &random) {
            let lines = (0..<3).map { _ in patterns.randomElement(using: &random) ?? "" }
            try scene.scratch.write(
                "\(folder)sub/.gitignore", lines.joined(separator: "\n") + "\n")
        }
        try scene.scratch.git("add", "-f", "-A")
        try scene.scratch.git("commit", "-qm", "ignore", "--allow-empty")
        var files: Set<String> = []
        for folder in folders {
            for below in ["", "a/", "b/", "b/a/"] {
                for name in names where !["a", "b"].contains(name) {
                    files.insert("\(folder)sub/\(below)\(name)")
                }
            }
        }
        let script = files.sorted().map { "mkdir -p \"$(dirname '\($0)')\"; echo > '\($0)'" }
            .joined(separator: "\n")
        let found = try await changes(script)
        for file in files { try scene.scratch.write(file, "\n") }
        let expected = try scene.scratch.git(
            "ls-files", "--others", "--exclude-standard", "-z"
        ).split(separator: "\0").map { "f \($0) \("\n".debugDescription)" }.sorted()
        #expect(found.sorted() == expected, "seed \(seed)")
    }
}
