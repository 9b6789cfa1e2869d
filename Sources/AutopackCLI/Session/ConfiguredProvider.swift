import RunModel

/// A provider that a person names.
enum ConfiguredProvider {
    /// - Throws: ``UserError`` `.usage` with the nearest name.
    static func find(
        _ name: String, in settings: RunSettings
    ) throws(UserError) -> ProviderSettings {
        if let found = settings.providers[name] { return found }
        let names = settings.providers.keys.sorted()
        let nearest = Nearest.word(to: name, among: names)
        throw UserError(
            .usage, "unknown_provider", "no provider is called '\(name)'",
            hint: nearest.map { "nearest: \($0)" } ?? "configured: \(names.joined(separator: ", "))"
        )
    }
}
