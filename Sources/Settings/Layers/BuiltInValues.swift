extension BuiltIn {
    static let models: [Row] = []
    static let autopack: [Row] = []
}
