package import RunModel

/// Judges a value by a JSON Schema, as far as schemas for models go.
///
/// Types, properties, items, choices, limits and references within the document are judged; what is
/// not known (formats, conditions) is passed over, since a provider may know it (JSON Schema
/// 2020-12). So are patterns: an expression can be made to take for ever on a text that a model
/// chooses.
package struct SchemaCheck {
    private let root: JSON

    package init(_ schema: JSON) { root = schema }

    /// What does not match, each with its place, as `$.items[2].name: is missing`; at most a few.
    package func faults(in value: JSON) -> [String] {
        Array(judge(value, by: root, at: "$", depth: 0).prefix(SchemaCheck.mostFaults))
    }

    /// More would not help whoever has to mend them.
    private static let mostFaults = 10
    /// A schema may refer to itself without end.
    private static let mostDepth = 64

    private func judge(
        _ value: JSON, by schema: JSON, at place: String, depth: Int
    ) -> [String] {
        guard depth < SchemaCheck.mostDepth else { return [] }
        if case .boolean(let allowed) = schema {
            return allowed ? [] : ["\(place): is not allowed"]
        }
        if let reference = schema["$ref"]?.string, let target = resolve(reference) {
            return judge(value, by: target, at: place, depth: depth + 1)
        }
        var faults = kind(of: value, schema, place)
        if !faults.isEmpty { return faults }
        if let choices = schema["enum"]?.array, !choices.contains(where: { same($0, value) }) {
            let legal = choices.map(\.text).joined(separator: ", ")
            faults.append("\(place): is \(shown(value)); legal: \(legal)")
        }
        if case .object(let members) = schema, let only = members["const"], !same(only, value) {
            faults.append("\(place): is \(shown(value)); legal: \(only.text)")
        }
        faults += limits(value, schema, place)
        faults += object(value, schema, place, depth)
        faults += list(value, schema, place, depth)
        faults += combinations(value, schema, place, depth)
        return faults
    }

    // MARK: Parts

    private func kind(of value: JSON, _ schema: JSON, _ place: String) -> [String] {
        guard let type = schema["type"] else { return [] }
        let types = type.array?.compactMap(\.string) ?? [type.string].compactMap(\.self)
        guard !types.isEmpty, !types.contains(where: { has(value, $0) }) else { return [] }
        return ["\(place): is \(shown(value)), not \(types.joined(separator: " or "))"]
    }

    private func has(_ value: JSON, _ type: String) -> Bool {
        switch (type, value) {
        case ("null", .null), ("boolean", .boolean), ("string", .string), ("array", .array),
            ("object", .object), ("number", .integer), ("number", .number), ("integer", .integer):
            true
        case ("integer", .number(let number)): number == number.rounded()
        default: false
        }
    }

    private func limits(_ value: JSON, _ schema: JSON, _ place: String) -> [String] {
        var faults: [String] = []
        func judge(_ found: Double, _ what: String, _ least: String, _ most: String) {
            if let bound = number(schema[least]), found < bound {
                faults.append("\(place): \(what) is less than \(least) \(bound)")
            }
            if let bound = number(schema[most]), found > bound {
                faults.append("\(place): \(what) is more than \(most) \(bound)")
            }
        }
        if let number = number(value) {
            judge(number, "\(number)", "minimum", "maximum")
            if let bound = self.number(schema["exclusiveMinimum"]), number <= bound {
                faults.append("\(place): \(number) is not above \(bound)")
            }
            if let bound = self.number(schema["exclusiveMaximum"]), number >= bound {
                faults.append("\(place): \(number) is not below \(bound)")
            }
        }
        if let text = value.string {
            judge(Double(text.unicodeScalars.count), "its length", "minLength", "maxLength")
        }
        if let items = value.array {
            judge(Double(items.count), "the number of items", "minItems", "maxItems")
            if schema["uniqueItems"] == true, Set(items).count != items.count {
                faults.append("\(place): has an item twice")
            }
        }
        return faults
    }

    private func object(
        _ value: JSON, _ schema: JSON, _ place: String, _ depth: Int
    ) -> [String] {
        guard case .object(let members) = value else { return [] }
        var faults: [String] = []
        for name in schema["required"]?.array?.compactMap(\.string) ?? []
        where members[name] == nil {
            faults.append("\(place).\(name): is missing")
        }
        var properties: [String: JSON] = [:]
        if case .object(let known) = schema["properties"] ?? .null { properties = known }
        for (name, member) in members.sorted(by: { $0.key < $1.key }) {
            let here = "\(place).\(name)"
            if let known = properties[name] {
                faults += judge(member, by: known, at: here, depth: depth + 1)
            } else if case .object(let keywords) = schema,
                let others = keywords["additionalProperties"]
            {
                faults +=
                    others == false
                    ? ["\(here): is not allowed"]
                    : judge(member, by: others, at: here, depth: depth + 1)
            }
        }
        return faults
    }

    private func list(
        _ value: JSON, _ schema: JSON, _ place: String, _ depth: Int
    ) -> [String] {
        guard let items = value.array else { return [] }
        let first = schema["prefixItems"]?.array ?? []
        return items.enumerated().flatMap { index, item -> [String] in
            guard let known = first.indices.contains(index) ? first[index] : schema["items"] else {
                return []
            }
            return judge(item, by: known, at: "\(place)[\(index)]", depth: depth + 1)
        }
    }

    private func combinations(
        _ value: JSON, _ schema: JSON, _ place: String, _ depth: Int
    ) -> [String] {
        var faults: [String] = []
        for part in schema["allOf"]?.array ?? [] {
            faults += judge(value, by: part, at: place, depth: depth + 1)
        }
        for (keyword, most) in [("anyOf", Int.max), ("oneOf", 1)] {
            guard let ways = schema[keyword]?.array, !ways.isEmpty else { continue }
            let found = ways.map { judge(value, by: $0, at: place, depth: depth + 1) }
            let fits = found.count { $0.isEmpty }
            if fits == 0 {
                faults.append("\(place): fits none of \(keyword)")
                faults += found.min { $0.count < $1.count } ?? []
            } else if fits > most {
                faults.append("\(place): fits \(fits) of \(keyword), not one")
            }
        }
        return faults
    }

    // MARK: Values

    /// A reference within the document: `#`, `#/$defs/name`.
    private func resolve(_ reference: String) -> JSON? {
        guard reference.hasPrefix("#") else { return nil }
        var found = root
        for part in reference.dropFirst().split(separator: "/") {
            let name = part.replacing("~1", with: "/").replacing("~0", with: "~")
            guard let next = found[String(name)] else { return nil }
            found = next
        }
        return found
    }

    private func number(_ value: JSON?) -> Double? {
        switch value {
        case .integer(let number): Double(number)
        case .number(let number): number
        default: nil
        }
    }

    private func same(_ left: JSON, _ right: JSON) -> Bool {
        if let left = number(left), let right = number(right) { return left == right }
        return left == right
    }

    private func shown(_ value: JSON) -> String {
        let text = value.text
        return text.count > 40 ? "\(text.prefix(40))…" : text
    }
}
