/// Foreign text in a prompt: fenced so that it cannot end its own fence, and labelled.
package enum Fence {
    /// Wraps text in a fence longer than any inside it (`security.md`, Prompts).
    ///
    /// - Parameter label: Where the text comes from, as a path.
    package static func wrap(_ text: String, label: String) -> String {
        var longest = 0
        var run = 0
        // Scalars: a mark that joins itself to a backtick makes another Character of both.
        for scalar in text.unicodeScalars {
            run = scalar == "`" ? run + 1 : 0
            longest = max(longest, run)
        }
        let fence = String(repeating: "`", count: max(3, longest + 1))
        let end = text.isEmpty || text.hasSuffix("\n") ? "" : "\n"
        let label = label.unicodeScalars.map { scalar in
            scalar.properties.isWhitespace && scalar != " " || scalar.value < 0x20
                ? " " : String(scalar)
        }.joined()
        return "\(label)\n\(fence)\n\(text)\(end)\(fence)\n"
    }
}
