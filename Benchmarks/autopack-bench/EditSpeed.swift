import Editing

/// How long applying replies takes, without the program around it.
struct EditSpeed {
    let runs: Int

    /// Two thousand search/replace blocks, each with a file of 300 lines, as they mostly come.
    func typicalEdits() async throws -> Measurement {
        let lines = Self.lines(300)
        let base = MemoryBase(["src/module.py": Self.text(lines)])
        let replies = (0..<20).map { index in
            let quoted = lines[(index * 10)..<(index * 10 + 6)]
            let shifted = quoted.map { index.isMultiple(of: 3) ? String($0.dropFirst(4)) : $0 }
            return Self.block("src/module.py", shifted, shifted.dropLast() + ["        changed()"])
        }
        return try await Measurement.times(runs) { _ in
            for number in 0..<2000 {
                _ = EditApplier.apply(reply: replies[number % replies.count], to: base)
            }
        }
    }

    /// A hunk of 200 lines in a file of five megabytes, quoted without its indentation.
    func largeFile() async throws -> Measurement {
        var lines = Self.lines(140_000)
        while lines.count * 37 < 5_000_000 { lines += lines.prefix(1000) }
        let base = MemoryBase(["large.py": Self.text(lines)])
        let quoted = lines[70_000..<70_200]
        let reply = Self.block("large.py", Array(quoted), quoted.dropLast() + ["        changed()"])
        return try await Measurement.times(runs) { _ in
            _ = EditApplier.apply(reply: reply, to: base)
        }
    }

    /// The slowest of replies and files of a megabyte that repeat themselves.
    func hostile() async throws -> Measurement {
        var slowest: Measurement?
        for (reply, base) in Self.hostileInputs {
            let taken = try await Measurement.times(max(1, runs / 5)) { _ in
                _ = EditApplier.apply(reply: reply, to: base)
            }
            if taken.median > slowest?.median ?? 0 { slowest = taken }
        }
        return slowest ?? Measurement([0], .milliseconds)
    }

    private static var hostileInputs: [([UInt8], MemoryBase)] {
        func many(_ text: String, _ bytes: Int) -> String {
            String(repeating: text, count: bytes / text.utf8.count)
        }
        let same = MemoryBase(["a.txt": many("x\n", 500_000)])
        let indented = MemoryBase(["a.txt": many("    x\n\n  y\n", 500_000)])
        let search = many("x\n", 400_000)
        let half = Array(repeating: "x", count: 100_000)
        return [
            (Array("a.txt\n<<<<<<< SEARCH\n\(search)z\n=======\ny\n>>>>>>> REPLACE\n".utf8), same),
            (Array("a.txt\n<<<<<<< SEARCH\n\(search)=======\ny\n>>>>>>> REPLACE\n".utf8), same),
            (block("a.txt", half, half + ["y"]), indented),
            (
                Array(
                    many(
                        "a.txt\n```\n<<<<<<< SEARCH\nzz\n=======\ny\n>>>>>>> REPLACE\n```\n",
                        1_000_000
                    ).utf8), same
            ),
            (
                Array(
                    many("a.txt\n<<<<<<< SEARCH\nx y z\n=======\ny\n>>>>>>> REPLACE\n", 1_000_000)
                        .utf8), indented
            ),
            (Array(many("```\n```x\n", 1_000_000).utf8), same),
            (Array(many("a.md\n```x\n", 1_000_000).utf8), same),
            (Array(many("a.md\n```\ntext\n```\n", 1_000_000).utf8), same),
            (Array(many("{\"path\":\n", 1_000_000).utf8), same),
            (Array(many("{", 1_000_000).utf8), same),
            (Array(many("@@\n", 1_000_000).utf8), same),
            (Array(many("--- a/a.txt\n+++ b/a.txt\n@@\n-x\n+y\n", 1_000_000).utf8), same),
            (
                Array(
                    ("--- a/a.txt\n+++ b/a.txt\n" + many("@@ -1,1 +1,1 @@\n-x\n+y\n", 1_000_000))
                        .utf8), same
            ),
            (
                Array(
                    ("*** Begin Patch\n*** Update File: a.txt\n" + many("@@ def f\n", 1_000_000))
                        .utf8), same
            ),
            (
                Array(
                    ("*** Begin Patch\n*** Update File: a.txt\n@@\n" + many(" ...\n-x\n", 900_000)
                        + "*** End Patch\n").utf8), same
            ),
            (
                Array(
                    "{\"path\":\"a.txt\",\"search\":\"\(many("x\\\\n", 400_000))q\",\"replace\":\"y\"}"
                        .utf8), same
            ),
            (
                Array(
                    "{\"path\":\"a.txt\",\"search\":\"x\",\"replace\":\"y\",\"replace_all\":true}"
                        .utf8), same
            ),
            (
                block("a.txt", ["“x”", "x"], ["“y”"]),
                MemoryBase(["a.txt": many("“x” – y\n", 900_000)])
            ),
            (
                block("a.txt", lines(20_000), lines(20_001)),
                MemoryBase(["a.txt": text(lines(27_000).reversed())])
            ),
        ]
    }

    private static func lines(_ count: Int) -> [String] {
        (0..<count).map { index in
            index.isMultiple(of: 10)
                ? "    def method_\(index)(self, value):"
                : "        self.total_\(index) += value * \(index)"
        }
    }

    private static func text(_ lines: some Sequence<String>) -> String {
        lines.map { $0 + "\n" }.joined()
    }

    private static func block(_ path: String, _ search: [String], _ replacement: [String])
        -> [UInt8]
    {
        Array(
            "\(path)\n```\n<<<<<<< SEARCH\n\(text(search))=======\n\(text(replacement))>>>>>>> REPLACE\n```\n"
                .utf8)
    }
}
