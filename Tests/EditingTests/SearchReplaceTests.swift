import Editing
import Testing

@Suite struct SearchReplaceTests {
    let tree = ["lib/a.py": "one\ntwo\nthree\n"]

    @Test(arguments: [
        ("<<<<<<< SEARCH", "=======", ">>>>>>> REPLACE"),
        ("<<<<<<<SEARCH", "=======", ">>>>>>>REPLACE"),
        ("<<<<< search", "=====", ">>>>> replace"),
        ("------- SEARCH", "=======", "+++++++ REPLACE"),
        ("<<<<<<<< ORIGINAL", "========", ">>>>>>>> UPDATED"),
        ("<<<<<<< SEARCH>", "========= ", ">>>>>> REPLACE  "),
    ])
    func `every spelling of the markers is read`(_ start: String, _ middle: String, _ end: String) {
        let reply = "lib/a.py\n```\n\(start)\ntwo\n\(middle)\n2\n\(end)\n```\n"
        #expect(Trial(reply, to: tree).text("lib/a.py") == "one\n2\nthree\n")
    }

    @Test(arguments: [
        "lib/a.py\n", "`lib/a.py`\n", "**lib/a.py**\n", "### lib/a.py\n", "#### `lib/a.py`:\n",
        "**File:** `lib/a.py`\n", "File: lib/a.py\n", "1. lib/a.py\n", "- `lib/a.py`\n\n",
        "// lib/a.py\n",
        "./lib/a.py\n", "a/lib/a.py\n", "b/lib/a.py\n", "a.py\n", "In `lib/a.py` change this:\n",
    ])
    func `the path above a block is read with its decoration`(_ head: String) {
        let body = "<<<<<<< SEARCH\ntwo\n=======\n2\n>>>>>>> REPLACE\n"
        for fence in ["", "```python\n", "~~~~\n", "<source>python\n"] {
            #expect(
                Trial(head + fence + body, to: tree).text("lib/a.py") == "one\n2\nthree\n",
                "fence \(fence)")
        }
    }

    @Test func `the path may stand in the fence or in its info`() {
        let body = "<<<<<<< SEARCH\ntwo\n=======\n2\n>>>>>>> REPLACE\n```\n"
        for head in ["```python\nlib/a.py\n", "```python lib/a.py\n", "```py title=\"lib/a.py\"\n"]
        {
            #expect(Trial(head + body, to: tree).text("lib/a.py") == "one\n2\nthree\n", "\(head)")
        }
    }

    @Test func `a block without a path is one of the file before`() {
        let reply =
            block("lib/a.py", "one\n", "1\n")
            + "And then:\n<<<<<<< SEARCH\ntwo\n=======\n2\n>>>>>>> REPLACE\n"
        #expect(Trial(reply, to: tree).text("lib/a.py") == "1\n2\nthree\n")
    }

    @Test func `a block that names no file is refused`() {
        let reply = "<<<<<<< SEARCH\ntwo\n=======\n2\n>>>>>>> REPLACE\n"
        #expect(Trial(reply, to: tree).refusal()?.reason == .notFound)
    }

    @Test func `an empty search creates a file`() {
        let trial = Trial(block("new/b.py", "", "x = 1\n"), to: tree)
        #expect(
            trial.applied()?.files == [
                FileChange(path: "new/b.py", kind: .create, bytes: Array("x = 1\n".utf8))
            ])
    }

    @Test func `an empty search in a file with lines is ambiguous`() {
        #expect(Trial(block("lib/a.py", "", "x\n"), to: tree).refusal()?.reason == .ambiguous)
    }

    @Test func `a later block may quote what an earlier one wrote`() {
        let reply = block("lib/a.py", "two\n", "2\n") + block("lib/a.py", "one\n2\n", "1\n2\n")
        #expect(Trial(reply, to: tree).text("lib/a.py") == "1\n2\nthree\n")
    }

    @Test func `blocks in any order meet in the file`() {
        let reply =
            block("lib/a.py", "two\nthree\n", "new\ntwo\nthree\n")
            + block("lib/a.py", "one\n", "one\nmore\n")
        #expect(Trial(reply, to: tree).text("lib/a.py") == "one\nmore\nnew\ntwo\nthree\n")
    }

    @Test func `two blocks that change the same lines overlap`() {
        let reply = block("lib/a.py", "two\n", "2\n") + block("lib/a.py", "two\nthree\n", "zwei\n")
        #expect(Trial(reply, to: tree).refusal()?.reason == .overlap)
    }

    @Test func `one block without a place refuses all`() {
        let reply =
            block("lib/a.py", "two\n", "2\n") + block("lib/a.py", "nothing like it\n", "x\n")
        let refusal = Trial(reply, to: tree).refusal()
        #expect(refusal?.reason == .notFound)
        #expect(refusal?.hunks.map(\.strategy) == [.exact, nil])
    }

    @Test func `a change that is there already is said so and changes nothing`() {
        let reply = block("lib/a.py", "two\n", "deux and\nsomething more\n")
        let once = Trial(reply, to: tree).text("lib/a.py") ?? ""
        let again = Trial(reply, to: ["lib/a.py": once]).applied()
        #expect(again?.files == [])
        #expect(again?.hunks.map(\.strategy) == [.alreadyApplied])
    }

    @Test(arguments: [
        "lib/a.py\n```\n<<<<<<< SEARCH\ntwo\n=======\n2\n", "lib/a.py\n```\n<<<<<<< SEARCH\ntwo\n",
        "lib/a.py\n```\n<<<<<<< SEARCH\ntwo\n>>>>>>> REPLACE\n```\n",
        "lib/a.py\n```\n<<<<<<< SEARCH\ntwo\n=======\n2\n>>>>>>> REPLACE\n```\n\nlib/b.py\n```python\n",
        "lib/a.py\n```\n<<<<<<< SEARCH\ntwo\n=======\n2\n>>>>>>> REPLACE\n```\n\nlib/b.py\n",
        "lib/a.py\n```\ntwo\n=======\n2\n>>>>>>> REPLACE\n```\n",
    ])
    func `a block that is cut short is truncated`(_ reply: String) {
        #expect(Trial(reply, to: tree).refusal()?.reason == .truncated)
    }

    @Test func `a truncated reply names what was complete`() {
        let reply = block("lib/a.py", "two\n", "2\n") + "lib/b.py\n```\n<<<<<<< SEARCH\nx\n"
        let refusal = Trial(reply, to: tree).refusal()
        #expect(refusal?.completePaths == ["lib/a.py"])
        #expect(refusal?.message.contains("lib/a.py") == true)
    }

    @Test func `an unclosed fence behind a complete block does no harm`() {
        let reply = "lib/a.py\n```\n<<<<<<< SEARCH\ntwo\n=======\n2\n>>>>>>> REPLACE\n"
        #expect(Trial(reply, to: tree).text("lib/a.py") == "one\n2\nthree\n")
    }

    @Test func `a heading underlined with equals signs is not the divider`() {
        let files = ["doc.rst": "Title\n=====\n\nText\n"]
        let reply = block("doc.rst", "Title\n=====\n", "Name\n====\n")
        #expect(Trial(reply, to: files).text("doc.rst") == "Name\n====\n\nText\n")
    }
}
