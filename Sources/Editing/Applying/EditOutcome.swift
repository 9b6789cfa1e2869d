/// What became of a reply.
package enum EditOutcome: Sendable, Equatable {
    /// Every edit has its place; these are the files afterwards.
    case applied(AppliedEdits)
    /// At least one edit has no certain place; nothing is changed.
    case refused(Refusal)
    /// The reply holds no edits.
    case noEdits(NoEdits)
}

/// The result of applying all edits of a reply.
package struct AppliedEdits: Sendable, Equatable {
    /// The files that differ from the base, ordered by path; empty when all was in place already.
    package var files: [FileChange]
    /// How each edit found its place, in the order of the reply.
    package var hunks: [HunkExplanation]

    /// Makes a result.
    package init(files: [FileChange], hunks: [HunkExplanation]) {
        self.files = files
        self.hunks = hunks
    }
}

/// One file that is different afterwards.
package struct FileChange: Sendable, Equatable {
    /// What happens to the file.
    package enum Kind: String, Sendable, Hashable {
        case create, modify, delete, rename
    }

    /// The path afterwards, or of the file that goes.
    package var path: String
    /// The path before, for a rename; nothing is there afterwards unless another change
    /// writes it.
    package var oldPath: String?
    /// What happens.
    package var kind: Kind
    /// The complete contents afterwards; `nil` for a deletion.
    package var bytes: [UInt8]?
    /// Whether the file is executable afterwards.
    package var isExecutable: Bool

    /// Makes a change.
    package init(
        path: String, oldPath: String? = nil, kind: Kind, bytes: [UInt8]?,
        isExecutable: Bool = false
    ) {
        self.path = path
        self.oldPath = oldPath
        self.kind = kind
        self.bytes = bytes
        self.isExecutable = isExecutable
    }
}

/// A reply without edits.
package struct NoEdits: Sendable, Equatable {
    /// Whether the model says that it will not or cannot do what was asked.
    package var isRefusalByModel: Bool

    /// Makes the statement.
    package init(isRefusalByModel: Bool) {
        self.isRefusalByModel = isRefusalByModel
    }
}
