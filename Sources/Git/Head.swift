/// What `HEAD` names.
package enum Head: Sendable, Hashable {
    /// A branch and its tip.
    case branch(RefName, ObjectID)
    /// A branch without a commit.
    case unborn(RefName)
    /// A commit itself.
    case detached(ObjectID)

    /// The commit, nil on an unborn branch.
    package var commit: ObjectID? {
        switch self {
        case .branch(_, let id), .detached(let id): id
        case .unborn: nil
        }
    }

    /// The branch, nil where `HEAD` is detached.
    package var branch: RefName? {
        switch self {
        case .branch(let name, _), .unborn(let name): name
        case .detached: nil
        }
    }
}
