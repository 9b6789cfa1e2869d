import Editing
import Testing

@Suite struct SimilarityTests {
    @Test(arguments: [
        // Values of Python's difflib.SequenceMatcher(None, a, b, autojunk=False).ratio().
        ("abcd", "bcde", 0.75), ("", "", 1.0), ("abc", "", 0.0),
        ("private", "privet", 0.7692307692307693),
        ("tide", "diet", 0.25), ("diet", "tide", 0.5), ("qabxcd", "abycdf", 0.6666666666666666),
        ("the quick brown fox", "the quack crown fix", 0.8421052631578947),
        ("aaaa", "aa", 0.6666666666666666),
    ])
    func `the ratio is that of Ratcliff and Obershelp`(_ a: String, _ b: String, _ ratio: Double) {
        #expect(abs(similarity(Array(a.utf8), Array(b.utf8)) - ratio) < 1e-12)
    }

    @Test func `long texts are compared by lines`() {
        let lines = (0..<2000).map { "line number \($0)\n" }
        let first = Array(lines.joined().utf8)
        let second = Array(lines.dropLast(1000).joined().utf8)
        let expected = 2 * Double(second.count) / Double(first.count + second.count)
        #expect(abs(similarity(first, second) - expected) < 1e-12)
    }
}
