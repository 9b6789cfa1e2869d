import Editing
import Testing

@Suite struct EnvelopeTests {
    let tree = [
        "app.py":
            "class A:\n    def run(self):\n        go()\n\nclass B:\n    def run(self):\n        go()\n",
        "old.txt": "x\n",
    ]

    func patch(_ body: String) -> String {
        "```\n*** Begin Patch\n\(body)*** End Patch\n```\n"
    }

    @Test func `hunks with and without a definition are applied`() {
        let trial = Trial(
            patch(
                "*** Update File: app.py\n@@ class B:\n     def run(self):\n-        go()\n+        stop()\n"
            ),
            to: tree)
        #expect(
            trial.text("app.py")
                == "class A:\n    def run(self):\n        go()\n\nclass B:\n    def run(self):\n        stop()\n"
        )
        #expect(trial.strategy == .hint)
    }

    @Test func `several definitions in a row are nested`() {
        let trial = Trial(
            patch(
                "*** Update File: app.py\n@@ class A:\n@@     def run(self):\n-        go()\n+        stop()\n"
            ),
            to: tree)
        #expect(
            trial.text("app.py")?.hasPrefix("class A:\n    def run(self):\n        stop()\n")
                == true)
    }

    @Test func `without a definition equal places are ambiguous`() {
        let trial = Trial(
            patch("*** Update File: app.py\n@@\n-        go()\n+        stop()\n"), to: tree)
        #expect(trial.refusal()?.reason == .ambiguous)
    }

    @Test func `files are added, deleted and moved`() {
        let trial = Trial(
            patch(
                "*** Add File: new.txt\n+a\n+\n+b\n*** Delete File: old.txt\n"
                    + "*** Update File: app.py\n*** Move to: lib/app.py\n@@\n-class A:\n+class C:\n"
            ),
            to: tree)
        let files = trial.applied()?.files ?? []
        #expect(files.map(\.path) == ["lib/app.py", "new.txt", "old.txt"])
        #expect(files.map(\.kind) == [.rename, .create, .delete])
        #expect(trial.text("new.txt") == "a\n\nb\n")
        #expect(files.first?.oldPath == "app.py")
    }

    @Test func `a file that is deleted and added is written anew and keeps its mode`() {
        var base = MemoryBase(tree)
        base.set("run.sh", to: .executable, bytes: Array("exit 0\n".utf8))
        let reply = patch("*** Delete File: run.sh\n*** Add File: run.sh\n+exit 1\n")
        let files = Trial(reply, to: base).applied()?.files
        #expect(
            files == [
                FileChange(
                    path: "run.sh", kind: .modify, bytes: Array("exit 1\n".utf8),
                    isExecutable: true)
            ])
    }

    @Test(arguments: [
        ("*** Delete File: new.txt\n*** Add File: new.txt\n+y\n", ["old.txt>new.txt"]),
        (
            "*** Delete File: new.txt\n*** Update File: app.py\n*** Move to: new.txt\n@@\n"
                + "-class A:\n+class C:\n", ["app.py>new.txt", "old.txt-"]
        ),
        ("*** Add File: old.txt\n+z\n*** Delete File: old.txt\n", ["old.txt>new.txt"]),
    ])
    func `a file that was moved is gone, whatever takes its new path`(
        _ rest: String, _ changes: [String]
    ) {
        let move = "*** Update File: old.txt\n*** Move to: new.txt\n@@\n-x\n+w\n"
        let files = Trial(patch(move + rest), to: tree).applied()?.files
        let told = files?.map { file in
            file.kind == .delete ? file.path + "-" : "\(file.oldPath ?? "")>\(file.path)"
        }
        #expect(told == changes)
    }

    @Test func `a file that is not there is not moved`() {
        let reply = patch("*** Update File: none.py\n*** Move to: new.py\n@@\n+class C:\n")
        #expect(Trial(reply, to: tree).refusal()?.reason == .notFound)
    }

    @Test func `an envelope without its end is truncated`() {
        let reply = "*** Begin Patch\n*** Update File: app.py\n@@\n-class A:\n+class C:\n"
        #expect(Trial(reply, to: tree).refusal()?.reason == .truncated)
    }

    @Test func `a heredoc around the envelope does no harm`() {
        let reply =
            "```bash\napply_patch <<'EOF'\n*** Begin Patch\n*** Delete File: old.txt\n*** End Patch\nEOF\n```\n"
        #expect(Trial(reply, to: tree).applied()?.files.map(\.kind) == [.delete])
    }
}
