/// What a model is told: what stays the same first, so that providers can cache it.
package struct Prompt: Hashable, Sendable {
    /// The rules: the same for every phase.
    package var system: String
    /// What is the same for every attempt of a phase, as far as nothing of it was changed; empty:
    /// nothing is.
    package var opening: String
    /// What this one call is about.
    package var task: String

    package init(system: String, opening: String = "", task: String) {
        self.system = system
        self.opening = opening
        self.task = task
    }

    /// Opening and task.
    package var user: String { opening.isEmpty ? task : "\(opening)\n\(task)" }
}
