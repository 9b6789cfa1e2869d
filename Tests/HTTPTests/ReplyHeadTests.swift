import Effects
import HTTP
import TestSupport
import Testing

@Suite struct `Heads of replies` {
    private func read(_ lines: String...) -> (status: Int, headers: [HTTPHeader])? {
        var head = ReplyHead()
        for line in lines { _ = head.take(Array(line.utf8)) }
        return head.complete()
    }

    @Test func `status and headers are read`() {
        let head = read("HTTP/2 200 \r\n", "a: b\r\n", "C:d e \t\r\n", "empty:\r\n", "\r\n")
        #expect(head?.status == 200)
        #expect(
            head?.headers == [
                HTTPHeader("a", "b"), HTTPHeader("C", "d e"), HTTPHeader("empty", ""),
            ])
    }

    @Test func `an interim reply is forgotten`() {
        var head = ReplyHead()
        _ = head.take(Array("HTTP/1.1 103 Early Hints\r\n".utf8))
        _ = head.take(Array("Link: </a>\r\n".utf8))
        #expect(!head.hasBegun)
        _ = head.take(Array("HTTP/1.1 404 Not Found\r\n".utf8))
        #expect(head.hasBegun)
        let complete = head.complete()
        #expect(complete?.status == 404)
        #expect(complete?.headers == [])
        #expect(head.complete() == nil)
    }

    @Test func `a line that begins with a blank goes on with the header before it`() {
        let head = read(
            "HTTP/1.1 200 OK\r\n", " of no header: x\r\n", "a:\r\n", " b: c\r\n", "\td\r\n")
        #expect(head?.headers == [HTTPHeader("a", "b: c d")])
    }

    @Test func `what follows the head is not part of it`() {
        var head = ReplyHead()
        _ = head.take(Array("HTTP/1.1 200 OK\r\n".utf8))
        #expect(head.complete()?.status == 200)
        #expect(head.take(Array("trailer: x\r\n".utf8)) == 29)
        #expect(head.complete() == nil)
    }

    @Test(arguments: [
        "HTTP/1.1\r\n", "HTTP/1.1 \r\n", "HTTP/1.1 2\r\n", "HTTP/1.1 +20 OK\r\n",
        "HTTP/1.1 -12\r\n", "HTTP/\r\n",
    ])
    func `a status line without a number is no beginning`(line: String) {
        #expect(read(line)?.status == 0)
    }

    // MARK: Random heads

    /// A text that can be a header's name or value, of bytes that confuse.
    private static func text(
        _ alphabet: [String], upTo count: Int, _ random: inout SeededGenerator
    ) -> String {
        (0..<Int.random(in: 0...count, using: &random))
            .map { _ in alphabet.randomElement(using: &random) ?? "" }.joined()
    }

    @Test(arguments: Seeds.first(300))
    func `headers that are written are read`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let blanks = ["", " ", "\t", "  "]
        var lines = ["HTTP/1.1 200 OK\r\n"]
        var expected: [HTTPHeader] = []
        for _ in 0..<Int.random(in: 0...20, using: &random) {
            let name = "x" + Self.text(["a", "-", "Z", "9", "_"], upTo: 5, &random)
            // A combining accent after the colon must not hide it.
            let words = (0..<Int.random(in: 1...3, using: &random)).map { _ in
                "\u{301}"
                    + Self.text(["v", ":", "é", "\u{301}", "HTTP/", "\u{0}"], upTo: 6, &random)
            }
            let end = ["\r\n", "\n", ""].randomElement(using: &random) ?? ""
            for (index, word) in words.enumerated() {
                let before = blanks.randomElement(using: &random) ?? ""
                let after = blanks.randomElement(using: &random) ?? ""
                lines.append((index == 0 ? "\(name):" : " ") + before + word + after + end)
            }
            expected.append(HTTPHeader(name, words.joined(separator: " ")))
        }
        var head = ReplyHead()
        var count = 0
        for line in lines {
            count += line.utf8.count
            #expect(head.take(Array(line.utf8)) == count, "seed \(seed)")
        }
        let complete = head.complete()
        #expect(complete?.status == 200, "seed \(seed)")
        #expect(complete?.headers == expected, "seed \(seed)")
    }

    @Test(arguments: Seeds.first(300))
    func `whatever bytes come, there is a head`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let pieces: [[UInt8]] = [
            Array("HTTP/".utf8), Array("HTTP/1.1 ".utf8), Array("200".utf8), [13, 10], [10], [32],
            [9], [58], [0], [0xC3], [0xFF, 0xFE], [0xCC, 0x81], Array("name".utf8), [],
        ]
        var head = ReplyHead()
        for _ in 0..<Int.random(in: 0...40, using: &random) {
            var line: [UInt8] = []
            for _ in 0..<Int.random(in: 0...8, using: &random) {
                line += pieces.randomElement(using: &random) ?? []
            }
            _ = head.take(line)
        }
        let hasBegun = head.hasBegun
        let complete = head.complete()
        #expect(complete != nil, "seed \(seed)")
        let status = complete?.status ?? 0
        #expect((0...999).contains(status) && hasBegun == (status >= 200), "seed \(seed)")
        for header in complete?.headers ?? [] {
            #expect(!header.name.isEmpty, "seed \(seed)")
            for text in [header.name, header.value] {
                let ends = [text.utf8.first, text.utf8.last].compactMap(\.self)
                #expect(!ends.contains { [9, 10, 13, 32].contains($0) }, "seed \(seed)")
            }
        }
    }
}
