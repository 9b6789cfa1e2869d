package import RunModel

/// What is done next with the answers of the Doctor's models (`decisions.md`, Doctor).
package enum Consultation: Hashable, Sendable {
    /// Ask a model, for the first time, once more after a reply that could not be read, or a
    /// stronger one.
    case ask(DoctorTier, fault: String?, escalated: Bool)
    /// This answer stands.
    case settle(Answer, escalated: Bool)
    /// No model has answered in a form that can be read: the rules decide.
    case leaveToRules

    /// A reply, read or not.
    package struct Answer: Hashable, Sendable {
        /// Nil where the reply could not be read.
        package var response: DoctorResponse?
        /// What is wrong with the reply.
        package var fault: String?
        /// As `provider/model`.
        package var model: String
        package var tier: DoctorTier

        package init(
            response: DoctorResponse?, fault: String? = nil, model: String, tier: DoctorTier
        ) {
            self.response = response
            self.fault = fault
            self.model = model
            self.tier = tier
        }
    }

    /// Chooses: the tier that fits the failure; once more after an unreadable reply; the strong one
    /// where the cheap one was not sure, of whose two replies the more confident stands.
    ///
    /// - Parameters:
    ///   - answers: In the order in which they came.
    ///   - attempts: Begun in the phase.
    package static func next(
        after answers: [Answer], for request: DoctorRequest, attempts: Int, models: DoctorModels
    ) -> Consultation {
        let unread = answers.filter { $0.response == nil }
        let read = answers.filter { $0.response != nil }
        guard let first = read.first, let response = first.response else {
            guard unread.count < 2 else { return .leaveToRules }
            let tier = unread.last?.tier ?? DoctorChoice.tier(for: request, models: models)
            return .ask(tier, fault: unread.last?.fault, escalated: false)
        }
        if let second = read.dropFirst().first, let other = second.response {
            let stands = DoctorChoice.moreConfident(response, other) == other ? second : first
            return .settle(stands, escalated: true)
        }
        // One that could not be read after it was the strong model's: it is not asked again.
        guard answers.last?.response != nil else { return .settle(first, escalated: true) }
        let wantsMore = DoctorChoice.escalates(
            after: response, by: first.tier, attempts: attempts, models: models)
        guard wantsMore, !unread.contains(where: { $0.tier == .strong }) else {
            return .settle(first, escalated: false)
        }
        return .ask(.strong, fault: nil, escalated: true)
    }
}
