import Healing
import RunModel
import Testing

/// Failures and requests as a Doctor sees them.
enum DoctorScene {
    static func phase(
        allow: [Allowance] = [], category: String = "general"
    ) throws -> Phase {
        Phase(
            id: try #require(PhaseID("build")), goal: "build it", category: category,
            scope: Scope(write: ["src/**"]), allow: allow)
    }

    static func failure(
        _ category: FailureCategory = .testError, attempt: Int = 1, signature: String = "s1",
        message: String = "it broke", model: String = "glm/glm-1", provider: String? = nil
    ) -> PhaseFailure {
        PhaseFailure(
            attempt: attempt, model: model, category: category, signature: signature,
            rootCause: "\(category.rootCause): \(message)", provider: provider)
    }

    /// One failure of each category, in order.
    static func failures(_ categories: FailureCategory...) -> [PhaseFailure] {
        categories.enumerated().map { failure($1, attempt: $0 + 1) }
    }

    static func request(
        _ failures: [PhaseFailure], decisions: [DoctorDecided] = [],
        barred: [DoctorAction: String] = [:], healthRatio: Double = 0, circle: String? = nil,
        allow: [Allowance] = []
    ) throws -> DoctorRequest {
        DoctorRequest(
            goal: "do it", phase: try phase(allow: allow), failures: failures,
            decisions: decisions, barred: barred, circle: circle, healthRatio: healthRatio)
    }

    static func decided(
        _ action: DoctorAction, signature: String = "s1"
    ) -> DoctorDecided {
        DoctorDecided(
            by: .rules, action: action, confidence: 1, rationale: "r", signature: signature)
    }

    static func response(
        _ action: DoctorAction = .retryWithFix, confidence: Double = 0.9, hint: String? = "do this",
        fix: ProposedFix? = nil, providers: [String] = [], maintenance: String? = nil
    ) -> DoctorResponse {
        DoctorResponse(
            action: action, confidence: confidence, rationale: "since", hint: hint, fix: fix,
            providers: providers, maintenance: maintenance)
    }
}
