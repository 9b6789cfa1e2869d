/// A run as its journal tells it: the fold of all its events, and what `state.json` holds.
///
/// `state(n+1) = apply(state(n), event)`; nothing else changes it, and it holds all that
/// ``decide(_:now:)`` needs, so that resuming reads the journal's tip alone.
package struct RunState: Hashable, Sendable, Codable {
    /// The version of the fold; another program's `state.json` is not compared byte for byte.
    package var fold: Int
    package var run: RunID
    /// The last event's number.
    package var seq: Int
    package var goal: String
    /// The commit the run started from.
    package var base: String
    package var target: Nullable<String>
    package var snapshot: Nullable<String>
    package var tool: String
    package var settings: RunSettings
    package var status: RunStatus
    package var reason: RunReason?
    /// The last sentence that was said of the run's state.
    package var message: String
    /// What a person has to answer; nil where nothing waits.
    package var waitsFor: String?
    package var planVersion: Int
    package var plan: Plan
    package var phases: [PhaseState]
    /// The tip of the run's branch: the last checkpoint, at first the base.
    package var tip: String
    /// What the plan's checks said of the tip.
    package var baseline: TreeChecked?
    package var attempt: AttemptState?
    /// The call of the audit of a merge at landing, which belongs to no attempt.
    package var landingCall: CallReserved?
    /// A plan that is being drafted or waits for an answer; nil where the plan in force runs.
    package var planning: PlanningState?
    /// The Doctor's models are being asked; nil: they are not.
    package var diagnosis: DiagnosisState?
    package var doctorCalls: DoctorCalls
    /// Plans that were rewritten, or were to be.
    package var replans: Int
    package var spend: Spend
    package var failures: FailureCounts
    /// What was seen of each provider that was asked, or moved.
    package var providers: [String: ProviderState]
    /// Recorded replies that were taken, by provider; an entry that fails several times is there
    /// several times.
    package var recordings: [String: [Int]]
    /// Ref movements that were planned and have not been seen to be done.
    package var planned: PlannedMove?
    package var owner: LeaseOwner?
    /// What the last lease's process had done so far, in milliseconds of running time.
    package var activeMilliseconds: Int64
    package var created: Timestamp
    package var updated: Timestamp
    package var finished: Timestamp?
    /// The commit that was landed, and where.
    package var landed: RefsMoved?
    /// The state to which `rollback --undo` goes back.
    package var rollback: Rollback?

    /// The version of the fold of this program.
    package static let currentFold = 6

    enum CodingKeys: String, CodingKey {
        case fold, run, seq, goal, base, target, snapshot, tool, settings, reason, message, plan
        case phases, tip, baseline, attempt, spend, failures, recordings, planned, owner, created
        case updated, finished, landed, rollback, providers, planning, diagnosis, replans
        case doctorCalls = "doctor_calls"
        case status = "state"
        case waitsFor = "waits_for"
        case planVersion = "plan_version"
        case landingCall = "landing_call"
        case activeMilliseconds = "active_ms"
    }
}

/// A phase as the journal tells it.
package struct PhaseState: Hashable, Sendable, Codable {
    package var id: PhaseID
    package var status: PhaseStatus
    /// Why the phase failed or was skipped.
    package var reason: String
    /// Attempts begun.
    package var attempts: Int
    package var checkpoint: String?
    package var cost: Money
    package var tokens: Usage
    /// One for each attempt that failed, in order.
    package var failures: [PhaseFailure]
    /// Failures that count no more, since a person went on with the failed run.
    package var forgiven: Int
    /// Attempts begun before that.
    package var forgivenAttempts: Int
    /// Words for the next prompts, in the order in which they were said.
    package var hints: [HintRecorded]
    /// What the Doctor decided, in order.
    package var decisions: [DoctorDecided]
    /// The last decision has still to be carried out.
    package var isDecisionPending: Bool
    /// Failures that the Doctor has seen.
    package var diagnosed: Int
    /// Calls of the Doctor's models.
    package var doctorCalls: Int
    package var executedFixes: Int
    package var replans: Int
    /// What fixers tried, in order.
    package var fixes: [FixRecord]

    package init(id: PhaseID) {
        self.id = id
        status = .queued
        reason = ""
        attempts = 0
        checkpoint = nil
        cost = .zero
        tokens = .zero
        failures = []
        forgiven = 0
        forgivenAttempts = 0
        hints = []
        decisions = []
        isDecisionPending = false
        diagnosed = 0
        doctorCalls = 0
        executedFixes = 0
        replans = 0
        fixes = []
    }

    enum CodingKeys: String, CodingKey {
        case id, reason, attempts, checkpoint, tokens, failures, forgiven, hints, decisions
        case diagnosed, replans, fixes
        case isDecisionPending = "decision_pending"
        case doctorCalls = "doctor_calls"
        case executedFixes = "executed_fixes"
        case status = "state"
        case cost = "cost_usd"
        case forgivenAttempts = "forgiven_attempts"
    }
}

/// An attempt that came to nothing, as the next one and the choice of its model see it.
package struct PhaseFailure: Hashable, Sendable, Codable {
    package var attempt: Int
    /// `provider/model`; empty where no call was made.
    package var model: String
    package var category: FailureCategory
    package var signature: String
    package var rootCause: String
    package var detail: String
    /// The last candidate, where one was created.
    package var candidate: String?
    /// The last candidate's tree; a change that comes back is known by it.
    package var tree: String?
    /// The candidate mended a check or a test that failed before.
    package var improved: Bool
    /// Whose call failed last, where a failed call ended the attempt: the Auditor's may be down
    /// while the Builder's is well.
    package var provider: String?

    package init(
        attempt: Int, model: String = "", category: FailureCategory, signature: String,
        rootCause: String, detail: String = "", candidate: String? = nil, tree: String? = nil,
        improved: Bool = false, provider: String? = nil
    ) {
        self.attempt = attempt
        self.model = model
        self.category = category
        self.signature = signature
        self.rootCause = rootCause
        self.detail = detail
        self.candidate = candidate
        self.tree = tree
        self.improved = improved
        self.provider = provider
    }

    enum CodingKeys: String, CodingKey {
        case attempt, model, category, signature, detail, candidate, tree, improved, provider
        case rootCause = "root_cause"
    }
}

/// The attempt under way.
package struct AttemptState: Hashable, Sendable, Codable {
    package var phase: PhaseID
    package var number: Int
    /// The commit whose tree the Builder edits: the run's tip, or an earlier candidate that was
    /// mostly right.
    package var start: String
    package var stage: AttemptStage
    /// Builder calls that brought a reply; more than one where the Builder asked for files.
    package var builds: Int
    /// Auditor calls that brought a reply, readable or not, for the candidate there is.
    package var audits: Int
    /// The Auditor's model, as `provider/model`; empty before the first audit.
    package var auditor: String
    /// Fixes tried on this attempt's candidate.
    package var fixes: Int
    /// The Builder's model, as `provider/model`; the fixer uses it too.
    package var model: String
    /// The last reply, its blob in keep.
    package var reply: String?
    /// The conversation with a Builder that has tools, in order; nil: there is none.
    package var turns: [AttemptTurn]?
    package var candidate: CandidateCreated?
    /// The trees of all candidates of this attempt, in order.
    package var trees: [String]
    package var refusal: CandidateRefused?
    package var checks: TreeChecked?
    package var audit: AuditFinished?
    package var gate: GateDecided?
    /// The commands that the attempt begins with; nil: it begins with a call.
    package var fix: ProposedFix?
    /// What the fix has come to; nil while it has not.
    package var fixed: Bool?
    /// The call that was reserved and has no outcome.
    package var pending: CallReserved?
    /// The provider of the last call.
    package var provider: String
    /// Tries of the call under way that failed.
    package var tries: Int
    /// When the call is tried again.
    package var retryAt: Timestamp?
    /// The last failed call, until one succeeds.
    package var callFailure: CallFailed?
    /// Models whose context is too small for the call under way, as `provider/model`.
    package var tooLong: [String]
    /// Models that refused the call under way as such, as `provider/model`.
    package var refused: [String]

    package init(phase: PhaseID, number: Int, start: String) {
        self.phase = phase
        self.number = number
        self.start = start
        stage = .call(.builder)
        builds = 0
        audits = 0
        auditor = ""
        fixes = 0
        trees = []
        model = ""
        provider = ""
        tries = 0
        tooLong = []
        refused = []
    }

    enum CodingKeys: String, CodingKey {
        case phase, number, start, stage, builds, audits, auditor, fixes, model, reply, candidate
        case refusal, checks, refused, trees, turns, fix, fixed
        case audit, gate, pending, provider, tries
        case retryAt = "retry_at"
        case callFailure = "call_failure"
        case tooLong = "too_long"
    }
}

/// Where an attempt stands: what has to be done next.
package enum AttemptStage: Hashable, Sendable {
    /// The Doctor's commands are to be run.
    case fix
    /// A model is to be called.
    case call(Role)
    /// A reply is there, to be made a candidate of.
    case apply(Role)
    /// A candidate is to be checked.
    case check
    /// Checked; audited next, or mended.
    case judge
    /// The Auditor's reply is there, to be read.
    case readAudit
    /// The gate is to decide.
    case gate
    /// The gate has decided.
    case decided

    /// Every stage there is.
    package static let allCases: [AttemptStage] =
        Role.allCases.map { .call($0) } + Role.allCases.map { .apply($0) }
        + [.fix, .check, .judge, .readAudit, .gate, .decided]
}

extension AttemptStage: CustomStringConvertible {
    /// The word it is stored as, as `call:builder` or `read_audit`.
    package var description: String {
        switch self {
        case .call(let role): "call:\(role.rawValue)"
        case .apply(let role): "apply:\(role.rawValue)"
        case .fix: "fix"
        case .check: "check"
        case .judge: "judge"
        case .readAudit: "read_audit"
        case .gate: "gate"
        case .decided: "decided"
        }
    }
}

extension AttemptStage: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let stage = AttemptStage.allCases.first(where: { $0.description == text }) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "'\(text)' is no stage of an attempt")
        }
        self = stage
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

/// What a run has used.
package struct Spend: Hashable, Sendable, Codable {
    package var cost: Money
    /// A call's price was not known: `cost` is less than was spent.
    package var hasUnknownCost: Bool
    package var usage: Usage
    /// What calls without an outcome had reserved, tokens: it counts as spent.
    package var lostTokens: Int

    package init() {
        cost = .zero
        hasUnknownCost = false
        usage = .zero
        lostTokens = 0
    }

    /// What counts against the token budget.
    package var tokens: Int { usage.total.adding(lostTokens) }

    enum CodingKeys: String, CodingKey {
        case usage
        case cost = "cost_usd"
        case hasUnknownCost = "has_unknown_cost"
        case lostTokens = "lost_tokens"
    }
}

/// Failures that count against the run's budgets.
package struct FailureCounts: Hashable, Sendable, Codable {
    package var http500: Int
    package var patch: Int
    package var total: Int

    package init() {
        http500 = 0
        patch = 0
        total = 0
    }

    enum CodingKeys: String, CodingKey {
        case patch, total
        case http500 = "http_500"
    }
}

/// Refs on their way.
package struct PlannedMove: Hashable, Sendable, Codable {
    package enum Kind: String, Sendable, Codable, CaseIterable {
        case checkpoint, land, rollback, archive
    }

    package var kind: Kind
    package var refs: [RefMove]
    package var snapshot: Nullable<String>
    package var way: String
}

/// What a rollback took away, and what taking it back restores.
package struct Rollback: Hashable, Sendable, Codable {
    package var refs: [RefMove]
    package var snapshot: Nullable<String>
    package var status: RunStatus
    package var reason: RunReason?
    package var waitsFor: String?
    package var phases: [PhaseState]
    package var attempt: AttemptState?
    package var tip: String
    package var baseline: TreeChecked?
    package var landed: RefsMoved?
    package var finished: Timestamp?

    enum CodingKeys: String, CodingKey {
        case refs, snapshot, reason, phases, attempt, tip, baseline, landed, finished
        case status = "state"
        case waitsFor = "waits_for"
    }
}

extension RunState {
    /// The phase of that name.
    package subscript(phase id: PhaseID) -> PhaseState? { phases.first { $0.id == id } }

    /// The phase under way, as the plan describes it.
    package var currentPhase: Phase? { attempt.flatMap { plan[$0.phase] } }
}
