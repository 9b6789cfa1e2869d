package import RunModel

/// What a plan that a model wrote may not do (`decisions.md`, Replanning): a model has no power
/// that a person did not give it.
package enum PlanPolicy {
    /// More phases than this are no plan that a person can look at.
    package static let phaseLimit = 30

    /// What is wrong with a first plan of a model, each as a sentence that it can act on.
    ///
    /// - Parameter attempts: What the person allows each phase.
    package static func faults(
        ofFirst plan: Plan, attempts: Int = .max, protected: ProtectedPaths = ProtectedPaths()
    ) -> [String] {
        var faults: [String] = []
        if plan.phases.count > phaseLimit {
            faults.append(
                "it has \(plan.phases.count) phases, at most \(phaseLimit) may be: join some")
        }
        for (index, phase) in plan.phases.enumerated() {
            let place = "phases[\(index)] (\(phase.id))"
            if !phase.allow.isEmpty {
                let words = phase.allow.map(\.rawValue).joined(separator: ", ")
                faults.append(
                    "\(place).allow: [\(words)] is a person's to give: leave 'allow' out")
            }
            if phase.category == ProtectedPaths.maintenance {
                faults.append(
                    "\(place).category: \(ProtectedPaths.maintenance) is a person's to give")
            }
            if let wanted = phase.maxAttempts, wanted > attempts {
                faults.append(
                    "\(place).max_attempts: \(wanted) is more than the \(attempts) that a phase has"
                )
            }
            for pattern in phase.scope.write {
                // A path that the pattern matches stands for it.
                let path = pattern.replacing("**", with: "x").replacing("*", with: "x")
                let sample = path.hasSuffix("/") ? path + "x" : path
                if PathRule.explain(sample) != nil || protected.standing(of: sample) != .open {
                    faults.append(
                        "\(place).scope.write: '\(pattern)' is protected: no phase may change it")
                }
            }
            if case .command = phase.builder {
                faults.append(
                    "\(place).builder: \(phase.builder) is a person's to choose: leave 'builder' out"
                )
            }
        }
        return faults
    }
}
