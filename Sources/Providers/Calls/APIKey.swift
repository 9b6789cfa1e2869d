/// A provider's key, which no description, dump or log shows.
package struct APIKey: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    /// The key itself, for the header of a request.
    package let secret: String

    /// - Returns: nil where the text is empty or could not stand in a header.
    package init?(_ secret: String) {
        let legal = secret.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
        guard !secret.isEmpty, legal else { return nil }
        self.secret = secret
    }

    /// A text in which the key is blotted out.
    ///
    /// Byte by byte: a mark that joins itself to the key's last letter makes another character of
    /// both, and the key is there all the same.
    package func blotted(from text: String) -> String {
        let (bytes, key) = (Array(text.utf8), Array(secret.utf8))
        var kept: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if bytes[index] == key.first, bytes[index...].starts(with: key) {
                kept += description.utf8
                index += key.count
            } else {
                kept.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: kept, as: UTF8.self)
    }

    package var description: String { "[key]" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
