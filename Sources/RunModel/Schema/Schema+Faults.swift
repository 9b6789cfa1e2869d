extension Schema {
    /// Everything that is wrong with a document, in the order of its members.
    ///
    /// - Parameter path: Where the value stands, as a JSON Pointer.
    package func faults(in value: JSON, at path: String = "") -> [SchemaFault] {
        switch (self, value) {
        case (.any, _), (.string, .string), (.integer, .integer), (.number, .integer),
            (.number, .number), (.boolean, .boolean), (.nullable, .null):
            return []
        case (.integer, .number(let number)) where number.rounded() == number: return []
        case (.constant(let wanted), .integer(let found)) where found == wanted: return []
        case (.text(let form), .string(let text)) where form.matches(text): return []
        case (.words(let set), .string(let word)):
            return set.words.contains(word) ? [] : [Schema.unknown(word, of: set, at: path)]
        case (.nullable(let schema), _):
            return schema.faults(in: value, at: path).map { fault in
                var fault = fault
                if fault.path == path { fault.expected += " or null" }
                return fault
            }
        case (.array(let schema), .array(let values)):
            return values.enumerated().flatMap { index, element in
                schema.faults(in: element, at: "\(path)/\(index)")
            }
        case (.map(let schema), .object(let members)):
            return members.sorted { $0.key < $1.key }.flatMap { key, member in
                schema.faults(in: member, at: "\(path)/\(Schema.escaped(key))")
            }
        case (.object(let fields), .object(let members)):
            return fields.flatMap { field in
                field.faults(in: members, at: "\(path)/\(Schema.escaped(field.name))")
            }
        default:
            return [SchemaFault(path: path, expected: expectation, found: Schema.shown(value))]
        }
    }

    /// What a person reads where something else was found.
    package var expectation: String {
        switch self {
        case .any: "anything"
        case .string: "a string"
        case .text(let form): form.expectation
        case .words(let set): "a \(set.name) (\(set.words.joined(separator: ", ")))"
        case .integer: "an integer"
        case .number: "a number"
        case .boolean: "true or false"
        case .nullable(let schema): "\(schema.expectation) or null"
        case .array: "an array"
        case .map, .object: "an object"
        case .constant(let value): "\(value)"
        }
    }

    private static func unknown(_ word: String, of set: WordSet, at path: String) -> SchemaFault {
        let suggestion = set.suggestion(for: word)
        return SchemaFault(
            path: path, expected: Schema.words(set).expectation, found: "'\(shortened(word))'",
            suggestion: suggestion?.word, isCertain: suggestion?.isCertain ?? false)
    }

    private static func shown(_ value: JSON) -> String {
        switch value {
        case .string(let text): "'\(shortened(text))'"
        case .integer(let number): "\(number)"
        case .number(let number): "\(number)"
        case .boolean(let value): "\(value)"
        case .null, .array, .object: value.kind
        }
    }

    /// A stranger's text, on one line and short.
    private static func shortened(_ text: String) -> String {
        let limit = 60
        var shown = ""
        for scalar in text.unicodeScalars {
            if shown.unicodeScalars.count == limit { return shown + "…" }
            let isVisible =
                scalar.properties.generalCategory != .control
                && scalar.properties.generalCategory != .format
            shown += isVisible ? String(scalar) : scalar.escaped(asASCII: true)
        }
        return shown
    }

    /// A key as a part of a JSON Pointer.
    private static func escaped(_ key: String) -> String {
        key.replacing("~", with: "~0").replacing("/", with: "~1")
    }
}

extension SchemaField {
    fileprivate func faults(in members: [String: JSON], at path: String) -> [SchemaFault] {
        if let member = members[name] { return schema.faults(in: member, at: path) }
        guard isRequired else { return [] }
        let known = members.keys.sorted()
        return [
            SchemaFault(
                path: path, expected: schema.expectation, found: "nothing",
                suggestion: Nearest.word(to: name, among: known).map { "the key '\($0)'" })
        ]
    }
}
