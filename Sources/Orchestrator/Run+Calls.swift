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
        let choice: ModelChoice
        do throws(NoModel) {
            choice = try ModelSelector.choose(
                role, facts: facts, settings: ledger.state.settings)
        } catch {
            return try record([
                .runFinished(
                    RunMoved(
                        state: .failed, reason: .environment,
                        message: "\(error); once one can be asked: git autopack resume"
                            + " \(ledger.state.run)"))
            ])
        }
        try await wait(until: notBefore)
        let call = try prompt(for: role, showing: showing)
        let settings = ledger.state.settings
        let reservation = Pricing.reservation(for: call, model: choice.model, in: settings)
        if let refusal = ledger.state.refusal(of: reservation) {
            return try stop(at: refusal, model: choice.model)
        }
        let request = try reserve(call, choice, reservation)
        switch await send(call, to: choice.model) {
        case .success(let reply): try settle(call, choice.model, request, reply)
        case .failure(let failure):
            // The reservation stays: whether the provider has counted the call nobody knows.
            guard !Task.isCancelled else {
                throw RunError(.interrupted, "call \(choice.model)", detail: "interrupted")
            }
            try fail(choice.model, request, failure)
        }
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

    // MARK: The choice

    private var facts: SelectionFacts {
        let state = ledger.state
        let attempt = attempt
        let failures = (state[phase: attempt.phase]?.failures ?? []).map {
            SelectionFacts.Failed(model: $0.model, failureClass: $0.category.failureClass)
        }
        let unusable = ProviderStanding.unusable(
            in: state.settings, keyed: tools.keyed, disabled: state.disabledProviders)
        let builder = attempt.model.firstIndex(of: "/").map { slash in
            ModelName(
                provider: String(attempt.model[..<slash]),
                model: String(attempt.model[attempt.model.index(after: slash)...]))
        }
        return SelectionFacts(
            complexity: phase.complexity, failures: failures, unusable: unusable, builder: builder)
    }

    private func wait(until time: Timestamp?) async throws(RunError) {
        guard let time else { return }
        let left = time.milliseconds - tools.world.clock.nowMilliseconds()
        guard left > 0 else { return }
        do {
            try await tools.world.clock.sleep(Double(left) / 1000)
        } catch {
            throw RunError(.interrupted, "wait for a provider", detail: "interrupted")
        }
    }

    // MARK: The ledger's side

    /// Keeps the prompt and sets aside what the call may cost.
    ///
    /// - Returns: The request's id.
    func reserve(
        _ call: Call, _ choice: ModelChoice, _ reservation: Reservation
    ) throws(RunError) -> String {
        let request = "r\(ledger.state.seq + 1)"
        let text = ([call.system] + call.messages.map { "\($0.author.rawValue):\n\($0.text)" })
            .joined(separator: "\n\n")
        let keeper = ledger
        let prompt = try Orchestrator.ledger { () throws(LedgerError) in
            try keeper.store(
                Array(text.utf8), role: call.role.rawValue, kind: .prompt, phase: call.phase,
                attempt: call.attempt)
        }
        let events: [Event] = [
            .callReserved(
                CallReserved(
                    request: request, role: call.role, provider: choice.model.provider,
                    model: choice.model.model, why: choice.why, reserved: reservation.cost,
                    reservedTokens: reservation.tokens, prompt: prompt.hex))
        ]
        try record(events, in: call.phase, attempt: call.attempt)
        return request
    }

    /// Keeps the reply and records what it cost.
    ///
    /// - Returns: The reply as it was kept: what is used is what is recorded.
    @discardableResult
    func settle(
        _ call: Call, _ model: ModelName, _ request: String, _ reply: Reply
    ) throws(RunError) -> [UInt8] {
        let usage = reply.usage(orEstimatedFor: call)
        let keeper = ledger
        let blob = try Orchestrator.ledger { () throws(LedgerError) in
            try keeper.store(
                Array(reply.text.utf8), role: call.role.rawValue, kind: .reply,
                phase: call.phase, attempt: call.attempt)
        }
        let events: [Event] = [
            .callFinished(
                CallFinished(
                    request: request, role: call.role, provider: model.provider,
                    model: model.model, usage: usage,
                    cost: Pricing.cost(of: usage, model: model, in: ledger.state.settings),
                    finish: reply.finish, reply: blob.hex, recording: reply.recording))
        ]
        try record(events, in: call.phase, attempt: call.attempt)
        return try Orchestrator.ledger { () throws(LedgerError) in try keeper.read(blob.hex) }
    }

    /// Records that no reply came, and whether the provider is asked again.
    ///
    /// A provider that stays silent through all its tries is routed around for the rest of the run.
    private func fail(
        _ model: ModelName, _ request: String, _ failure: ProviderFailure
    ) throws(RunError) {
        let policy = RetryPolicy()
        let tries = attempt.tries + 1
        let delay = policy.delay(
            after: failure, tries: tries, random: tools.world.random.unit())
        // A recorded failure is over at once.
        let isRecorded = ledger.state.settings.providers[model.provider]?.wire == .replay
        let isMissing = isRecorded && failure.recording == nil
        var events: [Event] = [
            .callFailed(
                CallFailed(
                    request: request, category: failure.category, status: failure.status,
                    retryInSeconds: delay.map { isRecorded ? 0 : $0 }, message: failure.message,
                    recording: failure.recording))
        ]
        if delay == nil, failure.category != .contextLength, !isMissing {
            events.append(
                .providerDisabled(
                    ProviderMoved(
                        provider: model.provider,
                        why: reason(for: failure, of: model, tries: tries), until: nil)))
        }
        try recordInAttempt(events)
        // Without a recorded fix the attempt has failed; without any other reply the run stops.
        if isMissing, attempt.stage != .call(.fixer) {
            try record([
                .runFinished(
                    RunMoved(state: .failed, reason: .environment, message: failure.message))
            ])
        }
    }

    /// What a person has to know to mend it: for a refused key, where the key comes from.
    private func reason(
        for failure: ProviderFailure, of model: ModelName, tries: Int
    ) -> String {
        let message = failure.message
        if failure.kind == .auth {
            let variable = ledger.state.settings.providers[model.provider]?.keyVariable
            return variable.map { "it refuses the key in \($0): \(message)" }
                ?? "it wants a key, and no key_variable is configured: \(message)"
        }
        return
            "\(failure.kind.rawValue) after \(tries == 1 ? "1 try" : "\(tries) tries"): \(message)"
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
