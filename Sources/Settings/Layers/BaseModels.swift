import RunModel

/// What a repository may say in its `.autopack/models.yaml`: which of the user's own models are
/// asked, in which order, and which providers are not.
///
/// The file may be a stranger's, so it names no provider, endpoint, price or program, and no model
/// that the user has not (`security.md`).
struct BaseModels {
    private(set) var findings: [Finding] = []
    private let effective: Node
    /// Providers that somebody configured: all their models are the user's.
    private let own: Set<String>

    /// - Parameter effective: What holds without the file.
    init(over effective: Node, own: Set<String>) {
        self.effective = effective
        self.own = own
    }

    private static let legal: Set<String> = ["escalation_chains", "disabled_providers"]

    /// The file without the keys that are the user's alone.
    mutating func known(_ root: Node) -> Node {
        guard case .map(let entries) = root.content else { return root }
        var result = root
        result.content = .map(
            entries.filter { entry in
                guard ConfigurationShape.all[entry.key] != nil,
                    !BaseModels.legal.contains(entry.key)
                else { return true }
                refuse(
                    entry.key, entry.origin, "may not be set by a repository; passed over",
                    legal: BaseModels.legal.sorted().joined(separator: ", "))
                return false
            })
        return result
    }

    /// A layer that gives nobody work who would not have had some without it.
    mutating func tightening(_ layer: Node) -> Node {
        var result = Node(.map([]), origin: layer.origin)
        let mine = models(in: effective["escalation_chains"]).union(
            models(in: effective["doctor_models"]))
        for role in layer["escalation_chains"]?.entries ?? [] {
            for tier in role.value.entries {
                guard let chain = tier.value["models"] else { continue }
                let path = ["escalation_chains", role.key, tier.key, "models"]
                let kept = chain.items.filter { isMine($0, among: mine, path) }
                guard !kept.isEmpty else {
                    refuse(
                        KeyPath.joined(path), chain.origin,
                        "leaves nobody to ask; passed over", legal: "one of your own models")
                    continue
                }
                var node = chain
                node.content = .list(kept)
                result.set(path, node)
            }
        }
        if let disabled = layer["disabled_providers"] {
            let before = effective["disabled_providers"]?.items ?? []
            let kept = disabled.items.filter { isProvider($0) }
            var node = disabled
            node.content = .list(before + kept)
            result.set(["disabled_providers"], node)
        }
        return result
    }

    private mutating func isMine(_ item: Node, among mine: Set<String>, _ path: [String]) -> Bool {
        guard let text = item.text else { return false }
        let name = resolved(text)
        let provider = name.split(separator: "/").first.map(String.init) ?? name
        if mine.contains(name) || own.contains(provider) { return true }
        refuse(
            KeyPath.joined(path), item.origin,
            "'\(text)' is in no chain of yours; passed over",
            legal: "the models of your own chains and providers",
            nearest: Nearest.word(to: text, among: mine.sorted()))
        return false
    }

    private mutating func isProvider(_ item: Node) -> Bool {
        let names = (effective["providers"]?.entries ?? []).map(\.key)
        guard let text = item.text, !names.contains(text) else { return item.text != nil }
        refuse(
            "disabled_providers", item.origin, "there is no provider '\(text)'",
            nearest: Nearest.word(to: text, among: names.sorted()), remedy: nil)
        return false
    }

    // MARK: Names

    private func models(in node: Node?) -> Set<String> {
        guard let node else { return [] }
        switch node.content {
        case .scalar(let text, _): return [resolved(text)]
        case .list(let items): return items.reduce(into: []) { $0.formUnion(models(in: $1)) }
        case .map(let entries):
            return entries.reduce(into: []) { $0.formUnion(models(in: $1.value)) }
        }
    }

    /// What an alias stands for in the end.
    private func resolved(_ name: String) -> String {
        var (name, seen) = (name, Set<String>())
        while seen.insert(name).inserted, let target = effective["model_aliases"]?[name]?.text {
            name = target
        }
        return name
    }

    private mutating func refuse(
        _ key: String, _ origin: Origin, _ message: String, legal: String? = nil,
        nearest: String? = nil, remedy: String? = "let it hold: \(Trust.command)"
    ) {
        findings.append(
            Finding(
                severity: .warning, origin: origin, key: key, message: message, legal: legal,
                nearest: nearest, remedy: remedy))
    }
}
