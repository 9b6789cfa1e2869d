/// Makes messages of the same failure equal, whenever and wherever it happened
/// (`decisions.md`, Normalising a message; the order of sets besides).
///
/// The rules run in the order of their cases, and the order matters: one that ran after the rule
/// that eats its input would never fire.
package enum Normalizer {
    package enum Rule: String, Sendable, CaseIterable {
        case control, time, identifier, path, line, amount, temporary, order, letters

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
            case .order: Normalizer.withOrderedSets(text)
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
    ///
    /// Logs may be long, so this one works on bytes; what it takes out is ASCII.
    package static func withoutControl(_ text: String) -> String {
        let (escape, bell) = (UInt8(0x1B), UInt8(0x07))
        let bytes = Array(text.utf8)
        guard bytes.contains(where: { $0 == escape || $0 == UInt8(ascii: "\r") }) else {
            return text
        }
        var kept: [UInt8] = []
        kept.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            guard byte == escape, index < bytes.count else {
                if byte != UInt8(ascii: "\r"), byte != escape { kept.append(byte) }
                continue
            }
            if bytes[index] == UInt8(ascii: "[") {
                // Parameters and intermediates, then one final byte.
                index += 1
                while index < bytes.count, (0x20...0x3F).contains(bytes[index]) { index += 1 }
                if index < bytes.count, (0x40...0x7E).contains(bytes[index]) { index += 1 }
            } else if bytes[index] == UInt8(ascii: "]") {
                // An operating system command ends with a bell or `ESC \`, at the latest with its
                // line.
                while index < bytes.count, bytes[index] != bell, bytes[index] != escape,
                    bytes[index] != UInt8(ascii: "\n")
                {
                    index += 1
                }
                if index < bytes.count, bytes[index] == bell { index += 1 }
                if index + 1 < bytes.count, bytes[index] == escape,
                    bytes[index + 1] == UInt8(ascii: "\\")
                {
                    index += 2
                }
            }
        }
        return String(decoding: kept, as: UTF8.self)
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
        // What stands before is matched too, or the middle of a relative path would begin one.
        text.replacing(
            /(^|[^\w.~+@\/\\-])(?:[A-Za-z]:)?(?:~|\.{1,2})?(?:[\/\\][\w.+@-]+)*[\/\\]([\w.+@-]+)/
        ) { match in
            "\(match.output.1)\(match.output.2)"
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

    /// The members of a set in order: hash seeds differ from run to run.
    private static func withOrderedSets(_ text: String) -> String {
        guard text.contains("{") else { return text }
        return text.replacing(/\{([^{}:\n]*,[^{}:\n]*)\}/) { match in
            let members = match.output.1.split(separator: ",").map { $0.trimmingBlanks() }
            return "{\(members.sorted().joined(separator: ", "))}"
        }
    }
}
