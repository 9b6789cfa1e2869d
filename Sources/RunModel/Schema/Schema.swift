/// The shape of a document of the store: what has to be there, and of what sort.
///
/// One value serves three ends: it is written beside the data as JSON Schema, it finds every fault
/// of a document at once, and it says what would have been legal. Members beyond those named are
/// legal everywhere: a later version may add some.
package indirect enum Schema: Hashable, Sendable {
    case any
    case string
    /// A string of one form.
    case text(TextForm)
    /// One of a closed set of words.
    case words(WordSet)
    case integer
    case number
    case boolean
    case nullable(Schema)
    case array(Schema)
    /// An object whose keys are free.
    case map(Schema)
    case object([SchemaField])

    /// A number that never changes, as the version of a format.
    case constant(Int)

    /// An object of these members.
    package static func fields(_ fields: SchemaField...) -> Schema { .object(fields) }

    /// The same object with more members.
    package func adding(_ more: [SchemaField]) -> Schema {
        guard case .object(let fields) = self else {
            preconditionFailure("only an object has members")
        }
        return .object(fields + more)
    }

    /// The members that must be there.
    package var requiredKeys: Set<String> {
        guard case .object(let fields) = self else { return [] }
        return Set(fields.lazy.filter(\.isRequired).map(\.name))
    }
}

/// A member of an object.
package struct SchemaField: Hashable, Sendable {
    package let name: String
    package let schema: Schema
    package let isRequired: Bool

    /// A member that must be there.
    package static func required(_ name: String, _ schema: Schema) -> SchemaField {
        SchemaField(name: name, schema: schema, isRequired: true)
    }

    /// A member that may be left out.
    package static func optional(_ name: String, _ schema: Schema) -> SchemaField {
        SchemaField(name: name, schema: schema, isRequired: false)
    }
}
