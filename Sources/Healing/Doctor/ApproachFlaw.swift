package import RunModel

/// Finds out that the plan is at fault and not the attempts (`decisions.md`, Replanning).
package enum ApproachFlaw {
    /// Why the rest of the plan is to be written anew; nil: nothing speaks for it.
    ///
    /// - Parameter failures: Of the phase, in order.
    package static func evidence(
        in failures: [PhaseFailure], settings: ReplanSettings
    ) -> String? {
        guard let last = failures.last else { return nil }
        if settings.fatalErrorTypes.contains(last.category) {
            return "\(last.category.rawValue) is a fault of the plan: \(last.message)"
        }
        let count = max(1, settings.triggerThreshold)
        let row = failures.suffix(count)
        guard row.count == count, last.category.isOfTheChange,
            row.allSatisfy({ $0.category == last.category })
        else { return nil }
        let pairs = zip(row, row.dropFirst())
        guard pairs.allSatisfy({ isAlike($0, $1, settings) }) else { return nil }
        return
            "\(count) attempts in a row failed alike (\(last.category.rawValue)): \(last.message)"
    }

    /// Whether two failures of one category say the same.
    ///
    /// Of messages that are too short to compare only the signature tells.
    static func isAlike(
        _ left: PhaseFailure, _ right: PhaseFailure, _ settings: ReplanSettings
    ) -> Bool {
        if left.signature == right.signature { return true }
        guard settings.messageSimilarityEnabled else { return true }
        let messages = [left.message, right.message].map(Normalizer.normalize)
        guard messages.allSatisfy({ $0.count >= settings.minMessageLength }) else { return false }
        return MessageSimilarity.ratio(messages[0], messages[1]) >= settings.similarityThreshold
    }
}

extension PhaseFailure {
    /// The specific part of the root cause, without what every failure of the category says.
    package var message: String {
        let fixed = "\(category.rootCause): "
        return rootCause.hasPrefix(fixed) ? String(rootCause.dropFirst(fixed.count)) : rootCause
    }
}

extension FailureCategory {
    /// The failure tells of the change, and not of the world or of how a reply was written.
    fileprivate var isOfTheChange: Bool {
        switch failureClass {
        case .checks, .auditor, .gate, .approach, .patch: true
        case .infrastructure, .gitState, .reply: false
        }
    }
}
