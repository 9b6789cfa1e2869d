import Editing
import Testing

@Suite struct DiffTests {
    let tree = ["a.txt": "one\ntwo\nthree\nfour\nfive\n", "dir/b.txt": "b\n"]

    func diff(_ text: String) -> String { "Here:\n\n```diff\n\(text)```\n\nDone.\n" }

    @Test(arguments: [
        "--- a/a.txt\n+++ b/a.txt\n@@ -1,3 +1,3 @@\n", "--- a.txt\n+++ a.txt\n@@\n",
        "diff --git a/a.txt b/a.txt\nindex 111..222 100644\n--- a/a.txt\n+++ b/a.txt\n@@ ... @@\n",
        "--- a/a.txt\n+++ b/a.txt\n@@ -70,9 +71,2 @@ some text\n", "+++ b/a.txt\n@@ -1,3 +1,3 @@\n",
        "--- a/a.txt\t2020-01-01\n+++ b/a.txt\t2020-01-02\n@@ -1,3 +1,3 @@\n",
    ])
    func `headers may be broken, the lines decide`(_ head: String) {
        let trial = Trial(diff(head + " one\n-two\n+2\n three\n"), to: tree)
        #expect(trial.text("a.txt") == "one\n2\nthree\nfour\nfive\n")
    }

    @Test func `a diff without fence ends at the prose`() {
        let reply = "--- a/a.txt\n+++ b/a.txt\n@@ -1,2 +1,2 @@\n one\n-two\n+2\n\nThat is all.\n"
        #expect(Trial(reply, to: tree).text("a.txt") == "one\n2\nthree\nfour\nfive\n")
    }

    @Test func `a blank context line may lack its mark`() {
        let trial = Trial(
            diff("--- a/a.txt\n+++ b/a.txt\n@@ -1,3 +1,3 @@\n x\n\n-y\n+z\n"),
            to: ["a.txt": "x\n\ny\n"])
        #expect(trial.text("a.txt") == "x\n\nz\n")
    }

    @Test func `a removed line that looks like a header is a line`() {
        let files = ["q.sql": "-- drop it\nselect 1;\n"]
        let trial = Trial(
            diff(
                "--- a/q.sql\n+++ b/q.sql\n@@ -1,2 +1,2 @@\n--- drop it\n+++ keep it\n select 1;\n"),
            to: files)
        #expect(trial.text("q.sql") == "++ keep it\nselect 1;\n")
    }

    @Test func `a line number decides among equals when the diff is valid`() {
        let files = ["a.txt": "x\ny\nx\ny\n"]
        let trial = Trial(
            diff("--- a/a.txt\n+++ b/a.txt\n@@ -3,2 +3,2 @@\n-x\n+z\n y\n"), to: files)
        #expect(trial.text("a.txt") == "x\ny\nz\ny\n")
        #expect(trial.strategy == .hint)
        #expect(trial.applied()?.hunks.first?.candidates == 2)
        let bare = Trial(diff("--- a/a.txt\n+++ b/a.txt\n@@\n-x\n+z\n y\n"), to: files)
        #expect(bare.refusal()?.reason == .ambiguous)
        let between = Trial(
            diff("--- a/a.txt\n+++ b/a.txt\n@@ -2,2 +2,2 @@\n-x\n+z\n y\n"), to: files)
        #expect(between.refusal()?.reason == .ambiguous)
    }

    @Test(arguments: ["120000", "160000"])
    func `a diff that makes a link or a submodule is refused`(mode: String) {
        let trial = Trial(
            diff(
                "diff --git a/l b/l\nnew file mode \(mode)\n--- /dev/null\n+++ b/l\n@@ -0,0 +1 @@\n+/etc\n"
            ), to: tree)
        let refusal = trial.refusal()
        #expect(refusal?.reason == .path)
        #expect(refusal?.message.contains(mode) == true)
    }

    @Test func `files are created, deleted and renamed`() {
        let trial = Trial(
            diff(
                "diff --git a/n.sh b/n.sh\nnew file mode 100755\n--- /dev/null\n+++ b/n.sh\n@@ -0,0 +1 @@\n+hi\n"
                    + "--- a/dir/b.txt\n+++ /dev/null\n@@ -1 +0,0 @@\n-b\n"
                    + "diff --git a/a.txt b/c.txt\nsimilarity index 90%\nrename from a.txt\nrename to c.txt\n"
                    + "--- a/a.txt\n+++ b/c.txt\n@@ -1,2 +1,2 @@\n-one\n+1\n two\n"), to: tree)
        #expect(
            trial.applied()?.files == [
                FileChange(
                    path: "c.txt", oldPath: "a.txt", kind: .rename,
                    bytes: Array("1\ntwo\nthree\nfour\nfive\n".utf8)),
                FileChange(path: "dir/b.txt", kind: .delete, bytes: nil),
                FileChange(
                    path: "n.sh", kind: .create, bytes: Array("hi\n".utf8), isExecutable: true),
            ])
    }

    @Test func `a mode changes without a hunk`() {
        let reply = diff("diff --git a/a.txt b/a.txt\nold mode 100644\nnew mode 100755\n")
        let change = Trial(reply, to: tree).applied()?.files.first
        #expect(change?.isExecutable == true)
        #expect(change?.kind == .modify)
    }

    @Test func `the newline at the end is added and taken away as the diff says`() {
        let remove = diff(
            "--- a/dir/b.txt\n+++ b/dir/b.txt\n@@ -1 +1 @@\n-b\n+c\n\\ No newline at end of file\n")
        #expect(Trial(remove, to: tree).text("dir/b.txt") == "c")
        let add = diff(
            "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-b\n\\ No newline at end of file\n+b\n")
        #expect(Trial(add, to: ["x": "b"]).text("x") == "b\n")
    }

    @Test func `a diff that stops early is truncated`() {
        let reply = "```diff\n--- a/a.txt\n+++ b/a.txt\n@@ -1,4 +1,4 @@\n one\n-two\n+2\n"
        #expect(Trial(reply, to: tree).refusal()?.reason == .truncated)
        let whole = "```diff\n--- a/a.txt\n+++ b/a.txt\n@@ -1,3 +1,3 @@\n one\n-two\n+2\n three\n"
        #expect(Trial(whole, to: tree).text("a.txt") == "one\n2\nthree\nfour\nfive\n")
    }

    @Test func `a diff without fence that stops early is truncated, unless its numbers are wrong`()
    {
        let head = "--- a/a.txt\n+++ b/a.txt\n"
        let cut = head + "@@ -1,4 +1,5 @@\n one\n-two\n+2\n"
        #expect(Trial(cut, to: tree).refusal()?.reason == .truncated)
        let inLine = "```diff\n" + head + "@@ -1,2 +1,2 @@\n one\n-two\n+2 and mo"
        #expect(Trial(inLine, to: tree).refusal()?.reason == .truncated)
        let wrong = head + "@@ -1,9 +1,9 @@\n-one\n+1\n two\n three\n four\n"
        #expect(Trial(wrong, to: tree).text("a.txt") == "1\ntwo\nthree\nfour\nfive\n")
    }

    @Test func `a binary diff is refused`() {
        let reply = diff("diff --git a/x.png b/x.png\nBinary files a/x.png and b/x.png differ\n")
        #expect(Trial(reply, to: tree).refusal()?.reason == .binary)
    }

    @Test func `a new file that exists is refused`() {
        let reply = diff("--- /dev/null\n+++ b/a.txt\n@@ -0,0 +1 @@\n+x\n")
        #expect(Trial(reply, to: tree).refusal()?.reason == .path)
    }
}
