/// What was found out of an endpoint or a model that no configuration says.
package enum LearnedFact: Hashable, Sendable, CustomStringConvertible {
    /// The provider has no `/responses`: it is asked on `/chat/completions`.
    case noResponses(provider: String)
    /// The model is offered on `/responses` only.
    case onlyResponses(ModelName)
    /// The model does not take a parameter.
    case refuses(ModelName, parameter: String)

    package var description: String {
        switch self {
        case .noResponses(let provider):
            "\(provider) has no /responses; /chat/completions is asked instead"
        case .onlyResponses(let model): "\(model) is asked on /responses, where alone it is offered"
        case .refuses(let model, let parameter):
            "\(model) does not take '\(parameter)'; it is left out"
        }
    }
}
