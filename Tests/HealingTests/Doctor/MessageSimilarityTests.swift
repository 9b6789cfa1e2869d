import Healing
import Testing

struct MessageSimilarityTests {
    /// Computed with Python's `difflib.SequenceMatcher(None, a, b, autojunk=False).ratio()`.
    @Test(arguments: [
        ("", "", 1.0),
        ("a", "", 0),
        ("abc", "abc", 1),
        ("abcd", "bcde", 0.75),
        ("tide", "diet", 0.25),
        ("diet", "tide", 0.5),
        ("wikimedia", "wikimania", 0.7777777777777778),
        ("abxcd", "abcd", 0.8888888888888888),
        ("qabxcd", "abycdf", 0.6666666666666666),
        ("aaaaaaaaaa", "aaaaa", 0.6666666666666666),
        ("größe der datei", "grosse der datei", 0.8387096774193549),
        ("gestalt pattern matching", "gestalt practice", 0.6),
        (
            "private thread currentthread;", "private volatile thread currentthread;",
            0.8656716417910447
        ),
        (
            "assert add(n, n) == n: expected n, got n",
            "assert add(n, n) == n: expected n, got none", 0.963855421686747
        ),
        (
            "no module named 'requests' in app.py", "no module named 'flask' in app.py",
            0.8405797101449275
        ),
        (
            "nameerror: name 'total' is not defined",
            "typeerror: unsupported operand type(s) for +", 0.2926829268292683
        ),
        (
            "abababababababababababababababababababab", "babababababababababababababababababababa",
            0.975
        ),
        (
            "expected 'x' but found end of file in parser",
            "expected 'y' but found end of line in lexer", 0.8505747126436781
        ),
    ])
    func `the ratio is that of Ratcliff and Obershelp`(
        left: String, right: String, ratio: Double
    ) {
        #expect(abs(MessageSimilarity.ratio(left, right) - ratio) < 1e-12)
    }

    @Test func `only the first 1,000 characters of each count`() {
        let same = String(repeating: "x", count: 1000)
        #expect(MessageSimilarity.ratio(same + "abc", same + "def") == 1)
        let shorter = String(repeating: "x", count: 999)
        #expect(MessageSimilarity.ratio(shorter + "a", shorter + "b") == 0.999)
    }
}
