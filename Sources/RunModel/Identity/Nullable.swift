/// A value that may be unknown, written as `null` where it is, so that its key is always there.
package struct Nullable<Wrapped: Codable & Sendable & Hashable>: Codable, Sendable, Hashable {
    package var value: Wrapped?

    package init(_ value: Wrapped?) { self.value = value }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        value = container.decodeNil() ? nil : try container.decode(Wrapped.self)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if let value { try container.encode(value) } else { try container.encodeNil() }
    }
}

extension Nullable: ExpressibleByNilLiteral {
    package init(nilLiteral: ()) { value = nil }
}
