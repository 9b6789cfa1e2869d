import Healing
import RunModel
import TestSupport

/// A journal of a run, event by event, for tests of what is learned from it.
struct LearningStory {
    private(set) var entries: [JournalEntry] = []
    private(set) var state: RunState
    private var time = RuleSamples.day(0)
    private let commit = String(repeating: "c", count: 40)

    static let failure = AttemptFailed(
        category: .importError, signature: "5ca1ab1e", rootCause: "missing import", detail: "d")

    init(
        _ name: String = "r1", scopes: [String: [String]] = ["one": ["src/**"]],
        at start: Timestamp = RuleSamples.day(0)
    ) throws {
        time = start
        let run = try RuleSamples.run(name)
        let phases = try scopes.keys.sorted().map { key in
            Phase(
                id: try LearningStory.phase(key), goal: key,
                scope: Scope(write: scopes[key] ?? []))
        }
        let first = JournalEntry(
            run: run, seq: 0, time: time,
            event: .runCreated(
                RunCreated(
                    goal: "g", base: commit, target: nil, snapshot: nil, tool: "t",
                    settings: RunSettings(), checks: [])))
        entries = [first]
        state = try RunState(first)
        try append(
            .planAdopted(
                PlanAdopted(
                    version: 1, source: .file, why: "given", plan: Plan(goal: "g", phases: phases))
            ))
    }

    static func phase(_ name: String) throws -> PhaseID {
        guard let id = PhaseID(name) else { throw TestFailure("\(name) is no phase id") }
        return id
    }

    mutating func append(
        _ event: Event, in phase: String? = nil, attempt: Int? = nil
    ) throws {
        time = Timestamp(milliseconds: time.milliseconds + 1000)
        let entry = JournalEntry(
            run: state.run, seq: entries.count, time: time,
            phase: try phase.map(LearningStory.phase),
            attempt: attempt, event: event)
        try state.apply(entry)
        entries.append(entry)
    }

    mutating func start(_ phase: String) throws {
        try append(.phaseStarted(PhaseMoved(state: .building, reason: "r")), in: phase)
    }

    /// An attempt whose prompt holds these, up to its call.
    mutating func attempt(
        _ phase: String, _ number: Int, rules: [RuleID] = [], hints: [String] = [],
        role: Role = .builder
    ) throws {
        try append(
            .attemptStarted(PhaseMoved(state: .building, reason: "r")), in: phase, attempt: number)
        try call(phase, number, rules: rules, hints: hints, role: role)
    }

    mutating func call(
        _ phase: String, _ number: Int, rules: [RuleID] = [], hints: [String] = [],
        role: Role = .builder
    ) throws {
        try append(
            .callReserved(
                CallReserved(
                    request: "q\(entries.count)", role: role, provider: "p", model: "m", why: "w",
                    reserved: nil, reservedTokens: 1, prompt: commit,
                    rules: rules.isEmpty ? nil : rules.map(\.description),
                    hints: hints.isEmpty ? nil : hints)),
            in: phase, attempt: number)
    }

    mutating func fail(_ phase: String, _ number: Int, _ failed: AttemptFailed = failure) throws {
        try append(.attemptFailed(failed), in: phase, attempt: number)
    }

    /// The attempt becomes a checkpoint; what lies between does not matter here.
    mutating func succeed(_ phase: String, _ number: Int) throws {
        time = Timestamp(milliseconds: time.milliseconds + 1000)
        entries.append(
            JournalEntry(
                run: state.run, seq: entries.count, time: time,
                phase: try LearningStory.phase(phase), attempt: number,
                event: .checkpointCommitted(RefsMoved(commit: commit, refs: []))))
    }

    mutating func hint(_ phase: String, _ hint: HintRecorded) throws {
        // Folded only while nothing was left out before it.
        time = Timestamp(milliseconds: time.milliseconds + 1000)
        let entry = JournalEntry(
            run: state.run, seq: entries.count, time: time,
            phase: try LearningStory.phase(phase), event: .hintRecorded(hint))
        if entry.seq == state.seq + 1 { try state.apply(entry) }
        entries.append(entry)
    }

    /// A failure of a pattern that was overcome.
    static func overcome(
        _ text: String = "import it from calc.text", signature: String = "5ca1ab1e",
        category: FailureCategory = .importError, scope: [String] = ["src/**"],
        evidence: String = String(repeating: "c", count: 40)
    ) -> HintRecorded {
        HintRecorded(
            text: text, signature: signature, scope: scope, evidence: evidence,
            category: category, source: .overcome, failed: "importing it from calc")
    }
}
