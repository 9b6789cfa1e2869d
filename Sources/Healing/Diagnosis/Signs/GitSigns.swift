import RunModel

/// What git says when a repository is in the way (git 2.39; messages of `builtin/`, `refs/` and
/// `unpack-trees.c`).
struct GitSigns: SignReader {
    let words = GitSigns.phrases.map(\.text)

    func read(_ line: LogLine) -> Sign? {
        let text = line.text
        // Git begins with its word, or in a list of refs with `! [rejected]`.
        let isGits =
            ["fatal:", "error:", "CONFLICT", "warning:", "hint:", "git:"].contains {
                text.hasPrefix($0)
            } || !text.contains(": ") || text.hasPrefix("! ") || text.contains("needs merge")
        guard isGits, let phrase = GitSigns.phrases.first(where: { text.contains($0.text) }) else {
            return nil
        }
        // A program may say the like of its own; git says `fatal:` or `error:` before it.
        if phrase.needsMark, !text.hasPrefix("fatal:"), !text.hasPrefix("error:"),
            !line.isCommand("git")
        {
            return nil
        }
        let file = GitSigns.file(of: line)
        // What a test prints of its own repositories is no failure of this one.
        return line.sign(
            phrase.category, isVague: !line.isCommand("git"),
            place: file.map { .known(file: $0.0, line: $0.1) } ?? .none)
    }

    private struct Phrase: Sendable {
        var text: String
        var category: FailureCategory
        var needsMark = true
    }

    private static let phrases: [Phrase] = [
        Phrase(text: "index.lock': File exists", category: .indexLocked, needsMark: false),
        Phrase(text: "cannot lock ref '", category: .refConflict),
        Phrase(text: ".lock': File exists", category: .refConflict, needsMark: false),
        Phrase(text: "! [rejected]", category: .refConflict, needsMark: false),
        Phrase(text: "! [remote rejected]", category: .refConflict, needsMark: false),
        Phrase(text: "failed to push some refs", category: .refConflict),
        Phrase(text: "' already exists", category: .refConflict),
        Phrase(text: "' is already checked out at", category: .refConflict),
        Phrase(text: "' is already used by worktree", category: .refConflict),
        Phrase(text: "Not possible to fast-forward", category: .refConflict),
        Phrase(text: "Need to specify how to reconcile divergent", category: .refConflict),
        Phrase(text: "CONFLICT (", category: .mergeConflict, needsMark: false),
        Phrase(text: "you have unmerged files", category: .mergeConflict),
        Phrase(text: "unmerged files in", category: .mergeConflict),
        Phrase(text: "unresolved conflict", category: .mergeConflict),
        Phrase(text: "You have not concluded your", category: .mergeConflict),
        Phrase(text: "patch does not apply", category: .mergeConflict),
        Phrase(text: "patch failed: ", category: .mergeConflict),
        Phrase(text: "Patch failed at ", category: .mergeConflict, needsMark: false),
        Phrase(text: "error: could not apply ", category: .mergeConflict),
        Phrase(text: "error: could not revert ", category: .mergeConflict),
        Phrase(text: ": needs merge", category: .mergeConflict, needsMark: false),
        Phrase(text: "not currently on a branch", category: .detachedHead, needsMark: false),
        Phrase(text: "HEAD is not a symbolic ref", category: .detachedHead),
        Phrase(text: "HEAD does not point to a branch", category: .detachedHead),
        Phrase(text: "Your local changes to the following", category: .dirtyTree),
        Phrase(text: "untracked working tree files would", category: .dirtyTree),
        Phrase(text: "You have unstaged changes", category: .dirtyTree),
        Phrase(text: "index contains uncommitted changes", category: .dirtyTree),
        Phrase(text: "local changes would be overwritten", category: .dirtyTree),
        Phrase(text: "contains modified or untracked files", category: .dirtyTree),
        Phrase(text: "have local modifications", category: .dirtyTree),
        Phrase(text: "has local modifications", category: .dirtyTree),
        Phrase(text: "has changes staged in the index", category: .dirtyTree),
        Phrase(text: "would be lost by", category: .dirtyTree),
        Phrase(text: "not uptodate. Cannot merge", category: .dirtyTree),
        Phrase(text: "did not match any file", category: .missingFile),
        Phrase(text: "path not in the working tree", category: .missingFile),
        Phrase(text: "does not have our version", category: .missingFile),
        Phrase(text: "bad object ", category: .missingObject),
        Phrase(text: "Not a valid object name", category: .missingObject),
        Phrase(text: "unable to read tree", category: .missingObject),
        Phrase(text: "unable to read sha1 file", category: .missingObject),
        Phrase(text: "unable to read ", category: .missingObject),
        Phrase(text: "unable to parse commit", category: .missingObject),
        Phrase(text: "unable to parse object", category: .missingObject),
        Phrase(text: "could not parse commit", category: .missingObject),
        Phrase(text: "Could not read ", category: .missingObject),
        Phrase(text: "reference is not a tree", category: .missingObject),
        Phrase(text: "object file .git/", category: .missingObject),
        Phrase(text: "loose object ", category: .missingObject),
        Phrase(text: "packfile ", category: .missingObject),
        Phrase(text: "missing blob ", category: .missingObject),
        Phrase(text: "missing tree ", category: .missingObject),
        Phrase(text: "missing commit ", category: .missingObject),
        Phrase(text: "broken link from", category: .missingObject),
        Phrase(text: "invalid sha1 pointer", category: .missingObject),
        Phrase(text: "bad tree object", category: .missingObject),
        Phrase(text: "upload-pack: not our ref", category: .missingObject),
    ]

    /// The path that a message names, or that stands indented below it.
    private static func file(of line: LogLine) -> (String, Int?)? {
        let text = line.text
        if let match = Self.conflictIn.first(in: text) {
            return (String(match.1), nil)
        }
        if let match = Self.conflictOf.first(in: text) {
            return (String(match.1), nil)
        }
        if let match = Self.patchFailed.first(in: text) {
            return (String(match.1), Int(match.2))
        }
        if let match = Self.patchRefused.first(in: text) {
            return (String(match.1), nil)
        }
        if let match = Self.named.first(in: text) {
            return (String(match.1), nil)
        }
        if text.hasSuffix(":"), let next = line.below(1).first, next.first?.isWhitespace == true {
            return (next.trimmingBlanks(), nil)
        }
        return nil
    }

    // MARK: Patterns

    private static let conflictIn = Pattern(
        /Merge conflict in (.+)$/)
    private static let conflictOf = Pattern(
        /^CONFLICT \([^)]+\): (\S+)\s/)
    private static let patchFailed = Pattern(
        /patch failed: (.+):(\d+)$/)
    private static let patchRefused = Pattern(
        /^error: (\S+): patch does not apply$/)
    private static let named = Pattern(
        /(?:pathspec|ambiguous argument) '([^']+)'/)
}
