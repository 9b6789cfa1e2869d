/// One line of a checkpoint's note (`storage.md`, Notes): who made it and how it was judged.
package struct CheckpointNote: Hashable, Sendable, Codable {
    package struct CheckNote: Hashable, Sendable, Codable {
        package var name: String
        /// SHA-256 of the command's words, each ended by a NUL byte.
        package var command: String
        package var exit: Int
        package var seconds: Double

        package init(name: String, command: String, exit: Int, seconds: Double) {
            self.name = name
            self.command = command
            self.exit = exit
            self.seconds = seconds
        }
    }

    package var version: Int
    package var run: RunID
    package var phase: PhaseID
    package var attempt: Int
    /// The models that wrote and judged, as `provider/model`.
    package var models: [String]
    package var tokens: Usage
    package var cost: Nullable<Money>
    package var checks: [CheckNote]
    package var audit: String
    package var gate: Verdict
    package var patchID: String
    package var tree: String

    package init(
        run: RunID, phase: PhaseID, attempt: Int, models: [String], tokens: Usage, cost: Money?,
        checks: [CheckNote], audit: String, gate: Verdict, patchID: String, tree: String
    ) {
        version = 1
        self.run = run
        self.phase = phase
        self.attempt = attempt
        self.models = models
        self.tokens = tokens
        self.cost = Nullable(cost)
        self.checks = checks
        self.audit = audit
        self.gate = gate
        self.patchID = patchID
        self.tree = tree
    }

    enum CodingKeys: String, CodingKey {
        case run, phase, attempt, models, tokens, checks, audit, gate, tree
        case version = "v"
        case cost = "cost_usd"
        case patchID = "patch_id"
    }
}
