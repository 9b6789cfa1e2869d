package import RunModel

/// Whether providers can be asked, as far as settings and keys tell.
package enum ProviderStanding {
    /// The providers that cannot, each with the reason as a person would say it.
    ///
    /// - Parameters:
    ///   - keyed: Providers whose key is at hand.
    ///   - disabled: Routed around in this run, and why.
    package static func unusable(
        in settings: RunSettings, keyed: Set<String>, disabled: [String: String] = [:]
    ) -> [String: String] {
        var reasons: [String: String] = [:]
        for (name, provider) in settings.providers {
            if let why = disabled[name] {
                reasons[name] = why
            } else if settings.offline, !provider.isLocal {
                reasons[name] = "--offline"
            } else if let variable = provider.keyVariable, !keyed.contains(name) {
                reasons[name] = "no key in \(variable)"
            } else if !supported.contains(provider.wire) {
                reasons[name] = "wire \(provider.wire.rawValue) is not supported by this version"
            }
        }
        return reasons
    }

    private static let supported = Set(Wire.allCases)
}
