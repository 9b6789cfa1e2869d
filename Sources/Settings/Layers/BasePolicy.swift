import RunModel

/// What a repository may say in its `.autopack/autopack.yaml`: only what makes it stricter.
///
/// The file is read from the base commit, so that a change cannot loosen its own gate; but the
/// commit may be a stranger's, so it cannot loosen what the user allows either (`security.md`).
struct BasePolicy {
    private(set) var findings: [Finding] = []
    /// The person trusts the file: it may loosen, and still takes no check and no protection away.
    private let isTrusted: Bool

    init(isTrusted: Bool) { self.isTrusted = isTrusted }

    private static let legal: Set<String> = [
        "checks", "workspace", "protected", "instructions", "budgets", "gate",
    ]

    /// The file without the keys that are the user's alone.
    mutating func known(_ root: Node) -> Node {
        guard !isTrusted, case .map(let entries) = root.content else { return root }
        var result = root
        result.content = .map(
            entries.filter { entry in
                guard ConfigurationShape.all[entry.key] != nil,
                    !BasePolicy.legal.contains(entry.key)
                else { return true }
                refuse(
                    entry.key, entry.origin, "may not be set by a repository; passed over",
                    legal: BasePolicy.legal.sorted().joined(separator: ", "),
                    remedy: "set it in your own configuration, or let it hold: \(Trust.command)")
                return false
            })
        return result
    }

    /// A layer that takes nothing away from what holds without it.
    mutating func tightening(_ layer: Node, over effective: Node) -> Node {
        var result = Node(.map([]), origin: layer.origin)
        for entry in layer.entries {
            guard !entry.value.isNull || isTrusted else {
                refuse(
                    entry.key, entry.origin, "may not be removed by a repository; passed over",
                    remedy: "let it hold: \(Trust.command)")
                continue
            }
            var kept: Node? = entry.value
            switch entry.key {
            case "checks": kept = checks(entry.value, over: effective["checks"])
            case "protected":
                let before = effective["protected"]?.items ?? []
                kept?.content = .list(before + entry.value.items)
            case "instructions":
                if let before = effective["instructions"]?.text, let more = entry.value.text {
                    kept?.content = .scalar("\(before)\n\n\(more)", plain: false)
                }
            case "budgets", "gate":
                if isTrusted { break }
                kept = lower(entry.value, section: entry.key, over: effective)
            default: break
            }
            if let kept { result.set([entry.key], kept) }
        }
        return result
    }

    /// The user's checks, and the repository's behind them.
    private mutating func checks(_ node: Node, over before: Node?) -> Node {
        var result = node
        let own = before?.items ?? []
        let names = Set(own.map(PlanAssembly.checkName))
        let more = node.items.filter { item in
            guard names.contains(PlanAssembly.checkName(item)) else { return true }
            refuse(
                item.path, item.origin,
                "your own configuration has a check of this name, which stands")
            return false
        }
        result.content = .list(own + more)
        return result
    }

    private mutating func lower(_ node: Node, section: String, over effective: Node) -> Node {
        var result = Node(.map([]), origin: node.origin)
        for entry in node.entries {
            let name = [section, entry.key]
            let path =
                ConfigurationShape.otherNames.first { $0.name == name }?.key ?? name
            let before = effective.at(path)
            let shape = Shape.section(ConfigurationShape.all)[section]?[entry.key]
            if isLower(entry.value, than: before, shape: shape) {
                result.set([entry.key], entry.value)
            } else {
                refuse(
                    KeyPath.joined(name), entry.value.origin,
                    "\(entry.value.found) is looser than what holds "
                        + "(\(before?.flowText ?? "nothing")); passed over",
                    legal: "what is stricter", remedy: "let it hold: \(Trust.command)")
            }
        }
        return result
    }

    /// Null is no limit; of truth values, true is the stricter.
    private func isLower(_ node: Node, than before: Node?, shape: Shape?) -> Bool {
        guard let text = node.text, !node.isNull else { return false }
        guard let old = before?.text, before?.isNull == false else { return true }
        switch shape {
        case .boolean: return Scalar.boolean(text) == true || Scalar.boolean(old) == false
        case .time:
            guard let new = TimeLimit(text), let old = TimeLimit(old) else { return false }
            return new <= old
        default:
            func number(_ text: String) -> Double? {
                Scalar.integer(text).map(Double.init) ?? Scalar.number(text)
            }
            guard let new = number(text), let old = number(old) else { return false }
            return new <= old
        }
    }

    private mutating func refuse(
        _ key: String, _ origin: Origin, _ message: String, legal: String? = nil,
        remedy: String? = nil
    ) {
        findings.append(
            Finding(
                severity: .warning, origin: origin, key: key, message: message, legal: legal,
                remedy: remedy))
    }
}
