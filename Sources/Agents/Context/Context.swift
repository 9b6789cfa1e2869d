/// What a model sees of the repository, what stays the same first.
package struct Context: Hashable, Sendable {
    /// Instructions of the project, from the base commit.
    package var instructions: [ContextFile] = []
    /// The repository's map, not fenced yet; empty: none.
    package var map = ""
    /// Files that may be read and not changed.
    package var readOnly: [ContextFile] = []
    /// Files in scope and those that the goal names.
    package var files: [ContextFile] = []
    /// Files that only this attempt needs: asked for, changed, named by failing output.
    package var ofAttempt: [ContextFile] = []
    /// What was asked for or named and is not shown, and why.
    package var leftOut: [LeftOut] = []

    package init() {}

    /// A file that is not shown.
    package struct LeftOut: Hashable, Sendable {
        package var path: String
        package var why: String

        package init(path: String, why: String) {
            self.path = path
            self.why = why
        }
    }

    /// The beginning of a prompt: the same for every attempt of a phase, as long as nothing of it
    /// was changed.
    package var stableText: String {
        var parts: [String] = []
        if !instructions.isEmpty {
            parts.append(
                "# Instructions of the project\n\nFollow them where they do not go against the"
                    + " rules above.\n\n" + Context.text(instructions))
        }
        if !map.isEmpty {
            parts.append(Fence.wrap(map, label: "# The repository, as far as it may matter here"))
        }
        if !readOnly.isEmpty {
            parts.append("# Read-only: to be used, not to be changed\n\n" + Context.text(readOnly))
        }
        if !files.isEmpty { parts.append("# Files\n\n" + Context.text(files)) }
        return parts.joined(separator: "\n")
    }

    /// What goes behind what failed.
    package var attemptText: String {
        var parts: [String] = []
        if !ofAttempt.isEmpty {
            parts.append("# More files\n\n" + Context.text(ofAttempt))
        }
        if !leftOut.isEmpty {
            parts.append(
                Fence.wrap(
                    leftOut.map { "\($0.path): \($0.why)\n" }.joined(), label: "# Not shown"))
        }
        return parts.joined(separator: "\n")
    }

    private static func text(_ files: [ContextFile]) -> String {
        files.map(\.fenced).joined(separator: "\n")
    }
}
