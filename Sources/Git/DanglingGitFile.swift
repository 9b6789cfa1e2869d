/// A `.git` file that leads to no repository.
struct DanglingGitFile {
    /// The file; absolute.
    private let path: String
    /// Where it leads; nil where it says nothing that git understands.
    private let target: String?

    /// Finds the first `.git` that git would look at; nil where it is no such file.
    init?(from directory: String) {
        var folder = FileSystem.resolved(directory) ?? directory
        while true {
            let own = folder == "/" ? "/.git" : "\(folder)/.git"
            if let status = FileSystem.status(own) {
                guard FileSystem.isRegular(status) else { return nil }
                path = own
                let line = FileSystem.line(of: own) ?? ""
                target =
                    line.hasPrefix("gitdir: ")
                    ? FileSystem.absolute(String(line.dropFirst(8)), from: folder) : nil
                return
            }
            guard folder != "/", let slash = folder.lastIndex(of: "/") else { return nil }
            folder = slash == folder.startIndex ? "/" : String(folder[..<slash])
        }
    }

    /// The error that says so, with what mends each way in which it comes about.
    func explanation(_ operation: String) -> GitError {
        let worktree = path.split(separator: "/").dropLast().joined(separator: "/")
        let found: String
        switch target {
        case nil: found = "names no folder"
        case path?: found = "leads to itself"
        case let target?: found = "leads to \(target), which is no git directory"
        }
        return GitError(
            .notARepository, operation, detail: "\(path) \(found)",
            remedy: "where the repository of a linked worktree was moved:\n"
                + "git -C NEW-PLACE worktree repair \(ShellWord.quoted("/\(worktree)"))\n"
                + "else write down where it is:\n"
                + "printf 'gitdir: %s\\n' NEW-PLACE/.git > \(ShellWord.quoted(path))")
    }
}
