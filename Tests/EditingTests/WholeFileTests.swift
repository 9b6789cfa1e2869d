import Editing
import Testing

@Suite struct WholeFileTests {
    let lines = (1...20).map { "line \($0)\n" }.joined()

    @Test(arguments: [
        "a.txt\n```\n", "**a.txt**\n\n```text\n", "```text a.txt\n", "```txt:a.txt\n",
    ])
    func `the path may stand in many places`(_ head: String) {
        let trial = Trial(head + lines + "more\n```\n", to: ["a.txt": lines])
        #expect(trial.text("a.txt") == lines + "more\n")
        #expect(trial.strategy == .wholeFile)
    }

    @Test func `a new file is created, an equal one left alone`() {
        #expect(Trial("b/c.txt\n```\nx\n```\n", to: ["a.txt": "y\n"]).text("b/c.txt") == "x\n")
        #expect(Trial("a.txt\n```\nx\n```\n", to: ["a.txt": "x\n"]).applied()?.files == [])
    }

    @Test func `line ends and the newline at the end stay`() {
        let files = ["a.txt": "x\r\ny"]
        #expect(Trial("a.txt\n```\nx\nz\n```\n", to: files).text("a.txt") == "x\r\nz")
    }

    @Test func `fences inside a file do not end it`() {
        let reply = "doc.md\n````markdown\nA\n```\ncode\n```\nB\n````\n"
        #expect(Trial(reply, to: [:]).text("doc.md") == "A\n```\ncode\n```\nB\n")
        let nested = "doc.md\n```markdown\nA\n```sh\ncode\n```\nB\n```\n"
        #expect(Trial(nested, to: [:]).text("doc.md") == "A\n```sh\ncode\n```\nB\n")
    }

    @Test func `a file that stops early is truncated`() {
        #expect(Trial("a.txt\n```\nline 1\n", to: ["a.txt": lines]).refusal()?.reason == .truncated)
    }

    @Test func `a file with lines left out is refused`() {
        let reply = "a.txt\n```\nline 1\n# ... existing code ...\nline 20\n```\n"
        #expect(Trial(reply, to: ["a.txt": lines]).refusal()?.reason == .elision)
        // The file's own line of that kind is text.
        let own = lines + "# ... existing code ...\n"
        #expect(
            Trial("a.txt\n```\n\(own)new\n```\n", to: ["a.txt": own]).text("a.txt") == own + "new\n"
        )
    }

    @Test func `a piece of a file does not replace it`() {
        let reply = "a.txt\n```\nline 1\nline 2\n```\n"
        #expect(Trial(reply, to: ["a.txt": lines]).refusal()?.reason == .elision)
    }

    @Test func `beside other edits a piece of the file is no edit`() {
        let reply = "a.txt\n```\nline 1\nline 2\n```\n" + block("a.txt", "line 3\n", "drei\n")
        #expect(
            Trial(reply, to: ["a.txt": lines]).text("a.txt")
                == lines.replacing("line 3\n", with: "drei\n"))
    }

    @Test(arguments: [
        "Please add `src/a.py` to the chat.\n", "Run this:\n\n```bash\nmake test\n```\n",
        "1. `src/a.py` - the parser\n2. `src/b.py` - the lexer\n", "", "{\"need\":[\"src/a.py\"]}",
        "The output is:\n```json\n{\"a\": 1}\n```\n",
    ])
    func `prose is no edit`(_ reply: String) {
        #expect(
            Trial(reply, to: ["src/a.py": "x\n"]).outcome
                == .noEdits(NoEdits(isRefusalByModel: false)))
    }

    @Test func `a refusal of the model is recognised`() {
        let trial = Trial("I’m sorry, but I can’t help with that.\n", to: [:])
        #expect(trial.outcome == .noEdits(NoEdits(isRefusalByModel: true)))
    }

    @Test func `a file that holds bare fences needs a longer one`() {
        let files = ["README.md": "# Old\n"]
        let inner = "# New\n\n```\nmake\n```\n\nDone.\n"
        let unsure = Trial("README.md\n```markdown\n\(inner)```\n", to: files)
        #expect(unsure.refusal()?.reason == .ambiguous)
        #expect(
            Trial("README.md\n````markdown\n\(inner)````\n", to: files).text("README.md") == inner)
        let after = "README.md\n```markdown\n# New\n```\n\nThen run:\n\n```bash\nmake\n```\n"
        #expect(Trial(after, to: files).text("README.md") == "# New\n")
    }

    @Test func `a fence that is indented is text of the file`() {
        let text = "def f():\n    \"\"\"\n    ```\n    x\n    ```\n    \"\"\"\n"
        #expect(Trial("a.py\n```python\n\(text)```\n", to: ["a.py": "\n"]).text("a.py") == text)
    }

    @Test func `a short path does not take another file's place`() {
        let files = ["src/util.py": "a = 1\nb = 2\nc = 3\n"]
        let other = Trial("util.py\n```\nx = 1\n```\n", to: files)
        #expect(other.refusal()?.reason == .ambiguous)
        let same = Trial("util.py\n```\na = 1\nb = 2\nc = 4\n```\n", to: files)
        #expect(same.text("src/util.py") == "a = 1\nb = 2\nc = 4\n")
    }

    @Test func `a piece beside edits of the same file shows what is talked about, or is refused`() {
        let files = ["a.py": "a = 1\nb = 2\nc = 3\n"]
        let edit = block("a.py", "b = 2\n", "b = 4\n")
        let before = "a.py\n```\na = 1\nb = 2\n```\n\n" + edit
        #expect(Trial(before, to: files).text("a.py") == "a = 1\nb = 4\nc = 3\n")
        let after = edit + "\nThe result:\n\na.py\n```\na = 1\nb = 4\n```\n"
        #expect(Trial(after, to: files).text("a.py") == "a = 1\nb = 4\nc = 3\n")
        let other = edit + "\na.py\n```\na = 7\nb = 4\n```\n"
        #expect(Trial(other, to: files).refusal()?.reason == .overlap)
    }
}
