import RunModel

/// What the operands of a command may be, in a workspace.
struct CommandOperands {
    let facts: CommandFacts
    let type: FixType

    func path(_ word: String) throws(CommandDenial) -> String {
        try CommandPath(facts: facts, type: type).normalised(word)
    }

    /// Where a file or a folder goes: into a folder that is there, or to a path of its own.
    func target(_ word: String, of sources: [String]) throws(CommandDenial) -> String {
        let path = try path(word)
        for source in sources {
            let name = source.split(separator: "/").last.map(String.init) ?? source
            _ = try self.path("\(path)/\(name)")
        }
        return path
    }

    // MARK: Revisions

    /// An existing branch or the full name of a commit, which is no path at the same time.
    func revision(_ word: String) throws(CommandDenial) -> String {
        let found = try branchOrCommit(word)
        if facts.entry(word) != nil {
            throw CommandDenial(
                "'\(word)' is a branch and a path", legal: ["git checkout -- \(word) for the path"])
        }
        return found
    }

    /// A revision, or `HEAD`, where no path can be meant.
    func tree(_ word: String) throws(CommandDenial) -> String {
        word == "HEAD" ? word : try branchOrCommit(word)
    }

    /// The branch that marks where the run began.
    func preRun(_ word: String) throws(CommandDenial) -> String {
        guard facts.preRunBranches.contains(word), !facts.otherRevisions.contains(word) else {
            throw CommandDenial(
                "a hard reset to '\(word)' is not possible: only to HEAD or to the branch of before"
                    + " the run",
                legal: ["git reset --hard HEAD"]
                    + facts.preRunBranches.sorted().prefix(3).map { "git reset --hard \($0)" })
        }
        return word
    }

    private func branchOrCommit(_ word: String) throws(CommandDenial) -> String {
        if Self.isFullName(word) {
            guard facts.commits.contains(word) else {
                throw CommandDenial("there is no commit \(word)")
            }
            return word
        }
        guard facts.branches.contains(word), !Self.pseudoRefs.contains(word) else {
            throw CommandDenial(
                "'\(word)' is neither a local branch nor the full name of a commit",
                nearest: Nearest.word(to: word, among: facts.branches.sorted()))
        }
        if facts.otherRevisions.contains(word) {
            throw CommandDenial("'\(word)' is a branch, and something else has the same name")
        }
        return word
    }

    /// Refuses a path that git could take for a revision, where no `--` keeps them apart.
    func refuseRevision(_ word: String) throws(CommandDenial) {
        let isRevision =
            facts.branches.contains(word) || facts.otherRevisions.contains(word)
            || Self.pseudoRefs.contains(word) || word.hasPrefix("refs/")
            || word.contains { "~^@:".contains($0) } || word.contains("..")
            || Self.isAbbreviation(word)
        guard isRevision else { return }
        throw CommandDenial(
            "'\(word)' may be a revision", legal: ["the same with -- before the paths"])
    }

    private static func isFullName(_ word: String) -> Bool {
        word.utf8.count == 40 && word.utf8.allSatisfy(CommandFacts.isHexadecimal)
    }

    /// Could be the short name of an object, alone or at the end as `git describe` has it.
    private static func isAbbreviation(_ word: String) -> Bool {
        var digits = Substring(word.lowercased())
        if let mark = digits.ranges(of: "-g").last { digits = digits[mark.upperBound...] }
        return (4...40).contains(digits.utf8.count)
            && digits.utf8.allSatisfy(CommandFacts.isHexadecimal)
    }

    private static let pseudoRefs: Set = [
        "HEAD", "@", "FETCH_HEAD", "ORIG_HEAD", "MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD",
        "REBASE_HEAD", "BISECT_HEAD", "AUTO_MERGE",
    ]

    // MARK: Packages

    /// A package of the index with one exact version (PEP 440), and nothing that names a place.
    func pin(_ word: String) throws(CommandDenial) {
        let parts = word.split(separator: "==", omittingEmptySubsequences: false)
        guard parts.count == 2, Self.isName(parts[0]), Self.isVersion(parts[1]) else {
            throw CommandDenial(
                "'\(word)' is no package with its exact version",
                legal: ["NAME==VERSION, as requests==2.31.0"])
        }
    }

    private static func isName(_ name: Substring) -> Bool {
        guard let first = name.first, let last = name.last else { return false }
        return isAlphanumeric(first) && isAlphanumeric(last)
            && name.allSatisfy { isAlphanumeric($0) || "._-".contains($0) }
    }

    private static func isVersion(_ version: Substring) -> Bool {
        version.first.map { $0.isASCII && $0.isNumber } ?? false
            && version.allSatisfy { isAlphanumeric($0) || ".+!_-".contains($0) }
    }

    private static func isAlphanumeric(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber)
    }
}
