/// The form of a command, written as manuals write it: `git checkout [--ours|--theirs] -- PATH…`.
///
/// Words stand for themselves; `[…]` may be left out, `|` separates alternatives, words in capitals
/// are operands, `…` says one or more. Options that may be left out come in any order, each once;
/// everything else comes in this order, and nothing else is legal: no other spelling, no bundle, no
/// abbreviation.
struct CommandForm: Hashable, Sendable, CustomStringConvertible {
    /// What an operand may be.
    enum Operand: String, Hashable, Sendable, CaseIterable {
        /// A path inside the workspace.
        case path = "PATH"
        case file = "FILE"
        case directory = "DIR"
        /// A path that goes before the one it becomes.
        case source = "SOURCE"
        case target = "TARGET"
        /// An existing local branch, or the full name of a commit.
        case revision = "REV"
        /// A branch or a commit, or `HEAD`.
        case tree = "TREE"
        /// `autopack/pre-run-<run>` of the run.
        case preRun = "PRE-RUN"
        /// A package with its exact version.
        case pin = "NAME==VERSION"
    }

    struct Element: Hashable, Sendable {
        var alternatives: [String]
        var isOptional: Bool
        var repeats: Bool

        /// What the element is where it is an operand and no word.
        var operand: Operand? { alternatives.count == 1 ? Operand(rawValue: alternatives[0]) : nil }

        var isOption: Bool { isOptional && alternatives.allSatisfy { $0.hasPrefix("--") } }
        var isSeparator: Bool { alternatives == ["--"] }
    }

    let description: String
    let elements: [Element]

    init(_ text: String) {
        description = text
        elements = text.split(separator: " ").map { token in
            var token = token
            let isOptional = token.hasPrefix("[")
            if isOptional { token = token.dropFirst().dropLast() }
            let repeats = token.hasSuffix("…")
            if repeats { token = token.dropLast() }
            return Element(
                alternatives: token.split(separator: "|").map(String.init),
                isOptional: isOptional, repeats: repeats)
        }
    }

    /// The words that every command of this form begins with.
    var leadingWords: [String] {
        elements.prefix { !$0.isOptional && $0.operand == nil && $0.alternatives.count == 1 }
            .flatMap(\.alternatives).filter { !$0.hasPrefix("-") }
    }

    /// The legal words at its start, as options and subcommands.
    var knownWords: [String] {
        elements.filter { $0.operand == nil && !$0.isSeparator }.flatMap(\.alternatives)
    }
}
