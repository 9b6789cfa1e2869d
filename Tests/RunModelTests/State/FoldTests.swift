import RunModel
import Testing

struct FoldTests {
    @Test func `a journal begins with its run, once`() throws {
        let story = try RunStory.begun()
        let entry = try EventSamples.entry(.runForgotten(RunForgotten(erased: [], shared: [])))
        #expect(throws: FoldError.self) { try RunState(entry) }
        var late = story.entries[0]
        late.seq = 1
        #expect(throws: FoldError.self) { try RunState(late) }
        try story.refuses(.misplaced) { try $0.add(story.entries[0].event) }
    }

    @Test(arguments: [-1, 0, 2, 100])
    func `a number that is not the next one is refused`(step: Int) throws {
        let story = try RunStory.begun()
        var state = story.state
        let entry = JournalEntry(
            run: state.run, seq: state.seq + step, time: EventSamples.time,
            event: .runFinished(RunMoved(state: .paused, message: "")))
        let error = #expect(throws: FoldError.self) { try state.apply(entry) }
        #expect(error?.code == .misplaced)
        #expect(error?.description.contains("expected event \(state.seq + 1) of r1") == true)
        #expect(state == story.state)
    }

    @Test func `another run's event is refused`() throws {
        var state = try RunStory.begun().state
        let entry = JournalEntry(
            run: try #require(RunID("r2")), seq: state.seq + 1, time: EventSamples.time,
            event: .runFinished(RunMoved(state: .paused, message: "")))
        #expect(throws: FoldError.self) { try state.apply(entry) }
    }

    @Test func `what is not there cannot be spoken of`() throws {
        var story = try RunStory.begun()
        try story.checkBaseline()
        try story.refuses(.unknownSubject) { try $0.create() }
        try story.refuses(.unknownSubject) { try $0.reserve() }
        try story.refuses(.misplaced) { try $0.fail() }
        try story.refuses(.unknownSubject) {
            try $0.add(.phaseStarted(PhaseMoved(state: .building, reason: "")), phase: PhaseID("x"))
        }
        try story.start()
        try story.refuses(.unknownSubject) {
            try $0.add(
                .callFailed(
                    CallFailed(
                        request: "q", category: .providerTimeout, status: nil, retryInSeconds: nil,
                        message: "")))
        }
        try story.refuses(.misplaced) { try $0.start() }
        try story.refuses(.unknownSubject) {
            try $0.add(
                .candidateCreated(EventSamples.candidate), phase: PhaseID("first"), attempt: 7)
        }
        let plan = try EventSamples.plan()
        try story.refuses(.misplaced) {
            try $0.add(
                .replanAdopted(PlanAdopted(version: 4, source: .doctor, why: "", plan: plan)))
        }
    }

    @Test func `attempts are counted from one, without gaps`() throws {
        var story = try RunStory.begun()
        try story.checkBaseline()
        let phase = try #require(PhaseID("first"))
        try story.add(.phaseStarted(PhaseMoved(state: .building, reason: "")), phase: phase)
        try story.refuses(.misplaced) {
            try $0.add(
                .attemptStarted(PhaseMoved(state: .building, reason: "")), phase: phase, attempt: 2)
        }
        try story.start()
        try story.fail()
        try story.start()
        #expect(story.state.attempt?.number == 2)
        #expect(story.state.phases[0].failures.map(\.attempt) == [1])
    }

    @Test func `a whole run leads to its checkpoints`() throws {
        var story = try RunStory.begun()
        try story.checkBaseline()
        try story.start()
        try story.judge(candidate: "7")
        #expect(story.state.phases[0].status == .gating)
        try story.checkpoint()
        #expect(story.state.tip == EventSamples.id("7"))
        #expect(story.state.phases[0].checkpoint == EventSamples.id("7"))
        #expect(story.state.phases[0].status == .completed)
        #expect(story.state.attempt == nil)
        #expect(story.state.baseline?.checks.map(\.name) == ["tests"], "not the phase's own")
        #expect(story.state.phases[0].cost == Money(microUSD: 1000))
        #expect(story.state.spend.usage == Usage(input: 20, output: 10))
        try story.start("second")
        #expect(story.state.attempt?.start == EventSamples.id("7"))
        try story.judge(candidate: "8")
        try story.checkpoint()
        try story.finish(.succeeded)
        #expect(story.state.status == .succeeded)
        #expect(story.state.finished == story.now)
        #expect(try RunState(folding: story.entries) == story.state)
    }

    @Test func `a new plan keeps what its phases have done`() throws {
        var story = try RunStory.begun()
        try story.checkBaseline()
        try story.start()
        try story.judge(candidate: "7")
        try story.checkpoint()
        var plan = try EventSamples.plan()
        plan.phases[1] = Phase(id: try #require(PhaseID("third")), goal: "g")
        try story.add(
            .replanAdopted(PlanAdopted(version: 2, source: .person, why: "w", plan: plan)))
        #expect(story.state.planVersion == 2)
        #expect(story.state.phases.map(\.id.description) == ["first", "third"])
        #expect(story.state.phases.map(\.status) == [.completed, .queued])
    }

    @Test func `no checkpoint is planned for what checks or gate did not let through`() throws {
        var story = try RunStory.begun()
        try story.checkBaseline()
        try story.start()
        try story.refuses(.misplaced) { try $0.add(.checkpointPlanned(RefsPlanned(refs: []))) }
        for verdict in [Verdict.blocked, .needsReview] {
            var refused = story
            try refused.judge(verdict)
            try refused.refuses(.misplaced) {
                try $0.add(.checkpointPlanned(RefsPlanned(refs: [])))
            }
        }
        try story.reserve()
        try story.answer()
        try story.create()
        try story.add(.checksFinished(RunStory.checked(["tests": 1, "own": 0])))
        #expect(story.state.phases[0].status == .building)
        try story.refuses(.misplaced) { try $0.add(.checkpointPlanned(RefsPlanned(refs: []))) }
        try story.refuses(.illegalTransition) { try $0.add(.auditFinished(EventSamples.audit)) }
        try story.add(.gateDecided(GateDecided(verdict: .ok, findings: [], risk: 0)))
        try story.refuses(.misplaced) { try $0.add(.checkpointPlanned(RefsPlanned(refs: []))) }
    }

    @Test func `a checkpoint is of the candidate that was judged`() throws {
        var story = try RunStory.begun()
        try story.checkBaseline()
        try story.start()
        try story.judge()
        try story.add(.checkpointPlanned(RefsPlanned(refs: EventSamples.moves)))
        #expect(story.state.planned?.kind == .checkpoint)
        try story.refuses(.misplaced) {
            try $0.add(.checkpointCommitted(RefsMoved(commit: EventSamples.id("9"), refs: [])))
        }
    }

    @Test func `a person's answer stands in the gate's place, where it was asked`() throws {
        var story = try RunStory.begun()
        try story.checkBaseline()
        try story.start()
        var blocked = story
        try story.judge(.needsReview)
        let candidate = EventSamples.id("d")
        try story.add(
            .approvalRequested(
                Approval(what: candidate, verdict: .needsReview, who: "", why: "risk")))
        #expect(story.state.status == .awaitingApproval)
        #expect(story.state.waitsFor == "risk")
        #expect(story.state.finished == nil)
        let yes = Event.approvalGiven(
            Approval(what: candidate, verdict: .ok, who: "A", why: "fine"))
        var denied = story
        try denied.add(
            .approvalGiven(Approval(what: candidate, verdict: .blocked, who: "A", why: "no")))
        #expect(denied.state.attempt?.gate?.verdict == .blocked)
        try story.add(yes)
        #expect(story.state.status == .executing)
        #expect(story.state.waitsFor == nil)
        try story.checkpoint()
        try blocked.judge(.blocked)
        try blocked.refuses(.misplaced) { try $0.add(yes) }
    }

    @Test func `the next attempt starts from a candidate that mended something`() throws {
        let cases: [(baseline: [String: Int], exits: [String: Int], fixed: [String], Bool)] = [
            (["tests": 1], ["tests": 0, "own": 1], [], true),
            (["tests": 0], ["tests": 0, "own": 1], ["a::b"], true),
            (["tests": 0], ["tests": 0, "own": 1], [], false),
        ]
        for (baseline, exits, fixed, improves) in cases {
            var story = try RunStory.begun()
            try story.checkBaseline(baseline)
            try story.start()
            try story.reserve()
            try story.answer()
            try story.create("5")
            try story.add(.checksFinished(RunStory.checked(exits, fixed: fixed)))
            try story.fail()
            try story.start()
            let start = improves ? EventSamples.id("5") : EventSamples.id("1")
            #expect(story.state.attempt?.start == start, "\(baseline) \(exits) \(fixed)")
        }
    }

    @Test func `the world's failures count against nothing`() throws {
        var story = try RunStory.begun()
        try story.checkBaseline()
        for category in [FailureCategory.diskFull, .providerAuth, .testError, .ambiguous] {
            try story.start()
            try story.fail(category)
        }
        #expect(story.state.failures.total == 2)
        #expect(story.state.failures.patch == 1)
        #expect(story.state.phases[0].countedFailures == 2)
    }

    @Test func `resuming a failed run forgives what failed, and not what was spent`() throws {
        var story = try RunStory.begun()
        try story.checkBaseline()
        try story.start()
        try story.reserve()
        try story.answer()
        try story.fail()
        let (first, second) = (PhaseID("first"), PhaseID("second"))
        try story.add(.phaseFinished(PhaseMoved(state: .failed, reason: "r")), phase: first)
        try story.add(.phaseFinished(PhaseMoved(state: .skipped, reason: "s")), phase: second)
        try story.finish(.failed, .phase)
        let spent = story.state.spend
        try story.resume()
        #expect(story.state.phases.map(\.status) == [.queued, .queued])
        #expect(story.state.phases[0].countedFailures == 0)
        #expect(story.state.phases[0].failures.count == 1, "the history stays")
        #expect(story.state.failures == FailureCounts())
        #expect(story.state.spend == spent)
        #expect(story.state.finished == nil)
        try story.start()
        #expect(story.state.attempt?.number == 2)
    }

    @Test func `resuming a paused run forgives nothing`() throws {
        var story = try RunStory.begun()
        try story.checkBaseline()
        try story.start()
        try story.fail()
        try story.finish(.paused)
        #expect(story.state.finished == nil, "a pause is no end")
        try story.resume()
        #expect(story.state.failures.total == 1)
        #expect(story.state.phases[0].countedFailures == 1)
    }

    @Test func `the clock runs only while a process holds a run that is under way`() throws {
        var story = try RunStory.begun()
        let begun = story.state.activeMilliseconds
        let checked = RunStory.checked(["tests": 0])
        try story.add(.baselineChecked(checked), after: 10)
        #expect(story.state.activeMilliseconds == begun + 10_000)
        try story.add(
            .leaseTaken(
                LeaseTaken(state: .executing, reason: "", owner: EventSamples.owner)), after: 5000)
        #expect(story.state.activeMilliseconds == begun + 10_000, "the process was gone")
        try story.finish(.paused, after: 2)
        try story.add(
            .settingsChanged(
                SettingsChanged(settings: RunSettings(), who: "A", changed: [])), after: 5000)
        try story.add(.runResumed(RunMoved(state: .executing, message: "")), after: 5000)
        #expect(story.state.activeMilliseconds == begun + 12_000)
        try story.add(.baselineChecked(checked), after: -60)
        #expect(story.state.activeMilliseconds == begun + 12_000, "a clock that was set back")
    }
}

extension RunStory {
    /// Expects an event to be refused, and the state to stay as it was.
    func refuses(
        _ code: FoldError.Code, sourceLocation: SourceLocation = #_sourceLocation,
        _ add: (inout RunStory) throws -> Void
    ) throws {
        var copy = self
        let error = #expect(throws: FoldError.self, sourceLocation: sourceLocation) {
            try add(&copy)
        }
        #expect(error?.code == code, sourceLocation: sourceLocation)
        #expect(copy.state == state, "the state stays", sourceLocation: sourceLocation)
    }
}
