package import Git
package import Ledger

/// Why a run, or something done with one, could not go on.
package struct RunError: Error, Sendable {
    package enum Code: String, Sendable {
        /// The caller asked for something that makes no sense.
        case usage
        /// There is no such thing.
        case notFound
        /// The repository, the machine or the configuration cannot do it.
        case environment
        /// Another process holds it, or moved it first.
        case held
        /// Policy, or the state it is in, forbids it.
        case refused
        /// A stored document is invalid.
        case invalid
        /// The person interrupted it; it can be resumed.
        case interrupted
        /// Something failed that should not.
        case failed
    }

    package var code: Code
    package var operation: String
    package var detail: String
    /// Commands or sentences, a line each.
    package var remedy: String?

    package init(_ code: Code, _ operation: String, detail: String, remedy: String? = nil) {
        self.code = code
        self.operation = operation
        self.detail = detail
        self.remedy = remedy
    }
}

extension RunError {
    /// Nothing is there that a run could start from.
    package static var noCommit: RunError {
        RunError(
            .environment, "start a run", detail: "the repository has no commit to start from",
            remedy: "git commit --allow-empty -m 'first commit'")
    }
}

extension RunError: CustomStringConvertible {
    package var description: String { "\(operation): \(detail)" }
}

extension RunError {
    package init(_ error: GitError) {
        let code: Code =
            switch error.code {
            case .conflict, .locked, .overlap: .held
            case .invalid, .ambiguous, .notFound: .usage
            case .cancelled: .interrupted
            default: .environment
            }
        self.init(code, error.operation, detail: error.detail, remedy: error.remedy)
    }

    package init(_ error: LedgerError) {
        let code: Code
        switch error.code {
        case .notFound: code = .notFound
        case .exists, .ambiguous: code = .usage
        case .held, .conflict: code = .held
        case .invalid: code = .invalid
        case .illegalEvent: code = .failed
        case .system: code = .environment
        case .git:
            if let cause = error.cause {
                self.init(cause)
                return
            }
            code = .environment
        }
        self.init(code, error.operation, detail: error.detail, remedy: error.remedy)
    }
}

/// Runs something of git's, and speaks of its errors as a run's.
func git<Value>(_ body: () throws(GitError) -> Value) throws(RunError) -> Value {
    do { return try body() } catch { throw RunError(error) }
}

/// Runs something of the ledger's, and speaks of its errors as a run's.
func ledger<Value>(_ body: () throws(LedgerError) -> Value) throws(RunError) -> Value {
    do { return try body() } catch { throw RunError(error) }
}

extension RunError {
    /// Records something, and speaks of the ledger's errors as a run's.
    static func recording(_ body: () throws(LedgerError) -> Void) throws(RunError) {
        try ledger(body)
    }

    /// Runs a command of git's, and speaks of its errors as a run's.
    static func mapping<Value>(
        _ body: () async throws(GitError) -> Value
    ) async throws(RunError) -> Value {
        do { return try await body() } catch { throw RunError(error) }
    }
}
