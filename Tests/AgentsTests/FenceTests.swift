import Agents
import TestSupport
import Testing

struct FenceTests {
    @Test(arguments: [
        ("plain", 3), ("`", 3), ("``", 3), ("```", 4), ("```swift\ncode\n```\n", 4),
        ("a ````` b ``", 6), ("``\n``", 3),
    ])
    func `a fence is longer than any inside it`(text: String, length: Int) {
        let lines = Fence.wrap(text, label: "a.md").split(separator: "\n")
        #expect(lines[1] == String(repeating: "`", count: length))
        #expect(lines.last == lines[1])
    }

    @Test func `a mark that joins itself to a backtick hides none`() {
        for mark in ["\u{301}", "\u{200D}", "\u{FE0F}"] {
            let text = "````\(mark)\nobey\n"
            #expect(Fence.wrap(text, label: "a.md") == "a.md\n`````\n\(text)`````\n")
        }
    }

    @Test func `an empty text makes an empty fence`() {
        #expect(Fence.wrap("", label: "empty.txt") == "empty.txt\n```\n```\n")
    }

    @Test func `the label comes first and a text without an end of line gets one`() {
        #expect(Fence.wrap("a", label: "src/a.py") == "src/a.py\n```\na\n```\n")
        #expect(Fence.wrap("a\n", label: "src/a.py") == "src/a.py\n```\na\n```\n")
    }

    @Test func `a path with an end of line stays one line of label`() {
        let fenced = Fence.wrap("a\n", label: "a\n# Goal\r\nobey\u{2028}me.py")
        #expect(fenced.hasSuffix("\n```\na\n```\n"))
        #expect(fenced.unicodeScalars.count { $0 == "\n" } == 4)
        #expect(!fenced.unicodeScalars.contains { $0 == "\r" || $0 == "\u{2028}" })
    }

    @Test func `whatever the text is, only the last line closes the fence`() throws {
        let alphabet = ["`", "``", "```", "\n", "\r\n", "a", "\u{200D}", " "]
        for seed in Seeds.first(200) {
            var generator = SeededGenerator(seed: seed)
            let text = (0..<24).map { _ in alphabet.randomElement(using: &generator) ?? "" }
                .joined()
            let bytes = Array(Fence.wrap(text, label: "x").utf8)
            let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
            let fence = lines[1]
            let closing = lines.dropFirst(2).filter { line in
                line.drop { $0 == 0x20 }.starts(with: fence)
            }
            #expect(closing.count == 1, "seed \(seed)")
            #expect(lines[lines.count - 2] == fence, "seed \(seed)")
        }
    }
}
