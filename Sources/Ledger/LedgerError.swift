package import Git
package import RunModel

/// Why a run's record could not be read or written.
package struct LedgerError: Error, Sendable {
    package enum Code: String, Sendable {
        /// There is no such run.
        case notFound
        /// The name is taken.
        case exists
        /// Several runs match a part of a name.
        case ambiguous
        /// Another process holds the run.
        case held
        /// Another process appended first: load again, decide again, never overwrite.
        case conflict
        /// A stored document is not what the format says.
        case invalid
        /// The program wanted to record what may not follow.
        case illegalEvent
        /// git said no.
        case git
        /// A file of locks could not be used.
        case system
    }

    package var code: Code
    package var operation: String
    package var detail: String
    package var remedy: String?
    /// Who holds the run, for `held`.
    package var owner: LeaseOwner?
    /// git's own error, for `git`.
    package var cause: GitError?

    package init(
        _ code: Code, _ operation: String, detail: String, remedy: String? = nil,
        owner: LeaseOwner? = nil, cause: GitError? = nil
    ) {
        self.code = code
        self.operation = operation
        self.detail = detail
        self.remedy = remedy
        self.owner = owner
        self.cause = cause
    }

    /// Wraps what git said; a lost compare-and-swap stays one.
    package init(_ cause: GitError) {
        self.init(
            cause.code == .conflict ? .conflict : .git, cause.operation, detail: cause.detail,
            remedy: cause.remedy, cause: cause)
    }
}

extension LedgerError: CustomStringConvertible {
    package var description: String { "\(operation): \(detail)" }
}

/// Runs something of git's and speaks of its errors as the ledger's.
func git<Value>(_ body: () throws(GitError) -> Value) throws(LedgerError) -> Value {
    do { return try body() } catch { throw LedgerError(error) }
}
