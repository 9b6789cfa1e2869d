package import RunModel

/// The hints that a phase's failures leave once an attempt has become a checkpoint
/// (`decisions.md`, Learning).
package enum OvercomeFailure {
    /// A hint for each pattern of failure that the attempt under way has overcome, in the order in
    /// which they came up.
    ///
    /// What the world or the repository did (`infra_error`, `git_state`) and what a person refused
    /// teaches nothing about the code, and leaves none. What worked is in the words of a person or
    /// the Doctor, where they were said of the very failure, and otherwise the files that the
    /// attempt changed.
    ///
    /// - Parameters:
    ///   - state: Before the checkpoint is recorded, which ends the attempt.
    ///   - commit: The checkpoint.
    package static func hints(in state: RunState, by commit: String) -> [HintRecorded] {
        guard let attempt = state.attempt, let phase = state[phase: attempt.phase] else {
            return []
        }
        let scope = state.plan[attempt.phase]?.scope.write ?? []
        var known = Set(phase.hints.compactMap(\.pattern))
        return phase.failures.compactMap { failure in
            let pattern = FailurePattern(category: failure.category, signature: failure.signature)
            guard teaches(failure), known.insert(pattern).inserted else { return nil }
            return HintRecorded(
                text: whatWorked(failure, attempt, phase.hints), signature: failure.signature,
                scope: scope, evidence: commit, category: failure.category, source: .overcome,
                failed: FailurePattern.short(failure.rootCause))
        }
    }

    private static func teaches(_ failure: PhaseFailure) -> Bool {
        guard !failure.signature.isEmpty, failure.category != .approvalDenied else { return false }
        switch failure.category.failureClass {
        case .infrastructure, .gitState: return false
        case .reply, .patch, .checks, .auditor, .gate, .approach: return true
        }
    }

    private static func whatWorked(
        _ failure: PhaseFailure, _ attempt: AttemptState, _ hints: [HintRecorded]
    ) -> String {
        let said = hints.last { hint in
            switch hint.origin {
            case .doctor: hint.signature == failure.signature
            case .person: true
            case .overcome: false
            }
        }
        if let said {
            let who = said.origin == .doctor ? "the Doctor" : "a person"
            return "overcome after \(who) said: \(FailurePattern.short(said.text))"
        }
        let files = (attempt.candidate?.files ?? []).map(\.path)
        guard !files.isEmpty else { return "overcome by the next attempt" }
        let more = files.count > shownFiles ? " and \(files.count - shownFiles) more" : ""
        return "overcome by changing "
            + files.prefix(shownFiles).joined(separator: ", ") + more
    }

    private static let shownFiles = 3
}
