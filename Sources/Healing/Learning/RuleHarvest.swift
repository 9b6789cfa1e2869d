package import RunModel

/// What a run's journal adds to the learned rules.
///
/// The facts come from the journal alone: failures that were overcome (`hint.recorded` with a
/// commit as evidence), and how attempts ended whose prompts held a rule or a hint, or did not
/// (`call.reserved`). They are a union with what is known, so the same journal twice, or a longer
/// one later, adds nothing that is there already.
package enum RuleHarvest {
    /// The records of rules that hold more than is known, by id.
    ///
    /// **What is counted.** An attempt counts once its failure or checkpoint is recorded, and not
    /// where the world or the repository failed it (`infra_error`, `git_state`). It counts for a
    /// rule where it began after the rule had been learned and either held the rule (*with*) or
    /// might have, since its phase's scope meets the rule's (*without*). Attempts without count in
    /// runs that held the rule too, and in all runs once it is a candidate: what was learned once
    /// and never used again costs no bookkeeping.
    ///
    /// - Parameters:
    ///   - journal: All events of one run, in order.
    ///   - known: What the store holds.
    package static func take(
        _ journal: [JournalEntry], knowing known: [LearnedRule], settings: DiscoveryPromotion
    ) -> [LearnedRule] {
        let run = HarvestedRun(journal)
        let promotion = Promotion(settings)
        let before = Dictionary(known.map { ($0.id, $0) }) { one, _ in one }
        var rules = before
        for learned in run.learned {
            rules[learned.id] = rules[learned.id]?.joined(with: learned) ?? learned
        }
        return rules.values.sorted { $0.id < $1.id }.compactMap { rule in
            let isWatched = rule.state == .rule || promotion.reached(rule) == .candidate
            let after = run.measured(rule, countsWithout: isWatched && rule.state < .rejected)
            return after == before[rule.id] ? nil : after
        }
    }
}
