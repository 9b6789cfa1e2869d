package import RunModel

/// Makes a decision of what a Doctor's model answered.
package enum DoctorVerdict {
    /// The model's action where it can be taken; otherwise its hint, else what the rules say.
    ///
    /// - Parameters:
    ///   - known: The providers that there are.
    ///   - templates: The names of the maintenance templates.
    ///   - rules: What the rules would do.
    /// - Returns: Nil where nothing is left to try.
    package static func settle(
        _ response: DoctorResponse, of request: DoctorRequest, complex: Bool, model: String,
        tier: DoctorTier, escalated: Bool, known: Set<String>, templates: Set<String>,
        rules: RuleDoctor.Answer?
    ) -> DoctorDecided? {
        var decided = DoctorDecided(
            by: .model, complex: complex, action: response.action,
            confidence: response.confidence, rationale: response.rationale,
            evidence: request.evidence, signature: request.failure.signature, model: model,
            tier: tier, escalated: escalated, hint: response.hint, fix: response.fix,
            providers: response.providers.isEmpty ? nil : response.providers,
            maintenance: response.maintenance)
        let obstacle =
            request.obstacle(to: response.action)
            ?? unfit(response, of: request.failure, known: known, templates: templates)
        guard let obstacle else {
            if decided.action == .retryWithFix { decided.hint = hint(of: response, rules) }
            return decided
        }
        decided.evidence.append("not done: \(response.action.rawValue), \(obstacle)")
        if let hint = response.hint, request.obstacle(to: .retryWithFix) == nil {
            decided.action = .retryWithFix
            decided.hint = hint
            return decided
        }
        guard var answer = rules?.decision else { return nil }
        answer.complex = complex
        answer.evidence.append("not done: \(response.action.rawValue), \(obstacle)")
        return answer
    }

    /// The model's words, and those of the rules where they are surer: an action is taken once for
    /// a failure, so what is known has to be said now.
    private static func hint(of response: DoctorResponse, _ rules: RuleDoctor.Answer?) -> String {
        let hint = response.hint ?? response.rationale
        guard let known = rules?.decision, known.action == .retryWithFix, let more = known.hint,
            known.confidence > response.confidence
        else { return hint }
        return "\(hint) \(more)"
    }

    /// Why an action lacks what it needs; nil: it is whole.
    private static func unfit(
        _ response: DoctorResponse, of failure: PhaseFailure, known: Set<String>,
        templates: Set<String>
    ) -> String? {
        switch response.action {
        case .executeFix:
            guard let fix = response.fix, !fix.commands.isEmpty else {
                return "no command is given"
            }
            if fix.verify.isEmpty { return "no verify_command is given" }
            return failure.category.isOfCodeAlone
                ? "\(failure.category.rawValue) is of the code, and fixes are for what is around it"
                : nil
        case .disableProvider:
            if response.providers.isEmpty { return "no provider is named" }
            let unknown = response.providers.filter { !known.contains($0) }
            return unknown.isEmpty
                ? nil : "there is no provider \(unknown.joined(separator: ", "))"
        case .scheduleMaintenance:
            guard let name = response.maintenance, !name.isEmpty else { return nil }
            return templates.contains(name) ? nil : "there is no template '\(name)'"
        case .retryWithFix, .replan, .skipPhase, .markFatal, .rollbackRun: return nil
        }
    }
}

extension FailureCategory {
    /// No command mends it: the code itself has to change.
    fileprivate var isOfCodeAlone: Bool {
        switch self {
        case .syntaxError, .indentationError, .undefinedVariable, .typeError, .assertionFailed,
            .lintError:
            true
        default: false
        }
    }
}
