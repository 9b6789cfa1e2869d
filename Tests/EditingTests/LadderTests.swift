import Editing
import Testing

@Suite struct LadderTests {
    let code = "def f(x):\n    if x:\n        return 1\n    return 2\n\n\ndef g():\n    pass\n"

    func apply(_ search: String, _ replace: String, to text: String) -> Trial {
        Trial(block("m.py", search, replace), to: ["m.py": text])
    }

    @Test func `exact text is replaced`() {
        let trial = apply("    return 2\n", "    return 3\n", to: code)
        #expect(trial.text("m.py") == code.replacing("return 2", with: "return 3"))
        #expect(trial.strategy == .exact)
        #expect(trial.applied()?.hunks.first?.line == 4)
    }

    @Test func `blanks at line ends do not count, and stay as the file has them`() {
        let trial = apply("a \nb\nc\n", "a \nB\nc\n", to: "a\nb  \nc\t\n")
        #expect(trial.text("m.py") == "a\nB\nc\t\n")
        #expect(trial.strategy == .trailingSpace)
    }

    @Test func `white space at line ends that is quoted exactly can be taken away`() {
        #expect(apply("a  \nb\n", "a\nb\n", to: "x\na  \nb\n").text("m.py") == "x\na\nb\n")
    }

    @Test func `a file with CRLF keeps it, whatever the reply has`() {
        let trial = apply("b\n", "B\nnew\n", to: "a\r\nb\r\nc\r\n")
        #expect(trial.text("m.py") == "a\r\nB\r\nnew\r\nc\r\n")
        #expect(trial.strategy == .lineEnds)
        let reply = block("m.py", "b\n", "B\n").replacing("\n", with: "\r\n")
        #expect(Trial(reply, to: ["m.py": "a\nb\n"]).text("m.py") == "a\nB\n")
        #expect(Trial(reply, to: ["m.py": "a\r\nb\r\n"]).strategy == .exact)
    }

    @Test func `mixed line ends stay line by line`() {
        #expect(apply("b\n", "B\n", to: "a\r\nb\nc\r\n").text("m.py") == "a\r\nB\nc\r\n")
    }

    @Test func `a shifted block is put at the file's indentation`() {
        let less = apply("if x:\n    return 1\n", "if not x:\n    return 1\n    # end\n", to: code)
        #expect(
            less.text("m.py")
                == code.replacing(
                    "    if x:\n        return 1\n",
                    with: "    if not x:\n        return 1\n        # end\n"))
        #expect(less.strategy == .indentation)
        let more = apply(
            "        def g():\n            pass\n", "        def g():\n            return\n",
            to: code)
        #expect(more.text("m.py") == code.replacing("    pass", with: "    return"))
    }

    @Test func `tabs and blanks follow the file`() {
        let tabs = "a:\n\tb:\n\t\tc\n"
        #expect(
            apply("    b:\n        c\n", "    b:\n        c\n        d\n", to: tabs).text("m.py")
                == "a:\n\tb:\n\t\tc\n\t\td\n")
        #expect(
            apply("\tif x:\n\t\treturn 1\n", "\tif x:\n\t\treturn 0\n", to: code).text("m.py")
                == code.replacing("return 1", with: "return 0"))
    }

    @Test func `an uneven shift is no match`() {
        let trial = apply("if x:\nreturn 1\n", "if y:\nreturn 1\n", to: code)
        #expect(trial.refusal()?.reason == .notFound)
    }

    @Test func `blank lines at the edges that the file does not have are not inserted`() {
        let trial = apply(
            "\n    if x:\n        return 1\n\n", "\n    if y:\n        return 1\n\n", to: code)
        #expect(trial.text("m.py") == code.replacing("if x", with: "if y"))
        #expect(trial.strategy == .blankEdges)
    }

    @Test func `a surplus blank line in the search alone takes nothing away`() {
        let trial = apply("    return 2\n\n\n\n", "    return 3\n\n\n\n", to: code)
        #expect(trial.text("m.py") == code.replacing("return 2", with: "return 3"))
        // With fewer of them in the new text it is not certain how many are to go.
        let unsure = apply("    return 2\n\n\n\n", "    return 3\n\n", to: code)
        #expect(unsure.refusal()?.reason == .notFound)
    }

    @Test func `blank lines inside that were left out stay`() {
        let trial = apply("    return 2\ndef g():\n", "    return 3\ndef g():\n", to: code)
        #expect(trial.text("m.py") == code.replacing("return 2", with: "return 3"))
        #expect(trial.strategy == .blankLines)
    }

    @Test func `typographic characters are read as plain ones`() {
        let text = "print(\"it's -- 1\")\nx = 2\n"
        let trial = apply(
            "print(“it’s — 1”)\nx\u{A0}= 2\n", "print(“it’s — 1”)\nx\u{A0}= 3\n", to: text)
        #expect(trial.text("m.py") == "print(\"it's -- 1\")\nx = 3\n")
        #expect(trial.strategy == .lookAlikes)
    }

    @Test func `typographic characters that the file has stay and can be changed`() {
        #expect(apply("a “x”\n", "a \"x\"\n", to: "a “x”\n").text("m.py") == "a \"x\"\n")
    }

    @Test(arguments: ["%d| ", "%d: ", "%d\t", " %d |"])
    func `copied line numbers are taken away`(_ style: String) {
        func numbered(_ lines: [String]) -> String {
            lines.enumerated().map { index, line in
                style.replacing("%d", with: "\(index + 2)") + line + "\n"
            }.joined()
        }
        let trial = apply(
            numbered(["    if x:", "        return 1"]),
            numbered(["    if x:", "        return 9"]),
            to: code)
        #expect(trial.text("m.py") == code.replacing("return 1", with: "return 9"))
        #expect(trial.strategy == .lineNumbers)
    }

    @Test func `numbers that do not rise are text`() {
        let trial = apply("2| a\n2| b\n", "2| a\n2| c\n", to: "a\nb\n")
        #expect(trial.refusal()?.reason == .notFound)
    }

    @Test func `a line that stands for others in both halves keeps them`() {
        let trial = apply(
            "def f(x):\n    # ... existing code ...\n    return 2\n",
            "def f(x, y):\n    # ... existing code ...\n    return 3\n", to: code)
        #expect(
            trial.text("m.py")
                == code.replacing("f(x)", with: "f(x, y)").replacing("return 2", with: "return 3"))
        #expect(trial.strategy == .elision)
    }

    @Test func `a line that stands for others never reaches the file`() {
        for line in [
            "# ... existing code ...", "# rest of the function unchanged", "...", "// ...",
        ] {
            let trial = apply("    if x:\n        return 1\n", "    if x:\n    \(line)\n", to: code)
            #expect(trial.refusal()?.reason == .elision, "\(line)")
        }
    }

    @Test func `three dots are a body where the definition is new`() {
        let trial = apply(
            "def g():\n    pass\n", "def g():\n    pass\n\ndef h():\n    ...\n", to: code)
        #expect(trial.text("m.py") == code + "\ndef h():\n    ...\n")
    }

    @Test func `text in several places is ambiguous and names them`() {
        let refusal = apply("x\n", "y\n", to: "x\na\nx\n").refusal()
        #expect(refusal?.reason == .ambiguous)
        #expect(refusal?.hunks.first?.candidates == 2)
        #expect(refusal?.message.contains("lines 1, 3") == true)
    }

    @Test func `a dedented block that fits two places is ambiguous`() {
        let text = "if a:\n    go()\nif b:\n        go()\n"
        #expect(apply("go()\nif c:\n", "x\n", to: text).refusal()?.reason == .notFound)
        #expect(apply("go()  \n", "run()\n", to: text).refusal()?.reason == .ambiguous)
    }

    @Test func `a file without newline at its end stays so`() {
        #expect(apply("b\n", "B\nC\n", to: "a\nb").text("m.py") == "a\nB\nC")
        #expect(apply("a\n", "A\n", to: "a\nb").text("m.py") == "A\nb")
    }

    @Test func `a byte order mark stays and is not part of the first line`() {
        var base = MemoryBase()
        base["m.py"] = [0xEF, 0xBB, 0xBF] + Array("a\nb\n".utf8)
        let trial = Trial(block("m.py", "a\n", "A\n"), to: base)
        #expect(trial.applied()?.files.first?.bytes == [0xEF, 0xBB, 0xBF] + Array("A\nb\n".utf8))
    }

    @Test func `bytes that are not UTF-8 stay, and none but ASCII are added beside them`() {
        var base = MemoryBase()
        base["m.py"] = Array("a\n".utf8) + [0xE9, 0x0A] + Array("b\n".utf8)
        let trial = Trial(block("m.py", "b\n", "c\n"), to: base)
        #expect(
            trial.applied()?.files.first?.bytes == Array("a\n".utf8) + [0xE9, 0x0A]
                + Array("c\n".utf8))
        #expect(Trial(block("m.py", "b\n", "é\n"), to: base).refusal()?.reason == .binary)
    }

    @Test func `a file with a zero byte is binary`() {
        var base = MemoryBase()
        base["m.py"] = Array("a\n\u{0}\n".utf8)
        #expect(Trial(block("m.py", "a\n", "b\n"), to: base).refusal()?.reason == .binary)
    }

    @Test func `new lines with the file's own indentation are not shifted`() {
        let quoted = apply(
            "if x:\n    return 1\n", "    if x:\n        return 5\n        # end\n", to: code)
        #expect(
            quoted.text("m.py")
                == code.replacing("        return 1\n", with: "        return 5\n        # end\n"))
        // Nothing tells whether the new line is shifted as the quoted one is.
        #expect(apply("return 2\n", "    return 3\n", to: code).refusal()?.reason == .notFound)
    }

    @Test func `the first line alone may have lost its indentation`() {
        let trial = apply(
            "if x:\n        return 1\n", "if not x:\n        return 1\n", to: code)
        #expect(trial.text("m.py") == code.replacing("if x", with: "if not x"))
        let alone = apply("return 2\n", "x += 1\n    return 2\n", to: code)
        #expect(alone.refusal()?.reason == .notFound)
    }

    @Test func `new lines have the tabs or blanks of the file, at its width`() {
        let two = "a:\n  b:\n    c\n  d:\n    e\n"
        #expect(
            apply("d:\n", "d:\n\tx\n", to: two).text("m.py")
                == two.replacing("  d:\n", with: "  d:\n    x\n"))
        let tabs = "a:\n\tb:\n\t\tc\n\td:\n"
        #expect(
            apply("d:\n", "d:\n    x\n        y\n", to: tabs).text("m.py")
                == tabs + "\t\tx\n\t\t\ty\n")
    }

    @Test func `a dash is as many hyphens as the quotation shows`() {
        let text = "run(\"--exit\") # it’s\n"
        #expect(
            apply(
                "run(\"––exit\")\n", "x = 1\nrun(\"––exit\", \"––all\")\n", to: "run(\"--exit\")\n"
            )
            .text("m.py") == "x = 1\nrun(\"--exit\", \"--all\")\n")
        // A hyphen more is another text where no dash stands for it.
        #expect(apply("run(\"-exit\") # it’s\n", "x\n", to: text).refusal()?.reason == .notFound)
    }

    @Test func `what one hunk shows of typography holds for all`() {
        let files = ["m.py": "a = \"x\"\nb = 1\n"]
        let reply =
            block("m.py", "a = “x”\n", "a = “y”\n") + block("m.py", "b = 1\n", "b = “2”\n")
        #expect(Trial(reply, to: files).text("m.py") == "a = \"y\"\nb = \"2\"\n")
        let turned =
            block("m.py", "b = 1\n", "b = “2”\n") + block("m.py", "a = “x”\n", "a = “y”\n")
        #expect(Trial(turned, to: files).text("m.py") == "a = \"y\"\nb = \"2\"\n")
    }

    @Test func `numbers that belong to the new text stay`() {
        let text = "m = {\n    17: a,\n    18: b,\n}\n"
        let trial = apply(
            "2:     17: a,\n3:     18: b,\n", "    17: a,\n    18: c,\n", to: text)
        #expect(trial.text("m.py") == text.replacing("18: b", with: "18: c"))
        #expect(apply("2 apples\n", "3 apples\n", to: "apples\n").refusal()?.reason == .notFound)
    }

    @Test func `blank lines of one side alone are settled gap by gap`() {
        let text = "a = 1\n\n\nb = 2\n"
        // Both halves lack them: the file is right.
        #expect(
            apply("a = 1\nb = 2\n", "a = 1\nb = 3\n", to: text).text("m.py")
                == "a = 1\n\n\nb = 3\n")
        // The new text has what the file has.
        #expect(
            apply("a = 1\nb = 2\n", "a = 1\nc = 3\n\n\nb = 2\n", to: text).text("m.py")
                == "a = 1\nc = 3\n\n\nb = 2\n")
        // Above the blank lines or below?
        #expect(
            apply("a = 1\nb = 2\n", "a = 1\nc = 3\nb = 2\n", to: text).refusal()?.reason
                == .notFound)
    }

    @Test func `a place whose context alone is misquoted is near`() {
        let text = (1...12).map { "statement number \($0)\n" }.joined()
        func lines(_ range: ClosedRange<Int>, _ change: (Int) -> String?) -> String {
            range.map { (change($0) ?? "statement number \($0)") + "\n" }.joined()
        }
        let search = lines(3...9) { $0 == 3 ? "statement numbers 3" : nil }
        let trial = apply(search, search.replacing("number 7", with: "changed 7"), to: text)
        #expect(trial.text("m.py") == text.replacing("number 7", with: "changed 7"))
        #expect(trial.strategy == .near)
        #expect(trial.applied()?.hunks.first.map { $0.similarity < 1 } == true)
        for wrong in [6, 7, 8] {
            // Misquoted where something changes, or beside it.
            let search = lines(3...9) { $0 == wrong ? "statement numbers \(wrong)" : nil }
            let reply = search.replacing("7\n", with: "seven\n")
            #expect(apply(search, reply, to: text).refusal()?.reason == .notFound)
        }
        let twice = text + "x\n" + text
        #expect(
            apply(search, search.replacing("number 7", with: "changed 7"), to: twice).refusal()?
                .reason == .notFound)
    }

    @Test func `what is there already is said to be`() {
        let changed = code.replacing("return 1", with: "return 5")
        let again = apply(
            "    if x:\n        return 1\n", "    if x:\n        return 5\n", to: changed)
        #expect(again.strategy == .alreadyApplied)
        #expect(again.applied()?.files == [])
        let gone = apply(
            "def f(x):\n    if x:\n        return 1\n", "def f(x):\n        return 1\n",
            to: code.replacing("    if x:\n", with: ""))
        #expect(gone.strategy == .alreadyApplied)
        let reply = block("m.py", "    return 2\n", "    return 2\n    # end\n")
        let twice = Trial(reply + reply, to: ["m.py": code])
        #expect(twice.applied()?.hunks.map(\.strategy) == [.exact, .alreadyApplied])
        #expect(twice.text("m.py") == code.replacing("return 2\n", with: "return 2\n    # end\n"))
    }

    @Test func `a refusal shows the nearest lines with their numbers and the difference`() {
        let refusal = apply("    if x:\n        return one\n", "x\n", to: code).refusal()
        #expect(refusal?.reason == .notFound)
        #expect(refusal?.nearest.first?.line == 2)
        #expect(refusal?.message.contains("    3 |         return 1") == true)
        #expect(refusal?.message.contains("\n-        return one\n+        return 1") == true)
    }
}
