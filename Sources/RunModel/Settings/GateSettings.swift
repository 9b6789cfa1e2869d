/// From which risk on the gate asks, or refuses (`decisions.md`, Governance).
package struct GateSettings: Hashable, Sendable, Codable {
    /// The least risk score, from 0 to 100, of each level.
    package var critical: Int
    package var high: Int
    package var medium: Int
    /// Every phase waits for a person, whatever its risk.
    package var requireApproval: Bool

    package init(
        critical: Int = 70, high: Int = 50, medium: Int = 25, requireApproval: Bool = false
    ) {
        self.critical = critical
        self.high = high
        self.medium = medium
        self.requireApproval = requireApproval
    }

    enum CodingKeys: String, CodingKey {
        case critical, high, medium
        case requireApproval = "require_approval"
    }
}
