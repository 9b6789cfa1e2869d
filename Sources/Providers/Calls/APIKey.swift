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
    package func blotted(from text: String) -> String {
        text.replacing(secret, with: description)
    }

    package var description: String { "[key]" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
