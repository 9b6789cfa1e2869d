/// Why an operation on a repository did not happen.
///
/// Nothing is half done when one is thrown, except where the operation says so.
package struct GitError: Error, Sendable, Equatable {
    /// What kind of failure it is; callers compare, and never switch over all of them.
    package struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Name: String, Sendable {
            case notFound, exists, conflict, locked, nameTaken, notARepository, unborn, bare
            case unsupportedFormat, foreignOwner, ambiguous, invalid, corrupt, noSpace, permission
            case noIdentity, overlap, tooLarge, cancelled, failed, missingObject
        }

        private let name: Name

        private init(_ name: Name) { self.name = name }

        package var description: String { name.rawValue }

        /// The named revision, ref, path or file is not there.
        package static let notFound = Code(.notFound)
        /// What was to be created is there already.
        package static let exists = Code(.exists)
        /// A compare-and-swap was lost: load again, decide again, never overwrite.
        package static let conflict = Code(.conflict)
        /// A lock file stood in the way for the whole time allowed; see `lockFile`.
        package static let locked = Code(.locked)
        /// A ref called `a` keeps `a/b` from being created, or the other way round.
        package static let nameTaken = Code(.nameTaken)
        /// There is no repository at the path or above it.
        package static let notARepository = Code(.notARepository)
        /// The branch that `HEAD` names has no commit yet.
        package static let unborn = Code(.unborn)
        /// The operation needs a working tree.
        package static let bare = Code(.bare)
        /// The repository uses a feature that cannot be read here; see `feature`.
        package static let unsupportedFormat = Code(.unsupportedFormat)
        /// The repository belongs to another user and is not listed in `safe.directory`.
        package static let foreignOwner = Code(.foreignOwner)
        /// An abbreviation or a revision names several objects.
        package static let ambiguous = Code(.ambiguous)
        /// A name, a path, a mode or another argument is not allowed.
        package static let invalid = Code(.invalid)
        /// An object, a ref or a file is damaged.
        package static let corrupt = Code(.corrupt)
        /// An object is not stored that a ref or another object names: the repository is damaged.
        package static let missingObject = Code(.missingObject)
        /// The disk is full.
        package static let noSpace = Code(.noSpace)
        /// The file system does not allow it.
        package static let permission = Code(.permission)
        /// Nobody is named as author or committer.
        package static let noIdentity = Code(.noIdentity)
        /// Files of the working tree were edited and would be overwritten; see `paths`.
        package static let overlap = Code(.overlap)
        /// More bytes than the caller allows.
        package static let tooLarge = Code(.tooLarge)
        /// The task was cancelled.
        package static let cancelled = Code(.cancelled)
        /// Anything else; `detail` says what.
        package static let failed = Code(.failed)
    }

    /// A lock file that stood in the way.
    package struct LockFile: Sendable, Hashable {
        package var path: String
        /// Nil where it was gone when we looked.
        package var ageSeconds: Int?

        package init(path: String, ageSeconds: Int?) {
            self.path = path
            self.ageSeconds = ageSeconds
        }
    }

    package var code: Code
    /// What was being done, as in `read blob 1f0c…`.
    package var operation: String
    /// What was found.
    package var detail: String
    /// What a person can do about it: a sentence, then commands to paste, one a line.
    package var remedy: String?
    /// With `.locked`.
    package var lockFile: LockFile?
    /// With `.unsupportedFormat`: the feature's name, as in `reftable`.
    package var feature: String?
    /// With `.overlap`, the files in the way.
    package var paths: [TreePath]

    package init(
        _ code: Code, _ operation: String, detail: String, remedy: String? = nil,
        lockFile: LockFile? = nil, feature: String? = nil, paths: [TreePath] = []
    ) {
        self.code = code
        self.operation = operation
        self.detail = detail
        self.remedy = remedy ?? code.usualRemedy
        self.lockFile = lockFile
        self.feature = feature
        self.paths = paths
    }
}

extension GitError.Code {
    /// What a person can do where nothing closer is known: damage is found and mended by looking.
    fileprivate var usualRemedy: String? {
        switch self {
        case .corrupt, .missingObject:
            "what else is damaged, and what mends it:\n"
                + "git fsck --no-dangling\ngit autopack doctor"
        default: nil
        }
    }
}

extension GitError: CustomStringConvertible {
    package var description: String {
        "cannot \(operation): \(detail)" + (remedy.map { "\n\($0)" } ?? "")
    }
}
