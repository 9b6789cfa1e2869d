import Providers
import RunModel

/// The models that the configuration names anywhere.
enum ConfiguredModels {
    /// Those of the chains and of the Doctor, each once; names that mean nothing are passed over.
    static func all(in settings: RunSettings) -> [ModelName] {
        var models: [ModelName] = []
        for (_, name) in names(in: settings) {
            guard let model = try? ModelName.resolve(name, in: settings),
                !models.contains(model)
            else { continue }
            models.append(model)
        }
        return models
    }

    /// The providers whose keys a run may need: none where its chains name recorded replies,
    /// programs and servers without a key alone, so that such a run asks nobody for one.
    static func keyedProviders(in settings: RunSettings) -> Set<String> {
        func keyed(_ models: [ModelName]) -> Set<String> {
            Set(models.map(\.provider).filter { settings.providers[$0]?.keyVariable != nil })
        }
        let chained = names(in: settings).filter { $0.key.first != "doctor_models" }
            .compactMap { try? ModelName.resolve($0.name, in: settings) }
        return keyed(chained).isEmpty ? [] : keyed(all(in: settings))
    }

    /// Each name with the key of the configuration where it stands.
    static func names(in settings: RunSettings) -> [(key: [String], name: String)] {
        var found: [(key: [String], name: String)] = []
        let chains = settings.escalationChains
        for (role, tiers) in [("builder", chains.builder), ("auditor", chains.auditor)] {
            for tier in Complexity.allCases {
                let key = ["escalation_chains", role, tier.rawValue, "models"]
                found += tiers[tier].map { (key, $0) }
            }
        }
        for (category, models) in settings.categoryModels.sorted(by: { $0.key < $1.key }) {
            found += models.builder.map { (["category_models", category, "builder"], $0) }
            found += models.auditor.map { (["category_models", category, "auditor"], $0) }
        }
        found.append((["doctor_models", "cheap"], settings.doctorModels.cheap))
        found.append((["doctor_models", "strong"], settings.doctorModels.strong))
        return found
    }
}
