/// What a fixer says that it did, for the history and the next prompt.
package enum FixExplanation {
    /// Characters that the history holds of it.
    package static let limit = 400

    /// The explanation of a reply in the fixer's own form, or the prose before the first edit.
    package static func read(_ reply: [UInt8]) -> String {
        if let own = try? JSONReply.read(Own.self, from: reply, marker: "unfixable") {
            let reasons = (own.changes ?? []).compactMap(\.reason)
            return shortened(own.explanation ?? reasons.joined(separator: "; "))
        }
        var lines: [Substring] = []
        for line in String(decoding: reply, as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false)
        {
            if marks.contains(where: line.hasPrefix) { break }
            lines.append(line)
        }
        // The path of an edit stands on a line of its own before it.
        if let last = lines.last(where: { !$0.allSatisfy(\.isWhitespace) }), isPath(last) {
            while let line = lines.popLast(), line != last {}
        }
        return shortened(lines.joined(separator: " "))
    }

    /// A text on one line, in at most ``limit`` characters.
    package static func shortened(_ text: String) -> String {
        let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return line.count > limit ? "\(line.prefix(limit - 1))…" : line
    }

    private struct Own: Decodable, Equatable {
        var explanation: String?
        var changes: [FixerChange]?
    }

    /// How the formats of edits begin.
    private static let marks = [
        "<<<<<<<", "```", "~~~", "*** ", "diff --git", "--- ", "@@", "{", "[",
    ]

    private static func isPath(_ line: Substring) -> Bool {
        let words = line.split(whereSeparator: \.isWhitespace)
        guard words.count == 1, let word = words.first else { return false }
        return word.contains("/") || word.dropLast().contains(".")
    }
}
