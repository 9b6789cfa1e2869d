extension Schema {
    /// The schema as JSON Schema, draft 2020-12 (<https://json-schema.org/draft/2020-12/schema>).
    ///
    /// - Parameter title: What the documents are, for people.
    package func jsonSchema(title: String) -> JSON {
        var members = members
        members["$schema"] = .string("https://json-schema.org/draft/2020-12/schema")
        members["title"] = .string(title)
        return .object(members)
    }

    private var members: [String: JSON] {
        switch self {
        case .any: [:]
        case .string: ["type": .string("string")]
        case .text(let form):
            ["type": .string("string"), "pattern": .string(form.pattern)]
        case .words(let set):
            ["type": .string("string"), "enum": .array(set.words.map { .string($0) })]
        case .integer: ["type": .string("integer")]
        case .number: ["type": .string("number")]
        case .boolean: ["type": .string("boolean")]
        case .nullable(let schema):
            ["anyOf": .array([.object(schema.members), .object(["type": .string("null")])])]
        case .array(let schema):
            ["type": .string("array"), "items": .object(schema.members)]
        case .map(let schema):
            ["type": .string("object"), "additionalProperties": .object(schema.members)]
        case .object(let fields): Schema.members(of: fields)
        case .constant(let value): ["const": .integer(Int64(value))]
        }
    }

    private static func members(of fields: [SchemaField]) -> [String: JSON] {
        var properties: [String: JSON] = [:]
        for field in fields { properties[field.name] = .object(field.schema.members) }
        return [
            "type": .string("object"),
            "properties": .object(properties),
            "required": .array(fields.lazy.filter(\.isRequired).map { .string($0.name) }),
        ]
    }
}
