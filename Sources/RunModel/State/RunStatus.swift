/// The state of a run (`cli.md`, States and events).
package enum RunStatus: String, Sendable, Codable, CaseIterable {
    case created, planning, executing
    case awaitingApproval = "awaiting_approval"
    case paused, succeeded, failed
    case rolledBack = "rolled_back"
    case aborted

    /// The states a run may move to from this one; staying is always legal.
    ///
    /// A run that ended is paused where it is rolled back to one of its phases.
    package var next: Set<RunStatus> {
        switch self {
        case .created: [.planning, .executing, .paused, .failed, .aborted, .rolledBack]
        case .planning:
            [.executing, .awaitingApproval, .paused, .failed, .aborted, .rolledBack]
        case .executing:
            [.planning, .awaitingApproval, .paused, .succeeded, .failed, .aborted, .rolledBack]
        case .awaitingApproval: [.planning, .executing, .paused, .failed, .aborted, .rolledBack]
        case .paused:
            [.planning, .executing, .awaitingApproval, .failed, .aborted, .rolledBack]
        case .succeeded: [.executing, .paused, .rolledBack]
        case .failed: [.executing, .paused, .aborted, .rolledBack]
        case .rolledBack: [.executing, .paused, .succeeded, .failed, .aborted, .awaitingApproval]
        case .aborted: [.paused, .rolledBack]
        }
    }

    /// Nothing more happens by itself, and `resume` is not what goes on.
    package var isFinal: Bool {
        switch self {
        case .succeeded, .rolledBack, .aborted: true
        case .created, .planning, .executing, .awaitingApproval, .paused, .failed: false
        }
    }

    /// The run has come to an end, whether or not `resume` can go on from it.
    package var isOver: Bool { isFinal || self == .failed }

    /// A process may hold the run in this state, or it was killed in it.
    package var isUnderWay: Bool {
        switch self {
        case .created, .planning, .executing: true
        case .awaitingApproval, .paused, .succeeded, .failed, .rolledBack, .aborted: false
        }
    }
}

/// Why a run failed.
package enum RunReason: String, Sendable, Codable, CaseIterable {
    case budget, policy, environment, review, phase
}

/// The state of a phase (`cli.md`, States and events).
package enum PhaseStatus: String, Sendable, Codable, CaseIterable {
    case queued, building, checking, auditing, gating
    case awaitingApproval = "awaiting_approval"
    case completed, failed, skipped

    /// The states a phase may move to from this one; staying is always legal.
    package var next: Set<PhaseStatus> {
        switch self {
        case .queued: [.building, .skipped]
        case .building: [.checking, .failed, .skipped, .queued]
        case .checking: [.building, .auditing, .gating, .failed, .skipped, .queued]
        case .auditing: [.building, .gating, .failed, .skipped, .queued]
        case .gating: [.building, .awaitingApproval, .completed, .failed, .skipped, .queued]
        case .awaitingApproval: [.gating, .building, .completed, .failed, .skipped, .queued]
        case .completed: [.queued]
        case .failed: [.building, .skipped, .queued]
        case .skipped: [.queued]
        }
    }

    /// Nothing more happens to the phase by itself.
    package var isFinal: Bool { self == .completed || self == .failed || self == .skipped }
}
