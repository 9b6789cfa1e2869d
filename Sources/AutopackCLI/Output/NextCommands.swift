import RunModel

/// The three commands that make sense next.
enum NextCommands {
    /// Changed tests are accepted by name.
    private static func asksForTests(_ state: RunState) -> Bool {
        state.attempt?.gate?.findings.contains { finding in
            finding.severity == .needsReview
                && finding.rule == FailureCategory.testsChanged.rawValue
        } ?? false
    }

    static func of(_ state: RunState) -> [String] {
        let run = state.run
        switch state.status {
        case .succeeded where state.landed != nil:
            return [
                "git log --notes=autopack -3", "git autopack show \(run)",
                "git autopack rollback \(run)",
            ]
        case .succeeded:
            return [
                "git autopack show \(run)", "git autopack land \(run)",
                "git autopack rollback \(run)",
            ]
        case .awaitingApproval:
            return [
                "git autopack show \(run)",
                "git autopack approve \(run)"
                    + (asksForTests(state) ? " --accept=tests_changed" : ""),
                "git autopack reject \(run) -m 'why'",
            ]
        case .rolledBack:
            return [
                "git autopack rollback --undo \(run)", "git autopack show \(run)",
                "git autopack log",
            ]
        case .aborted:
            return [
                "git autopack show \(run)", "git autopack rollback \(run)", "git autopack log",
            ]
        case .failed, .paused, .created, .planning, .executing:
            return [
                "git autopack show \(run)", "git autopack resume \(run)",
                "git autopack rollback \(run)",
            ]
        }
    }
}

/// Small pieces of sentences.
enum Sentence {
    static func count(_ number: Int, _ word: String) -> String {
        "\(number) \(word)\(number == 1 ? "" : "s")"
    }
}
