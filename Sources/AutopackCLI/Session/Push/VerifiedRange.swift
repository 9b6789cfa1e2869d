import Git

/// The commits that `verify` looks at.
struct VerifiedRange {
    /// As a person would name it.
    var name: String
    var tip: ObjectID
    /// What these reach is left out.
    var without: [ObjectID]

    /// Reads `A..B`, a revision, which means all that it reaches, or `REV^!` for one commit.
    ///
    /// - Parameter text: Nil: what `HEAD` has and its upstream, or where there is none any
    ///   remote-tracking branch, has not.
    /// - Throws: ``UserError`` `.usage`.
    init(_ text: String?, _ repository: Repository) throws(UserError) {
        func resolve(_ revision: some StringProtocol) throws(UserError) -> ObjectID {
            do throws(GitError) {
                return try repository.resolve(revision.isEmpty ? "HEAD" : String(revision))
            } catch {
                guard [.notFound, .invalid, .ambiguous].contains(error.code) else {
                    throw UserError(error)
                }
                throw UserError(
                    .usage, "not_found", "'\(revision)' names no commit: \(error.detail)",
                    hint: "git log --oneline --all -10")
            }
        }
        guard let text else {
            tip = try resolve("HEAD")
            (name, without) = try userGit { () throws(GitError) in try Self.unpushed(repository) }
            return
        }
        name = text
        guard !text.contains("..."), !text.hasPrefix("-"), !text.isEmpty else {
            throw UserError(
                .usage, "usage", "'\(text)' is no range", hint: "git autopack verify A..B")
        }
        if let dots = text.firstRange(of: "..") {
            without = [try resolve(text[..<dots.lowerBound])]
            tip = try resolve(text[dots.upperBound...])
        } else if text.hasSuffix("^!") {
            let commit = try resolve(text.dropLast(2))
            tip = commit
            without = try userGit { () throws(GitError) in
                try repository.readCommit(commit).parents
            }
        } else {
            (tip, without) = (try resolve(text), [])
        }
    }

    private static func unpushed(
        _ repository: Repository
    ) throws(GitError) -> (name: String, without: [ObjectID]) {
        if let branch = try repository.head().branch,
            let upstream = try repository.upstreamDistance(of: branch)?.upstream,
            let commit = try repository.lookUp(upstream)
        {
            return ("\(upstream.shortName)..HEAD", [commit])
        }
        let tracked = try repository.refs(prefix: "refs/remotes/").map(\.id)
        return (tracked.isEmpty ? "HEAD" : "HEAD, without what a remote has", tracked)
    }
}
