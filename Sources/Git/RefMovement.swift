/// A planned movement of one ref.
package struct RefMovement: Sendable, Hashable, Codable {
    package var name: RefName
    /// What it must name now; nil where it must not exist.
    package var old: ObjectID?
    /// What it names afterwards; nil to delete it.
    package var new: ObjectID?

    package init(name: RefName, old: ObjectID?, new: ObjectID?) {
        self.name = name
        self.old = old
        self.new = new
    }
}
