extension Node {
    /// Lays another layer over this one: maps merge, lists replace, null removes.
    ///
    /// Where the shape says that null means something, it is a value like any other.
    func overlaid(by upper: Node, shape: Shape) -> Node {
        guard case .map(var merged) = content, case .map(let above) = upper.content else {
            return upper
        }
        for entry in above {
            let index = merged.firstIndex { $0.key == entry.key }
            let valueShape = shape[entry.key]
            if entry.value.isNull, !(valueShape?.isNullable ?? false) {
                if let index { merged.remove(at: index) }
            } else if let index {
                merged[index].value = merged[index].value.overlaid(
                    by: entry.value, shape: valueShape ?? .anyText)
                merged[index].origin = entry.origin
            } else {
                var added = entry
                added.value = entry.value.withoutNulls(shape: valueShape ?? .anyText)
                merged.append(added)
            }
        }
        var result = self
        result.content = .map(merged)
        return result
    }

    /// A layer without the nulls that had nothing to remove.
    private func withoutNulls(shape: Shape) -> Node {
        guard case .map = content else { return self }
        return Node(.map([]), origin: origin).overlaid(by: self, shape: shape)
    }

    /// The value at a path.
    func at(_ path: [String]) -> Node? {
        var node = self
        for key in path {
            guard let next = node[key] else { return nil }
            node = next
        }
        return node
    }

    /// Puts a value at a path, with the maps above it.
    mutating func set(_ path: [String], _ value: Node) {
        guard let key = path.first else {
            self = value
            return
        }
        var entries = self.entries
        let index = entries.firstIndex { $0.key == key }
        var inner = index.map { entries[$0].value } ?? Node(.map([]), origin: value.origin)
        inner.set(Array(path.dropFirst()), value)
        if let index {
            entries[index].value = inner
        } else {
            entries.append(Entry(key: key, origin: value.origin, value: inner))
        }
        content = .map(entries)
    }

    /// Takes out what is at a path.
    mutating func remove(_ path: [String]) {
        guard let key = path.first else { return }
        var entries = self.entries
        guard let index = entries.firstIndex(where: { $0.key == key }) else { return }
        if path.count == 1 {
            entries.remove(at: index)
        } else {
            entries[index].value.remove(Array(path.dropFirst()))
        }
        content = .map(entries)
    }

    /// Moves what is under names that users know to where it is kept.
    mutating func renameOtherNames() {
        for (name, key) in ConfigurationShape.otherNames {
            guard let value = at(name) else { continue }
            remove(name)
            if at(key) == nil { set(key, value) }
        }
    }

    /// Puts the same origin on every part, for text that came without lines of its own.
    func from(_ origin: Origin) -> Node {
        var result = self
        result.origin = origin
        switch content {
        case .scalar: break
        case .list(let items): result.content = .list(items.map { $0.from(origin) })
        case .map(let entries):
            result.content = .map(
                entries.map { Entry(key: $0.key, origin: origin, value: $0.value.from(origin)) })
        }
        return result
    }

    /// The value on one line, as YAML.
    var flowText: String {
        switch content {
        case .scalar(let text, let plain): plain ? text : YAMLText.flow(text)
        case .list(let items): "[\(items.map(\.flowText).joined(separator: ", "))]"
        case .map(let entries):
            "{"
                + entries.map { "\(YAMLText.flow($0.key)): \($0.value.flowText)" }
                .joined(separator: ", ") + "}"
        }
    }
}

extension Shape {
    /// The shape of a mapping's key.
    subscript(key: String) -> Shape? {
        switch self {
        case .section(let section): section[key]
        case .map(_, let value): value
        case .nullable(let inner): inner[key]
        default: nil
        }
    }

    var isNullable: Bool {
        if case .nullable = self { true } else { false }
    }
}
