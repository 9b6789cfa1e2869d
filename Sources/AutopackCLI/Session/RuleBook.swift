import Effects
import Git
import Healing
import Ledger
import RunModel
import Settings

/// The learned rules of the repository, and what may be done with them.
struct RuleBook {
    let promotion: Promotion
    /// Each as far as it has come by the settings of today.
    let contents: RuleReader.Contents
    private let session: Session

    init(_ session: Session) throws(UserError) {
        let settings = try session.configuration(base: nil).runSettings
        let promotion = Promotion(settings.discoveryPromotion)
        let now = Timestamp(milliseconds: session.world.clock.nowMilliseconds())
        let reader = RuleReader(session.repository)
        var contents = try userLedger { () throws(LedgerError) in try reader.read() }
        contents.rules = contents.rules.map { promotion.advanced($0, now: now) }
        self.session = session
        self.promotion = promotion
        self.contents = contents
    }

    /// The rule that a person names by its id or the beginning of it.
    func find(_ name: String) throws(UserError) -> LearnedRule {
        let contents = contents
        return try userLedger { () throws(LedgerError) in try contents.find(name) }
    }

    /// Says which files were passed over.
    func reportDamage() {
        for damage in contents.damaged {
            session.output.note(
                "warning: \(RuleReader.ref):\(Visible.line(damage.path)) is passed over: "
                    + Visible.line(damage.detail))
        }
    }

    /// Records what a person decided.
    ///
    /// - Returns: The rule as it is now.
    func decide(
        _ verdict: RuleDecision.Verdict, of rule: LearnedRule, why: String
    ) throws(UserError) -> LearnedRule {
        let author = try session.author()
        let now = Timestamp(milliseconds: session.world.clock.nowMilliseconds())
        let decided = rule.decided(verdict, who: author.person, why: why, now: now)
        let store = RuleStore(
            session.repository, author: author, redactor: session.redactor,
            clock: session.world.clock)
        let changed = try userLedger { () throws(LedgerError) in
            try store.add([decided], advance: promotion.advanced)
        }
        return changed.first ?? decided
    }
}
