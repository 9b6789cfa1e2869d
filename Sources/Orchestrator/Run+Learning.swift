import Effects
import Git
import Healing
import Ledger
import RunModel

extension Run {
    /// What the next prompt of the phase under way says of what was learned.
    var advice: Advice { Advice(for: attempt.phase, in: ledger.state, knowing: learnedRules) }

    /// The hints that the checkpoint leaves, of the failures that it has overcome.
    func hintsOfCheckpoint(_ commit: String) -> [Event] {
        OvercomeFailure.hints(in: ledger.state, by: commit).map(Event.hintRecorded)
    }

    /// Adds what the run has learned to the rules of the repository.
    ///
    /// A view of the journal, which never stops a run: the next one that ends takes it in too.
    func harvest() {
        let state = ledger.state
        guard state.status.isOver else { return }
        let learned = state.phases.contains { phase in
            phase.hints.contains { $0.source == .overcome }
        }
        guard learned || !learnedRules.isEmpty else { return }
        let promotion = Promotion(state.settings.discoveryPromotion)
        do throws(LedgerError) {
            let journal = try JournalReader(ledger.repository).entries(of: state.run)
            let known = try RuleReader(ledger.repository).read().rules
            let news = RuleHarvest.take(
                journal, knowing: known, settings: state.settings.discoveryPromotion)
            guard !news.isEmpty else { return }
            try RuleStore(
                ledger.repository, author: tools.author, redactor: tools.redactor,
                clock: tools.world.clock
            ).add(news, advance: promotion.advanced)
        } catch {
            tools.warn("what the run learned is not in refs/autopack/rules: \(error.detail)")
        }
    }
}

extension CallMarks {
    /// What of the learned the prompt holds.
    init(_ advice: Advice) {
        self.init(rules: advice.ruleIDs, hints: advice.hintSignatures)
    }
}
