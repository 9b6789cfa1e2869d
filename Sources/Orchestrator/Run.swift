import Agents
package import Effects
package import Git
package import Ledger
package import Providers
package import RunModel

/// The loop: asks the model of the run what is next, does it, records it (`architecture.md`).
///
/// A crash is a stop between two appends; resuming is starting. What is not in the journal or the
/// keep ref is not used.
package final class Run {
    /// What a run works with, beside its ledger.
    package struct Tools {
        package var world: World
        package var command: GitCommand
        package var author: Signature
        package var committer: Signature
        package var client: ProviderClient
        /// Providers whose key is at hand.
        package var keyed: Set<String>
        package var bench: any CheckBench
        package var redactor: Redactor
        /// Says what does not stop the run and a person should know.
        package var warn: (String) -> Void
        /// The place at which a file is no YAML; nil where it is.
        package var yamlFault: ([UInt8]) -> (line: Int, message: String)? = { _ in nil }
        /// The settings with a repository's models, as maintenance has left them.
        package var repositoryModels: ([UInt8], RunSettings) -> MaintainedModels? = { _, _ in nil }

        package init(
            world: World, command: GitCommand, author: Signature, committer: Signature,
            client: ProviderClient,
            keyed: Set<String>, bench: any CheckBench, redactor: Redactor,
            warn: @escaping (String) -> Void
        ) {
            self.world = world
            self.command = command
            self.author = author
            self.committer = committer
            self.client = client
            self.keyed = keyed
            self.bench = bench
            self.redactor = redactor
            self.warn = warn
        }
    }

    let ledger: RunLedger
    let tools: Tools
    /// What no model is shown.
    lazy var neverSend = NeverSend(ledger.state.settings.neverSend)
    /// What of the repository models are shown.
    lazy var contexts = ContextReader(ledger.repository, world: tools.world)
    /// The fix by which a merge at landing was resolved, until the merge is judged.
    var landingFix: Fix?
    /// What was read of the conversation under way.
    var memory = ConversationMemory()
    /// What runs of this repository have learned; where it cannot be read, nothing.
    lazy var learnedRules: [LearnedRule] =
        (try? RuleReader(ledger.repository).read().rules) ?? []
    /// What all runs of this repository used.
    lazy var usage = UsageLedger(ledger.repository, files: tools.world.files)

    package init(ledger: RunLedger, tools: Tools) {
        self.ledger = ledger
        self.tools = tools
    }

    /// Goes on until the run ends, or waits for a person.
    ///
    /// - Throws: ``RunError`` `.interrupted` where the task was cancelled: the run is then paused.
    ///   `.environment` where the repository or the machine could not do a step: the run has then
    ///   failed for that, and can be resumed.
    package func execute() async throws(RunError) {
        do throws(RunError) {
            try ensureBranches()
        } catch {
            throw stopped(by: error)
        }
        while true {
            if Task.isCancelled { throw try pause() }
            let now = Timestamp(milliseconds: tools.world.clock.nowMilliseconds())
            let step = decide(ledger.state, now: now)
            if step == .rest { return harvest() }
            do throws(RunError) {
                try await perform(step)
            } catch {
                guard error.code == .interrupted || Task.isCancelled else {
                    throw stopped(by: error)
                }
                throw try pause()
            }
        }
    }

    /// Ends the run where the repository or the machine could not do a step: nobody is left to go
    /// on with it.
    ///
    /// Where not even that can be recorded, as on a full disk, the journal stays as it is, and
    /// resuming goes on from there all the same.
    ///
    /// - Returns: The error, with how to go on.
    private func stopped(by error: RunError) -> RunError {
        // Nobody has asked for anything in the middle of a run, so nobody has asked wrongly.
        guard [.environment, .usage, .notFound].contains(error.code) else { return error }
        let message = "cannot \(error.operation): \(error.detail)"
        if ledger.state.status.isUnderWay {
            try? record([
                .runFinished(RunMoved(state: .failed, reason: .environment, message: message))
            ])
        }
        let resume = "git autopack resume \(ledger.run)"
        return RunError(
            .environment, error.operation, detail: error.detail,
            remedy: error.remedy.map { "\($0)\nand once that is mended:\n\(resume)" }
                ?? "once that is mended:\n\(resume)")
    }

    func perform(_ step: Step) async throws(RunError) {
        switch step {
        case .rest: break
        case .moveRefs(let planned): try await move(planned)
        case .checkBaseline: try await checkBaseline()
        case .readPlan: try readPlan()
        case .requestPlanApproval: try requestPlanApproval()
        case .approvePlanByFlag: try approvePlanByFlag()
        case .startPhase(let phase):
            try record([.phaseStarted(PhaseMoved(state: .building, reason: ""))], in: phase)
        case .skipPhase(let phase, let why):
            try record([.phaseFinished(PhaseMoved(state: .skipped, reason: why))], in: phase)
        case .startAttempt(let phase, let number):
            try record(
                [.attemptStarted(PhaseMoved(state: .building, reason: ""))], in: phase,
                attempt: number)
        case .call(.planner, let notBefore): try await callPlanner(notBefore: notBefore)
        case .call(let role, let notBefore): try await call(role, notBefore: notBefore)
        case .letWork(let agent, let role): try await letWork(agent, as: role)
        case .apply(let role): try await apply(role)
        case .applyWork(let role): try applyWork(role)
        case .check: try await checkCandidate()
        case .readAudit: try await readAudit()
        case .gate: try decideGate()
        case .requestApproval: try requestApproval()
        case .approveByFlag: try approveByFlag()
        case .planCheckpoint: try planCheckpoint()
        case .completePhase(let phase):
            let finished = Event.phaseFinished(PhaseMoved(state: .completed, reason: ""))
            try record([finished] + (try maintained(by: phase)), in: phase)
        case .failAttempt(let fault): try failAttempt(fault)
        case .failPhase(let phase, let why):
            try record([.phaseFinished(PhaseMoved(state: .failed, reason: why))], in: phase)
        case .diagnose(let phase, let notBefore):
            try await diagnose(phase, notBefore: notBefore)
        case .executeFix: try await executeFix()
        case .abandonReplan(let phase, let why): try abandonReplan(phase, why: why)
        case .planRollback: try planRollback()
        case .exceedBudget(let exceeded): try stop(exceeding: exceeded)
        case .finish(let status, let reason, let message):
            try record([
                .runFinished(RunMoved(state: status, reason: reason, message: message))
            ])
        }
    }

    // MARK: Parts that all steps share

    /// The attempt under way; steps that need one are chosen only where there is one.
    var attempt: AttemptState {
        guard let attempt = ledger.state.attempt else {
            preconditionFailure("the step needs an attempt under way")
        }
        return attempt
    }

    /// The phase under way, as the plan describes it.
    var phase: Phase {
        guard let phase = ledger.state.currentPhase else {
            preconditionFailure("the step needs a phase under way")
        }
        return phase
    }

    /// Records events of the attempt under way.
    func recordInAttempt(_ events: [Event]) throws(RunError) {
        let attempt = attempt
        try record(try withEndOfFix(events), in: attempt.phase, attempt: attempt.number)
    }

    /// Records events.
    func record(
        _ events: [Event], in phase: PhaseID? = nil, attempt: Int? = nil, planText: [UInt8]? = nil
    ) throws(RunError) {
        try RunError.recording { () throws(LedgerError) in
            try ledger.append(events, phase: phase, attempt: attempt, planText: planText)
        }
    }

    /// What was kept under a blob's id: a prompt, a reply, a log.
    func kept(_ blob: String) throws(RunError) -> [UInt8] {
        let ledger = ledger
        return try Orchestrator.ledger { () throws(LedgerError) in try ledger.read(blob) }
    }

    func commit(_ hex: String) throws(RunError) -> ObjectID {
        guard let id = ObjectID(hex: hex) else {
            throw RunError(.invalid, "go on with \(ledger.run)", detail: "'\(hex)' is no commit")
        }
        return id
    }

    /// Records that the person stopped the run, and says so.
    private func pause() throws(RunError) -> RunError {
        if ledger.state.status.isUnderWay {
            try record([.runFinished(RunMoved(state: .paused, message: "interrupted"))])
        }
        return RunError(
            .interrupted, "go on with \(ledger.run)", detail: "interrupted",
            remedy: "git autopack resume \(ledger.run)")
    }

    /// Stops the run at a limit, and says which, what was spent and how to go on.
    func stop(exceeding exceeded: BudgetExceeded) throws(RunError) {
        let (cap, way): (String, String) =
            switch exceeded.budget {
            case .cost:
                (
                    "what was spent and the next call together may be"
                        + " \(Money(usd: exceeded.spent)) of \(Money(usd: exceeded.cap))",
                    "go on with git autopack resume --max-cost"
                )
            case .wallClock:
                (
                    "\(Int(exceeded.spent)) s of \(Int(exceeded.cap)) s",
                    "go on with git autopack resume --max-time"
                )
            case .tokens:
                (
                    "what was used and the next call together may be \(Int(exceeded.spent)) tokens"
                        + " of \(Int(exceeded.cap))",
                    "raise budgets.max_tokens in autopack.yaml and run again"
                )
            case .http500, .patchFailures, .totalFailures:
                (
                    "\(Int(exceeded.spent)) of \(Int(exceeded.cap))",
                    "go on with git autopack resume"
                )
            }
        let message =
            "the cap \(exceeded.budget.rawValue) is reached: \(cap); \(way)"
        let events: [Event] = [
            .budgetExceeded(exceeded),
            .runFinished(RunMoved(state: .failed, reason: .budget, message: message)),
        ]
        if ledger.state.attempt != nil {
            try recordInAttempt([events[0]])
            try record([events[1]])
        } else {
            try record(events)
        }
    }
}
