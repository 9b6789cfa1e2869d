import FoundationEssentials

/// The one form in which documents are stored: UTF-8, keys sorted, no blanks (`storage.md`).
package enum CanonicalJSON {
    /// - Throws: `EncodingError` for numbers that are no numbers; nothing of ours has any.
    package static func encode(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(value))
    }

    /// - Throws: `DecodingError`, with the key where the document is not as expected.
    package static func decode<Value: Decodable>(
        _ type: Value.Type, from bytes: [UInt8]
    ) throws -> Value {
        try JSONDecoder().decode(type, from: Data(bytes))
    }
}
