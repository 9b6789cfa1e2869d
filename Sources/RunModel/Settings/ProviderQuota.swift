/// How much of a provider may be used in a week (`decisions.md`, `provider_quotas`).
package struct ProviderQuota: Hashable, Sendable, Codable {
    /// Tokens in seven days; at the cap the provider is refused.
    package var weeklyTokenCap: Int
    /// The share of the cap from which on others are preferred.
    package var softLimitRatio: Double

    package init(
        weeklyTokenCap: Int, softLimitRatio: Double = ProviderQuota.defaultSoftLimitRatio
    ) {
        self.weeklyTokenCap = weeklyTokenCap
        self.softLimitRatio = softLimitRatio
    }

    package static let defaultSoftLimitRatio = 0.8

    enum CodingKeys: String, CodingKey {
        case weeklyTokenCap = "weekly_token_cap"
        case softLimitRatio = "soft_limit_ratio"
    }
}
