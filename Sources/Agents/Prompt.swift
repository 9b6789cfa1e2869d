/// What a model is told: what stays the same first, so that providers can cache it.
package struct Prompt: Hashable, Sendable {
    package var system: String
    package var user: String

    package init(system: String, user: String) {
        self.system = system
        self.user = user
    }
}
