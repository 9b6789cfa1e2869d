extension RepositoryLocation {
    /// What git keeps of this worktree beside refs and objects: `HEAD`, the index, and the files of
    /// any operation that is half-way; by name relative to the common directory, folders before
    /// what is in them.
    package var stateNames: [String] {
        let files = FileSystem.entries(of: gitDirectory).filter { entry in
            guard !entry.isFolder, !entry.name.hasSuffix(".lock") else { return false }
            return Self.files.contains(entry.name)
                || ["MERGE_", "BISECT_", "sharedindex."].contains(where: entry.name.hasPrefix)
        }
        let folders = Self.folders.flatMap { names(below: "\(gitDirectory)/\($0)") }
        return files.map { name(of: $0.path) } + folders
    }

    private static let files: Set = [
        "HEAD", "index", "ORIG_HEAD", "AUTO_MERGE", "SQUASH_MSG", "CHERRY_PICK_HEAD", "REVERT_HEAD",
        "REBASE_HEAD",
    ]

    private static let folders = [
        "rebase-merge", "rebase-apply", "sequencer", "refs/bisect", "refs/rewritten",
    ]

    /// A folder and all below it, by name relative to the common directory; nothing where it is
    /// none.
    package func names(below folder: String) -> [String] {
        guard let status = FileSystem.status(folder), FileSystem.isDirectory(status) else {
            return []
        }
        var found = [name(of: folder)]
        for entry in FileSystem.entries(of: folder) {
            found += entry.isFolder ? names(below: entry.path) : [name(of: entry.path)]
        }
        return found
    }

    /// The branches and commits that giving an operation up may go back to, and the stash that it
    /// would apply; as revisions.
    package func revisions(
        of kind: UnfinishedOperation.Kind
    ) -> (goals: [String], stashes: [String]) {
        let files: (goals: [String], stashes: [String]) =
            switch kind {
            case .merge: ([], ["MERGE_AUTOSTASH"])
            case .rebase:
                (
                    ["rebase-merge/orig-head", "rebase-apply/orig-head"],
                    ["rebase-merge/autostash", "rebase-apply/autostash"]
                )
            case .am: (["ORIG_HEAD", "rebase-apply/abort-safety"], [])
            case .cherryPick, .revert: (["sequencer/head"], [])
            case .bisect: (["BISECT_START"], [])
            }
        func lines(_ names: [String]) -> [String] {
            names.compactMap { FileSystem.line(of: "\(gitDirectory)/\($0)") }
                .filter { !$0.isEmpty && !$0.hasPrefix("-") }
        }
        return (lines(files.goals), lines(files.stashes))
    }

    /// The checkout leads back to this repository by its `.git`.
    ///
    /// Else a setting says where it is, and a stranger's repository may say any folder at all.
    package var hasOwnCheckout: Bool {
        guard let workTree else { return false }
        let own = "\(workTree)/.git"
        let wanted = FileSystem.resolved(gitDirectory)
        if let line = FileSystem.line(of: own), line.hasPrefix("gitdir: ") {
            let place = FileSystem.absolute(String(line.dropFirst(8)), from: workTree)
            return FileSystem.resolved(place) == wanted
        }
        return FileSystem.resolved(own) == wanted
    }

    /// The branch that a rebase goes back to.
    package var rebasedBranch: RefName? {
        ["rebase-merge", "rebase-apply"].lazy
            .compactMap { FileSystem.line(of: "\(gitDirectory)/\($0)/head-name") }
            .compactMap { RefName($0) }.first
    }
}
