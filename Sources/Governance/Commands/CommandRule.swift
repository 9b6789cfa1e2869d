package import RunModel

/// One form that the policy allows, with examples of what it matches and what it does not.
///
/// The examples are verified whenever the rules are loaded, in the workspace of
/// ``CommandFacts/example``, so that a rule cannot come to mean something else unnoticed.
package struct CommandRule: Hashable, Sendable {
    /// What a command may be run for.
    package enum Purpose: String, Hashable, Sendable {
        /// To change something.
        case fix
        /// To find out whether the fix helped.
        case verification
    }

    package let type: FixType
    package let purpose: Purpose
    let form: CommandForm
    /// Commands of this form.
    package let matches: [String]
    /// Commands that are near to it, and that no rule allows.
    package let refuses: [String]

    /// - Parameter form: See ``CommandForm``.
    package init(
        _ form: String, _ type: FixType, _ purpose: Purpose = .fix, matches: [String],
        refuses: [String]
    ) {
        self.type = type
        self.purpose = purpose
        self.form = CommandForm(form)
        self.matches = matches
        self.refuses = refuses
    }

    /// As in `git add -- PATH…`.
    package var usage: String { form.description }
}

extension CommandFacts {
    /// The workspace of the rules' own examples.
    package static let example = CommandFacts(
        allowedTypes: Set(FixType.allCases),
        branches: ["main", "docs", "autopack/pre-run-example"],
        preRunBranches: ["autopack/pre-run-example"], otherRevisions: ["v1.0", "origin/main"],
        commits: [String(repeating: "a", count: 40)],
        entry: { path in
            switch path {
            case "docs", "src", "tests", "build": .folder
            case "README.md", "src/app.py", "docs/guide.md", "requirements.txt": .file
            case "inside": .link("src")
            case "outside": .link("../elsewhere")
            default: nil
            }
        })
}
