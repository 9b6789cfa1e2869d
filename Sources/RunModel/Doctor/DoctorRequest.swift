/// All that a Doctor decides on: the real failure, the real change, and what is left to try.
package struct DoctorRequest: Hashable, Sendable {
    /// The plan's goal.
    package var goal: String
    package var phase: Phase
    /// The failures of the phase since a person last went on with it, in order; never empty.
    package var failures: [PhaseFailure]
    /// The last candidate's difference to the run's tip; empty where there was none.
    package var change: String
    /// How the repository and the workspace stand, a sentence each.
    package var repository: [String]
    /// The providers that were asked and are not well, with what is known of them.
    package var providers: [String: String]
    /// Words that earlier prompts held.
    package var hints: [String]
    /// What was decided in this phase before.
    package var decisions: [DoctorDecided]
    /// The actions that cannot be taken, and why.
    package var barred: [DoctorAction: String]
    /// The attempts that made the same changes over and over; nil: none did.
    package var circle: String?
    /// Failures over their cap, the largest of the three budgets; from 0.
    package var healthRatio: Double
    package var attemptsLeft: Int

    package init(
        goal: String, phase: Phase, failures: [PhaseFailure], change: String = "",
        repository: [String] = [], providers: [String: String] = [:], hints: [String] = [],
        decisions: [DoctorDecided] = [], barred: [DoctorAction: String] = [:],
        circle: String? = nil, healthRatio: Double = 0, attemptsLeft: Int = 1
    ) {
        precondition(!failures.isEmpty, "a Doctor is asked about a failure")
        self.goal = goal
        self.phase = phase
        self.failures = failures
        self.change = change
        self.repository = repository
        self.providers = providers
        self.hints = hints
        self.decisions = decisions
        self.barred = barred
        self.circle = circle
        self.healthRatio = healthRatio
        self.attemptsLeft = attemptsLeft
    }

    /// The failure that is asked about.
    package var failure: PhaseFailure { failures[failures.count - 1] }

    /// Whether the action was tried for a failure with the same signature; it is not tried again.
    package func hasTried(_ action: DoctorAction) -> Bool {
        decisions.contains { $0.action == action && $0.signature == failure.signature }
    }

    /// Why an action cannot be taken now; nil: it can.
    package func obstacle(to action: DoctorAction) -> String? {
        if let why = barred[action] { return why }
        return hasTried(action)
            ? "\(action.rawValue) was tried for this very failure (\(failure.signature))" : nil
    }
}
