import Agents
import Effects
import Git
import Ledger
import Providers
import RunModel

extension Run {
    /// Calls a model: reserves, asks, keeps what came, and records what it cost.
    ///
    /// - Parameter showing: Paths that the Builder asked to be shown.
    func call(
        _ role: Role, notBefore: Timestamp?, showing: [String] = []
    ) async throws(RunError) {
        if let notBefore { try await wait(until: notBefore) }
        if role == .fixer { try beginFix() }
        if role == .builder, phase.builder == .agent { return try await openConversation() }
        let call = try await prompt(for: role, showing: showing)
        let facts = try facts(for: call)
        guard let choice = try await choose(role, facts) else { return }
        let fitted = try await fitted(call, to: choice.model, showing: showing)
        let isAdvised = role == .builder || role == .fixer
        try await exchange(
            fitted, choice, facts, tries: attempt.tries,
            marks: isAdvised ? CallMarks(advice) : CallMarks())
    }

    /// Chooses the model of a call; where none can be asked, waits for one or ends the run.
    ///
    /// - Returns: Nil where the call is not to be made now.
    func choose(_ role: Role, _ facts: SelectionFacts) async throws(RunError) -> ModelChoice? {
        do throws(NoModel) {
            return try ModelSelector.choose(role, facts: facts, settings: ledger.state.settings)
        } catch {
            if try await waitForCoolDown(error) { return nil }
            try record([
                .runFinished(
                    RunMoved(
                        state: .failed, reason: .environment,
                        message: "\(error); once one can be asked: git autopack resume"
                            + " \(ledger.state.run)"))
            ])
            return nil
        }
    }

    /// Reserves, asks once, and records what came of it.
    ///
    /// - Parameters:
    ///   - tries: Tries of the same call that failed before.
    ///   - turn: What the call adds to a conversation; nil for a question of its own.
    func exchange(
        _ call: Call, _ choice: ModelChoice, _ facts: SelectionFacts, tries: Int,
        turn: ConversationTurn? = nil, marks: CallMarks = CallMarks()
    ) async throws(RunError) {
        var call = call
        let settings = ledger.state.settings
        let reservation = Pricing.reservation(for: call, model: choice.model, in: settings)
        if let refusal = ledger.state.refusal(of: reservation) {
            return try stop(at: refusal, model: choice.model)
        }
        let now = now
        call.timeLimitSeconds = max(
            1, Double(ledger.state.wallClockEnd(now: now).milliseconds - now.milliseconds) / 1000)
        let request = try reserve(call, choice, reservation, turn: turn, marks: marks)
        let known = tools.client.learned
        let outcome = await send(call, to: choice.model)
        try record(learnedSince: known, during: call)
        switch outcome {
        case .success(let reply):
            try settle(call, choice.model, request, reply, isTurn: turn != nil)
        case .failure(let failure):
            // The reservation stays: whether the provider has counted the call nobody knows.
            guard !Task.isCancelled else {
                throw RunError(.interrupted, "call \(choice.model)", detail: "interrupted")
            }
            try fail(call, choice.model, request, failure, facts, tries: tries)
        }
    }

    /// The form of edits that a model is asked for, after what the phase has seen of it.
    func editStyle(of model: ModelName) -> EditStyle {
        let state = ledger.state
        let failures = (state[phase: attempt.phase]?.failures ?? []).filter {
            $0.model == model.description
        }
        return EditRequest.style(
            of: state.settings.capability(of: model).edits, after: failures.map(\.category))
    }

    /// Sends one call; nothing is tried again here.
    func send(
        _ call: Call, to model: ModelName
    ) async -> Result<Reply, ProviderFailure> {
        do throws(ProviderFailure) {
            let taken = ledger.state.recordings[model.provider] ?? []
            return .success(try await tools.client.send(call, to: model, taken: taken))
        } catch {
            return .failure(error)
        }
    }

    /// Records what the endpoint turned out not to have or not to take.
    private func record(
        learnedSince known: Set<LearnedFact>, during call: Call
    ) throws(RunError) {
        let news = tools.client.learned.subtracting(known).map(\.description).sorted()
        guard !news.isEmpty else { return }
        let findings = news.map { fact in
            HealthFinding(
                id: "endpoint", severity: .info, what: fact,
                why: "the endpoint said so; it is remembered for a week", fix: "")
        }
        try record(
            [.healthChecked(HealthChecked(ok: true, findings: findings, keys: [:]))],
            in: call.phase, attempt: call.attempt)
    }

    // MARK: The choice

    /// What the choice of a model for a call of the attempt under way depends on.
    func facts(for call: Call) throws(RunError) -> SelectionFacts {
        let (state, attempt, phase) = (ledger.state, attempt, phase)
        let failures = (state[phase: attempt.phase]?.failures ?? []).map {
            SelectionFacts.Failed(model: $0.model, failureClass: $0.category.failureClass)
        }
        var facts = try facts(for: call, complexity: phase.complexity, category: phase.category)
        facts.failures = failures
        facts.tooLong = Set(attempt.tooLong)
        facts.refused = Set(attempt.refused)
        facts.auditors = (attempt.audit?.auditors ?? []).compactMap(ModelName.init(stored:))
        facts.builder = ModelName(stored: attempt.model)
        return facts
    }

    /// What the choice of a model depends on, whatever the call is for.
    func facts(
        for call: Call, complexity: Complexity, category: String
    ) throws(RunError) -> SelectionFacts {
        let state = ledger.state
        let now = now
        var facts = SelectionFacts(
            complexity: complexity, category: category,
            absent: ProviderStanding.absent(in: state.settings, keyed: tools.keyed),
            weeklyTokens: try weeklyTokens(), callTokens: Pricing.reservedTokens(for: call),
            today: now.date)
        facts.take(state.providers, now: now)
        return facts
    }

    /// What each provider was used in the last seven days, by every run of this repository; asked
    /// for only where there is a quota.
    private func weeklyTokens() throws(RunError) -> [String: Int] {
        guard !ledger.state.settings.providerQuotas.isEmpty else { return [:] }
        let (usage, now) = (usage, now)
        return try Orchestrator.ledger { () throws(LedgerError) in
            try usage.refresh()
            return usage.tokensByProvider(inDays: 7, until: now)
        }
    }

    var now: Timestamp { Timestamp(milliseconds: tools.world.clock.nowMilliseconds()) }

    // MARK: Waiting

    func wait(until time: Timestamp) async throws(RunError) {
        let left = time.milliseconds - now.milliseconds
        guard left > 0 else { return }
        do {
            try await tools.world.clock.sleep(Double(left) / 1000)
        } catch {
            throw RunError(.interrupted, "wait for a provider", detail: "interrupted")
        }
    }

    /// Waits for the first provider whose cool-down ends, where nothing else keeps the run from
    /// going on.
    ///
    /// Time that is waited is wall-clock time of the run: its budget ends the wait.
    ///
    /// - Returns: False where there is nothing to wait for.
    func waitForCoolDown(_ why: NoModel) async throws(RunError) -> Bool {
        let state = ledger.state
        let now = now
        let ends = why.disabled.compactMap { name in
            state.providers[name]?.disabled?.until.value.map { (name: name, until: $0) }
        }
        guard let first = ends.min(by: { ($0.until, $0.name) < ($1.until, $1.name) }) else {
            return false
        }
        let limit = state.status.isUnderWay ? state.wallClockEnd(now: now) : first.until
        let seconds = (first.until.milliseconds - now.milliseconds + 999) / 1000
        tools.warn(
            "every provider that can do this is down: \(why.reasons.joined(separator: ", "));"
                + " waiting \(seconds) s for \(first.name), until \(first.until.time) UTC")
        try await wait(until: min(first.until, limit))
        return true
    }

    // MARK: The ledger's side

    /// Keeps the prompt and sets aside what the call may cost.
    ///
    /// - Returns: The request's id.
    func reserve(
        _ call: Call, _ choice: ModelChoice, _ reservation: Reservation,
        turn: ConversationTurn? = nil, marks: CallMarks = CallMarks()
    ) throws(RunError) -> String {
        let request = "r\(ledger.state.seq + 1)"
        let text = ([call.system] + call.messages.map { "\($0.author.rawValue):\n\($0.text)" })
            .joined(separator: "\n\n")
        let said = turn?.prompt.bytes ?? Array(text.utf8)
        let keeper = ledger
        let prompt = try Orchestrator.ledger { () throws(LedgerError) in
            try keeper.store(
                said, role: call.role.rawValue, kind: .prompt, phase: call.phase,
                attempt: call.attempt)
        }
        let events: [Event] = [
            .callReserved(
                CallReserved(
                    request: request, role: call.role, provider: choice.model.provider,
                    model: choice.model.model, why: choice.why, reserved: reservation.cost,
                    reservedTokens: reservation.tokens, prompt: prompt.hex,
                    turn: turn?.number, rules: marks.rules, hints: marks.hints,
                    tier: marks.tier))
        ]
        try record(events, in: call.phase, attempt: call.attempt)
        return request
    }

    /// Keeps the reply and records what it cost.
    ///
    /// - Returns: The reply as it was kept: what is used is what is recorded.
    @discardableResult
    func settle(
        _ call: Call, _ model: ModelName, _ request: String, _ reply: Reply,
        isTurn: Bool = false
    ) throws(RunError) -> [UInt8] {
        let usage = reply.usage(orEstimatedFor: call)
        let said = isTurn ? recorded(reply) : Array(reply.text.utf8)
        let keeper = ledger
        let blob = try Orchestrator.ledger { () throws(LedgerError) in
            try keeper.store(
                said, role: call.role.rawValue, kind: .reply,
                phase: call.phase, attempt: call.attempt)
        }
        var events: [Event] = [
            .callFinished(
                CallFinished(
                    request: request, role: call.role, provider: model.provider,
                    model: model.model, usage: usage,
                    // A program that says what it was charged knows better than a price list.
                    cost: reply.reportedCost
                        ?? Pricing.cost(of: usage, model: model, in: ledger.state.settings),
                    finish: reply.finish, reply: blob.hex, recording: reply.recording))
        ]
        if let disabled = ledger.state.providers[model.provider]?.disabled {
            events.append(
                .providerEnabled(
                    ProviderMoved(
                        provider: model.provider,
                        why: "it answers again; it was out for: \(disabled.why)", until: nil)))
        }
        try record(events, in: call.phase, attempt: call.attempt)
        return try kept(blob.hex)
    }

    /// Records that no reply came, and what is done about it.
    private func fail(
        _ call: Call, _ model: ModelName, _ request: String, _ failure: ProviderFailure,
        _ facts: SelectionFacts, tries: Int
    ) throws(RunError) {
        // Without a recorded fix the attempt has failed; without any other reply the run stops.
        let isRecorded = ledger.state.settings.providers[model.provider]?.wire == .replay
        guard !isRecorded || failure.recording != nil else {
            try record(
                [failed(request, failure, .none)], in: call.phase, attempt: call.attempt)
            let isOptional =
                call.role == .fixer || call.role == .doctor
                || ledger.state.planning?.replans != nil
            guard !isOptional else { return }
            return try record([
                .runFinished(
                    RunMoved(state: .failed, reason: .environment, message: failure.message))
            ])
        }
        let recovery = recovery(
            from: failure, of: model, as: call.role, tries: tries + 1, facts)
        try record(
            events(of: recovery, request, failure), in: call.phase, attempt: call.attempt)
    }

    /// What is done about a failed call.
    func recovery(
        from failure: ProviderFailure, of model: ModelName, as role: Role, tries: Int,
        _ facts: SelectionFacts
    ) -> CallRecovery {
        let state = ledger.state
        return CallRecovery.after(
            CallRecovery.Situation(
                failure: failure, role: role, model: model, tries: tries, facts: facts,
                settings: state.settings,
                provider: state.providers[model.provider] ?? ProviderState(), now: now,
                random: tools.world.random.unit()))
    }

    func events(
        of recovery: CallRecovery, _ request: String, _ failure: ProviderFailure
    ) -> [Event] {
        var events = [failed(request, failure, recovery)]
        if let moved = recovery.disabled { events.append(.providerDisabled(moved)) }
        if let moved = recovery.enabled { events.append(.providerEnabled(moved)) }
        return events
    }

    private func failed(
        _ request: String, _ failure: ProviderFailure, _ recovery: CallRecovery
    ) -> Event {
        .callFailed(
            CallFailed(
                request: request, category: failure.category, status: failure.status,
                retryInSeconds: recovery.retryInSeconds, message: failure.message,
                mayHaveCost: failure.mayHaveCost, refused: recovery.isRefused,
                recording: failure.recording))
    }

    private func stop(
        at refusal: ReservationRefusal, model: ModelName
    ) throws(RunError) {
        switch refusal {
        case .exceeds(let exceeded): try stop(exceeding: exceeded)
        case .unknownPrice:
            let message =
                "the price of \(model) is unknown and the run has a cap on money; set it in"
                + " models.yaml: prices: {\"\(model)\": {input: …, output: …}}, or lift the cap:"
                + " git autopack resume --max-cost none"
            try record([
                .runFinished(RunMoved(state: .failed, reason: .budget, message: message))
            ])
        }
    }
}
