import RunModel

/// Holds what was written against what is legal, and keeps what is usable.
///
/// Goes on after each finding, so that a person sees all of them at once.
struct Inspection {
    private(set) var findings: [Finding] = []
    /// Of what cannot be used.
    var severity = Finding.Severity.error
    /// The value is laid over others.
    ///
    /// What is missing may be said there, and null stays, to remove what they say. Not so within a list, which replaces; else null is as good as not there.
    var isLayer = false

    /// What is usable of a value; nil where nothing is.
    mutating func usable(_ node: Node, as shape: Shape, path: String) -> Node? {
        var node = node
        node.path = path
        if node.isNull {
            if case .text(let rule) = shape, rule.words.contains(node.text ?? "") { return node }
            return isLayer ? node : nil
        }
        switch shape {
        case .nullable(let inner): return usable(node, as: inner, path: path)
        case .text, .boolean, .integer, .number, .time: return scalar(node, shape)
        case .command: return command(node)
        case .list(let item): return list(node, of: item, shape)
        case .map(let rule, let value): return map(node, keys: rule, of: value)
        case .section(let section): return self.section(node, section, shape)
        }
    }

    /// Notes a finding at a value.
    mutating func report(
        _ node: Node, _ message: String, legal: String? = nil, nearest: String? = nil,
        remedy: String? = nil
    ) {
        findings.append(
            Finding(
                severity: severity, origin: node.origin, key: node.path, message: message,
                legal: legal, nearest: nearest, remedy: remedy))
    }

    private mutating func scalar(_ node: Node, _ shape: Shape) -> Node? {
        guard let text = node.text else {
            report(node, "is \(node.found)", legal: shape.legal)
            return nil
        }
        switch shape {
        case .text(let rule):
            guard let wrong = rule.explain(text) else { return node }
            let nearest = rule.words.isEmpty ? nil : Nearest.word(to: text, among: rule.words)
            let found = rule.mayHoldSecret ? "the value" : node.found
            report(node, "\(found) \(wrong)", legal: rule.legal, nearest: nearest)
        case .boolean:
            if Scalar.boolean(text) != nil { return node }
            report(node, "\(node.found) is neither true nor false", legal: shape.legal)
        case .integer(let range):
            guard let number = Scalar.integer(text) else {
                report(node, "\(node.found) is not a whole number", legal: shape.legal)
                return nil
            }
            if range.contains(number) { return node }
            report(node, "\(number) is out of range", legal: shape.legal)
        case .number(let range):
            guard let number = Scalar.number(text) else {
                report(node, "\(node.found) is not a number", legal: shape.legal)
                return nil
            }
            if range.contains(number) { return node }
            report(node, "\(text) is out of range", legal: shape.legal)
        case .time:
            if TimeLimit(text) != nil { return node }
            report(node, "\(node.found) is not a length of time", legal: shape.legal)
        default: preconditionFailure("\(shape) is no scalar")
        }
        return nil
    }

    private mutating func command(_ node: Node) -> Node? {
        guard case .list = node.content else {
            var remedy: String?
            if let text = node.text {
                let words = text.split(whereSeparator: \.isWhitespace).map {
                    YAMLText.flow(String($0))
                }
                remedy =
                    "write it as a list, since no shell takes it apart: "
                    + "[\(words.joined(separator: ", "))]"
            }
            report(node, "is \(node.found)", legal: Shape.command.legal, remedy: remedy)
            return nil
        }
        return list(node, of: .anyText, .command)
    }

    private mutating func list(_ node: Node, of item: Shape, _ shape: Shape) -> Node? {
        guard case .list(let items) = node.content else {
            var remedy: String?
            if let text = node.text { remedy = "write it as a list: [\(YAMLText.flow(text))]" }
            report(node, "is \(node.found)", legal: shape.legal, remedy: remedy)
            return nil
        }
        var usableItems: [Node] = []
        let wasLayer = isLayer
        isLayer = false
        defer { isLayer = wasLayer }
        for (index, value) in items.enumerated() {
            var value = value
            value.path = "\(node.path)[\(index)]"
            if value.isNull, case .command = shape {
                // A bare `null` or `~` among words is a word; nothing at all is a slip.
                if value.text?.isEmpty == false {
                    usableItems.append(value)
                } else {
                    report(value, "is nothing", legal: item.legal)
                }
            } else if value.isNull {
                report(value, "is nothing", legal: item.legal)
            } else if let kept = usable(value, as: item, path: value.path) {
                usableItems.append(kept)
            }
        }
        var kept = node
        kept.content = .list(usableItems)
        return kept
    }

    private mutating func map(_ node: Node, keys rule: Shape.Rule, of value: Shape) -> Node? {
        guard case .map(let entries) = node.content else {
            report(node, "is \(node.found)", legal: "a mapping")
            return nil
        }
        var usableEntries: [Node.Entry] = []
        for entry in entries {
            let path = KeyPath.joined(node.path, entry.key)
            if let wrong = rule.explain(entry.key) {
                report(
                    entry, path, "'\(entry.key)' \(wrong)", legal: rule.legal,
                    nearest: Nearest.word(to: entry.key, among: rule.words))
            } else if let kept = usable(entry.value, as: value, path: path) {
                usableEntries.append(
                    Node.Entry(key: entry.key, origin: entry.origin, value: kept))
            }
        }
        var kept = node
        kept.content = .map(usableEntries)
        return kept
    }

    private mutating func section(
        _ node: Node, _ section: Shape.Section, _ shape: Shape
    ) -> Node? {
        guard case .map(let entries) = node.content else {
            report(node, "is \(node.found)", legal: shape.legal)
            return nil
        }
        let names = section.keys.map(\.name)
        var usableEntries: [Node.Entry] = []
        for entry in entries {
            let path = KeyPath.joined(node.path, entry.key)
            guard let value = section[entry.key] else {
                report(
                    entry, path, "unknown key", legal: names.joined(separator: ", "),
                    nearest: Nearest.word(to: entry.key, among: names))
                continue
            }
            if let kept = usable(entry.value, as: value, path: path) {
                usableEntries.append(
                    Node.Entry(key: entry.key, origin: entry.origin, value: kept))
            }
        }
        for name in names where !isLayer && section.required.contains(name) {
            let value = node[name]
            if value == nil || value?.isNull == true {
                report(node, "has no \(name)", legal: section[name]?.legal)
            }
        }
        var kept = node
        kept.content = .map(usableEntries)
        return kept
    }

    /// Notes a finding at a key.
    private mutating func report(
        _ entry: Node.Entry, _ path: String, _ message: String, legal: String?, nearest: String?
    ) {
        findings.append(
            Finding(
                severity: severity, origin: entry.origin, key: path, message: message,
                legal: legal, nearest: nearest))
    }
}
