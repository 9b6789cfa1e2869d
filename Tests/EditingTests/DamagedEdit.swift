import Editing

/// A true edit of a made-up file: what is before and afterwards is known by construction.
struct DamagedEdit {
    let seed: UInt64
    let path = "src/m.py"
    let before: [String]
    let after: [String]
    /// The quoted lines of the old file.
    let quoted: Range<Int>
    /// What replaces them.
    let replacement: [String]

    /// Makes a file of nested definitions whose lines are all different, and an edit of it.
    init(seed: UInt64) {
        self.seed = seed
        var random = EditPropertyTests.Seeded(state: seed)
        var lines: [String] = []
        for part in 0..<Int.random(in: 3...7, using: &random) {
            lines += ["class Part\(part):", "    \"\"\"It's part - \(part).\"\"\"", ""]
            for step in 0..<Int.random(in: 1...3, using: &random) {
                let name = "\(part)_\(step)"
                lines += [
                    "    def step_\(name)(self, value):",
                    "        if value > \(random.next() % 9000):",
                    "            self.total_\(name) = \"a - \(random.next() % 9000)\"",
                    "        return self.total_\(name) - value_\(random.next() % 9000)", "",
                ]
            }
        }
        before = lines
        // One or two neighbouring lines that say something change or get company.
        let solid = lines.indices.filter { !lines[$0].isEmpty }
        let at = solid[Int.random(in: 2..<(solid.count - 2), using: &random)]
        let indent = String(lines[at].prefix { $0 == " " })
        var new = [indent + "changed_\(seed) = 'it - \(random.next() % 9000)'"]
        if Bool.random(using: &random) { new.append(lines[at]) }
        if Bool.random(using: &random) {
            new += [indent + "if changed_\(seed):", indent + "    deeper_\(seed)()"]
        }
        after = lines[..<at] + new + lines[(at + 1)...]
        var from = max(0, at - Int.random(in: 1...4, using: &random))
        var to = min(lines.count, at + 1 + Int.random(in: 1...4, using: &random))
        while lines[from].isEmpty { from -= 1 }
        while lines[to - 1].isEmpty { to += 1 }
        quoted = from..<to
        replacement = Array(lines[from..<at] + new + lines[(at + 1)..<to])
    }

    /// The quoted lines.
    var search: [String] { Array(before[quoted]) }

    /// The file as text.
    var text: String { Self.text(before) }

    /// The file afterwards as text.
    var result: String { Self.text(after) }

    static func text(_ lines: [String], end: String = "\n") -> String {
        lines.map { $0 + end }.joined()
    }

    /// A search/replace block of changed halves.
    func block(
        _ search: [String]? = nil, _ replacement: [String]? = nil, path: String? = nil
    ) -> String {
        EditingTests.block(
            path ?? self.path, Self.text(search ?? self.search),
            Self.text(replacement ?? self.replacement))
    }

    /// A unified diff of the whole quoted passage, with right or wrong numbers.
    func diff(header: String? = nil) -> String {
        let count = quoted.count
        let header =
            header
            ?? "@@ -\(quoted.lowerBound + 1),\(count) +\(quoted.lowerBound + 1),\(replacement.count) @@"
        let head = zip(search, replacement).prefix { $0 == $1 }.count
        let tail = zip(search.dropFirst(head).reversed(), replacement.dropFirst(head).reversed())
            .prefix { $0 == $1 }.count
        let lines =
            search.prefix(head).map { " " + $0 }
            + search.dropFirst(head).dropLast(tail).map { "-" + $0 }
            + replacement.dropFirst(head).dropLast(tail).map { "+" + $0 }
            + search.suffix(tail).map { " " + $0 }
        return "--- a/\(path)\n+++ b/\(path)\n\(header)\n" + Self.text(lines)
    }

    /// An envelope of the same.
    var envelope: String {
        let body = diff(header: "@@").split(separator: "\n", omittingEmptySubsequences: false)
        return "*** Begin Patch\n*** Update File: \(path)\n"
            + body.dropFirst(2).joined(separator: "\n") + "*** End Patch\n"
    }

    /// The same as JSON.
    var structured: String {
        func quoted(_ lines: [String]) -> String {
            let text = lines.joined(separator: "\n").replacing("\\", with: "\\\\")
                .replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
            return "\"\(text)\""
        }
        return
            "{\"operations\":[{\"path\":\"\(path)\",\"search\":\(quoted(search)),\"replace\":\(quoted(replacement))}]}\n"
    }
}
