import RunModel
import TestSupport
import Testing

struct RandomRunTests {
    @Test func `whatever happens, a run ends, and only what passed becomes a checkpoint`() throws {
        var ends: Set<RunStatus> = []
        var (checkpoints, events, decisions) = (0, 0, 0)
        for seed in Seeds.first(300) {
            var run = try RandomRun(seed: seed)
            do {
                _ = try run.drive()
            } catch {
                Issue.record("seed \(seed), event \(run.story.entries.count): \(error)")
                continue
            }
            let state = run.story.state
            #expect(try RunState(folding: run.story.entries) == state, "seed \(seed)")
            #expect(state.spend.cost >= .zero)
            if let cap = state.settings.budgets.cost.value {
                #expect(state.spend.cost <= cap, "seed \(seed): nothing runs past a cap")
            }
            #expect(state.spend.tokens <= state.settings.budgets.tokens, "seed \(seed)")
            ends.formUnion(run.ends)
            let limits = state.settings.doctor
            #expect(state.doctorCalls.all <= limits.maxCallsPerRun, "seed \(seed)")
            #expect(state.doctorCalls.strong <= limits.maxStrongCallsPerRun, "seed \(seed)")
            #expect(state.replans <= state.settings.replan.maxReplansPerRun, "seed \(seed)")
            decisions += run.decisions
            checkpoints += run.checkpoints
            events += run.story.entries.count
        }
        if TestEnvironment.setting("AUTOPACK_SEED") == nil {
            #expect(
                ends == [.succeeded, .failed, .awaitingApproval, .paused, .rolledBack, .aborted])
            #expect(checkpoints > 150)
            #expect(decisions > 200)
            #expect(events > 10_000)
        }
    }

    @Test(arguments: Seeds.first(25))
    func `a state is read as it was written at every point of a run`(seed: UInt64) throws {
        var run = try RandomRun(seed: seed)
        _ = try run.drive()
        var state = try RunState(run.story.entries[0])
        for (index, entry) in run.story.entries.enumerated() {
            if index > 0 { try state.apply(entry) }
            guard index % 7 == 0 || index == run.story.entries.count - 1 else { continue }
            let bytes = try CanonicalJSON.encode(state)
            let read = try CanonicalJSON.decode(RunState.self, from: bytes)
            #expect(read == state, "seed \(seed), event \(index)")
            #expect(try CanonicalJSON.encode(read) == bytes, "seed \(seed), event \(index)")
            #expect(decide(read, now: state.updated) == decide(state, now: state.updated))
            let faults = Schemas.state.faults(in: try JSON(parsing: bytes))
            #expect(faults == [], "seed \(seed), event \(index)")
            #expect(Redactor().redact(bytes).found == [:], "seed \(seed), event \(index)")
        }
    }
}
