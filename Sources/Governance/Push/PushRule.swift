/// The names of the rules for what leaves the repository.
package enum PushRule: String, Sendable, CaseIterable {
    case preRunBranch = "pre_run_branch"
    case unfinishedRun = "unfinished_run"
    case failedRun = "failed_run"
    case abortedRun = "aborted_run"
    case rolledBackRun = "rolled_back_run"
    /// A change that no gate has let through.
    case candidate
    /// A commit of a journal or a keep ref, where code belongs.
    case record
    /// It says that it is a checkpoint, and is another change than the one that was checked.
    case alteredCheckpoint = "altered_checkpoint"
    case noteMissing = "note_missing"
    case noteDiffers = "note_differs"
    case conflictMarker = "conflict_marker"
    /// A tree that git refuses to check out, or that shows one thing and holds another.
    case brokenTree = "broken_tree"
    case secret
    /// A recorded check comes out otherwise now.
    case checkDiffers = "check_differs"
    /// A check fails on what is pushed.
    case checkFailed = "check_failed"
    /// The commit is of a run that is not recorded here.
    case noRecord = "no_record"
}

/// Something about what is pushed that a person should know.
package struct PushFinding: Hashable, Sendable {
    package enum Severity: String, Sendable {
        /// The push is refused.
        case error
        /// It is told, and the push goes on.
        case warning
    }

    package var rule: PushRule
    package var severity: Severity
    /// The ref of the remote, or the range; empty before it is known.
    package var ref: String
    /// In full; empty where the ref itself is meant.
    package var commit: String
    /// Empty where no file is meant.
    package var path: String
    /// Counted from 1; 0 for the whole file.
    package var line: Int
    /// A sentence about the thing.
    package var what: String
    /// What mends it, a line each.
    package var fix: String

    package init(
        _ rule: PushRule, _ severity: Severity = .error, ref: String = "", commit: String = "",
        path: String = "", line: Int = 0, what: String, fix: String
    ) {
        self.rule = rule
        self.severity = severity
        self.ref = ref
        self.commit = commit
        self.path = path
        self.line = line
        self.what = what
        self.fix = fix
    }
}
