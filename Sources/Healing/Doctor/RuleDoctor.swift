package import RunModel

/// What can be said of a failed phase without asking a model: free, offline, the same every time.
package enum RuleDoctor {
    /// What the rules say.
    package struct Answer: Hashable, Sendable {
        package var decision: DoctorDecided
        /// No model would know better.
        package var isCertain: Bool
    }

    /// Decides, where anything can be done that was not tried for this failure.
    ///
    /// - Parameter replan: Why the plan is at fault; nil: it is not known to be.
    /// - Returns: Nil where the rules have nothing left to try.
    package static func answer(_ request: DoctorRequest, replan: String?) -> Answer? {
        let candidates = [
            diskIsFull(request), providerIsDown(request), dependencyIsMissing(request),
            stateWasRestored(request),
            replan.map { why in
                Answer(
                    decision: decision(request, .replan, confidence: 0.8, why),
                    isCertain: request.failure.category.failureClass == .approach
                        || request.hasTried(.retryWithFix))
            }, hint(request),
        ]
        return candidates.compactMap(\.self).first { answer in
            request.obstacle(to: answer.decision.action) == nil
        }
    }

    // MARK: What is certain

    private static func diskIsFull(_ request: DoctorRequest) -> Answer? {
        guard request.failure.category == .diskFull else { return nil }
        return Answer(
            decision: decision(
                request, .markFatal, confidence: 1,
                "the disk is full; nothing that a model writes makes room: \(request.failure.message)"
            ), isCertain: true)
    }

    private static func providerIsDown(_ request: DoctorRequest) -> Answer? {
        let failure = request.failure
        guard failure.category.tellsOfProvider, failure.category.failureClass == .infrastructure,
            let provider = failure.provider
                ?? failure.model.split(separator: "/").first.map(String.init)
        else { return nil }
        var decided = decision(
            request, .disableProvider, confidence: 0.9,
            "\(provider) failed (\(failure.category.rawValue)): \(failure.message)")
        decided.providers = [provider]
        return Answer(decision: decided, isCertain: true)
    }

    private static func dependencyIsMissing(_ request: DoctorRequest) -> Answer? {
        guard request.failure.category == .missingDependency else { return nil }
        let allows = request.phase.allow.contains(.newDependencies)
        let way =
            allows
            ? "name it in the project's manifest, or do without it"
            : "do without it: the phase may not add dependencies"
        var decided = decision(
            request, .retryWithFix, confidence: 0.8,
            "what the change needs is not installed: \(request.failure.message)")
        decided.hint = "\(request.failure.rootCause). It cannot be installed by hand: \(way)."
        return Answer(decision: decided, isCertain: true)
    }

    /// The workspace is made anew for every candidate: a lock or a conflict there does not stay.
    private static func stateWasRestored(_ request: DoctorRequest) -> Answer? {
        switch request.failure.category {
        case .indexLocked, .refConflict, .detachedHead, .dirtyTree:
            var decided = decision(
                request, .retryWithFix, confidence: 0.9,
                "the workspace was restored since: \(request.failure.message)")
            decided.hint =
                "The repository's state got in the way (\(request.failure.rootCause));"
                + " it has been restored. Leave git's own state alone."
            return Answer(decision: decided, isCertain: true)
        default: return nil
        }
    }

    // MARK: The best that can be said

    private static func hint(_ request: DoctorRequest) -> Answer? {
        let failure = request.failure
        let times = request.failures.count { $0.signature == failure.signature }
        var words = [
            "\(sentence(failure.category)) (\(failure.category.rawValue)): \(failure.message)."
        ]
        if let circle = request.circle {
            words.append("Going round in circles, \(circle): do something else.")
        } else if times > 1 {
            words.append("\(times) attempts failed in this very way: do it differently.")
        } else {
            words.append("Mend the cause; keep what was right.")
        }
        if let advice = advice(for: failure.category) { words.append(advice) }
        var decided = decision(
            request, .retryWithFix, confidence: 0.5,
            "nothing is certain; the next attempt is told what went wrong")
        decided.hint = words.joined(separator: " ")
        return Answer(decision: decided, isCertain: false)
    }

    private static func sentence(_ category: FailureCategory) -> String {
        let text = category.rootCause
        return text.prefix(1).uppercased() + text.dropFirst()
    }

    private static func advice(for category: FailureCategory) -> String? {
        switch category {
        case .commandTimeout: "Look for a loop that does not end, or for work that is too much."
        case .sandboxDenied:
            "Checks run without network and write only in the project: do not reach outside."
        case .notFound, .ambiguous:
            "Quote more lines around the place, exactly as the file has them."
        case .elision, .truncated, .replyTruncated: "Write every line out; make smaller edits."
        case .scopeDenied, .pathDenied: "Stay within the paths that the phase may change."
        case .testsTampered, .testsChanged: "Leave the existing tests as they are."
        case .replyMalformed, .replyEmpty: "Answer in the form that is asked for, and only so."
        default: nil
        }
    }

    private static func decision(
        _ request: DoctorRequest, _ action: DoctorAction, confidence: Double, _ rationale: String
    ) -> DoctorDecided {
        DoctorDecided(
            by: .rules, action: action, confidence: confidence, rationale: rationale,
            evidence: request.evidence, signature: request.failure.signature)
    }
}

extension DoctorRequest {
    /// What a decision rests on, for the journal.
    package var evidence: [String] {
        let last = failures.suffix(4).map {
            "attempt \($0.attempt): \($0.category.rawValue) \($0.signature)"
        }
        return last + providers.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
    }
}
