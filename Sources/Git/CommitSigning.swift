/// How the user signs commits.
///
/// Whether and with which key may be the repository's word; which program runs is the user's alone.
package struct CommitSigning: Sendable {
    let settings: [String]
    let variables: [String: String]

    /// - Parameter environment: Of the user, for what signing programs need.
    /// - Returns: nil where `commit.gpgSign` is not set.
    package init?(configuration: Configuration, environment: [String: String]) {
        guard configuration.bool("commit.gpgsign") == true else { return nil }
        func own(_ name: String) -> String? {
            configuration.entries.last { $0.name == name && $0.level < .local }?.value
        }
        let openPGP = own("gpg.openpgp.program") ?? own("gpg.program") ?? "gpg"
        settings = [
            "gpg.program=\(openPGP)", "gpg.openpgp.program=\(openPGP)",
            "gpg.x509.program=\(own("gpg.x509.program") ?? "gpgsm")",
            "gpg.ssh.program=\(own("gpg.ssh.program") ?? "ssh-keygen")",
            "gpg.ssh.defaultKeyCommand=\(own("gpg.ssh.defaultkeycommand") ?? "false")",
        ]
        variables = environment.filter { Self.passed.contains($0.key) }
    }

    /// Where keys, agents and their questions are.
    private static let passed: Set = [
        "GNUPGHOME", "GPG_TTY", "SSH_AUTH_SOCK", "DISPLAY", "WAYLAND_DISPLAY", "XDG_RUNTIME_DIR",
        "DBUS_SESSION_BUS_ADDRESS", "TERM",
    ]
}

extension GitCommand {
    /// Stores a commit once more, signed, on other parents.
    ///
    /// - Throws: ``GitError`` `.failed` with the signing program's words.
    package func sign(
        _ commit: Commit, parents: [ObjectID], with signing: CommitSigning
    ) async throws(GitError) -> ObjectID {
        var variables = signing.variables
        for (role, person) in [("AUTHOR", commit.author), ("COMMITTER", commit.committer)] {
            variables["GIT_\(role)_NAME"] = Signature.cleaned(person.name)
            variables["GIT_\(role)_EMAIL"] = Signature.cleaned(person.email)
            variables["GIT_\(role)_DATE"] = "@\(person.date)"
        }
        let printed = try await run(
            ["commit-tree", "-S"] + parents.flatMap { ["-p", $0.hex] } + [
                "-F", "-", commit.tree.hex,
            ],
            Call(
                input: Array(commit.message.utf8), environment: variables,
                settings: signing.settings))
        let text = String(decoding: printed.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
        guard let id = ObjectID(hex: text) else {
            throw GitError(.failed, "sign \(commit.id)", detail: "git printed no commit's id")
        }
        return id
    }
}
