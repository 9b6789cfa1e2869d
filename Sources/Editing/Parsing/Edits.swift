/// What a reply asks for: a list of edits in the order in which they were written.
///
/// Nothing here has been compared with a tree yet; paths are as the model wrote them.
package struct Edits: Sendable, Equatable {
    /// The edits in the order of the reply.
    package var list: [Edit]

    /// Whether the reply ends its lines with CRLF.
    package var usesCarriageReturns: Bool

    /// Makes a list of edits.
    package init(_ list: [Edit], usesCarriageReturns: Bool = false) {
        self.list = list
        self.usesCarriageReturns = usesCarriageReturns
    }

    /// The formats that occur in the reply, in the order of their first use.
    package var formats: [EditFormat] {
        var seen: [EditFormat] = []
        for edit in list where !seen.contains(edit.format) { seen.append(edit.format) }
        return seen
    }
}
