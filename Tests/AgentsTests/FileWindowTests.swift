import Agents
import Testing

struct FileWindowTests {
    private let text = (1...100).map { "line \($0)\n" }.joined()

    private func parts(
        _ text: String, _ lines: [Int], limitBytes: Int = 10_000, reach: Int = 2
    ) -> [ContextFile] {
        FileWindow.parts(of: text, path: "a", around: lines, limitBytes: limitBytes, reach: reach)
    }

    @Test func `each line is shown with what is around it, in the file's order`() {
        let found = parts(text, [50, 10])
        #expect(found.map(\.part?.lines) == [8...12, 48...52])
        #expect(found.first?.text == "line 8\nline 9\nline 10\nline 11\nline 12\n")
        #expect(found.first?.part?.total == 100)
    }

    @Test func `parts that touch are one`() {
        #expect(parts(text, [10, 15]).map(\.part?.lines) == [8...17])
    }

    @Test func `lines outside the file are its ends`() {
        #expect(parts(text, [0]).map(\.part?.lines) == [1...3])
        #expect(parts(text, [5000]).map(\.part?.lines) == [98...100])
    }

    @Test func `each line has its turn, the first named first`() {
        let found = parts(text, [50, 10], limitBytes: 24)
        #expect(found.map(\.part?.lines) == [10...10, 49...50])
    }

    @Test func `without lines the beginning is shown`() {
        #expect(parts(text, [], limitBytes: 21).map(\.part?.lines) == [1...3])
        #expect(parts(text, [], limitBytes: 0).isEmpty)
    }

    @Test func `all of it is no part`() {
        #expect(parts(text, [50], reach: 200).map(\.part) == [nil])
        #expect(parts(text, [50], reach: 200).first?.text == text)
    }

    @Test(arguments: ["", "\n", "one", "one\ntwo"])
    func `short texts are shown`(text: String) {
        #expect(parts(text, [1]).count <= 1)
    }
}
