import Healing
import RunModel
import Testing

/// `is_complex_failure`, `choose_doctor_model`, `should_escalate_doctor_model` (`decisions.md`,
/// Doctor).
struct DoctorChoiceTests {
    private let models = DoctorModels()

    private func isComplex(_ request: DoctorRequest) -> Bool {
        DoctorChoice.isComplexFailure(request, models: models)
    }

    // MARK: is_complex_failure

    @Test(arguments: [
        ([FailureCategory.typeError, .typeError], false),
        ([.typeError, .lintError], true),
        ([.typeError, .typeError, .lintError], true),
    ])
    func `two distinct categories in the phase are complex, one is not`(
        categories: [FailureCategory], complex: Bool
    ) throws {
        let failures = categories.enumerated().map {
            DoctorScene.failure($1, attempt: $0 + 1)
        }
        #expect(isComplex(try DoctorScene.request(failures)) == complex)
    }

    @Test func `two patch errors are complex, one is not`() throws {
        let one = DoctorScene.failures(.notFound)
        #expect(!isComplex(try DoctorScene.request(one)))
        let two = DoctorScene.failures(.notFound, .notFound)
        #expect(isComplex(try DoctorScene.request(two)))
    }

    @Test(arguments: [(1, false), (3, false), (4, true), (5, true)])
    func `four attempts are complex, three are not`(attempts: Int, complex: Bool) throws {
        let failures = (1...attempts).map { DoctorScene.failure(.typeError, attempt: $0) }
        #expect(isComplex(try DoctorScene.request(failures)) == complex)
    }

    @Test(arguments: [(0.0, false), (0.79, false), (0.8, true), (1.2, true)])
    func `a health ratio of 0.8 is complex, less is not`(ratio: Double, complex: Bool) throws {
        let request = try DoctorScene.request(
            DoctorScene.failures(.typeError), healthRatio: ratio)
        #expect(isComplex(request) == complex)
    }

    @Test func `of all categories import_error and assertion_failed alone are of high risk`()
        throws
    {
        for category in FailureCategory.allCases {
            let request = try DoctorScene.request([DoctorScene.failure(category)])
            let isRisky = category == .importError || category == .assertionFailed
            #expect(isComplex(request) == isRisky, "\(category.rawValue)")
        }
    }

    @Test func `high_risk_categories can be set`() throws {
        let request = try DoctorScene.request(DoctorScene.failures(.lintError))
        let models = DoctorModels(highRiskCategories: [.lintError])
        #expect(DoctorChoice.isComplexFailure(request, models: models))
        let other = try DoctorScene.request(DoctorScene.failures(.importError))
        #expect(!DoctorChoice.isComplexFailure(other, models: models))
    }

    @Test func `a previous replan, rollback_run or mark_fatal is complex, another action is not`()
        throws
    {
        for action in DoctorAction.allCases {
            let request = try DoctorScene.request(
                DoctorScene.failures(.typeError), decisions: [DoctorScene.decided(action)])
            let isGrave = [.replan, .rollbackRun, .markFatal].contains(action)
            #expect(isComplex(request) == isGrave, "\(action.rawValue)")
        }
    }

    @Test func `only the last action counts as the previous one`() throws {
        let request = try DoctorScene.request(
            DoctorScene.failures(.typeError),
            decisions: [DoctorScene.decided(.replan), DoctorScene.decided(.retryWithFix)])
        #expect(!isComplex(request))
    }

    // MARK: choose_doctor_model

    @Test(arguments: [(0.79, DoctorTier.cheap), (0.8, .strong), (1, .strong)])
    func `a health ratio of 0.8 asks the strong model, less the cheap one`(
        ratio: Double, tier: DoctorTier
    ) throws {
        let request = try DoctorScene.request(
            DoctorScene.failures(.typeError), healthRatio: ratio)
        #expect(DoctorChoice.tier(for: request, models: models) == tier)
    }

    @Test func `what is complex asks the strong model, what is routine the cheap one`() throws {
        let routine = try DoctorScene.request(DoctorScene.failures(.typeError, .typeError))
        #expect(DoctorChoice.tier(for: routine, models: models) == .cheap)
        let complex = try DoctorScene.request(DoctorScene.failures(.typeError, .lintError))
        #expect(DoctorChoice.tier(for: complex, models: models) == .strong)
    }

    // MARK: should_escalate_doctor_model

    @Test(arguments: [
        (DoctorTier.cheap, 0.69, 2, true), (.cheap, 0.7, 2, false), (.cheap, 0.69, 1, false),
        (.cheap, 0.69, 3, true), (.cheap, 0, 2, true), (.cheap, 1, 5, false),
        (.strong, 0.69, 2, false), (.strong, 0, 9, false),
    ])
    func `an unsure cheap model escalates from the second attempt on, the strong one never`(
        tier: DoctorTier, confidence: Double, attempts: Int, escalates: Bool
    ) {
        let response = DoctorScene.response(confidence: confidence)
        #expect(
            DoctorChoice.escalates(after: response, by: tier, attempts: attempts, models: models)
                == escalates)
    }

    @Test(arguments: [(0.6, 0.5, true), (0.5, 0.6, false), (0.6, 0.6, false)])
    func `of two replies the more confident stands, on a tie the strong model's`(
        cheap: Double, strong: Double, cheapStands: Bool
    ) {
        let (first, second) = (
            DoctorScene.response(.replan, confidence: cheap),
            DoctorScene.response(.markFatal, confidence: strong)
        )
        #expect(DoctorChoice.moreConfident(first, second) == (cheapStands ? first : second))
    }

    @Test func `the models and their thresholds are those of the defaults`() {
        #expect(models.cheap == "glm")
        #expect(models.strong == "sonnet")
        #expect(models.minConfidenceForCheap == 0.7)
        #expect(models.healthBudgetNearLimitRatio == 0.8)
        #expect(models.highRiskCategories == [.importError, .assertionFailed])
    }
}
