package import Git

/// Who this program is where it commits by itself.
package enum Program {
    /// The committer of journal, keep, rules and notes commits (`storage.md`).
    package static func committer(at seconds: Int64) -> Signature {
        Signature(name: "git autopack", email: "autopack@localhost", seconds: seconds)
    }
}
