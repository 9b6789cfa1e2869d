package import RunModel

/// A repository's `.autopack/models.yaml`, laid over the settings of a run that is under way.
///
/// Maintenance that a person has approved holds from its checkpoint on, within the same bounds as
/// at the start of a run: it only takes away.
package struct RepositoryModels: Hashable, Sendable {
    /// The settings with it.
    package let settings: RunSettings
    /// Providers that it routes around and that were asked before.
    package let disabled: [String]
    /// What differs, as `escalation_chains.builder.low: a, b → b`.
    package let changed: [String]
    /// What it may not say, and what is wrong with it.
    package let findings: [Finding]

    /// - Parameters:
    ///   - bytes: The file.
    ///   - name: How messages call it.
    package init(_ bytes: [UInt8], name: String, over settings: RunSettings) {
        var reader = LayerReader()
        let layer = reader.models(
            ConfigurationFile(name: name, bytes: bytes), over: Node(settings),
            own: RepositoryModels.own(settings.providers.keys))
        findings = reader.findings
        var (new, changed) = (settings, [String]())
        for (role, path) in RepositoryModels.roles {
            for (tier, keyPath) in RepositoryModels.tiers {
                guard
                    let chain = layer?.at(["escalation_chains", role, tier, "models"])?.texts
                else { continue }
                let place = path.appending(path: keyPath)
                let before = new.escalationChains[keyPath: place]
                guard chain != before else { continue }
                new.escalationChains[keyPath: place] = chain
                changed.append(
                    "escalation_chains.\(role).\(tier): \(before.joined(separator: ", "))"
                        + " → \(chain.joined(separator: ", "))")
            }
        }
        let names = layer?["disabled_providers"]?.texts ?? []
        disabled = names.filter { !settings.disabledProviders.contains($0) }
        if !disabled.isEmpty {
            new.disabledProviders += disabled
            changed.append("disabled_providers: \(new.disabledProviders.joined(separator: ", "))")
        }
        self.settings = new
        self.changed = changed
    }

    /// The providers among the names that are not built in.
    static func own(_ names: some Sequence<String>) -> Set<String> {
        let builtIn = BuiltIn.tree()["providers"]
        return Set(names.filter { builtIn?[$0] == nil })
    }

    private static var roles: [(String, WritableKeyPath<EscalationChains, EscalationChains.Tiers>)]
    {
        [("builder", \.builder), ("auditor", \.auditor)]
    }

    private static var tiers: [(String, WritableKeyPath<EscalationChains.Tiers, [String]>)] {
        [("low", \.low), ("medium", \.medium), ("high", \.high)]
    }
}

extension Node {
    /// What bounds a repository's models, of the settings of a run.
    fileprivate init(_ settings: RunSettings) {
        self.init(.map([]), origin: .builtIn("run.created"))
        let origin = origin
        func text(_ text: String) -> Node { Node(.scalar(text, plain: false), origin: origin) }
        func list(_ texts: [String]) -> Node { Node(.list(texts.map(text)), origin: origin) }
        let chains = settings.escalationChains
        for (role, tiers) in [("builder", chains.builder), ("auditor", chains.auditor)] {
            for tier in Complexity.allCases {
                set(["escalation_chains", role, tier.rawValue, "models"], list(tiers[tier]))
            }
        }
        set(["doctor_models", "cheap"], text(settings.doctorModels.cheap))
        set(["doctor_models", "strong"], text(settings.doctorModels.strong))
        for (alias, model) in settings.modelAliases { set(["model_aliases", alias], text(model)) }
        for name in settings.providers.keys {
            set(["providers", name], Node(.map([]), origin: origin))
        }
        set(["disabled_providers"], list(settings.disabledProviders))
    }
}
