import Healing
import Testing

struct LogExcerptTests {
    @Test func `a short log is kept whole, without colours`() {
        #expect(LogExcerpt.condense("\u{1B}[31ma\u{1B}[0m\r\nb", limitBytes: 100) == "a\nb")
    }

    @Test func `the failing part survives in the middle of a long log`() {
        let noise = (0..<5000).map { "line \($0) says nothing" }.joined(separator: "\n")
        let log = "\(noise)\n\(Logs.unittest)\n\(noise)\nthe end"
        let short = LogExcerpt.condense(log, limitBytes: 4000)
        #expect(short.utf8.count <= 4000)
        #expect(short.contains("NameError: name 'c' is not defined"))
        #expect(short.contains("File \"/home/u/p/calc.py\", line 5, in div"))
        #expect(short.contains("AssertionError: 0 != 5"))
        #expect(short.hasSuffix("the end"))
        #expect(short.contains("lines left out …]"))
    }

    @Test func `what is left out is counted`() {
        let log = (0..<200).map { "n\($0) \(String(repeating: "x", count: 20))" }
        let short = LogExcerpt.condense(log.joined(separator: "\n"), limitBytes: 1000)
        let lines = short.split(separator: "\n")
        let gaps = lines.compactMap { line in
            line.hasPrefix("[… ") ? Int(line.dropFirst(3).prefix { $0.isNumber }) : nil
        }
        #expect(gaps.reduce(0, +) + lines.count - gaps.count == 200)
    }

    @Test func `a line without an end is shortened`() {
        let log = "Error: " + String(repeating: "y", count: 100_000) + " tail"
        let short = LogExcerpt.condense(log, limitBytes: 2000)
        #expect(short.hasPrefix("Error: yyy") && short.hasSuffix("yyy tail"))
        #expect(short.utf8.count < 500)
    }

    @Test func `a line that is repeated does not drown the others`() {
        let flood = Array(repeating: "Error: same again", count: 2000).joined(separator: "\n")
        let log = "\(flood)\nTypeError: the other one\n\(flood)"
        #expect(LogExcerpt.condense(log, limitBytes: 1500).contains("TypeError: the other one"))
    }
}
