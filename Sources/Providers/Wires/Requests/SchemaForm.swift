import RunModel

/// JSON Schemas in the forms that providers demand (`providers.md`, Tools and JSON output).
enum SchemaForm {
    /// The schema with every object closed and every property required, as strict modes want it.
    ///
    /// A property that was optional may be null instead; ``withoutAddedNulls(_:schema:)`` takes
    /// those out of the answer again.
    ///
    /// - Returns: nil where the schema says what strict modes do not know, such as objects with
    ///   any keys.
    static func strict(_ schema: JSON) -> JSON? {
        guard schema.types.contains("object") else { return nil }
        return strengthened(schema, allRequired: true)
    }

    /// The schema with every object closed, and without the bounds that Anthropic does not take.
    ///
    /// - Returns: nil where an object may have any keys.
    static func closed(_ schema: JSON) -> JSON? { strengthened(schema, allRequired: false) }

    /// The strict form, where the schema says the same without it.
    static func strictAsItIs(_ schema: JSON) -> JSON? {
        hasOptional(schema) ? nil : strict(schema)
    }

    /// The answer without the nulls that only the strict form allowed; nil where it is no JSON or
    /// there is none to take out.
    static func withoutAddedNulls(_ text: String, schema: JSON) -> String? {
        guard hasOptional(schema), let value = try? JSON(parsing: Array(text.utf8)) else {
            return nil
        }
        let pruned = pruned(value, schema, root: schema)
        return pruned == value ? nil : pruned.text
    }

    private static let unknownToStrict: Set<String> = [
        "patternProperties", "oneOf", "allOf", "not", "if", "then", "else", "dependentRequired",
        "dependentSchemas", "unevaluatedProperties", "propertyNames", "prefixItems",
    ]

    private static let bounds: Set<String> = [
        "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength",
        "maxLength", "maxItems", "uniqueItems", "minProperties", "maxProperties",
    ]

    private static func strengthened(_ schema: JSON, allRequired: Bool) -> JSON? {
        guard case .object(var members) = schema else { return schema }
        guard unknownToStrict.isDisjoint(with: members.keys) else { return nil }
        members["$schema"] = nil
        if !allRequired {
            for bound in bounds { members[bound] = nil }
            if (members["minItems"]?.count ?? 0) > 1 { members["minItems"] = nil }
        }
        if schema.types.contains("object") || members["properties"] != nil {
            guard case .object(var properties)? = members["properties"],
                [nil, .boolean(false)].contains(members["additionalProperties"])
            else { return nil }
            let required = Set((members["required"]?.array ?? []).compactMap(\.string))
            for (name, property) in properties {
                guard let inner = strengthened(property, allRequired: allRequired) else {
                    return nil
                }
                properties[name] =
                    allRequired && !required.contains(name) ? inner.orNull : inner
            }
            members["properties"] = .object(properties)
            members["additionalProperties"] = false
            if allRequired {
                members["required"] = .array(properties.keys.sorted().map { .string($0) })
            }
        }
        if let items = members["items"] {
            guard let inner = strengthened(items, allRequired: allRequired) else { return nil }
            members["items"] = inner
        }
        for key in ["$defs", "definitions"] {
            guard case .object(var definitions)? = members[key] else { continue }
            for (name, definition) in definitions {
                let inner = strengthened(definition, allRequired: allRequired)
                guard let inner else { return nil }
                definitions[name] = inner
            }
            members[key] = .object(definitions)
        }
        if let choices = members["anyOf"]?.array {
            var inner: [JSON] = []
            for choice in choices {
                guard let choice = strengthened(choice, allRequired: allRequired) else {
                    return nil
                }
                inner.append(choice)
            }
            members["anyOf"] = .array(inner)
        }
        return .object(members)
    }

    /// Whether any object has a property that may be left out.
    private static func hasOptional(_ schema: JSON) -> Bool {
        switch schema {
        case .array(let values): return values.contains(where: hasOptional)
        case .object(let members):
            let required = Set((members["required"]?.array ?? []).compactMap(\.string))
            if case .object(let properties)? = members["properties"],
                !required.isSuperset(of: properties.keys)
                    || properties.values.contains(where: hasOptional)
            {
                return true
            }
            return ["items", "$defs", "definitions", "anyOf"].contains { key in
                switch members[key] {
                case .object(let inner)? where key != "items":
                    inner.values.contains(where: hasOptional)
                case let inner?: hasOptional(inner)
                case nil: false
                }
            }
        default: return false
        }
    }

    private static func pruned(_ value: JSON, _ schema: JSON, root: JSON) -> JSON {
        var schema = schema
        if let reference = schema["$ref"]?.string, reference.hasPrefix("#/") {
            var target: JSON? = root
            for key in reference.dropFirst(2).split(separator: "/") {
                target = target?[String(key)]
            }
            schema = target ?? schema
        }
        switch value {
        case .object(var members):
            let required = Set((schema["required"]?.array ?? []).compactMap(\.string))
            for (name, property) in schema["properties"]?.object ?? [:] {
                guard let member = members[name] else { continue }
                if member == .null, !required.contains(name), !property.allowsNull {
                    members[name] = nil
                } else {
                    members[name] = pruned(member, property, root: root)
                }
            }
            return .object(members)
        case .array(let values):
            guard let items = schema["items"] else { return value }
            return .array(values.map { pruned($0, items, root: root) })
        default: return value
        }
    }
}

extension JSON {
    /// The words of a schema's `type`.
    fileprivate var types: [String] {
        self["type"]?.string.map { [$0] } ?? (self["type"]?.array ?? []).compactMap(\.string)
    }

    fileprivate var allowsNull: Bool {
        types.contains("null") || (self["anyOf"]?.array ?? []).contains(where: \.allowsNull)
            || (self["enum"]?.array ?? []).contains(.null)
            || (types.isEmpty && self["anyOf"] == nil && self["enum"] == nil && self["$ref"] == nil
                && self["const"] == nil)
    }

    /// A schema that takes null as well.
    fileprivate var orNull: JSON {
        guard !allowsNull, case .object(var members) = self else { return self }
        guard !types.isEmpty, members["const"] == nil else {
            return ["anyOf": [self, ["type": "null"]]]
        }
        members["type"] = .array((types + ["null"]).map { .string($0) })
        if let words = members["enum"]?.array { members["enum"] = .array(words + [.null]) }
        return .object(members)
    }
}

extension Endpoint {
    /// How a schema is sent to this model now: not as it was found not to take it.
    var schemaSupport: SchemaSupport {
        let names = [
            "response_format", "json_schema", "text", "output_config", "output_format",
            "responseJsonSchema", "response_json_schema", "responseMimeType", "schema",
        ]
        let isRefused = dropped.contains { name in
            names.contains { name == $0 || name.hasPrefix("\($0).") }
        }
        return isRefused ? .none : capability.schema
    }

    /// The system prompt with a schema that nothing else binds the model to.
    static func system(_ system: String, describing schema: ReplySchema) -> String {
        let words = "Answer with JSON that follows this JSON Schema:\n\(schema.schema.text)"
        return system.isEmpty ? words : "\(system)\n\n\(words)"
    }

    /// The tools that are offered: where the model cannot be made to use one, only that one.
    func tools(of call: Call) -> [Tool] {
        switch capability.tools {
        case .none: return []
        case .forced: return call.tools
        case .auto:
            guard case .named(let name) = call.toolChoice else { return call.tools }
            return call.tools.filter { $0.name == name }
        }
    }

    /// The choice as far as the model can be made to follow it.
    func toolChoice(of call: Call) -> ToolChoice {
        capability.tools == .forced && !call.tools.isEmpty ? call.toolChoice : .auto
    }

    /// What brings calls with the same beginning to the machine that has it in its cache.
    func cacheKey(of call: Call) -> JSON? {
        guard capability.cacheMarks == .key else { return nil }
        // FNV-1a: the same beginning, the same name.
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in call.system.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return .string("autopack-\(call.role.rawValue)-\(String(hash, radix: 16))")
    }
}
