/// The day from which on a model is no more, and what takes its place.
package struct ModelWithdrawal: Hashable, Sendable, Codable {
    /// `yyyy-mm-dd`, UTC.
    package var date: String
    /// A model or a family.
    package var successor: String

    package init(date: String, successor: String) {
        self.date = date
        self.successor = successor
    }
}
