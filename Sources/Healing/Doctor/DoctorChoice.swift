package import RunModel

/// Which of the Doctor's models is asked (`decisions.md`, Doctor).
package enum DoctorChoice {
    /// Whether a failure needs more than routine; any of these suffices.
    package static func isComplexFailure(
        _ request: DoctorRequest, models: DoctorModels
    ) -> Bool {
        let failures = request.failures
        if Set(failures.map(\.category)).count >= 2 { return true }
        if failures.count(where: { $0.category.failureClass == .patch }) >= 2 { return true }
        if failures.count >= 4 { return true }
        if request.healthRatio >= models.healthBudgetNearLimitRatio { return true }
        if models.highRiskCategories.contains(request.failure.category) { return true }
        switch request.decisions.last?.action {
        case .replan, .rollbackRun, .markFatal: return true
        default: return false
        }
    }

    /// The strong model near the end of a budget or for what is complex, else the cheap one.
    package static func tier(for request: DoctorRequest, models: DoctorModels) -> DoctorTier {
        if request.healthRatio >= models.healthBudgetNearLimitRatio { return .strong }
        return isComplexFailure(request, models: models) ? .strong : .cheap
    }

    /// Whether the strong model is asked as well, since the cheap one was not sure.
    package static func escalates(
        after response: DoctorResponse, by tier: DoctorTier, attempts: Int, models: DoctorModels
    ) -> Bool {
        tier == .cheap && response.confidence < models.minConfidenceForCheap && attempts >= 2
    }

    /// Of two replies the more confident stands; on a tie the later, which the strong model gave.
    package static func moreConfident(
        _ first: DoctorResponse, _ second: DoctorResponse
    ) -> DoctorResponse {
        first.confidence > second.confidence ? first : second
    }
}
