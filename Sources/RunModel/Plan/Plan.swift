/// What a run is to do: checks that hold throughout, and phases in order (`cli.md`, Plan file).
package struct Plan: Hashable, Sendable, Codable {
    /// The version of the format; 1.
    package var version: Int
    package var goal: String
    /// Run on every candidate; they may not get worse than at the run's last checkpoint.
    package var checks: [Check]
    package var phases: [Phase]

    package init(version: Int = 1, goal: String, checks: [Check] = [], phases: [Phase]) {
        self.version = version
        self.goal = goal
        self.checks = checks
        self.phases = phases
    }

    /// The phase of that name.
    package subscript(id: PhaseID) -> Phase? { phases.first { $0.id == id } }

    /// The plan with every phase made in this way; nil: as the plan says.
    package func built(by builder: BuilderMode?) -> Plan {
        guard let builder else { return self }
        var plan = self
        for index in plan.phases.indices { plan.phases[index].builder = builder }
        return plan
    }
}

/// One step of a plan: built, checked, audited, gated and committed as a whole.
package struct Phase: Hashable, Sendable, Codable {
    package var id: PhaseID
    /// One line for people and for the checkpoint's subject; the id where the plan gives none.
    package var title: String
    package var goal: String
    package var category: String
    package var complexity: Complexity
    package var dependsOn: [PhaseID]
    package var scope: Scope
    package var acceptance: [String]
    /// Each must pass for the phase to complete.
    package var checks: [Check]
    package var maxAttempts: Int?
    package var builder: BuilderMode
    package var allow: [Allowance]

    package init(
        id: PhaseID, title: String? = nil, goal: String, category: String = "general",
        complexity: Complexity = .medium, dependsOn: [PhaseID] = [], scope: Scope = Scope(),
        acceptance: [String] = [], checks: [Check] = [], maxAttempts: Int? = nil,
        builder: BuilderMode = .patch, allow: [Allowance] = []
    ) {
        self.id = id
        self.title = title ?? id.description
        self.goal = goal
        self.category = category
        self.complexity = complexity
        self.dependsOn = dependsOn
        self.scope = scope
        self.acceptance = acceptance
        self.checks = checks
        self.maxAttempts = maxAttempts
        self.builder = builder
        self.allow = allow
    }

    enum CodingKeys: String, CodingKey {
        case id, title, goal, category, complexity, scope, acceptance, checks, builder, allow
        case dependsOn = "depends_on"
        case maxAttempts = "max_attempts"
    }
}

extension Phase {
    /// The category of the phase that `git autopack fix` makes.
    package static let fix = "fix"

    /// The phase mends what the plan's checks find on its base: its first call is a fixer's, and
    /// each of these checks must pass for it to complete.
    package var mendsChecks: Bool { category == Phase.fix }
}

/// How hard a phase is thought to be; it chooses the first tier of models.
package enum Complexity: String, Sendable, Codable, CaseIterable, Comparable {
    case low, medium, high

    package static func < (left: Complexity, right: Complexity) -> Bool {
        left.rank < right.rank
    }

    private var rank: Int { Complexity.allCases.firstIndex(of: self) ?? 0 }
}

/// What a phase may touch, and what its Builder is shown besides, as globs.
package struct Scope: Hashable, Sendable, Codable {
    /// Empty: all that is not protected.
    package var write: [String]
    package var read: [String]

    package init(write: [String] = [], read: [String] = []) {
        self.write = write
        self.read = read
    }
}

/// How a phase's change is made.
package enum BuilderMode: Hashable, Sendable, CustomStringConvertible {
    /// One reply with edits.
    case patch
    /// A loop of tools on object space.
    case agent
    /// A program on this machine that changes files in the private workspace.
    case command(String)

    /// - Returns: nil where the word is none of `patch`, `agent`, `command:<name>`.
    package init?(_ text: String) {
        switch text {
        case "patch": self = .patch
        case "agent": self = .agent
        default:
            guard text.hasPrefix("command:"), text.utf8.count > "command:".utf8.count else {
                return nil
            }
            self = .command(String(text.dropFirst("command:".count)))
        }
    }

    package var description: String {
        switch self {
        case .patch: "patch"
        case .agent: "agent"
        case .command(let name): "command:\(name)"
        }
    }
}

extension BuilderMode: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let mode = BuilderMode(text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "'\(text)' is no builder")
        }
        self = mode
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

/// What a phase may do that is refused otherwise.
package enum Allowance: String, Sendable, Codable, CaseIterable {
    case massDeletion = "mass_deletion"
    case newDependencies = "new_dependencies"
    /// Existing tests may change; weakening them stays blocked.
    case testChanges = "test_changes"
    case symlinks
    case modeChanges = "mode_changes"
    case submodules
}
