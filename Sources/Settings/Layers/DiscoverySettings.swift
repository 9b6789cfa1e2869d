/// What is looked for where no provider is configured and no key is at hand.
package struct DiscoverySettings: Hashable, Sendable {
    /// Whether agents that are found on PATH are used as models.
    package enum Agents: String, Sendable, CaseIterable {
        /// The person says so once.
        case ask
        case use, ignore
    }

    /// Where servers of models are looked for on 127.0.0.1, the preferred first.
    package var ports: [Int]
    package var agents: Agents

    package init(ports: [Int] = [11434, 8080, 1234], agents: Agents = .ask) {
        self.ports = ports
        self.agents = agents
    }
}
