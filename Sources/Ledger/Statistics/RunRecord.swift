import RunModel

/// What the statistics know of one run: the fold of its journal, event by event.
struct RunRecord: Codable {
    var started: Timestamp?
    /// The last event that says something.
    var last: Timestamp?
    var status: RunStatus = .created
    /// The state before a rollback, to which taking it back returns.
    var statusBefore: RunStatus?
    /// The rollback under way.
    var rollback: RefsPlanned?
    var base = ""
    /// In the settings of the run.
    var quotas: [String: ProviderQuota] = [:]
    var usage = RunUsage()
    var facts: [Fact] = []
    /// What became of each phase last.
    var phases: [String: Fact] = [:]
    var attempt: OpenAttempt?
    /// What is to be mended where the checks fail on the base and no plan is needed.
    var baseline: CheckFailure?
    /// What was seen of each phase since its last checkpoint; "" for what is outside of any.
    var traces: [String: Trace] = [:]
    var sightings: [String: Sighting] = [:]

    /// Events before it are read and not counted.
    var since: Timestamp?

    /// The attempt under way.
    struct OpenAttempt: Codable {
        var phase: PhaseID
        var number: Int
        var provider: String?
        var model: String?
        /// The last candidate, and the paths that it changed.
        var candidate: String?
        var files: [String] = []
        /// Of the failures seen in the attempt.
        var signatures: [String] = []
        /// The category of what was seen last.
        var category: String?
        /// The learned rules that its prompts held.
        var rules: [String] = []
        var issue: Issue?
        var fix: OpenFix?
    }

    /// Something that fails, from the first fix that is asked for to the end.
    struct Issue: Codable {
        var fixes = 0
        var milliseconds = 0
        var isUnfixable = false
        /// After the last fix no check failed that did not fail before.
        var passes = false
        /// Of the last fix.
        var provider: String?
        var model: String?
    }

    /// A fix from its call to the checks that judge it.
    struct OpenFix: Codable {
        var started: Timestamp
        var isAnswered = false
    }

    /// What the next success in a phase may be owed to.
    struct Trace: Codable {
        /// The category of the last failure.
        var category: String?
        var signature: String?
        /// A fix was tried at the last failure, which counts once.
        var wasFixed = false
        /// Who built last.
        var provider: String?
        var model: String?
        /// The Doctor's last decision, and the model that decided.
        var doctor: String?
        var doctorProvider: String?
        var doctorModel: String?
        var hint: String?
        var fixStarted: Timestamp?
    }

    enum CodingKeys: String, CodingKey {
        case started, last, status, base, quotas, usage, facts, phases, attempt, traces, sightings
        case rollback, baseline
        case statusBefore = "status_before"
    }

    init() {}

    /// Folds a whole journal.
    init(_ journal: RunJournal, since: Timestamp? = nil) {
        self.since = since
        for entry in journal.entries where RunRecord.concerns(entry.event.name) { take(entry) }
    }
}

extension RunRecord: JournalDigest {
    static let cacheName = "statistics"
    static let cacheVersion = 1

    static func concerns(_ event: EventName) -> Bool {
        switch event {
        case .runCreated, .settingsChanged, .phaseStarted, .attemptStarted,
            .callReserved, .callFinished, .callFailed, .candidateCreated, .candidateRefused,
            .baselineChecked, .checksFinished, .auditFinished, .gateDecided, .approvalRequested,
            .approvalGiven,
            .checkpointCommitted, .attemptFailed, .doctorDecided, .fixStarted, .fixFinished,
            .hintRecorded, .phaseFinished, .runResumed, .runAborted, .runFinished,
            .rollbackPlanned, .runRolledBack:
            true
        case .healthChecked, .planAdopted, .replanAdopted, .providerDisabled, .providerEnabled,
            .checkpointPlanned, .budgetExceeded, .leaseTaken, .landPlanned,
            .runLanded, .archivePlanned, .runArchived, .runForgotten:
            false
        }
    }

    mutating func take(_ entry: JournalEntry) {
        last = entry.time
        switch entry.event {
        case .callReserved, .callFinished, .callFailed:
            countTier(of: entry)
            usage.take(entry, counting: counts(entry.time))
        default: break
        }
        takeRun(entry)
        takeAttempt(entry)
        takeHealing(entry)
    }

    /// What happened at that time is counted.
    func counts(_ time: Timestamp) -> Bool { since.map { time >= $0 } ?? true }

    /// Adds to what happened in a place.
    mutating func count(
        _ entry: JournalEntry, provider: String? = nil, model: String? = nil, role: Role? = nil,
        category: String? = nil, _ change: (inout Tally) -> Void
    ) {
        guard counts(entry.time) else { return }
        let place = Fact.Place(
            day: entry.time.date, phase: entry.phase, provider: provider, model: model,
            role: role, category: category)
        if let index = facts.lastIndex(where: { $0.place == place }) {
            change(&facts[index].tally)
        } else {
            var fact = Fact(place: place, tally: Tally())
            change(&fact.tally)
            if !fact.tally.isEmpty { facts.append(fact) }
        }
    }
}

extension RunRecord {
    /// Every fact, with what is under way.
    var all: [Fact] {
        var all = facts + phases.values + usage.all.flatMap(\.facts)
        if let attempt, let last, counts(last) {
            var tally = Tally()
            tally.add(.attempts)
            all.append(
                Fact(
                    place: Fact.Place(
                        day: last.date, phase: attempt.phase, provider: attempt.provider,
                        model: attempt.model, role: .builder), tally: tally))
        }
        return all
    }

    // MARK: The run and its phases

    private mutating func takeRun(_ entry: JournalEntry) {
        switch entry.event {
        case .runCreated(let created):
            started = entry.time
            base = created.base
            quotas = created.settings.providerQuotas
        case .settingsChanged(let changed): quotas = changed.settings.providerQuotas
        case .baselineChecked(let checked): baseline = checked.failure
        case .phaseStarted, .approvalGiven: status = .executing
        case .approvalRequested: status = .awaitingApproval
        case .runResumed(let moved), .runAborted(let moved), .runFinished(let moved):
            status = moved.state
        case .rollbackPlanned(let planned): rollback = planned
        case .runRolledBack(let moved): takeRollback(moved)
        case .phaseFinished(let moved): finishPhase(moved.state, entry)
        default: break
        }
    }

    /// As the state of a run is folded: one that came to nothing names no ref.
    private mutating func takeRollback(_ moved: RefsMoved) {
        defer { rollback = nil }
        if moved.refs.isEmpty, rollback?.refs.isEmpty == false { return }
        if rollback?.way == Rollback.undo {
            status = statusBefore ?? status
            statusBefore = nil
        } else {
            attempt = nil
            statusBefore = status
            status = moved.commit == base ? .rolledBack : .paused
        }
    }

    /// A phase counts once in a run, by what became of it last.
    private mutating func finishPhase(_ state: PhaseStatus, _ entry: JournalEntry) {
        guard let phase = entry.phase, counts(entry.time) else { return }
        var tally = Tally()
        tally.add(.phases)
        switch state {
        case .completed: tally.add(.phasesCompleted)
        case .failed: tally.add(.phasesFailed)
        case .skipped: tally.add(.phasesSkipped)
        default: break
        }
        let trace = traces[phase.description]
        phases[phase.description] = Fact(
            place: Fact.Place(
                day: entry.time.date, phase: phase, provider: trace?.provider,
                model: trace?.model, role: .builder,
                category: state == .failed ? trace?.category : nil),
            tally: tally)
        attempt = nil
        if state == .completed { traces[phase.description] = nil }
    }
}
