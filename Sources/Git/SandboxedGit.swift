/// How git is run by somebody else, as in a sandbox: with none of a repository's programs.
///
/// What ``GitCommand`` says of its own calls holds for these too.
package enum SandboxedGit {
    /// The program to look for.
    package static let program = "git"

    /// The arguments of a git whose own words these are.
    package static func arguments(_ words: [String]) -> [String] {
        ["--no-pager"] + CommandEnvironment.settings.flatMap { ["-c", $0] } + words
    }

    /// The variables that git gets beside those of the sandbox.
    ///
    /// Whoever stashes or merges is nobody: what it commits stays in the private repository.
    ///
    /// Whoever gives it paths sees to it that they have no pattern and no magic.
    ///
    /// - Parameter locks: False for a git that only looks.
    package static func environment(
        for location: RepositoryLocation, locks: Bool
    ) -> [String: String] {
        var variables = CommandEnvironment.make(from: [:], location: location)
        if locks { variables["GIT_OPTIONAL_LOCKS"] = nil }
        // `git stash -u` cleans by a pathspec of its own, and leaves all where it is taken literally.
        variables["GIT_LITERAL_PATHSPECS"] = nil
        variables["GIT_CONFIG_GLOBAL"] = "/dev/null"
        variables["GIT_CONFIG_NOSYSTEM"] = "1"
        for role in ["AUTHOR", "COMMITTER"] {
            variables["GIT_\(role)_NAME"] = "git autopack"
            variables["GIT_\(role)_EMAIL"] = "autopack@localhost"
        }
        return variables
    }
}
