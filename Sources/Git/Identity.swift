/// Who commits here: git's own rules for names and times, which libgit2 does not know.
///
/// `GIT_AUTHOR_*` and `GIT_COMMITTER_*` come first, then `author.*` and `committer.*`, then
/// `user.*` of the configuration, then `EMAIL`. Git's last resort, the login name at this host,
/// is left out: such commits are a mistake that nobody notices in time.
package struct Identity: Sendable {
    private let environment: [String: String]
    private let configuration: Configuration
    private let nowSeconds: Int64
    private let offsetMinutes: Int

    /// Takes what the signatures are made from.
    ///
    /// - Parameters:
    ///   - nowSeconds: The time since 1970 where no variable names one.
    ///   - offsetMinutes: Minutes east of Greenwich of local time.
    package init(
        environment: [String: String], configuration: Configuration, nowSeconds: Int64,
        offsetMinutes: Int = 0
    ) {
        self.environment = environment
        self.configuration = configuration
        self.nowSeconds = nowSeconds
        self.offsetMinutes = offsetMinutes
    }

    /// The author of a commit made now.
    ///
    /// - Throws: ``GitError`` `.noIdentity` with the lines that mend it; `.invalid` for a date
    ///   that cannot be read.
    package func author() throws(GitError) -> Signature { try signature("author") }

    /// The committer of a commit made now.
    ///
    /// - Throws: as ``author()``.
    package func committer() throws(GitError) -> Signature { try signature("committer") }

    private func signature(_ role: String) throws(GitError) -> Signature {
        let prefix = "GIT_\(role.uppercased())"
        let name = field(
            "\(prefix)_NAME", configuration.string("\(role).name"),
            configuration.string("user.name"))
        let email = field(
            "\(prefix)_EMAIL", configuration.string("\(role).email"),
            configuration.string("user.email"), environment["EMAIL"])
        guard let name, let email else {
            let missing = [name == nil ? "name" : nil, email == nil ? "email" : nil]
                .compactMap(\.self)
            throw GitError(
                .noIdentity, "name the \(role)",
                detail: "git knows no \(missing.joined(separator: " and no ")) for you",
                remedy: "tell it who you are\n"
                    + naming("user.name", "'Your Name'") + "\n"
                    + naming("user.email", "you@example.com"))
        }
        var signature = Signature(
            name: name, email: email, seconds: nowSeconds, offsetMinutes: offsetMinutes)
        if let text = environment["\(prefix)_DATE"], !text.isEmpty {
            guard let date = GitDate.parse(text, localOffset: offsetMinutes) else {
                throw GitError(
                    .invalid, "name the \(role)", detail: "\(prefix)_DATE is no date: '\(text)'",
                    remedy: "write it as in 2005-04-07T22:13:13+0200, or unset it")
            }
            signature.seconds = date.seconds
            signature.offsetMinutes = date.offset
        }
        return signature
    }

    /// The command that sets a value; a repository's own value that says nothing would win over the
    /// user's.
    private func naming(_ key: String, _ value: String) -> String {
        "git config \(configuration.string(key) == nil ? "--global " : "")\(key) \(value)"
    }

    /// The first that says something.
    private func field(_ variable: String, _ fallbacks: String?...) -> String? {
        ([environment[variable]] + fallbacks).lazy.compactMap { $0 }
            .first { !Signature.cleaned($0).isEmpty }
    }
}
