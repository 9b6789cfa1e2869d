/// Text that has been through a ``Redactor``: the only text that is ever stored, logged or sent.
///
/// There is no other way to make one, so that what writes objects can ask for it by type
/// (`security.md`, Secrets). The bytes need not be UTF-8: files and logs often are not.
package struct Redacted: Hashable, Sendable {
    package let bytes: [UInt8]

    /// A text of the program's own, known when it was compiled.
    package init(literal: StaticString) {
        bytes = literal.withUTF8Buffer { Array($0) }
    }

    fileprivate init(redacted bytes: [UInt8]) { self.bytes = bytes }

    /// The text; bytes that are not UTF-8 are shown as U+FFFD.
    package var text: String { String(decoding: bytes, as: UTF8.self) }
}

extension Redacted: CustomStringConvertible {
    package var description: String { text }
}

extension Redactor {
    /// Replaces every secret in a text by its mark.
    ///
    /// A text without a secret comes out as it went in, byte for byte, and redacting again changes
    /// nothing more. A secret of a JSON document is cut inside its string, so the document stays
    /// one.
    ///
    /// - Returns: The text, and how many secrets of each kind were taken out.
    package func redact(_ bytes: [UInt8]) -> (text: Redacted, found: [SecretKind: Int]) {
        var found: [SecretKind: Int] = [:]
        let clean = clean(bytes) { found[$0, default: 0] += 1 }
        return (Redacted(redacted: clean), found)
    }

    /// Replaces every secret in a text by its mark.
    package func redact(_ text: String) -> (text: Redacted, found: [SecretKind: Int]) {
        redact(Array(text.utf8))
    }

    /// Redacts a document as it will be stored.
    ///
    /// What is used afterwards has to be what was recorded, so the value comes back as well, read
    /// from the redacted bytes.
    ///
    /// - Throws: `EncodingError`, or `DecodingError` where a mark is no legal value of its field.
    package func redact<Document: Codable>(
        document: Document
    ) throws -> (document: Document, text: Redacted, found: [SecretKind: Int]) {
        let bytes = try CanonicalJSON.encode(document)
        let (text, found) = redact(bytes)
        guard !found.isEmpty else { return (document, text, found) }
        return (try CanonicalJSON.decode(Document.self, from: text.bytes), text, found)
    }
}
