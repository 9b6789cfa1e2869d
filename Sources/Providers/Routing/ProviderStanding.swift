package import RunModel

/// Whether providers can be asked, as far as settings and keys tell.
package enum ProviderStanding {
    /// The providers that cannot be asked in a run at all, each with the reason as a person would
    /// say it.
    ///
    /// - Parameter keyed: Providers whose key is at hand.
    package static func absent(
        in settings: RunSettings, keyed: Set<String>
    ) -> [String: String] {
        var reasons: [String: String] = [:]
        for (name, provider) in settings.providers {
            if settings.disabledProviders.contains(name) {
                reasons[name] = "disabled_providers lists it"
            } else if settings.offline, !provider.isLocal {
                reasons[name] = "--offline"
            } else if let variable = provider.keyVariable, !keyed.contains(name) {
                reasons[name] = "no key in \(variable)"
            }
        }
        return reasons
    }
}

extension SelectionFacts {
    /// Takes over what a run has seen of its providers.
    package mutating func take(_ providers: [String: ProviderState], now: Timestamp) {
        for (name, provider) in providers {
            if let why = provider.downgraded { downgraded[name] = why }
            guard let disabled = provider.disabled else { continue }
            if disabled.holds(at: now) {
                unusable[name] = disabled.why
            } else {
                probed[name] = disabled.why
            }
        }
    }
}
