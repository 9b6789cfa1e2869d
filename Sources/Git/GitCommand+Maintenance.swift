extension GitCommand {
    /// What `git fsck` says against the repository, one complaint a line; empty where it is sound.
    ///
    /// - Parameter strict: Also what old versions of git wrote and new ones refuse.
    package func fsck(strict: Bool = true) async throws(GitError) -> [String] {
        var arguments = ["fsck", "--full", "--no-dangling", "--no-progress"]
        if strict { arguments.append("--strict") }
        // The exit status is a sum of what was found; the complaints are on standard error.
        do {
            let output = try await run(arguments, Call())
            return String(decoding: output, as: UTF8.self).split(separator: "\n").map(String.init)
        } catch {
            guard error.code == .failed || error.code == .corrupt else { throw error }
            return [error.detail]
        }
    }

    /// Joins loose objects and small packs, so that the packs' sizes grow geometrically.
    ///
    /// - Parameter keepsUnreachable: Without it everything becomes one pack and objects that no
    ///   ref reaches become loose ones.
    package func repack(keepsUnreachable: Bool = true) async throws(GitError) {
        let how = keepsUnreachable ? ["--geometric=2", "-d"] : ["-A", "-d"]
        _ = try await run(["repack", "-l", "-q"] + how)
    }

    /// Lets git collect what it holds for garbage, by the user's own settings of age.
    package func collectGarbage() async throws(GitError) {
        _ = try await run(["gc", "--quiet"])
    }
}
