/// What `status RUN`, `show RUN` and `log` print of a run (`cli.md`, JSON of single answers).
package struct RunSummary: Hashable, Sendable, Codable {
    package struct PhaseSummary: Hashable, Sendable, Codable {
        package var id: PhaseID
        package var title: String
        package var state: PhaseStatus
        package var attempts: Int
        package var checkpoint: Nullable<String>
        package var cost: Money
        package var reason: String

        enum CodingKeys: String, CodingKey {
            case id, title, state, attempts, checkpoint, reason
            case cost = "cost_usd"
        }
    }

    /// One try of a fixer, as `fixes` lists it.
    package struct FixSummary: Hashable, Sendable, Codable {
        package var phase: PhaseID
        /// The phase's attempt.
        package var phaseAttempt: Int
        /// Which fix of that attempt it is, from 1.
        package var attempt: Int
        package var category: FailureCategory
        package var rootCause: String
        package var signature: String
        package var check: Nullable<String>
        package var file: Nullable<String>
        package var line: Nullable<Int>
        package var failed: [String]
        package var tried: String
        package var files: [String]
        /// Null while it is under way.
        package var result: Nullable<FixResult>

        init(_ fix: FixRecord, in phase: PhaseID) {
            self.phase = phase
            phaseAttempt = fix.attempt
            attempt = fix.number
            category = fix.analysis.category
            rootCause = fix.analysis.rootCause
            signature = fix.analysis.signature
            check = Nullable(fix.analysis.check)
            file = Nullable(fix.analysis.file)
            line = Nullable(fix.analysis.line)
            failed = fix.analysis.failed ?? []
            tried = fix.tried
            files = fix.files
            result = Nullable(fix.outcome)
        }

        enum CodingKeys: String, CodingKey {
            case phase, attempt, category, signature, check, file, line, failed, tried, files
            case result
            case phaseAttempt = "phase_attempt"
            case rootCause = "root_cause"
        }
    }

    package var version: Int
    package var run: RunID
    package var goal: String
    package var state: RunStatus
    package var reason: Nullable<RunReason>
    /// The last sentence said of the state.
    package var message: String
    package var waitsFor: Nullable<String>
    /// Nil in `log`.
    package var phases: [PhaseSummary]?
    package var branch: String
    package var preRun: String
    /// The tip of the run's branch.
    package var commit: String
    /// Null where a price was not known.
    package var cost: Nullable<Money>
    package var tokens: Usage
    package var started: Timestamp
    package var finished: Nullable<Timestamp>
    /// Where the result was landed, as a full ref name.
    package var landed: Nullable<String>
    /// What fixers tried, in order; nil in `log`.
    package var fixes: [FixSummary]?
    /// Nil in `log`, and where the run is no `fix`.
    package var autoFixStatus: AutoFixStatus?

    /// - Parameter phases: False for one line of `log`.
    package init(_ state: RunState, phases includesPhases: Bool = true) {
        version = 1
        run = state.run
        goal = state.goal
        self.state = state.status
        reason = Nullable(state.reason)
        message = state.message
        waitsFor = Nullable(state.waitsFor)
        phases =
            includesPhases
            ? state.phases.map { phase in
                PhaseSummary(
                    id: phase.id, title: state.plan[phase.id]?.title ?? phase.id.description,
                    state: phase.status, attempts: phase.attempts,
                    checkpoint: Nullable(phase.checkpoint), cost: phase.cost,
                    reason: phase.reason)
            } : nil
        branch = String(state.run.branch.dropFirst("refs/heads/".count))
        preRun = String(state.run.preRunBranch.dropFirst("refs/heads/".count))
        commit = state.tip
        cost = Nullable(state.spend.hasUnknownCost ? nil : state.spend.cost)
        tokens = state.spend.usage
        started = state.created
        finished = Nullable(state.finished)
        landed = Nullable(state.landed?.refs.first?.name)
        guard includesPhases else { return }
        fixes = state.phases.flatMap { phase in
            phase.fixes.map { FixSummary($0, in: phase.id) }
        }
        autoFixStatus = state.autoFixStatus
    }

    enum CodingKeys: String, CodingKey {
        case run, goal, state, reason, message, phases, branch, commit, tokens, started, finished
        case landed, fixes
        case autoFixStatus = "auto_fix_status"
        case version = "v"
        case waitsFor = "waits_for"
        case preRun = "pre_run"
        case cost = "cost_usd"
    }
}
