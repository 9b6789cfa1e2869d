package import RunModel

/// One thing that goes wrong in a run, and what ends it.
package struct Fault: Hashable, Sendable {
    /// What it takes for the fault to be over.
    package enum Cure: Hashable, Sendable {
        /// It strikes so many times, and is over.
        case time(Int)
        /// It stays at the provider that it struck first; the others are well.
        case anotherProvider
        /// The model does what is right once it is told what failed.
        case telling
        /// The model does what is right once the rules' advice for the category reaches it.
        case advice
        /// The model does what is right once it has a word that only the Doctor's models know.
        case remedy
        /// It stays until commands have brought the state in order.
        case commands
        /// Nothing ends it.
        case nothing
    }

    package var category: FailureCategory
    /// The phase that it strikes.
    package var phase: FaultPlan.PhaseName
    /// Whose calls or replies it strikes.
    package var role: Role
    package var cure: Cure
    /// A word that only the failure itself says.
    package var evidence: String
    /// A word that only the Doctor's models know, and only where they see the evidence.
    package var remedy: String
    /// The cheap model is not sure of what it says, and wrong.
    package var isHard: Bool
    /// A model that has not understood makes the same change again; else another wrong one.
    package var isStubborn: Bool

    /// Somebody can end it: time, another provider, a rule, a model.
    package var isRecoverable: Bool { cure != .nothing }

    /// Another provider or a rule ends it, with no model's help.
    package var isCuredByRule: Bool {
        switch cure {
        case .time, .anotherProvider, .telling, .advice: true
        case .remedy, .commands, .nothing: false
        }
    }

    /// Where a fault of its category comes from.
    package var place: Place { Place(category) }

    /// What a category's faults are made of.
    package enum Place: Hashable, Sendable {
        /// A call is answered by an error.
        case call
        /// A reply is no reply, or its edits cannot be applied.
        case reply
        /// A check fails on code that the model wrote.
        case code
        /// A check fails on the state of the workspace or of the machine, whatever the code is.
        case state

        init(_ category: FailureCategory) {
            switch category {
            case .missingDependency, .sandboxDenied, .commandTimeout: self = .code
            case .diskFull: self = .state
            default:
                self =
                    switch category.failureClass {
                    case .infrastructure: .call
                    case .gitState: .state
                    case .reply, .patch: .reply
                    case .checks, .auditor, .gate, .approach: .code
                    }
            }
        }
    }

    /// The categories that the benchmark injects, in the order of the vocabulary.
    package static let categories = FailureCategory.allCases.filter { category in
        switch category.failureClass {
        case .infrastructure, .gitState, .reply, .patch, .checks: true
        case .auditor, .gate, .approach: false
        }
    }
}
