import Git

extension PrivateRepository {
    /// Nothing has changed since ``write(head:)`` but objects that came.
    ///
    /// Looked at with a handful of calls, after every program that ran.
    func isAsWritten(head: ObjectID?) -> Bool {
        let git = place.gitDirectory
        var names: Set = ["HEAD", "config", "info", "objects", "refs"]
        if shallow != nil { names.insert("shallow") }
        return Set(WorkspacePlace.names(in: git)).subtracting(["index"]) == names
            && Set(WorkspacePlace.names(in: "\(git)/refs")) == ["heads", "tags"]
            && ["refs/heads", "refs/tags", "info"].allSatisfy { isEmptyFolder("\(git)/\($0)") }
            && DiskFile.text("\(git)/HEAD") == Self.head(head)
            && DiskFile.text("\(git)/config") == configuration
            && DiskFile.text("\(git)/objects/info/alternates") == alternates
            && WorkspacePlace.isPlainFolder("\(git)/objects")
            && DiskFile.read("\(git)/shallow") == shallow
    }

    private func isEmptyFolder(_ path: String) -> Bool {
        WorkspacePlace.isPlainFolder(path) && WorkspacePlace.names(in: path).isEmpty
    }

    /// Puts back what git has to find and what may name programs, and leaves the rest as a program
    /// left it: `HEAD`, index, refs and whatever is half-way.
    func makeReadable(head: ObjectID?, _ trash: Trash) throws(WorkspaceError) {
        let git = place.gitDirectory
        if !WorkspacePlace.isPlainFolder(git) { try trash.take(git) }
        for folder in Self.folders {
            let first = "\(git)/\(folder.split(separator: "/")[0])"
            for path in [first, "\(git)/\(folder)"] {
                guard !WorkspacePlace.isPlainFolder(path) else { continue }
                try trash.take(path)
                try DiskFile.makeFolder(path)
            }
        }
        for name in WorkspacePlace.names(in: "\(git)/info") {
            try trash.take("\(git)/info/\(name)")
        }
        for name in ["config.worktree", "hooks", "commondir", "gitdir"] {
            try trash.take("\(git)/\(name)")
        }
        for name in ["config", "objects/info/alternates"]
        where !DiskFile.isRegular("\(git)/\(name)") {
            try trash.take("\(git)/\(name)")
        }
        // A pipe or a folder in their place would keep git waiting, or make it fail.
        for name in ["index", "packed-refs", "shallow"]
        where DiskFile.status("\(git)/\(name)") != nil && !DiskFile.isRegular("\(git)/\(name)") {
            try trash.take("\(git)/\(name)")
        }
        try DiskFile.write(alternates, to: "\(git)/objects/info/alternates")
        try DiskFile.write(configuration, to: "\(git)/config")
        guard !isHead(DiskFile.text("\(git)/HEAD") ?? "") else { return }
        try trash.take("\(git)/HEAD")
        try DiskFile.write(Self.head(head), to: "\(git)/HEAD")
    }

    private func isHead(_ text: String) -> Bool {
        guard let line = text.split(separator: "\n").first else { return false }
        return line.hasPrefix("ref: refs/") || ObjectID(hex: line) != nil
    }

    // MARK: Branches

    /// Lets branches of the user's exist here by their names, for a command that goes to one.
    func showBranches(_ branches: [RefName: ObjectID]) throws(WorkspaceError) {
        guard !branches.isEmpty else { return }
        let file = "\(place.gitDirectory)/packed-refs"
        let names = Set(branches.keys.map(\.name))
        var lines = (DiskFile.text(file) ?? "").split(separator: "\n").map(String.init).filter {
            let fields = $0.split(separator: " ")
            // Comments say how the lines are sorted, and peeled tags follow their lines.
            return fields.count == 2 && !$0.hasPrefix("#") && !names.contains(String(fields[1]))
        }
        lines += branches.map { "\($0.value) \($0.key)" }
        try DiskFile.write(lines.map { "\($0)\n" }.joined(), to: file)
    }

    // MARK: Operations

    /// What git has begun here and not ended, by the files that it keeps for it.
    var operation: OperationInProgress.Kind? {
        func exists(_ name: String) -> Bool {
            DiskFile.status("\(place.gitDirectory)/\(name)") != nil
        }
        if exists("rebase-merge") { return .rebase }
        if exists("rebase-apply") { return exists("rebase-apply/applying") ? .am : .rebase }
        if exists("MERGE_HEAD") { return .merge }
        if exists("CHERRY_PICK_HEAD") { return .cherryPick }
        if exists("REVERT_HEAD") { return .revert }
        if exists("BISECT_LOG") || exists("BISECT_START") { return .bisect }
        return nil
    }
}
