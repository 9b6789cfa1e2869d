package import Git
package import Ledger

/// A run that this process holds, with what it takes to move its refs and the user's.
package struct HeldRun {
    package let ledger: RunLedger
    let command: GitCommand
    let author: Signature
    let committer: Signature
    /// Where private index files are made.
    let temporaryDirectory: String

    package init(
        ledger: RunLedger, command: GitCommand, author: Signature, committer: Signature,
        temporaryDirectory: String
    ) {
        self.ledger = ledger
        self.command = command
        self.author = author
        self.committer = committer
        self.temporaryDirectory = temporaryDirectory
    }

    /// The checkout of a branch, where it has one.
    func checkedOut(_ name: RefName) -> CheckedOut {
        CheckedOut(
            name, command: command, repository: ledger.repository,
            temporaryDirectory: temporaryDirectory)
    }
}
