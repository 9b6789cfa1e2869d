import RunModel
import Testing

/// How often the Doctor's models are asked (`decisions.md`, Budgets).
struct DoctorBudgetTests {
    private func refusal(
        _ tier: DoctorTier = .cheap, last: FailureCategory = .testError,
        category: String = "general", phase calls: Int = 0, run: Int = 0, strong: Int = 0,
        infrastructure: Int = 0
    ) throws -> String? {
        var state = try RunStory.failed(
            .testError, last, plan: try RunStory.chain(category: category)
        ).state
        state.phases[0].doctorCalls = calls
        state.doctorCalls.all = run
        state.doctorCalls.strong = strong
        state.doctorCalls.infrastructure = infrastructure
        return state.refusalOfDoctorsCall(of: state.phases[0], tier: tier)
    }

    @Test func `the budgets are 2 a phase, 10 a run, 5 strong, 5 more for infrastructure`() {
        let settings = DoctorSettings()
        #expect(settings.maxCallsPerPhase == 2)
        #expect(settings.maxCallsPerRun == 10)
        #expect(settings.maxStrongCallsPerRun == 5)
        #expect(settings.maxInfrastructureCallsPerRun == 5)
        #expect(settings.maxExecuteFixPerPhase == 1)
        #expect(!settings.allowExecuteFixGlobal)
        #expect(settings.allowedFixTypes == [.git, .file])
    }

    @Test(arguments: [(0, true), (1, true), (2, false), (3, false)])
    func `a phase has two calls`(calls: Int, isAllowed: Bool) throws {
        #expect((try refusal(phase: calls) == nil) == isAllowed)
    }

    @Test(arguments: [(9, true), (10, false), (11, false)])
    func `a run has ten calls`(calls: Int, isAllowed: Bool) throws {
        #expect((try refusal(run: calls) == nil) == isAllowed)
    }

    @Test(arguments: [(4, true), (5, false)])
    func `the strong model has five calls, and the cheap one goes on`(
        calls: Int, isAllowed: Bool
    ) throws {
        #expect((try refusal(.strong, run: 5, strong: calls) == nil) == isAllowed)
        #expect(try refusal(.cheap, run: 5, strong: calls) == nil)
    }

    @Test(arguments: [(0, true), (4, true), (5, false)])
    func `infrastructure has five calls more in core_maintenance phases`(
        calls: Int, isAllowed: Bool
    ) throws {
        for (phase, run) in [(2, 5), (0, 10), (2, 10)] {
            #expect(
                (try refusal(
                    last: .diskFull, category: "core_maintenance", phase: phase, run: run,
                    infrastructure: calls) == nil) == isAllowed)
        }
    }

    @Test func `infrastructure has no call more in any other phase`() throws {
        for category in ["general", "fix", "security_auth_change"] {
            #expect(try refusal(last: .diskFull, category: category, run: 10) != nil)
            #expect(try refusal(last: .diskFull, category: category, phase: 2) != nil)
        }
    }

    @Test func `a core_maintenance phase has no call more but for infrastructure`() throws {
        for category in FailureCategory.allCases {
            let isInfrastructure = category.failureClass == .infrastructure
            #expect(
                (try refusal(last: category, category: "core_maintenance", run: 10) == nil)
                    == isInfrastructure, "\(category.rawValue)")
        }
    }

    @Test func `the calls more for infrastructure are none of the strong model past its five`()
        throws
    {
        #expect(
            try refusal(
                .strong, last: .diskFull, category: "core_maintenance", run: 10, strong: 5) != nil)
    }

    @Test(arguments: [true, false])
    func `the calls more end where the provider is stable or routed around`(
        isDisabled: Bool
    ) throws {
        var state = try RunStory.failed(
            .providerTimeout, plan: try RunStory.chain(category: "core_maintenance")
        ).state
        state.phases[0].failures[0].provider = "p"
        state.doctorCalls.all = 10
        var provider = ProviderState()
        provider.failuresInRow = 1
        state.providers["p"] = provider
        #expect(state.refusalOfDoctorsCall(of: state.phases[0], tier: .cheap) == nil)
        if isDisabled {
            provider.disabled = ProviderState.Disabled(why: "down", until: nil)
        } else {
            provider.failuresInRow = 0
        }
        state.providers["p"] = provider
        #expect(state.refusalOfDoctorsCall(of: state.phases[0], tier: .cheap) != nil)
    }

    // MARK: Counting

    @Test func `a call counts for its phase, its run and its tier`() throws {
        var story = try RunStory.failed(.testError, .testError)
        try story.reserveDoctor(.cheap)
        try story.answerDoctor()
        try story.reserveDoctor(.strong)
        try story.answerDoctor()
        #expect(story.state.phases[0].doctorCalls == 2)
        #expect(story.state.doctorCalls.all == 2)
        #expect(story.state.doctorCalls.strong == 1)
        #expect(story.state.doctorCalls.infrastructure == 0)
    }

    @Test func `a call that is tried again is the same call`() throws {
        var story = try RunStory.failed(.testError, .testError)
        for _ in 1...3 {
            try story.reserveDoctor()
            try story.failDoctor()
        }
        try story.reserveDoctor()
        try story.answerDoctor()
        #expect(story.state.doctorCalls.all == 1)
        #expect(story.state.phases[0].doctorCalls == 1)
    }

    @Test func `past the phase's or the run's budget a call is one of the five more`() throws {
        let settings = RunSettings(
            doctor: DoctorSettings(maxCallsPerPhase: 2, maxCallsPerRun: 3))
        var story = try RunStory.failed(
            .diskFull, settings: settings, plan: try RunStory.chain(category: "core_maintenance"))
        var expected = [(1, 0), (2, 0), (2, 1), (2, 2), (2, 3), (2, 4), (2, 5)]
        while story.state.refusalOfDoctorsCall(of: story.state.phases[0], tier: .cheap) == nil {
            try story.reserveDoctor()
            try story.answerDoctor()
            guard !expected.isEmpty else { break }
            let counts = expected.removeFirst()
            #expect(story.state.doctorCalls.all == counts.0)
            #expect(story.state.doctorCalls.infrastructure == counts.1)
        }
        #expect(expected.isEmpty, "2 of the phase and 5 more")
    }
}
