import CLibgit2

/// An open repository.
///
/// Every method but the asynchronous ones of ``GitCommand`` and ``Checkout`` blocks on the disk
/// and belongs off the cooperative thread pool. An instance is used by one task at a time; several
/// instances of one repository, in one process or in many, work side by side.
package final class Repository {
    /// Where its parts are.
    package let location: RepositoryLocation
    /// The variables that say who commits and which configuration counts.
    package let environment: [String: String]
    /// How long a locked ref is waited for.
    package var patience: Patience

    private let handle: Handle<RepositoryKind>
    private let database: Handle<DatabaseKind>

    init(
        handle: consuming Handle<RepositoryKind>, workTree: String?, environment: [String: String],
        patience: Patience
    ) throws(GitError) {
        let pointer = unsafe handle.pointer
        if let workTree {
            try Library.check(
                unsafe git_repository_set_workdir(pointer, workTree, 0), "use \(workTree)")
        }
        location = RepositoryLocation(
            gitDirectory: unsafe Self.path(git_repository_path(pointer)) ?? "",
            commonDirectory: unsafe Self.path(git_repository_commondir(pointer)) ?? "",
            workTree: unsafe Self.path(git_repository_workdir(pointer)))
        self.environment = environment
        self.patience = patience
        database = try Handle("open the object database") {
            unsafe git_repository_odb(&$0, pointer)
        }
        self.handle = handle
        try useConfiguration()
    }

    var pointer: OpaquePointer { unsafe handle.pointer }
    var databasePointer: OpaquePointer { unsafe database.pointer }

    /// `.git`, or its counterpart in a linked worktree.
    package var gitDirectory: String { location.gitDirectory }
    /// Where refs, objects and configuration are.
    package var commonDirectory: String { location.commonDirectory }
    /// The checkout, nil for a bare repository.
    package var workTree: String? { location.workTree }
    /// There is no checkout.
    package var isBare: Bool { location.workTree == nil }
    /// History ends early, as after `git clone --depth`.
    package var isShallow: Bool { unsafe git_repository_is_shallow(pointer) == 1 }

    /// The operation that git has left unfinished in this worktree.
    package var state: RepositoryState {
        RepositoryState(unsafe git_repository_state(pointer))
    }

    /// Gives the handle the files that this environment names, and takes reflogs away.
    private func useConfiguration() throws(GitError) {
        let files = ConfigurationFiles(
            environment: environment, local: "\(commonDirectory)/config")
        let configuration = try unsafe files.open(for: pointer)
        try Library.check(
            unsafe autopack_git_config_without_reflogs(configuration.pointer),
            "read the configuration")
        try Library.check(
            unsafe git_repository_set_config(pointer, configuration.pointer),
            "read the configuration")
    }

    private static func path(_ text: UnsafePointer<CChar>?) -> String? {
        guard let text = unsafe text else { return nil }
        return FileSystem.withoutTrailingSlash(unsafe String(cString: text))
    }
}

/// An operation of git that waits for the user to finish it.
package enum RepositoryState: String, Sendable {
    case none, merge, revert, cherryPick, bisect, rebase, applyMailbox

    init(_ state: Int32) {
        switch git_repository_state_t(rawValue: UInt32(bitPattern: state)) {
        case GIT_REPOSITORY_STATE_MERGE: self = .merge
        case GIT_REPOSITORY_STATE_REVERT, GIT_REPOSITORY_STATE_REVERT_SEQUENCE: self = .revert
        case GIT_REPOSITORY_STATE_CHERRYPICK, GIT_REPOSITORY_STATE_CHERRYPICK_SEQUENCE:
            self = .cherryPick
        case GIT_REPOSITORY_STATE_BISECT: self = .bisect
        case GIT_REPOSITORY_STATE_REBASE, GIT_REPOSITORY_STATE_REBASE_INTERACTIVE,
            GIT_REPOSITORY_STATE_REBASE_MERGE:
            self = .rebase
        case GIT_REPOSITORY_STATE_APPLY_MAILBOX, GIT_REPOSITORY_STATE_APPLY_MAILBOX_OR_REBASE:
            self = .applyMailbox
        default: self = .none
        }
    }
}
