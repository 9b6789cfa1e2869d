import RunModel
import Testing

/// A run under construction: events in order, folded as they come.
struct RunStory {
    private(set) var entries: [JournalEntry]
    private(set) var state: RunState
    var now: Timestamp

    static let first = "first"

    /// A run that was just created, with a lease taken and a plan in force: that of the samples
    /// where none is given.
    static func begun(
        settings: RunSettings = RunSettings(), plan: Plan? = nil
    ) throws -> RunStory {
        let plan = try plan ?? EventSamples.plan()
        var story = try RunStory(settings: settings, checks: plan.checks)
        try story.add(
            .leaseTaken(LeaseTaken(state: .created, reason: "run", owner: EventSamples.owner)))
        try story.add(
            .planAdopted(PlanAdopted(version: 1, source: .file, why: "given", plan: plan)))
        return story
    }

    init(settings: RunSettings = RunSettings(), checks: [Check] = []) throws {
        now = EventSamples.time
        let entry = JournalEntry(
            run: try #require(RunID("r1")), seq: 0, time: now,
            event: .runCreated(
                RunCreated(
                    goal: "do it", base: EventSamples.id("1"), target: "refs/heads/main",
                    snapshot: nil, tool: "git-autopack 1", settings: settings, checks: checks)))
        entries = [entry]
        state = try RunState(entry)
    }

    /// Adds an event of the attempt under way, or, where a phase is named, of that.
    mutating func add(
        _ event: Event, phase: PhaseID? = nil, attempt: Int? = nil, after seconds: Double = 1
    ) throws {
        let time = Timestamp(milliseconds: now.milliseconds + Int64(seconds * 1000))
        let entry = JournalEntry(
            run: state.run, seq: state.seq + 1, time: time, phase: phase ?? state.attempt?.phase,
            attempt: attempt ?? (phase == nil ? state.attempt?.number : nil), event: event)
        try state.apply(entry)
        now = time
        entries.append(entry)
    }

    /// A run that was just created for a goal alone.
    static func drafted(
        settings: RunSettings = RunSettings(), checks: [Check] = []
    ) throws -> RunStory {
        var story = try RunStory(settings: settings, checks: checks)
        try story.add(
            .leaseTaken(LeaseTaken(state: .created, reason: "run", owner: EventSamples.owner)))
        return story
    }

    /// What checks of these exit statuses say of a tree.
    static func checked(
        _ exits: [String: Int], failed: [String: [String]] = [:], fixed: [String] = []
    ) -> TreeChecked {
        TreeChecked(
            tree: EventSamples.id("e"),
            checks: exits.sorted { $0.key < $1.key }.map { name, exit in
                CheckResult(
                    name: name, command: [name], exit: exit, seconds: 1, failed: failed[name] ?? [],
                    fixed: fixed)
            }, environment: "")
    }

    // MARK: Chapters

    mutating func checkBaseline(_ exits: [String: Int] = ["tests": 0]) throws {
        try add(.baselineChecked(RunStory.checked(exits)))
    }

    /// Starts a phase where it is not, and its next attempt.
    mutating func start(_ name: String = RunStory.first) throws {
        let phase = try #require(PhaseID(name))
        if state[phase: phase]?.status == .queued {
            try add(.phaseStarted(PhaseMoved(state: .building, reason: "")), phase: phase)
        }
        let number = try #require(state[phase: phase]).attempts + 1
        try add(
            .attemptStarted(PhaseMoved(state: .building, reason: "")), phase: phase,
            attempt: number)
    }

    mutating func reserve(
        _ role: Role = .builder, provider: String = "p", cost: Money? = Money(usd: 1),
        tokens: Int = 100
    ) throws {
        try add(
            .callReserved(
                CallReserved(
                    request: "q\(state.seq)", role: role, provider: provider, model: "m", why: "w",
                    reserved: cost, reservedTokens: tokens, prompt: EventSamples.id("c"))))
    }

    mutating func answer(
        cost: Money? = Money(microUSD: 500), usage: Usage = Usage(input: 10, output: 5),
        recording: Int? = nil
    ) throws {
        let call = try #require(state.attempt?.pending ?? state.planning?.pending)
        try add(
            .callFinished(
                CallFinished(
                    request: call.request, role: call.role, provider: call.provider,
                    model: call.model, usage: usage, cost: cost,
                    finish: .stop, reply: EventSamples.id("c"), recording: recording)))
    }

    /// A model's plan is in force, and waits.
    mutating func adopt(_ plan: Plan, from source: PlanAdopted.Source = .planner) throws {
        try add(
            .planAdopted(
                PlanAdopted(version: state.planVersion + 1, source: source, why: "", plan: plan)))
    }

    mutating func refuseDraft(_ why: String = "no phases") throws {
        try add(
            .candidateRefused(
                CandidateRefused(
                    category: .replyMalformed, reason: "plan", message: why, nearest: nil)))
    }

    mutating func answerPlan(_ verdict: Verdict, who: String = "A", why: String = "") throws {
        try add(.approvalGiven(Approval(what: "plan 1", verdict: verdict, who: who, why: why)))
    }

    mutating func askForPlan() throws {
        try add(
            .approvalRequested(
                Approval(what: "plan 1", verdict: .needsReview, who: "", why: "look")))
    }

    mutating func create(_ digit: Character = "d") throws {
        var candidate = EventSamples.candidate
        candidate.commit = EventSamples.id(digit)
        candidate.tree = EventSamples.id(digit)
        try add(.candidateCreated(candidate))
    }

    /// From a started attempt to a decided gate.
    mutating func judge(_ verdict: Verdict = .ok, candidate: Character = "d") throws {
        try reserve()
        try answer()
        try create(candidate)
        var exits = ["tests": 0]
        for check in state.currentPhase?.checks ?? [] { exits[check.name] = 0 }
        try add(.checksFinished(RunStory.checked(exits)))
        try reserve(.auditor)
        try answer()
        try add(
            .auditFinished(
                AuditFinished(approved: true, issues: [], auditors: ["p/m"], summary: "")))
        try add(.gateDecided(GateDecided(verdict: verdict, findings: [], risk: 0)))
    }

    /// Makes the candidate a checkpoint and completes its phase.
    mutating func checkpoint() throws {
        let attempt = try #require(state.attempt)
        let commit = try #require(attempt.candidate).commit
        let moves = [RefMove(name: state.run.branch, old: state.tip, new: commit)]
        try add(.checkpointPlanned(RefsPlanned(refs: moves)))
        try add(.checkpointCommitted(RefsMoved(commit: commit, refs: moves)))
        try add(.phaseFinished(PhaseMoved(state: .completed, reason: "")), phase: attempt.phase)
    }

    mutating func fail(_ category: FailureCategory = .testError) throws {
        try add(
            .attemptFailed(
                AttemptFailed(category: category, signature: "s", rootCause: "r", detail: "d")))
    }

    mutating func finish(
        _ status: RunStatus, _ reason: RunReason? = nil, after seconds: Double = 1
    ) throws {
        try add(
            .runFinished(RunMoved(state: status, reason: reason, message: "m")), after: seconds)
    }

    mutating func resume() throws {
        try add(
            .leaseTaken(
                LeaseTaken(state: state.status, reason: "resume", owner: EventSamples.owner)))
        try add(.runResumed(RunMoved(state: .executing, message: "on")))
    }

    mutating func rollBack(to commit: String, way: String = "reset") throws {
        let moves = [RefMove(name: state.run.branch, old: state.tip, new: commit)]
        try add(.rollbackPlanned(RefsPlanned(refs: moves, way: way)))
        try add(.runRolledBack(RefsMoved(commit: commit, refs: moves)))
    }
}
