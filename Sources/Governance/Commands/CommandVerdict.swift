package import RunModel

/// What the policy says of a command.
package enum CommandVerdict: Hashable, Sendable {
    case allow(CommandLine)
    case deny(CommandDenial)

    /// The command, where it may run.
    package var command: CommandLine? {
        if case .allow(let command) = self { command } else { nil }
    }

    /// Why it may not run; nil where it may.
    package var denial: CommandDenial? {
        if case .deny(let denial) = self { denial } else { nil }
    }
}

/// A command that may run: its words, and what they operate on.
package struct CommandLine: Hashable, Sendable {
    package var type: FixType
    /// The words of the line.
    package var words: [String]
    /// The words to run: with `--` before the operands wherever the program knows it.
    package var arguments: [String]
    /// The form that it has, as in `git add -- PATH…`.
    package var form: String
    /// The paths that it names, normalised, in order.
    package var paths: [String]
    /// The branch or commit that it names.
    package var revision: String?

    /// The name of the program.
    package var program: String { words.first ?? "" }
}

extension CommandLine: CustomStringConvertible {
    /// One sentence: why it may run.
    package var description: String {
        var objects = paths.isEmpty ? [] : ["paths \(paths.joined(separator: ", "))"]
        if let revision { objects.insert("revision \(revision)", at: 0) }
        return "it has the form '\(form)'"
            + (objects.isEmpty ? "" : " and names \(objects.joined(separator: " and "))")
    }
}

/// Why a command may not run.
package struct CommandDenial: Hashable, Sendable {
    /// In a sentence without its full stop, as `'.git/config' leads into .git`.
    package var why: String
    /// The forms that are legal for what was perhaps meant.
    package var legal: [String]
    /// The legal word that is nearest to the one that is not.
    package var nearest: String?
    /// Only a person may do such a thing at all.
    package var needsPerson: Bool

    package init(
        _ why: String, legal: [String] = [], nearest: String? = nil, needsPerson: Bool = false
    ) {
        self.why = why
        self.legal = legal
        self.nearest = nearest
        self.needsPerson = needsPerson
    }
}

extension CommandDenial: CustomStringConvertible {
    package var description: String {
        var parts = [needsPerson ? "requires manual intervention: \(why)" : why]
        if let nearest { parts.append("nearest: \(nearest)") }
        if !legal.isEmpty { parts.append("legal: \(legal.joined(separator: ", "))") }
        return parts.joined(separator: "; ")
    }
}
