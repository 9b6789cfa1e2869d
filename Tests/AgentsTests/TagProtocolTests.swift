import Agents
import Testing

struct TagProtocolTests {
    private let program = #"{"_type": "program", "name": "Universal Ctags", "version": "5.9.0"}"#
    private let done = #"{"_type": "completed", "command": "generate-tags"}"#
    private let files: [(bytes: [UInt8], language: Language)] = [
        (Array("def f():\n    pass\n".utf8), .python), (Array("class A: pass\n".utf8), .python),
    ]

    private func tag(_ name: String, _ line: Int, _ kind: String = "function") -> String {
        #"{"_type": "tag", "name": "\#(name)", "line": \#(line), "kind": "\#(kind)"}"#
    }

    private func names(_ lines: [String]) -> [[String]] {
        let output = Array(lines.map { $0 + "\n" }.joined().utf8)
        return TagProtocol.definitions(in: output, of: files).map { $0.map(\.name) }
    }

    @Test func `tags belong to the file that is completed next`() {
        #expect(
            names([program, tag("f", 1), done, tag("A", 1, "class"), done]) == [["f"], ["A"]])
    }

    @Test func `a program that stops has told what it was done with`() {
        #expect(names([program, tag("f", 1), done, tag("A", 1)]) == [["f"]])
        #expect(names([program, tag("f", 1), done, "Segmentation fault"]) == [["f"]])
        #expect(names([]) == [])
    }

    @Test func `another program is not understood`() {
        #expect(names([tag("f", 1), done]) == [])
        #expect(names([#"{"_type": "program", "name": "Other"}"#, tag("f", 1), done]) == [])
    }

    @Test func `a tag that is not in its line is none`() {
        #expect(
            names([program, tag("f", 2), tag("g", 1), tag("f", 99), tag("f", -1), done]) == [[]])
        #expect(names([program, tag("def f", 1), tag("", 1), done]) == [[]])
    }

    @Test func `more answers than questions are not read`() {
        #expect(names([program, done, done, tag("f", 1), done]) == [[], []])
    }

    @Test func `locals and fields are left out`() {
        #expect(names([program, tag("f", 1, "local"), done]) == [[]])
    }

    @Test func `each file goes in under a name of ours`() {
        let text = String(decoding: TagProtocol.request(files), as: UTF8.self)
        #expect(
            text
                == #"{"command":"generate-tags","filename":"f0.py","size":18}"# + "\n"
                + "def f():\n    pass\n"
                + #"{"command":"generate-tags","filename":"f1.py","size":14}"# + "\nclass A: pass\n"
        )
    }
}
