/// The form in which `refs/autopack/rules` holds a rule (`schemas/rule.json`).
///
/// Beside the facts it says what follows from them, for people and other programs; reading takes
/// the facts alone.
extension LearnedRule: Codable {
    /// The version of the form.
    package static let version = 1

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        let version = try values.decode(Int.self, forKey: .version)
        guard version == LearnedRule.version else {
            throw DecodingError.dataCorruptedError(
                forKey: .version, in: values,
                debugDescription: "version \(version) is of a newer program")
        }
        let reached = try values.decode(RuleState.self, forKey: .reached)
        guard reached <= .candidate else {
            throw DecodingError.dataCorruptedError(
                forKey: .reached, in: values,
                debugDescription: "\(reached.rawValue) takes a decision")
        }
        let measures = try values.decode([RuleMeasure].self, forKey: .measures)
        guard measures.allSatisfy({ $0.with.isPossible && $0.without.isPossible }) else {
            throw DecodingError.dataCorruptedError(
                forKey: .measures, in: values,
                debugDescription: "more successes than attempts, or too many")
        }
        self.init(
            id: try values.decode(RuleID.self, forKey: .id),
            pattern: FailurePattern(
                category: try values.decode(FailureCategory.self, forKey: .category),
                signature: try values.decode(String.self, forKey: .signature)),
            reached: reached, evidence: try values.decode([RuleEvidence].self, forKey: .evidence),
            decisions: try values.decode([RuleDecision].self, forKey: .decisions),
            measures: measures)
    }

    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(LearnedRule.version, forKey: .version)
        try values.encode(id, forKey: .id)
        try values.encode(pattern.category, forKey: .category)
        try values.encode(pattern.signature, forKey: .signature)
        try values.encode(reached, forKey: .reached)
        try values.encode(evidence, forKey: .evidence)
        try values.encode(decisions, forKey: .decisions)
        try values.encode(measures, forKey: .measures)
        try values.encode(state, forKey: .state)
        try values.encode(scope, forKey: .scope)
        try values.encode(text, forKey: .text)
        try values.encodeIfPresent(failed, forKey: .failed)
        try values.encode(effect, forKey: .effect)
    }

    private enum CodingKeys: String, CodingKey {
        case id, category, signature, reached, evidence, decisions, measures, state, scope, text
        case failed, effect
        case version = "v"
    }
}
