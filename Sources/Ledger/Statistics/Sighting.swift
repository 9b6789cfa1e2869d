package import RunModel

/// A failure that a run has seen, known again by its signature.
struct Sighting: Hashable, Codable {
    var category: String
    var rootCause: String
    var first: Timestamp
    var last: Timestamp
    /// Attempts in which it was seen.
    var count: Int
    /// The phase in which it was seen last.
    var phase: PhaseID?
    var phases: [String]
    /// Of the candidates that failed so: what they had changed.
    var files: [String]
    /// Nil while nothing has.
    var mending: Cure?

    static let rootCauseLimit = 200
    static let fileLimit = 10
}

/// What let a run go on after a failure.
package struct Cure: Hashable, Sendable, Codable {
    package enum Way: String, Sendable, Codable, CaseIterable {
        /// A later attempt became a checkpoint.
        case attempt
        /// A fixer mended the failing candidate.
        case fix
        /// Commands of the Doctor mended it.
        case executeFix = "execute_fix"
    }

    package var way: Way
    package var time: Timestamp
    package var phase: PhaseID?
    package var attempt: Int?
    /// As `provider/model`; nil where no model had a part in it.
    package var model: String?
    /// The checkpoint, or the candidate that passed its checks.
    package var commit: String?
    /// The Doctor's last action after the failure.
    package var doctor: String?
    /// The last hint after the failure.
    package var hint: String?

    enum CodingKeys: String, CodingKey {
        case way, time, phase, attempt, model, commit, hint
        case doctor = "doctor_action"
    }
}

extension Cure {
    /// The account in a line, as `attempt 2 of add by tape/any, checkpoint 1a2b3c4d5e, after the
    /// Doctor's retry_with_fix`.
    package var sentence: String {
        let place = [
            attempt.map { "attempt \($0)" }, phase.map { "of \($0)" }, model.map { "by \($0)" },
        ].compactMap(\.self).joined(separator: " ")
        let short = commit.map { String($0.prefix(10)) }
        var parts: [String] =
            switch way {
            case .attempt: [place, short.map { "checkpoint \($0)" }].compactMap(\.self)
            case .fix:
                [place.isEmpty ? "a fix" : "a fix in \(place)", short.map { "candidate \($0)" }]
                    .compactMap(\.self)
            case .executeFix: [place.isEmpty ? "execute_fix" : "execute_fix in \(place)"]
            }
        let causes = [
            way == .executeFix ? nil : doctor.map { "the Doctor's \($0)" },
            hint.map { "the hint \"\($0)\"" },
        ].compactMap(\.self)
        if !causes.isEmpty { parts.append("after \(causes.joined(separator: " and "))") }
        return parts.joined(separator: ", ")
    }
}
