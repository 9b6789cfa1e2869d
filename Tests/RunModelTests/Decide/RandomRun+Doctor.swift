import RunModel
import Testing

extension RandomRun {
    /// A Doctor of moods: a model's call, a decision, or nothing to say.
    mutating func diagnose(_ id: PhaseID, _ notBefore: Timestamp?) throws {
        if let notBefore, notBefore > story.now { story.now = notBefore }
        let phase = try #require(story.state[phase: id])
        #expect(phase.isDoctorDue)
        let tier = random.pick(DoctorTier.allCases)
        if random.chance(50), story.state.refusalOfDoctorsCall(of: phase, tier: tier) == nil {
            return try callDoctor(id, tier)
        }
        if random.chance(20) {
            return try perform(story.state.stepWithoutDoctor(of: phase))
        }
        try decideAtRandom(id)
    }

    private mutating func callDoctor(_ id: PhaseID, _ tier: DoctorTier) throws {
        let reservation = Reservation(cost: Money(usd: 0.1), tokens: 50)
        guard story.state.refusal(of: reservation) == nil else { return try decideAtRandom(id) }
        let request = "d\(story.state.seq)"
        try story.add(
            .callReserved(
                CallReserved(
                    request: request, role: .doctor, provider: "p", model: "m", why: "",
                    reserved: reservation.cost, reservedTokens: reservation.tokens,
                    prompt: EventSamples.id("c"), tier: tier)), phase: id)
        if random.chance(20) {
            try story.add(
                .callFailed(
                    CallFailed(
                        request: request, category: .providerTimeout, status: nil,
                        retryInSeconds: random.chance(50) ? 1 : nil, message: "")), phase: id)
        } else {
            try story.add(
                .callFinished(
                    CallFinished(
                        request: request, role: .doctor, provider: "p", model: "m",
                        usage: Usage(input: 10, output: 5), cost: Money(usd: 0.05), finish: .stop,
                        reply: EventSamples.id("c"))), phase: id)
        }
    }

    private mutating func decideAtRandom(_ id: PhaseID) throws {
        let state = story.state
        var actions = DoctorAction.allCases.filter { $0 != .scheduleMaintenance }
        let phase = try #require(state[phase: id])
        let isSpent = phase.replans >= state.settings.replan.maxReplansPerPhase
        if isSpent || state.replans >= state.settings.replan.maxReplansPerRun {
            actions.removeAll { $0 == .replan }
        }
        if phase.executedFixes >= 1 { actions.removeAll { $0 == .executeFix } }
        var decided = DoctorDecided(
            by: random.chance(50) ? .rules : .model, action: random.pick(actions), confidence: 0.5,
            rationale: "r", signature: phase.failures.last?.signature)
        if decided.action == .executeFix {
            decided.fix = ProposedFix(fixType: .git, commands: ["git stash"], verify: "")
        }
        try story.add(.doctorDecided(decided), phase: id)
        decisions += 1
    }

    /// Commands that fail, that change no file, or that make a candidate.
    mutating func executeFix() throws {
        let fix = Fix(fixType: "git", fixed: random.chance(50))
        try story.add(.fixStarted(fix))
        guard random.chance(60) else { return try story.create(random.pick(["2", "3"])) }
        try story.add(.fixFinished(fix))
        if !fix.fixed { try story.fail(.mergeConflict) }
    }
}
