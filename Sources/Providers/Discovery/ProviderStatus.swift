import RunModel

/// What a look at a provider found, before a token is spent.
package struct ProviderStatus: Hashable, Sendable {
    package enum State: String, Hashable, Sendable, CaseIterable {
        case up, down
        /// Settings keep it from being asked, as `--offline` does.
        case disabled
        /// Something of it is missing that nobody has to have: a key, a program.
        case notConfigured = "not_configured"
    }

    package var provider: String
    package var state: State
    /// From the first request to the last byte; nil where nothing was asked.
    package var latencyMilliseconds: Int?
    /// A sentence without a full stop; empty where all is well.
    package var reason: String
    /// What mends it: commands to paste, or sentences; one a line.
    package var remedy: String?
    /// It is down, and may be up again without anybody's doing.
    package var mayPass: Bool
    /// The provider's own list; nil where it has none.
    package var models: [ListedModel]?
    /// Models that are configured and not on the list, each with the nearest that are.
    package var unlisted: [UnlistedModel]

    package init(
        provider: String, state: State, latencyMilliseconds: Int? = nil, reason: String = "",
        remedy: String? = nil, mayPass: Bool = false, models: [ListedModel]? = nil,
        unlisted: [UnlistedModel] = []
    ) {
        self.provider = provider
        self.state = state
        self.latencyMilliseconds = latencyMilliseconds
        self.reason = reason
        self.remedy = remedy
        self.mayPass = mayPass
        self.models = models
        self.unlisted = unlisted
    }

    /// The name of the check, as `check_glm`.
    package var check: String { "check_\(provider)" }

    /// The reason, or what is wrong with the configured models.
    package var sentence: String {
        reason.isEmpty ? unlisted.map(\.description).joined(separator: "; ") : reason
    }
}

/// A model that a provider's list does not have.
package struct UnlistedModel: Hashable, Sendable, CustomStringConvertible {
    package var name: String
    /// At most three that are on the list, the nearest first.
    package var nearest: [String]

    /// Looks for the names that were perhaps meant.
    package init(_ name: String, list: [ListedModel]) {
        self.name = name
        let ids = list.map(\.id)
        let wanted = Array(name.lowercased().utf8)
        func common(_ id: String) -> Int {
            zip(id.lowercased().utf8, wanted).prefix { $0 == $1 }.count
        }
        let alike = ids.map { (id: $0, common: common($0)) }.filter { $0.common >= 3 }
            .sorted { ($1.common, $0.id) < ($0.common, $1.id) }.map(\.id)
        var nearest = Nearest.word(to: name, among: ids).map { [$0] } ?? []
        for id in alike where !nearest.contains(id) { nearest.append(id) }
        self.nearest = Array(nearest.prefix(3))
    }

    package var description: String {
        "model \(name) is not in its list"
            + (nearest.isEmpty ? "" : "; nearest: \(nearest.joined(separator: ", "))")
    }
}
