import Agents
import Testing

struct ChangeTextTests {
    /// A patch of one file with so many hunks.
    private func patch(_ path: String, hunks: Int = 1, lines: Int = 3) -> String {
        let head =
            "diff --git a/\(path) b/\(path)\nindex 1..2 100644\n--- a/\(path)\n+++ b/\(path)\n"
        return head
            + (0..<hunks).map { hunk in
                "@@ -\(hunk * 50 + 1),0 +\(hunk * 50 + 1),\(lines) @@\n"
                    + (0..<lines).map { "+line \($0) of \(path)\n" }.joined()
            }.joined()
    }

    private func text(
        _ patch: String, limitBytes: Int, unshown: [(path: String, why: String)] = []
    ) -> String {
        ChangeText(patch: Array(patch.utf8), unshown: unshown).text(limitBytes: limitBytes)
    }

    @Test func `a change that fits is shown as it is`() {
        let whole = patch("a.py", hunks: 3) + patch("yarn.lock", hunks: 2)
        #expect(text(whole, limitBytes: whole.utf8.count) == whole)
    }

    @Test func `what programs wrote goes first, the largest of it first`() {
        let source = patch("src/a.py", hunks: 4)
        let lock = patch("web/package-lock.json", hunks: 10)
        let built = patch("dist/app.js", hunks: 2)
        let whole = built + source + lock
        let shown = text(whole, limitBytes: whole.utf8.count - 1)
        #expect(shown.hasPrefix(built + source))
        #expect(shown.contains("[web/package-lock.json: its change, which a program"))
        #expect(shown.contains("30 lines added, 0 removed]"))
        let less = text(whole, limitBytes: source.utf8.count)
        #expect(less.hasPrefix(source) && less.contains("[dist/app.js: its change"))
    }

    @Test(arguments: [0, 1, 60, 200, 400, 1000, 3000])
    func `only whole hunks are left out`(limit: Int) {
        let whole = patch("a.py", hunks: 9) + patch("b.py", hunks: 5)
        let lines = Set(whole.split(separator: "\n"))
        let shown = text(whole, limitBytes: limit)
        for line in shown.split(separator: "\n") where !line.hasPrefix("[") {
            #expect(lines.contains(line), "\(line)")
        }
        let kept = shown.split(separator: "\n").filter { !$0.hasPrefix("[") }
        #expect(kept.reduce(0) { $0 + $1.utf8.count + 1 } <= limit)
        if limit < 1000 { #expect(shown.contains("is not shown: ")) }
    }

    @Test func `a line that looks like another file's beginning is a line`() {
        let whole =
            "diff --git a/a.md b/a.md\n--- a/a.md\n+++ b/a.md\n@@ -1 +1,2 @@\n+diff --git a/x b/x\n"
        #expect(text(whole, limitBytes: 10_000) == whole)
        #expect(
            text(whole, limitBytes: 10)
                == "[a.md: its change is not shown: 1 lines added, 0 removed]\n")
    }

    @Test func `what is never sent is named with its reason`() {
        #expect(
            text("", limitBytes: 10, unshown: [(".env", "is changed, and is not sent")])
                == "[.env is changed, and is not sent]\n")
    }
}
