import Healing
import RunModel
import Testing

/// What becomes of a model's answer.
struct DoctorVerdictTests {
    private func settle(
        _ response: DoctorResponse, decisions: [DoctorDecided] = [],
        barred: [DoctorAction: String] = [:], rules: RuleDoctor.Answer? = nil,
        of category: FailureCategory = .fileNotFound
    ) throws -> DoctorDecided? {
        DoctorVerdict.settle(
            response,
            of: try DoctorScene.request(
                DoctorScene.failures(category), decisions: decisions, barred: barred),
            complex: true, model: "glm/glm-1", tier: .cheap, escalated: true,
            known: ["glm", "anthropic"], templates: ["phase3-core-bugfix"], rules: rules)
    }

    private static let fix = ProposedFix(fixType: .git, commands: ["git status"], verify: "true")

    /// What the rules would do instead: of a full disk, to end the run.
    private func fatal() throws -> RuleDoctor.Answer? {
        RuleDoctor.answer(try DoctorScene.request(DoctorScene.failures(.diskFull)), replan: nil)
    }

    @Test func `each action that can be taken is taken as it is`() throws {
        for action in DoctorAction.allCases {
            let response = DoctorScene.response(
                action, fix: Self.fix, providers: ["glm"], maintenance: "phase3-core-bugfix")
            let decided = try #require(try settle(response))
            #expect(decided.action == action)
            #expect(decided.by == .model)
            #expect(decided.model == "glm/glm-1")
            #expect(decided.tier == .cheap)
            #expect(decided.complex)
            #expect(decided.escalated == true)
            #expect(decided.signature == "s1")
            #expect(decided.confidence == 0.9)
            #expect(decided.hint == "do this")
            #expect(decided.fix == Self.fix)
            #expect(decided.providers == ["glm"])
        }
    }

    @Test func `no command mends code, and none goes without one that verifies it`() throws {
        let fix = DoctorScene.response(.executeFix, fix: Self.fix)
        for category in [FailureCategory.typeError, .assertionFailed, .syntaxError] {
            let decided = try #require(try settle(fix, of: category))
            #expect(decided.action == .retryWithFix, "\(category)")
        }
        for category in [FailureCategory.mergeConflict, .missingFile, .missingDependency] {
            #expect(try settle(fix, of: category)?.action == .executeFix, "\(category)")
        }
        let unverified = DoctorScene.response(
            .executeFix, fix: ProposedFix(fixType: .git, commands: ["git status"], verify: ""))
        let decided = try #require(try settle(unverified))
        #expect(decided.action == .retryWithFix)
        #expect(decided.evidence.contains { $0.contains("no verify_command") })
    }

    @Test func `the same (signature, action) pair is never tried twice: the hint is, or the rules`()
        throws
    {
        let tried = [DoctorScene.decided(.replan)]
        let hinted = try #require(try settle(DoctorScene.response(.replan), decisions: tried))
        #expect(hinted.action == .retryWithFix)
        #expect(hinted.hint == "do this")
        #expect(hinted.evidence.contains { $0.contains("not done: replan") })
        let bare = DoctorScene.response(.replan, hint: nil)
        let ruled = try #require(try settle(bare, decisions: tried, rules: try fatal()))
        #expect(ruled.action == .markFatal)
        #expect(ruled.by == .rules)
        #expect(ruled.evidence.contains { $0.contains("not done: replan") })
        #expect(try settle(bare, decisions: tried) == nil, "nothing is left to try")
    }

    @Test func `where the hint was tried too, the rules decide`() throws {
        let tried = [DoctorScene.decided(.replan), DoctorScene.decided(.retryWithFix)]
        let decided = try settle(
            DoctorScene.response(.replan), decisions: tried, rules: try fatal())
        #expect(decided?.action == .markFatal)
    }

    @Test func `what is tried again is tried where the failure is another`() throws {
        let tried = [DoctorScene.decided(.replan, signature: "s2")]
        #expect(try settle(DoctorScene.response(.replan), decisions: tried)?.action == .replan)
    }

    @Test func `an action that is barred gives way`() throws {
        let decided = try settle(
            DoctorScene.response(.executeFix, fix: Self.fix), barred: [.executeFix: "it is off"])
        #expect(decided?.action == .retryWithFix)
        #expect(decided?.evidence.contains { $0.contains("it is off") } == true)
    }

    @Test(arguments: [
        DoctorScene.response(.executeFix),
        DoctorScene.response(
            .executeFix, fix: ProposedFix(fixType: .git, commands: [], verify: "")),
        DoctorScene.response(.disableProvider),
        DoctorScene.response(.disableProvider, providers: ["glm", "nobody"]),
        DoctorScene.response(.scheduleMaintenance, maintenance: "no-such-template"),
    ])
    func `an action that lacks what it needs gives way`(response: DoctorResponse) throws {
        let decided = try #require(try settle(response))
        #expect(decided.action == .retryWithFix)
        #expect(decided.evidence.contains { $0.contains("not done: \(response.action.rawValue)") })
    }

    @Test func `maintenance without a template's name is one of the providers`() throws {
        let decided = try settle(DoctorScene.response(.scheduleMaintenance))
        #expect(decided?.action == .scheduleMaintenance)
    }

    @Test func `where the rules are surer than the model, the hint says what both do`() throws {
        let rules = RuleDoctor.answer(
            try DoctorScene.request(DoctorScene.failures(.sandboxDenied)), replan: nil)
        let unsure = try settle(DoctorScene.response(confidence: 0.4), rules: rules)
        let advice = try #require(rules?.decision.hint)
        #expect(unsure?.hint == "do this \(advice)")
        #expect(advice.contains("do not reach outside"))
        let sure = try settle(DoctorScene.response(confidence: 0.6), rules: rules)
        #expect(sure?.hint == "do this")
    }

    @Test func `another attempt without a hint is told the rationale`() throws {
        let decided = try settle(DoctorScene.response(.retryWithFix, hint: nil))
        #expect(decided?.hint == "since")
    }
}
