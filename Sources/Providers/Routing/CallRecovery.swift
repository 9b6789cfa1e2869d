package import RunModel

/// What is done about a call that brought no reply (`decisions.md`, Provider health).
package struct CallRecovery: Hashable, Sendable {
    /// Seconds until a call is made again, of the same model or of another; nil: none is, unless
    /// the provider is now disabled, and another one stands in.
    package var retryInSeconds: Double?
    /// The provider is routed around from now on.
    package var disabled: ProviderMoved?
    /// The model refused the call: another one is asked, perhaps of the same provider.
    package var isRefused = false
    /// The provider was probed, and is well.
    package var enabled: ProviderMoved?

    /// Nothing is done.
    package static let none = CallRecovery()

    private init(
        retryInSeconds: Double? = nil, disabled: ProviderMoved? = nil,
        enabled: ProviderMoved? = nil
    ) {
        self.retryInSeconds = retryInSeconds
        self.disabled = disabled
        self.enabled = enabled
    }

    /// A failed call, and all that the decision depends on.
    package struct Situation {
        package var failure: ProviderFailure
        package var role: Role
        package var model: ModelName
        /// Tries of this call that failed, this one included.
        package var tries: Int
        /// What the choice of the model depended on.
        package var facts: SelectionFacts
        package var settings: RunSettings
        /// What the run had seen of the provider before this failure.
        package var provider: ProviderState
        package var now: Timestamp
        /// In `0..<1`.
        package var random: Double

        package init(
            failure: ProviderFailure, role: Role, model: ModelName, tries: Int,
            facts: SelectionFacts, settings: RunSettings, provider: ProviderState, now: Timestamp,
            random: Double
        ) {
            self.failure = failure
            self.role = role
            self.model = model
            self.tries = tries
            self.facts = facts
            self.settings = settings
            self.provider = provider
            self.now = now
            self.random = random
        }
    }

    /// Decides: try again, route around, or let the attempt fail.
    ///
    /// While another provider can do the work nobody waits for one that is in trouble: one that
    /// refuses connections is left at once, the others as soon as their failures say so. Where
    /// there is no other, the same one is tried as often as the settings allow, and disabled only
    /// then. A probe is one call.
    package static func after(_ situation: Situation) -> CallRecovery {
        let failure = situation.failure
        if failure.disablesProvider {
            return CallRecovery(disabled: situation.disabling(until: nil, situation.refusal))
        }
        switch failure.kind {
        case .contextLength: return situation.afterTooLong()
        case .badRequest, .unsupportedParameter:
            if let delay = situation.delay {
                return CallRecovery(retryInSeconds: delay, enabled: situation.enabling)
            }
            return situation.afterRefusal()
        case .rateLimit, .overloaded, .server, .unreachable, .timeout, .malformed, .auth, .quota:
            return situation.afterTrouble()
        }
    }
}

extension CallRecovery.Situation {
    private var settingsOfProvider: ProviderSettings? { settings.providers[model.provider] }

    /// A recorded failure is over at once, and comes again exactly as often as it was recorded.
    private var isRecorded: Bool { settingsOfProvider?.wire == .replay }

    fileprivate var delay: Double? {
        RetryPolicy(settings.retries).delay(after: failure, tries: tries, random: random)
            .map { isRecorded ? 0 : $0 }
    }

    // MARK: Trouble

    fileprivate func afterTrouble() -> CallRecovery {
        if provider.disabled != nil {
            return CallRecovery(disabled: disabling("its probe failed: \(said)"))
        }
        let another = another(than: [model.provider])
        let waits = (failure.retryAfterSeconds ?? 0) > settings.retries.maxDelaySeconds
        if let another {
            let stand = "\(another.provider) can do the work"
            if failure.kind == .unreachable, !failure.brokeOff {
                return CallRecovery(disabled: disabling("\(said); \(stand)"))
            }
            if waits {
                return CallRecovery(disabled: disabling("\(said); \(stand) meanwhile"))
            }
            if settings.providerHealth.disables(provider) {
                return CallRecovery(disabled: disabling("\(count): \(said)"))
            }
        }
        if let delay { return CallRecovery(retryInSeconds: delay) }
        return CallRecovery(disabled: disabling(givingUp))
    }

    /// The provider is routed around until its cool-down is over, or until it wants to be asked
    /// again, whichever is later.
    ///
    /// A server of this machine at which nothing listens does not come by waiting, and neither does
    /// another recording.
    private func disabling(_ why: String) -> ProviderMoved {
        let isGone =
            settingsOfProvider?.isLocal == true && failure.kind == .unreachable && !failure.brokeOff
        guard !isRecorded, !isGone else { return disabling(until: nil, why) }
        let seconds = max(
            settings.providerHealth.coolDownSeconds(after: provider.coolDowns),
            failure.retryAfterSeconds ?? 0)
        return disabling(until: now.after(seconds: seconds), why)
    }

    fileprivate func disabling(until: Timestamp?, _ why: String) -> ProviderMoved {
        ProviderMoved(provider: model.provider, why: why, until: until)
    }

    /// It has answered, if only to refuse: a probe that went well.
    fileprivate var enabling: ProviderMoved? {
        provider.disabled == nil
            ? nil
            : ProviderMoved(provider: model.provider, why: "it answers again", until: nil)
    }

    // MARK: Another model

    /// A prompt that is too long goes to a model that takes more at once, if there is one.
    fileprivate func afterTooLong() -> CallRecovery {
        var facts = facts
        facts.tooLong.insert(model.description)
        let larger = try? ModelSelector.choose(role, facts: facts, settings: settings)
        return CallRecovery(retryInSeconds: larger == nil ? nil : 0, enabled: enabling)
    }

    /// A call that a model refuses goes to another model; where there is none the provider is out.
    fileprivate func afterRefusal() -> CallRecovery {
        var facts = facts
        facts.refused.insert(model.description)
        guard (try? ModelSelector.choose(role, facts: facts, settings: settings)) != nil else {
            return CallRecovery(disabled: disabling(until: nil, givingUp))
        }
        var recovery = CallRecovery(retryInSeconds: 0, enabled: enabling)
        recovery.isRefused = true
        return recovery
    }

    /// The model that would be asked were these providers out.
    private func another(than out: [String]) -> ModelName? {
        var facts = facts
        for name in out { facts.unusable[name] = "failed" }
        return try? ModelSelector.choose(role, facts: facts, settings: settings).model
    }

    // MARK: Words

    private var said: String { "\(failure.kind.rawValue): \(failure.message)" }

    private var count: String {
        let row = provider.failuresInRow + 1
        if row >= settings.providerHealth.consecutiveErrors {
            return row == 1 ? "an error" : "\(row) errors in a row"
        }
        return "\(provider.failures + 1) of \(provider.calls + 1) calls failed"
    }

    fileprivate var givingUp: String {
        let count = tries == 1 ? "1 try" : "\(tries) tries"
        return "\(failure.kind.rawValue) after \(count): \(failure.message)"
    }

    /// What a person has to know to mend it: for a refused key, where the key comes from.
    fileprivate var refusal: String {
        guard failure.kind == .auth else { return givingUp }
        return settingsOfProvider?.keyVariable.map {
            "it refuses the key in \($0): \(failure.message)"
        } ?? "it wants a key, and no key_variable is configured: \(failure.message)"
    }
}
