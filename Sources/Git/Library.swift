import CLibgit2

/// What belongs to libgit2 as a whole: starting it, and its errors.
enum Library {
    /// Starts libgit2 once, with every write flushed to disk; its check of owners stays on.
    static let started: Bool = {
        git_libgit2_init() > 0 && autopack_git_flush_writes() >= 0
    }()

    static func start() throws(GitError) {
        guard started else { throw error(-1, "start libgit2") }
    }

    /// Throws for a negative status.
    @discardableResult
    static func check(
        _ status: Int32, _ operation: @autoclosure () -> String
    ) throws(GitError) -> Int32 {
        guard status < 0 else { return status }
        throw error(status, operation())
    }

    /// The failure behind a status; called in the function that got it, on the same thread.
    static func error(_ status: Int32, _ operation: String) -> GitError {
        let (message, kind) = lastMessage()
        return GitError(
            code(status, kind: kind, message: message), operation,
            detail: missing(message, operation) ?? message)
    }

    /// `object not found - no match for id (1f0c…)` in plain words.
    private static func missing(_ message: String, _ operation: String) -> String? {
        guard message.hasPrefix("object not found - no match for id ("), message.last == ")",
            let open = message.firstIndex(of: "(")
        else { return nil }
        let id = message[message.index(after: open)...].dropLast()
        return operation.contains(id) ? "it is not stored" : "object \(id) is not stored"
    }

    private static func lastMessage() -> (String, Int32) {
        guard let last = unsafe git_error_last(), let message = unsafe last.pointee.message else {
            return ("libgit2 gave no reason", Int32(GIT_ERROR_NONE.rawValue))
        }
        return unsafe (String(cString: message), last.pointee.klass)
    }

    private static func code(_ status: Int32, kind: Int32, message: String) -> GitError.Code {
        switch status {
        case GIT_ENOTFOUND.rawValue:
            return message.hasPrefix("object not found") ? .missingObject : .notFound
        case GIT_EEXISTS.rawValue: return .exists
        case GIT_EAMBIGUOUS.rawValue: return .ambiguous
        case GIT_EBAREREPO.rawValue: return .bare
        case GIT_EUNBORNBRANCH.rawValue: return .unborn
        case GIT_EINVALIDSPEC.rawValue, GIT_EINVALID.rawValue, GIT_EPEEL.rawValue: return .invalid
        case GIT_ELOCKED.rawValue: return .locked
        case GIT_EMODIFIED.rawValue: return .conflict
        case GIT_EMISMATCH.rawValue: return .corrupt
        case GIT_EOWNER.rawValue: return .foreignOwner
        default: break
        }
        if message.contains("No space left") || message.contains("quota exceeded") {
            return .noSpace
        }
        if message.contains("Permission denied") || message.contains("Read-only file system") {
            return .permission
        }
        let damaged = ["corrupt", "truncated", "inflat", "mismatch", "failed to parse"]
        if kind == Int32(GIT_ERROR_ZLIB.rawValue) || damaged.contains(where: message.contains) {
            return .corrupt
        }
        return .failed
    }
}
