import Ledger
import RunModel
import Testing

/// A journal as a test writes it by hand: every event a second after the one before.
struct WrittenJournal {
    let run: RunID
    private(set) var entries: [JournalEntry] = []
    private(set) var milliseconds: Int64
    private var phase: PhaseID?
    private var attempt: Int?
    private var requests = 0

    /// 2026-01-02T03:04:05Z, a Friday.
    static let start: Int64 = 1_767_323_045_000

    init(
        _ name: String = "r1", from milliseconds: Int64 = WrittenJournal.start,
        quotas: [String: ProviderQuota] = [:]
    ) throws {
        run = try #require(RunID(name))
        self.milliseconds = milliseconds
        var settings = RunSettings()
        settings.providerQuotas = quotas
        add(
            .runCreated(
                RunCreated(
                    goal: "g", base: Self.id("base"), target: nil, snapshot: nil, tool: "t",
                    settings: settings, checks: [])))
    }

    var journal: RunJournal { RunJournal(run: run, entries: entries) }

    /// An object id made of a word.
    static func id(_ word: String) -> String {
        let digits = word.utf8.map { String($0 % 16, radix: 16) }.joined()
        return digits + String(repeating: "0", count: 40 - digits.count)
    }

    mutating func add(_ event: Event, after seconds: Int64 = 1) {
        milliseconds += entries.isEmpty ? 0 : seconds * 1000
        entries.append(
            JournalEntry(
                run: run, seq: entries.count, time: Timestamp(milliseconds: milliseconds),
                phase: phase, attempt: attempt, event: event))
    }

    mutating func wait(_ seconds: Int64) { milliseconds += seconds * 1000 }

    // MARK: Phases and attempts

    mutating func begin(_ name: String) throws {
        let id: PhaseID = try #require(PhaseID(name))
        phase = id
        attempt = nil
        add(.phaseStarted(PhaseMoved(state: .building, reason: "")))
    }

    mutating func tryOnce(_ number: Int) {
        attempt = number
        add(.attemptStarted(PhaseMoved(state: .building, reason: "")))
    }

    /// The checkpoint of the attempt under way, and the phase's end.
    mutating func complete(_ commit: String = "c") {
        add(.checkpointCommitted(RefsMoved(commit: Self.id(commit), refs: [])))
        end(.completed)
    }

    mutating func end(_ state: PhaseStatus) {
        attempt = nil
        add(.phaseFinished(PhaseMoved(state: state, reason: "")))
        phase = nil
    }

    mutating func finish(_ state: RunStatus) {
        phase = nil
        attempt = nil
        add(.runFinished(RunMoved(state: state, message: "")))
    }

    mutating func fail(_ category: FailureCategory, _ signature: String, _ cause: String = "why") {
        add(
            .attemptFailed(
                AttemptFailed(
                    category: category, signature: signature, rootCause: cause, detail: "d")))
        attempt = nil
    }

    // MARK: Calls

    /// A call that brings a reply: reserved, and answered a second later.
    mutating func call(
        _ role: Role, _ model: String = "glm/a", input: Int = 100, output: Int = 10,
        cost: Money? = Money(microUSD: 1000), rules: [String]? = nil, tier: DoctorTier? = nil
    ) {
        let request = reserve(role, model, cost: cost, rules: rules, tier: tier)
        let (provider, name) = Self.split(model)
        add(
            .callFinished(
                CallFinished(
                    request: request, role: role, provider: provider, model: name,
                    usage: Usage(input: input, output: output), cost: cost, finish: .stop,
                    reply: Self.id("reply"))))
    }

    @discardableResult
    mutating func reserve(
        _ role: Role, _ model: String = "glm/a", cost: Money? = Money(microUSD: 1000),
        tokens: Int = 500, rules: [String]? = nil, tier: DoctorTier? = nil
    ) -> String {
        requests += 1
        let (provider, name) = Self.split(model)
        add(
            .callReserved(
                CallReserved(
                    request: "q\(requests)", role: role, provider: provider, model: name,
                    why: "w", reserved: cost, reservedTokens: tokens, prompt: Self.id("prompt"),
                    rules: rules, tier: tier)))
        return "q\(requests)"
    }

    mutating func failCall(
        _ role: Role, _ category: FailureCategory, _ model: String = "glm/a",
        mayHaveCost: Bool = false
    ) {
        let request = reserve(role, model)
        add(
            .callFailed(
                CallFailed(
                    request: request, category: category, status: nil, retryInSeconds: 1,
                    message: "m", mayHaveCost: mayHaveCost)))
    }

    private static func split(_ model: String) -> (String, String) {
        let parts = model.split(separator: "/").map(String.init)
        return (parts[0], parts[1])
    }

    // MARK: Candidates

    mutating func candidate(_ commit: String = "c", files: [String] = ["a.py"]) {
        add(
            .candidateCreated(
                CandidateCreated(
                    commit: Self.id(commit), tree: Self.id("tree"),
                    files: files.map {
                        ChangedFile(path: $0, kind: .modified, added: 1, removed: 1)
                    },
                    hunks: files.map {
                        AppliedHunk(
                            path: $0, strategy: "exact", similarity: 1, candidates: 1, line: 1)
                    })))
    }

    mutating func refuse(_ category: FailureCategory, _ reason: String) {
        add(
            .candidateRefused(
                CandidateRefused(
                    category: category, reason: reason, message: "m", nearest: nil)))
    }

    /// The checks pass, or fail as is said.
    mutating func check(_ failure: CheckFailure? = nil, after seconds: Int64 = 1) {
        let result = CheckResult(
            name: "tests", command: ["true"], exit: failure == nil ? 0 : 1, seconds: 0.5,
            failed: failure == nil ? [] : ["t"], newFailures: failure == nil ? [] : ["t"])
        add(
            .checksFinished(
                TreeChecked(
                    tree: Self.id("tree"), checks: [result], environment: "", failure: failure)),
            after: seconds)
    }

    mutating func approve() {
        call(.auditor)
        add(.auditFinished(AuditFinished(approved: true, issues: [], auditors: [], summary: "")))
        add(.gateDecided(GateDecided(verdict: .ok, findings: [], risk: 0)))
    }

    /// The Builder's reply, its candidate and the checks that let it through.
    mutating func buildWell(_ model: String = "glm/a") {
        call(.builder, model)
        candidate()
        check()
        approve()
    }
}

extension CheckFailure {
    static func of(
        _ category: FailureCategory, _ signature: String, _ cause: String = "why"
    ) -> CheckFailure {
        CheckFailure(category: category, signature: signature, rootCause: cause)
    }
}
