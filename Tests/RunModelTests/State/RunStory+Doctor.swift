import RunModel
import Testing

extension RunStory {
    /// A run of phases `a`, `b`, … whose first has failed with these categories.
    static func failed(
        _ categories: FailureCategory..., settings: RunSettings = RunSettings(), plan: Plan? = nil
    ) throws -> RunStory {
        var story = try RunStory.begun(settings: settings, plan: try plan ?? RunStory.chain())
        try story.checkBaseline(["tests": 0])
        let first = try #require(story.state.phases.first).id
        for category in categories {
            try story.start(first.description)
            try story.fail(category)
        }
        return story
    }

    /// Each phase depends on the one before, but the last, which depends on none.
    static func chain(category: String = "general") throws -> Plan {
        let (a, b) = (try #require(PhaseID("a")), try #require(PhaseID("b")))
        let (c, d) = (try #require(PhaseID("c")), try #require(PhaseID("d")))
        return Plan(
            goal: "do it", checks: [EventSamples.check],
            phases: [
                Phase(id: a, goal: "a", category: category),
                Phase(id: b, goal: "b", dependsOn: [a]),
                Phase(id: c, goal: "c", dependsOn: [b]), Phase(id: d, goal: "d"),
            ])
    }

    mutating func decide(
        _ action: DoctorAction, by source: DoctorDecided.By = .rules, phase: String = "a",
        fix: ProposedFix? = nil, rationale: String = "since"
    ) throws {
        let decided = DoctorDecided(
            by: source, action: action, confidence: 1, rationale: rationale, signature: "s",
            fix: fix)
        try add(.doctorDecided(decided), phase: PhaseID(phase))
    }

    mutating func reserveDoctor(_ tier: DoctorTier = .cheap, phase: String = "a") throws {
        try add(
            .callReserved(
                CallReserved(
                    request: "d\(state.seq)", role: .doctor, provider: "p", model: tier.rawValue,
                    why: "", reserved: Money(usd: 0.1), reservedTokens: 10,
                    prompt: EventSamples.id("c"), tier: tier)),
            phase: PhaseID(phase))
    }

    mutating func answerDoctor(phase: String = "a", reply: Character = "c") throws {
        let call = try #require(state.diagnosis?.pending)
        try add(
            .callFinished(
                CallFinished(
                    request: call.request, role: .doctor, provider: call.provider,
                    model: call.model, usage: Usage(input: 10, output: 5),
                    cost: Money(usd: 0.05), finish: .stop, reply: EventSamples.id(reply))),
            phase: PhaseID(phase))
    }

    mutating func failDoctor(phase: String = "a", retryInSeconds: Double? = 1) throws {
        let call = try #require(state.diagnosis?.pending)
        try add(
            .callFailed(
                CallFailed(
                    request: call.request, category: .providerTimeout, status: nil,
                    retryInSeconds: retryInSeconds, message: "slow")),
            phase: PhaseID(phase))
    }
}
