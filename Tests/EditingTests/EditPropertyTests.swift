import Editing
import Testing

@Suite struct EditPropertyTests {
    /// A generator that gives the same numbers for the same seed (SplitMix64).
    struct Seeded: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func `a unique block changes its lines and no others`(_ seed: UInt64) {
        var random = Seeded(state: seed)
        let count = Int.random(in: 5...60, using: &random)
        let lines = (0..<count).map { index in
            String(repeating: " ", count: 4 * Int.random(in: 0...3, using: &random))
                + "statement \(index) \(random.next() % 1000)"
        }
        let start = Int.random(in: 0..<(count - 2), using: &random)
        let end = Int.random(in: (start + 1)...min(count, start + 8), using: &random)
        var new = Array(lines[start..<end])
        new[Int.random(in: 0..<new.count, using: &random)] = "    changed \(seed)"
        if Bool.random(using: &random) { new.append("    added \(seed)") }
        let lineEnd = Bool.random(using: &random) ? "\r\n" : "\n"
        let text = lines.joined(separator: lineEnd) + lineEnd
        let pad = Bool.random(using: &random) ? "  " : ""
        let reply = block(
            "f.txt", lines[start..<end].map { $0 + pad + "\n" }.joined(),
            new.map { $0 + "\n" }.joined())
        let expected = (lines[..<start] + new + lines[end...]).joined(separator: lineEnd) + lineEnd
        #expect(Trial(reply, to: ["f.txt": text]).text("f.txt") == expected, "seed \(seed)")
    }

    @Test(arguments: 0..<300 as Range<UInt64>)
    func `a damaged reply never crashes and never changes another file`(_ seed: UInt64) {
        var random = Seeded(state: seed)
        let whole = [
            block("a.py", "def f():\n    return 1\n", "def f():\n    return 2\n"),
            "```diff\n--- a/a.py\n+++ b/a.py\n@@ -1,2 +1,2 @@\n def f():\n-    return 1\n+    return 2\n```\n",
            "*** Begin Patch\n*** Update File: a.py\n@@ def f():\n-    return 1\n+    return 2\n*** End Patch\n",
            "{\"operations\":[{\"path\":\"a.py\",\"search\":\"    return 1\",\"replace\":\"    return 2\"}]}\n",
            "a.py\n```\ndef f():\n    return 2\n```\n",
        ]
        var reply = Array(whole[Int(seed) % whole.count].utf8)
        for _ in 0..<Int.random(in: 1...4, using: &random) where !reply.isEmpty {
            let at = Int.random(in: 0..<reply.count, using: &random)
            switch Int.random(in: 0...3, using: &random) {
            case 0: reply.remove(at: at)
            case 1: reply.insert(UInt8.random(in: 0...255, using: &random), at: at)
            case 2: reply.removeSubrange(at...)
            default: reply.insert(contentsOf: reply[at...], at: at)
            }
        }
        let base = MemoryBase(["a.py": "def f():\n    return 1\n", "b.py": "keep\n"])
        if case .applied(let applied) = EditApplier.apply(reply: reply, to: base) {
            #expect(!applied.files.contains { $0.path == "b.py" }, "seed \(seed)")
        }
    }

    @Test func `text that repeats itself stays bounded`() {
        // Quadratic behaviour in any of these would take minutes.
        let same = String(repeating: "x\n", count: 30_000)
        let search = String(repeating: "x\n", count: 10_000)
        let files = ["a.txt": same]
        #expect(Trial(block("a.txt", search, "y\n"), to: files).refusal()?.reason == .ambiguous)
        #expect(
            Trial(block("a.txt", search + "z\n", "y\n"), to: files).refusal()?.reason == .notFound)
        let open = String(repeating: "{\n", count: 20_000)
        _ = EditParser.parse(reply: Array(open.utf8))
        _ = EditParser.parse(reply: Array(String(repeating: "```\n```x\n", count: 20_000).utf8))
        let misses = String(repeating: block("a.txt", "zz\n", "y\n"), count: 2_000)
        #expect(Trial(misses, to: files).refusal()?.hunks.count == 50)
        _ = EditParser.parse(
            reply: Array(String(repeating: "a.py\n```x\n", count: 20_000).utf8))
        _ = EditParser.parse(
            reply: Array(
                String(repeating: "diff --git a/x b/x\n--- a/x\n+++ b/x\n", count: 10_000).utf8))
    }
}
