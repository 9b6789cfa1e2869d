/// Finds the key that is meant by a name in which git, the environment or a person wrote it.
///
/// Case does not matter in names that we chose, and `-` is `_` there: git lowers a key's first and
/// last part and knows no `_` in them. Names that the user chose stand as they are, dots included.
struct KeyMatch {
    var path: [String]
    var shape: Shape

    /// - Parameter parts: The name, taken apart at its dots.
    static func find(_ parts: [String], in shape: Shape = .section(ConfigurationShape.all))
        -> KeyMatch?
    {
        guard let first = parts.first else { return KeyMatch(path: [], shape: shape) }
        switch shape {
        case .section(let section):
            let wanted = folded(first)
            guard let key = section.keys.first(where: { folded($0.name) == wanted }),
                let rest = find(Array(parts.dropFirst()), in: key.shape)
            else { return nil }
            return KeyMatch(path: [key.name] + rest.path, shape: rest.shape)
        case .map(let rule, let value):
            for count in 1...parts.count {
                let name = parts.prefix(count).joined(separator: ".")
                guard rule.explain(name) == nil,
                    let rest = find(Array(parts.dropFirst(count)), in: value)
                else { continue }
                return KeyMatch(path: [name] + rest.path, shape: rest.shape)
            }
            return nil
        case .nullable(let inner): return find(parts, in: inner)
        default: return nil
        }
    }

    /// All keys whose names we chose, with those of one level above the user's names.
    static let known: [KeyMatch] = {
        var found: [KeyMatch] = []
        func walk(_ shape: Shape, _ path: [String]) {
            guard case .section(let section) = shape else {
                return found.append(KeyMatch(path: path, shape: shape))
            }
            for key in section.keys { walk(key.shape, path + [key.name]) }
        }
        walk(.section(ConfigurationShape.all), [])
        return found
    }()

    static func folded(_ name: String) -> String {
        String(name.lowercased().map { $0 == "-" ? "_" : $0 })
    }
}
