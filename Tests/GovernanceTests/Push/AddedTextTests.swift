import Governance
import RunModel
import Testing

/// What a commit brings into a file.
@Suite struct AddedTextTests {
    private static let token = "gh" + "p_" + "aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY3zA5"

    private func findings(_ text: String, removed: String = "") -> [PushFinding] {
        var added = AddedText(path: "a", whole: Array(text.utf8))
        added.removed = Array(removed.utf8)
        return added.findings(Redactor(values: ["plain-and-mine-42"]))
    }

    @Test func `the markers of a file are one finding, at the first`() {
        let found = findings("a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> x\n")
        #expect(found.map(\.rule) == [.conflictMarker])
        #expect(found.first?.line == 2)
        #expect(found.first?.what == "2 conflict markers are left")
    }

    @Test(arguments: [
        "<<<<<<< HEAD", "|||||||", "||||||| base", ">>>>>>> side\r", "<<<<<<<", ">>>>>>> SEARCHED",
    ])
    func `each marker alone is one`(line: String) {
        #expect(findings(line).map(\.rule) == [.conflictMarker])
        #expect(findings("a\n\(line)\nb\n").map(\.line) == [2])
    }

    @Test(arguments: [
        "=======", "<<<<<< HEAD", "<<<<<<<< HEAD", " <<<<<<< HEAD", "<<<<<<<HEAD", "",
        "<<<<<<< SEARCH", ">>>>>>> REPLACE", ">>>>>>> REPLACE\r", "a <<<<<<< HEAD", "<<<<<<|",
    ])
    func `what is none stays`(line: String) {
        #expect(findings(line) == [])
        #expect(findings("a\n\(line)\nb\n") == [])
    }

    @Test func `a secret is found by line and kind, and never quoted`() {
        let found = findings("a = 1\nb = \"\(Self.token)\"\n")
        #expect(found.map(\.rule) == [.secret])
        #expect(found.map(\.line) == [2])
        #expect(found.first?.what.contains("github") == true)
        #expect(!"\(found)".contains(Self.token))
        #expect(findings("x plain-and-mine-42 y").first?.what.contains("own-key") == true)
    }

    @Test func `a secret that was there before is not the commit's; a second one is`() {
        let line = "b = \"\(Self.token)\"\n"
        #expect(findings(line, removed: "c = \"\(Self.token)\"\n") == [])
        let other = Self.token.replacing("aB3", with: "zZ9")
        #expect(findings(line + "c = \"\(other)\"\n", removed: line).map(\.rule) == [.secret])
    }

    @Test func `what only takes a secret away brings none`() {
        let line = "b = \"\(Self.token)\"\n"
        #expect(findings("b = read()\n", removed: line) == [])
        #expect(findings("", removed: line + line) == [])
    }

    @Test func `a secret in the name of a file is found where the file gets that name`() {
        var text = AddedText(path: "keys/\(Self.token)/a.txt", whole: [])
        let found = text.findings(Redactor())
        #expect(found.map(\.rule) == [.secret])
        #expect(found.first?.path == "keys/[redacted:github]/a.txt")
        #expect(!"\(found)".contains(Self.token))
        text.isNamed = false
        #expect(text.findings(Redactor()) == [])
    }

    @Test func `in a line of a megabyte a secret is found, and the line is not quoted`() {
        let filler = String(repeating: "some words, and no end ", count: 1 << 14)
        let found = findings("a\n\(filler)\(Self.token) \(filler)\n")
        #expect(found.map(\.rule) == [.secret])
        #expect(found.map(\.line) == [2])
        #expect("\(found)".utf8.count < 1000)
    }

    @Test func `a key of several lines is one secret`() {
        let body = String(repeating: "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlq\n", count: 4)
        let name = "RSA PRIVATE " + "KEY"
        let found = findings("# key\n-----BEGIN \(name)-----\n\(body)-----END \(name)-----\n")
        #expect(found.map(\.rule) == [.secret])
    }
}
