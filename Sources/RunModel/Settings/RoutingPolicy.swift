/// How the models of a task category are chosen (`decisions.md`, `llm_routing_policies`).
package struct RoutingPolicy: Hashable, Sendable, Codable {
    package enum Strategy: String, Sendable, Codable, CaseIterable {
        /// The strongest model from the start, two audits, never another quality class.
        case bestFirst = "BEST_FIRST"
        /// A stronger one after some attempts.
        case progressive = "PROGRESSIVE"
        case cheapFirst = "CHEAP_FIRST"
    }

    package var strategy: Strategy
    /// Attempts after which `PROGRESSIVE` goes up a tier.
    package var escalateAfter: Int

    package init(strategy: Strategy, escalateAfter: Int = RoutingPolicy.defaultEscalateAfter) {
        self.strategy = strategy
        self.escalateAfter = escalateAfter
    }

    package static let defaultEscalateAfter = 2

    /// The policies by task category where the user says nothing else.
    package static let usual: [String: RoutingPolicy] = [
        "security_auth_change": RoutingPolicy(strategy: .bestFirst),
        "external_feature_reuse_remote": RoutingPolicy(strategy: .bestFirst),
        "schema_contract_change_destructive": RoutingPolicy(strategy: .bestFirst),
        "core_backend_high": RoutingPolicy(strategy: .progressive),
        "schema_contract_change_additive": RoutingPolicy(strategy: .progressive),
        "docs": RoutingPolicy(strategy: .cheapFirst),
        "tests": RoutingPolicy(strategy: .cheapFirst),
    ]

    enum CodingKeys: String, CodingKey {
        case strategy
        case escalateAfter = "escalate_after"
    }
}

/// The models of a task category, in place of the chains; an empty list leaves them.
package struct CategoryModels: Hashable, Sendable, Codable {
    package var builder: [String]
    package var auditor: [String]

    package init(builder: [String] = [], auditor: [String] = []) {
        self.builder = builder
        self.auditor = auditor
    }
}
