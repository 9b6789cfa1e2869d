/// An operation that git has left half-way in a worktree, with what its files say of it.
package struct UnfinishedOperation: Sendable, Hashable {
    package enum Kind: String, Sendable, CaseIterable {
        case merge, rebase, am, revert, bisect
        case cherryPick = "cherry-pick"

        /// The words that git takes to give it up.
        package var abortion: [String] {
            self == .bisect ? ["bisect", "reset"] : [rawValue, "--abort"]
        }
    }

    package var kind: Kind
    /// What is merged, rebased or picked, where its files say: a branch or the first digits of a
    /// commit.
    package var subject: String?

    package init(_ kind: Kind, subject: String? = nil) {
        self.kind = kind
        self.subject = subject
    }
}

extension UnfinishedOperation {
    /// As `a merge of side`.
    package var noun: String {
        let of = subject.map { " of \($0)" } ?? ""
        return switch kind {
        case .am: "a series of patches (git am)"
        case .bisect: "a bisection"
        case .merge, .rebase, .revert, .cherryPick: "a \(kind.rawValue)\(of)"
        }
    }

    /// How to finish it and how to give it up, a line each.
    package var remedy: String {
        let abortion = "to give it up: git \(kind.abortion.joined(separator: " "))"
        return kind == .bisect
            ? abortion : "to finish it: git \(kind.rawValue) --continue\n\(abortion)"
    }
}

extension RepositoryLocation {
    /// The operations that are half-way in this worktree, the outermost last.
    ///
    /// Read from git's own files, so that also a repository says it that cannot be opened. A
    /// bisection can be around another one; a rebase picks commits, which is no operation of its
    /// own.
    package var unfinishedOperations: [UnfinishedOperation] {
        var found: [UnfinishedOperation] = []
        if let rebase { found.append(rebase) }
        if exists("MERGE_HEAD") {
            found.append(UnfinishedOperation(.merge, subject: mergeSubject))
        }
        if found.isEmpty, exists("CHERRY_PICK_HEAD") || sequence == "pick" {
            found.append(
                UnfinishedOperation(.cherryPick, subject: abbreviation("CHERRY_PICK_HEAD")))
        } else if found.isEmpty, exists("REVERT_HEAD") || sequence == "revert" {
            found.append(UnfinishedOperation(.revert, subject: abbreviation("REVERT_HEAD")))
        }
        if exists("BISECT_LOG") {
            found.append(
                UnfinishedOperation(
                    .bisect, subject: FileSystem.line(of: "\(gitDirectory)/BISECT_START")))
        }
        return found
    }

    /// A rebase, of either kind, or a mailbox that is applied.
    private var rebase: UnfinishedOperation? {
        for folder in ["rebase-merge", "rebase-apply"] where exists(folder) {
            if exists("\(folder)/applying") { return UnfinishedOperation(.am) }
            let branch = FileSystem.line(of: "\(gitDirectory)/\(folder)/head-name")
            return UnfinishedOperation(
                .rebase, subject: branch.flatMap { RefName($0)?.shortName })
        }
        return nil
    }

    /// The branch in `Merge branch 'x'`, or the first digits of the commit.
    private var mergeSubject: String? {
        let message = FileSystem.line(of: "\(gitDirectory)/MERGE_MSG") ?? ""
        let parts = message.split(separator: "'", maxSplits: 2, omittingEmptySubsequences: false)
        if message.hasPrefix("Merge "), parts.count == 3 { return String(parts[1]) }
        return abbreviation("MERGE_HEAD")
    }

    /// `pick` or `revert`: what a sequence of several commits does next.
    private var sequence: String? {
        FileSystem.line(of: "\(gitDirectory)/sequencer/todo").flatMap { line in
            line.split(separator: " ").first.map(String.init)
        }
    }

    private func abbreviation(_ name: String) -> String? {
        FileSystem.line(of: "\(gitDirectory)/\(name)").flatMap { line in
            ObjectID(hex: line).map { String($0.hex.prefix(10)) }
        }
    }

    private func exists(_ name: String) -> Bool {
        FileSystem.status("\(gitDirectory)/\(name)") != nil
    }
}
