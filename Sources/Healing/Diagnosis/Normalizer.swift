/// Makes messages of the same failure equal, whenever and wherever it happened
/// (`decisions.md`, Normalising a message).
///
/// The rules run in the order of their cases, and the order matters: one that ran after the rule
/// that eats its input would never fire.
package enum Normalizer {
    package enum Rule: String, Sendable, CaseIterable {
        case control, time, identifier, path, line, amount, temporary, letters

        /// Applies this rule alone.
        package func apply(to text: String) -> String {
            switch self {
            case .control: Normalizer.withoutControl(text)
            case .time: Normalizer.withoutTimes(text)
            case .identifier: Normalizer.withoutIdentifiers(text)
            case .path: Normalizer.withShortPaths(text)
            case .line: Normalizer.withoutLines(text)
            case .amount: Normalizer.withoutAmounts(text)
            case .temporary: Normalizer.withoutTemporaryNames(text)
            case .letters:
                text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
            }
        }
    }

    /// Applies all rules, in order.
    package static func normalize(_ message: String) -> String {
        Rule.allCases.reduce(message) { $1.apply(to: $0) }
    }

    /// ANSI escape sequences and carriage returns out.
    package static func withoutControl(_ text: String) -> String {
        // A carriage return and a line feed are one Character, so scalars are looked at.
        let plain = text.replacing(
            /\u{1B}(?:\[[0-9;?]*[ -\/]*[@-~]|\][^\u{7}\u{1B}]*(?:\u{7}|\u{1B}\\))/, with: "")
        var scalars = String.UnicodeScalarView()
        scalars.append(contentsOf: plain.unicodeScalars.filter { $0 != "\r" })
        return String(scalars)
    }

    private static func withoutTimes(_ text: String) -> String {
        text.replacing(
            /\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?/,
            with: "<time>"
        ).replacing(/\b\d{1,2}:\d{2}:\d{2}(?:[.,]\d+)?\b/, with: "<time>")
    }

    private static func withoutIdentifiers(_ text: String) -> String {
        text.replacing(
            /\b[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}\b/,
            with: "<id>"
        )
        .replacing(/\b0x[0-9a-fA-F]+\b/, with: "<id>")
        // An abbreviated object id has a digit and a letter; a number or a word is none.
        .replacing(/\b[0-9a-f]{7,64}\b/) { match in
            let word = match.output
            let isMixed = word.contains(where: \.isNumber) && word.contains(where: \.isLetter)
            return isMixed ? "<id>" : String(word)
        }
    }

    private static func withShortPaths(_ text: String) -> String {
        text.replacing(/(?:[A-Za-z]:)?(?:~|\.{1,2})?(?:[\/\\][\w.+@-]+)*[\/\\]([\w.+@-]+)/) {
            match in
            String(match.output.1)
        }
        // A relative path begins with a name, and is one where its last component has a suffix.
        .replacing(/\b[A-Za-z_][\w.+-]*\/(?:[\w.+-]+\/)*([\w+-]+\.\w+)/) { match in
            String(match.output.1)
        }
    }

    private static func withoutLines(_ text: String) -> String {
        text.replacing(/\b([Ll]ines?) \d+(?:-\d+)?/) { "\($0.output.1) <n>" }
            .replacing(/:\d+(?::\d+)?\b/, with: ":<n>")
            .replacing(/\bL\d+\b/, with: "L<n>")
    }

    private static func withoutAmounts(_ text: String) -> String {
        text.replacing(
            /\b\d+(?:\.\d+)? ?(?:ns|µs|us|ms|s|secs?|seconds?|min|minutes?|hours?|[kKMGT]i?B|bytes?|B)\b/,
            with: "<amount>")
    }

    private static func withoutTemporaryNames(_ text: String) -> String {
        text.replacing(/\btmp(?:[._-]\w+|[a-z0-9_]{6,})\b/, with: "<tmp>")
            .replacing(/\bpytest-\d+\b/, with: "<tmp>")
    }
}
