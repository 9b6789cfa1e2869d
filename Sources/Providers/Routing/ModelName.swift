package import RunModel

/// A model and the provider that is asked for it, written `provider/model`.
package struct ModelName: Hashable, Sendable, CustomStringConvertible {
    package var provider: String
    package var model: String

    package init(provider: String, model: String) {
        self.provider = provider
        self.model = model
    }

    /// Reads `provider/model` as a journal has it; nil where the text is none.
    package init?(stored text: String) {
        guard let slash = text.firstIndex(of: "/") else { return nil }
        self.init(
            provider: String(text[..<slash]), model: String(text[text.index(after: slash)...]))
    }

    package var description: String { "\(provider)/\(model)" }

    /// Who made the model: the family's own provider where the name tells it, else the provider.
    package var vendor: String {
        let last = model.split(separator: "/").last.map(String.init) ?? model
        return ProviderDefaults.claimant(of: last) ?? AgentProgram.vendors[provider] ?? provider
    }

    /// Finds out what a configured name means: an alias, `provider/model`, or a bare name that a
    /// provider claims by its beginning (`cli.md`, Configuration).
    ///
    /// - Throws: ``UnknownModel`` with the nearest name.
    package static func resolve(
        _ text: String, in settings: RunSettings
    ) throws(UnknownModel) -> ModelName {
        var name = text
        var seen: Set<String> = []
        while let target = settings.modelAliases[name] {
            guard seen.insert(name).inserted else {
                throw UnknownModel(name: text, why: "its alias leads back to itself", nearest: nil)
            }
            name = target
        }
        if let slash = name.firstIndex(of: "/") {
            let provider = String(name[..<slash])
            let model = String(name[name.index(after: slash)...])
            let known = Set(settings.providers.keys).union(ProviderDefaults.names)
            guard known.contains(provider) else {
                throw UnknownModel(
                    name: text, why: "no provider is called '\(provider)'",
                    nearest: Nearest.word(to: provider, among: known.sorted()).map {
                        "\($0)/\(model)"
                    })
            }
            guard !model.isEmpty else {
                throw UnknownModel(name: text, why: "it names no model", nearest: nil)
            }
            return ModelName(provider: provider, model: model)
        }
        if let provider = ProviderDefaults.claimant(of: name) {
            return ModelName(provider: provider, model: name)
        }
        let priced = settings.prices.keys.map {
            $0.split(separator: "/").last.map(String.init) ?? $0
        }
        throw UnknownModel(
            name: text, why: "no alias is called so, and no provider claims it",
            nearest: Nearest.word(
                to: name, among: Set(settings.modelAliases.keys).union(priced).sorted()))
    }
}

/// A model's name that means nothing.
package struct UnknownModel: Error, Hashable, Sendable, CustomStringConvertible {
    package var name: String
    package var why: String
    /// The name that was perhaps meant.
    package var nearest: String?

    package var description: String {
        "model '\(name)' is unknown: \(why)" + (nearest.map { "; did you mean '\($0)'?" } ?? "")
    }
}
