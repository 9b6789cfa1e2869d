package import Effects
package import Git
package import RunModel

/// One run's record, held for writing: journal, keep ref, and the state they tell.
///
/// What is written is first folded: an event that may not follow is never stored. Everything goes
/// through the redactor, and the state holds what was stored, not what was said.
package final class RunLedger {
    package let run: RunID
    package let repository: Repository
    /// The fold of all that is stored.
    package private(set) var state: RunState
    /// The journal's tip.
    package private(set) var tip: ObjectID
    /// Called with each event once it is stored.
    package var observer: ((JournalEntry, RunState) -> Void)?

    private let author: Signature
    private let redactor: Redactor
    private let clock: Clock
    private let lock: RunLock
    private var keep: Keep
    private var plan: ObjectID?
    private var staged: [Transcript] = []
    private var stagedPins: [ObjectID] = []

    /// What every ledger of this process shares.
    package struct Context {
        package var repository: Repository
        /// The person who runs the command.
        package var author: Signature
        package var redactor: Redactor
        package var clock: Clock
        package var owner: LeaseOwner

        package init(
            repository: Repository, author: Signature, redactor: Redactor, clock: Clock,
            owner: LeaseOwner
        ) {
            self.repository = repository
            self.author = author
            self.redactor = redactor
            self.clock = clock
            self.owner = owner
        }
    }

    private init(
        _ context: Context, lock: consuming RunLock, keep: Keep, tip: ObjectID, state: RunState,
        plan: ObjectID?
    ) {
        run = state.run
        repository = context.repository
        author = context.author
        redactor = context.redactor
        clock = context.clock
        self.lock = lock
        self.keep = keep
        self.tip = tip
        self.state = state
        self.plan = plan
    }

    /// Begins a run: takes its lock, keeps its base, and writes its first events.
    ///
    /// The journal appears with all of them or not at all.
    ///
    /// - Parameters:
    ///   - events: Those that follow `run.created`: the lease, and the plan.
    ///   - pins: Commits that must stay, base and snapshot at least.
    ///   - planText: The plan file as it was given; nil where there is no plan yet.
    ///   - observer: Sees the first events too.
    /// - Throws: ``LedgerError`` `.exists` where the run or its branches are there already.
    package static func create(
        _ run: RunID, _ created: RunCreated, then events: [Event], pins: [ObjectID],
        planText: [UInt8]?, in context: Context,
        observer: ((JournalEntry, RunState) -> Void)? = nil
    ) throws(LedgerError) -> RunLedger {
        let repository = context.repository
        let lock = try RunLock(run: run, in: repository.commonDirectory, owner: context.owner)
        for name in [run.journalRef, run.branch, run.preRunBranch] {
            let found = try git { () throws(GitError) in
                try repository.lookUp(try RefName(checking: name))
            }
            guard found == nil else {
                throw LedgerError(
                    .exists, "create run \(run)", detail: "\(name) exists",
                    remedy: "choose another name with --id, or go on with it: "
                        + "git autopack resume \(run)")
            }
        }
        LeftoverLocks.remove(of: run, in: repository.commonDirectory)
        let now = Timestamp(milliseconds: context.clock.nowMilliseconds())
        let keep = try Keep(repository, run: run)
        let writer = JournalWriter(repository, author: context.author, redactor: context.redactor)
        let entry = JournalEntry(run: run, seq: 0, time: now, event: .runCreated(created))
        let stored = try writer.redacted(entry)
        let state = try folded { () throws(FoldError) in try RunState(stored.entry) }
        let commit = try writer.commit(stored, state, plan: nil, parent: nil)
        let ledger = RunLedger(
            context, lock: lock, keep: keep, tip: commit, state: state, plan: nil)
        let rest = try ledger.write(events, at: now, planText: planText)
        try ledger.keep.hold([], pins: pins, author: context.author, seconds: now.seconds)
        try writer.move(run, from: nil, to: ledger.tip)
        ledger.observer = observer
        for (entry, state) in [(stored.entry, state)] + rest { observer?(entry, state) }
        return ledger
    }

    /// Opens a run for writing: takes its lock and removes what a dead process left of its refs'
    /// locks.
    ///
    /// - Throws: ``LedgerError`` `.notFound`, `.held`, `.invalid`.
    package static func open(_ run: RunID, in context: Context) throws(LedgerError) -> RunLedger {
        let repository = context.repository
        _ = try JournalReader(repository).tip(of: run)
        let lock = try RunLock(run: run, in: repository.commonDirectory, owner: context.owner)
        LeftoverLocks.remove(of: run, in: repository.commonDirectory)
        let found = try JournalReader(repository).tip(of: run)
        return RunLedger(
            context, lock: lock, keep: try Keep(repository, run: run), tip: found.commit,
            state: found.state, plan: found.plan)
    }

    /// Stores text of a model, a prompt or a log, redacted, to be kept with the next event.
    ///
    /// - Returns: The blob's id. What is read back from it is what may be used.
    package func store(
        _ bytes: [UInt8], role: String, kind: Transcript.Kind, phase: PhaseID?, attempt: Int?
    ) throws(LedgerError) -> ObjectID {
        let blob = try writer.blob(redactor.redact(bytes).text)
        var transcript = Transcript(
            phase: phase, attempt: attempt, seq: state.seq + 1, role: role, kind: kind, blob: blob)
        // Roles that differ may still have the same path: a file for each.
        var number = 1
        while staged.contains(where: { $0.path == transcript.path }) {
            number += 1
            transcript.role = "\(role)-\(number)"
        }
        staged.append(transcript)
        return blob
    }

    /// Keeps a commit from being collected, from the next event on.
    package func pin(_ commit: ObjectID) { stagedPins.append(commit) }

    /// Reads what ``store(_:role:kind:phase:attempt:)`` stored, in this process or an earlier one.
    package func read(_ blob: String) throws(LedgerError) -> [UInt8] {
        guard let id = ObjectID(hex: blob) else {
            throw LedgerError(
                .invalid, "read a transcript of \(run)", detail: "'\(blob)' is no object id")
        }
        let repository = repository
        return try git { () throws(GitError) in try repository.readBlob(id) }
    }

    /// Appends events; what was stored and pinned since the last call is kept first.
    ///
    /// The journal moves once for all of them, so nothing may happen between them that another
    /// process could see.
    ///
    /// - Parameter planText: The plan file as it was given, with an event that adopts one.
    /// - Throws: ``LedgerError`` `.conflict` where another process appended, `.illegalEvent` for
    ///   an event that may not follow; then nothing was written.
    package func append(
        _ events: [Event], phase: PhaseID? = nil, attempt: Int? = nil, planText: [UInt8]? = nil
    ) throws(LedgerError) {
        guard !events.isEmpty else { return }
        let now = Timestamp(
            milliseconds: max(clock.nowMilliseconds(), state.updated.milliseconds))
        let (parent, before, planBefore) = (tip, state, plan)
        let written: [(JournalEntry, RunState)]
        do throws(LedgerError) {
            // Objects first: an event that may not follow is found before any ref has moved.
            written = try write(
                events, at: now, phase: phase, attempt: attempt, planText: planText)
            try keep.hold(staged, pins: stagedPins, author: author, seconds: now.seconds)
            staged = []
            stagedPins = []
            try writer.move(run, from: parent, to: tip)
        } catch {
            (tip, state, plan) = (parent, before, planBefore)
            throw error
        }
        for (entry, state) in written { observer?(entry, state) }
    }

    /// Writes the commits of events on the tip; the ref does not move yet.
    private func write(
        _ events: [Event], at now: Timestamp, phase: PhaseID? = nil, attempt: Int? = nil,
        planText: [UInt8]? = nil
    ) throws(LedgerError) -> [(JournalEntry, RunState)] {
        let writer = writer
        if let planText { plan = try writer.blob(redactor.redact(planText).text) }
        var written: [(JournalEntry, RunState)] = []
        for event in events {
            let entry = JournalEntry(
                run: run, seq: state.seq + 1, time: now, phase: phase, attempt: attempt,
                event: event)
            let stored = try writer.redacted(entry)
            try RunLedger.folded { () throws(FoldError) in try state.apply(stored.entry) }
            tip = try writer.commit(stored, state, plan: plan, parent: tip)
            written.append((stored.entry, state))
        }
        return written
    }

    /// The keep ref as it was when the run was opened: its tip, and the commits that it pins.
    ///
    /// Nil where the run keeps nothing.
    package var kept: (tip: ObjectID, pins: Set<ObjectID>)? {
        keep.tip.map { ($0, keep.pinned) }
    }

    /// The learned rules of the repository, written by this run's person.
    package var rules: RuleStore {
        RuleStore(repository, author: author, redactor: redactor, clock: clock)
    }

    private var writer: JournalWriter {
        JournalWriter(repository, author: author, redactor: redactor)
    }

    private static func folded<Value>(
        _ body: () throws(FoldError) -> Value
    ) throws(LedgerError) -> Value {
        do {
            return try body()
        } catch {
            throw LedgerError(.illegalEvent, "record an event", detail: "\(error)")
        }
    }
}
