package import Git

/// Why a private workspace could not do what it was asked for.
///
/// The workspace is a cache: whatever is thrown, nothing of the user's has changed, and the next
/// use mends or rebuilds it.
package struct WorkspaceError: Error, Sendable, Equatable {
    /// What kind of failure it is; callers compare, and never switch over all of them.
    package struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Name: String, Sendable {
            case cachePlace, cacheUnusable, noSpace, permission, unreadable, unsafeTree
            case noLauncher, noSandbox, setupFailed, cancelled, failed
        }

        private let name: Name

        private init(_ name: Name) { self.name = name }

        package var description: String { name.rawValue }

        /// The cache folder lies in the repository or the checkout, or has no absolute path.
        package static let cachePlace = Code(.cachePlace)
        /// The cache folder cannot be made or locked.
        package static let cacheUnusable = Code(.cacheUnusable)
        /// The disk is full.
        package static let noSpace = Code(.noSpace)
        /// The file system does not allow it.
        package static let permission = Code(.permission)
        /// A commit, a tree or a file of the repository cannot be read; see `git`.
        package static let unreadable = Code(.unreadable)
        /// The tree holds names that no program may write to a disk.
        package static let unsafeTree = Code(.unsafeTree)
        /// The sandbox could not run anything.
        package static let noLauncher = Code(.noLauncher)
        /// This machine has nothing that keeps a program from the user's files.
        package static let noSandbox = Code(.noSandbox)
        /// A command of `workspace.setup` failed; see `log`.
        package static let setupFailed = Code(.setupFailed)
        /// The task was cancelled.
        package static let cancelled = Code(.cancelled)
        /// Anything else; `detail` says what.
        package static let failed = Code(.failed)
    }

    package var code: Code
    /// What was being done, as in `write src/main.py`.
    package var operation: String
    /// What was found.
    package var detail: String
    /// What a person can do about it: a sentence, then commands to paste, one a line.
    package var remedy: String?
    /// What a command printed, standard error among standard output.
    package var log: [UInt8]
    /// What the repository said.
    package var git: GitError?

    package init(
        _ code: Code, _ operation: String, detail: String, remedy: String? = nil,
        log: [UInt8] = [], git: GitError? = nil
    ) {
        self.code = code
        self.operation = operation
        self.detail = detail
        self.remedy = remedy
        self.log = log
        self.git = git
    }

    init(_ error: GitError) {
        let code: Code =
            switch error.code {
            case .noSpace: .noSpace
            case .permission: .permission
            case .cancelled: .cancelled
            default: .unreadable
            }
        self.init(
            code, error.operation, detail: error.detail, remedy: error.remedy, git: error)
    }
}

extension WorkspaceError: CustomStringConvertible {
    package var description: String {
        "cannot \(operation): \(detail)" + (remedy.map { "\n\($0)" } ?? "")
    }
}

/// Runs a call of the repository, and throws its failure as the workspace's own.
func asking<Value>(_ body: () throws(GitError) -> Value) throws(WorkspaceError) -> Value {
    do {
        return try body()
    } catch {
        throw WorkspaceError(error)
    }
}
