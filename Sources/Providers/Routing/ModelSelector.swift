package import RunModel

/// Chooses the model of a call (`decisions.md`, Models): the same facts give the same choice.
package enum ModelSelector {
    /// Chooses the model that a role is played by.
    ///
    /// - Throws: ``NoModel`` where no configured provider can be asked, or, for a category that
    ///   allows no fallback, none of its quality class.
    package static func choose(
        _ role: Role, facts: SelectionFacts, settings: RunSettings
    ) throws(NoModel) -> ModelChoice {
        let ladder = Ladder(role, facts: facts, settings: settings)
        var selection = Selection(ladder, facts: facts, settings: settings)
        let choice =
            switch role {
            case .builder, .planner: selection.builder(ladder)
            case .fixer: selection.fixer(ladder)
            case .auditor: selection.auditor(ladder)
            case .doctor: selection.first(ladder)
            }
        if let choice { return choice }
        throw NoModel(
            role: role, reasons: selection.reasons, disabled: selection.disabled,
            strictCategory: ladder.isStrict ? facts.category : nil)
    }

    /// Which of the Doctor's models a chosen one is; a stand-in for both is the one wanted.
    package static func doctorTier(
        of model: ModelName, wanted: DoctorTier, in settings: RunSettings
    ) -> DoctorTier {
        func isNamed(_ text: String) -> Bool {
            (try? ModelName.resolve(text, in: settings)) == model
        }
        let (cheap, strong) = (
            isNamed(settings.doctorModels.cheap), isNamed(settings.doctorModels.strong)
        )
        if cheap == strong { return wanted }
        return strong ? .strong : .cheap
    }

    /// The tier after a number of counted failures: each lasts its threshold, then the next.
    package static func tier(
        from start: Complexity, failures: Int, escalation: ComplexityEscalation
    ) -> Complexity {
        guard escalation.enabled else { return start }
        var left = failures
        var tier = start
        if tier == .low {
            if left < escalation.lowToMedium { return .low }
            left -= escalation.lowToMedium
            tier = .medium
        }
        if tier == .medium, left >= escalation.mediumToHigh { tier = .high }
        return tier
    }
}
