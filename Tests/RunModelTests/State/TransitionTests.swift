import RunModel
import Testing

struct TransitionTests {
    /// Where a run may go from each state; staying is legal everywhere.
    private let runs: [RunStatus: Set<RunStatus>] = [
        .created: [.planning, .executing, .paused, .failed, .aborted, .rolledBack],
        .planning: [.executing, .awaitingApproval, .paused, .failed, .aborted, .rolledBack],
        .executing: [
            .planning, .awaitingApproval, .paused, .succeeded, .failed, .aborted, .rolledBack,
        ],
        .awaitingApproval: [.planning, .executing, .paused, .failed, .aborted, .rolledBack],
        .paused: [.planning, .executing, .awaitingApproval, .failed, .aborted, .rolledBack],
        .succeeded: [.executing, .paused, .rolledBack],
        .failed: [.executing, .paused, .aborted, .rolledBack],
        .rolledBack: [.executing, .paused, .succeeded, .failed, .aborted, .awaitingApproval],
        .aborted: [.paused, .rolledBack],
    ]

    /// Where a phase may go from each state; staying is legal everywhere.
    private let phases: [PhaseStatus: Set<PhaseStatus>] = [
        .queued: [.building, .skipped],
        .building: [.checking, .failed, .skipped, .queued],
        .checking: [.building, .auditing, .gating, .failed, .skipped, .queued],
        .auditing: [.building, .gating, .failed, .skipped, .queued],
        .gating: [.building, .awaitingApproval, .completed, .failed, .skipped, .queued],
        .awaitingApproval: [.gating, .building, .completed, .failed, .skipped, .queued],
        .completed: [.queued],
        .failed: [.building, .skipped, .queued],
        .skipped: [.queued],
    ]

    @Test(arguments: RunStatus.allCases)
    func `a run moves from each state where it may, and nowhere else`(from: RunStatus) throws {
        for target in RunStatus.allCases {
            var state = try RunStory.begun().state
            state.status = from
            let before = state
            let isLegal = try #require(runs[from]).contains(target) || target == from
            let entry = JournalEntry(
                run: state.run, seq: state.seq + 1, time: EventSamples.time,
                event: .runFinished(RunMoved(state: target, message: "")))
            do {
                try state.apply(entry)
                #expect(isLegal, "\(from) → \(target)")
                #expect(state.status == target)
            } catch {
                #expect(!isLegal, "\(from) → \(target)")
                #expect(error.code == .illegalTransition)
                #expect(error.found == target.rawValue)
                #expect(state == before)
            }
        }
    }

    @Test(arguments: PhaseStatus.allCases)
    func `a phase moves from each state where it may, and nowhere else`(from: PhaseStatus) throws {
        for target in PhaseStatus.allCases {
            var state = try RunStory.begun().state
            state.phases[0].status = from
            let before = state
            let isLegal = try #require(phases[from]).contains(target) || target == from
            let entry = JournalEntry(
                run: state.run, seq: state.seq + 1, time: EventSamples.time,
                phase: state.phases[0].id,
                event: .phaseFinished(PhaseMoved(state: target, reason: "")))
            do {
                try state.apply(entry)
                #expect(isLegal, "\(from) → \(target)")
                #expect(state.phases[0].status == target)
            } catch {
                #expect(!isLegal, "\(from) → \(target)")
                #expect(error.code == .illegalTransition)
                #expect(state == before)
            }
        }
    }
}
