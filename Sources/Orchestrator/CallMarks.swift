import RunModel

/// What the journal says of a call beside what was asked.
struct CallMarks {
    /// Which of the Doctor's models is asked.
    var tier: DoctorTier?
    /// The ids of the learned rules that the prompt holds.
    var rules: [String]?
    /// The signatures of the hints that the prompt holds.
    var hints: [String]?

    init(tier: DoctorTier? = nil, rules: [String]? = nil, hints: [String]? = nil) {
        self.tier = tier
        self.rules = rules
        self.hints = hints
    }
}
