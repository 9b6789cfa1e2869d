/// When the rest of a plan is rewritten (`decisions.md`, Replanning).
package struct ReplanSettings: Hashable, Sendable, Codable {
    /// Failures in a row of one category with messages alike.
    package var triggerThreshold: Int
    /// Off: failures of one category count whatever their messages say.
    package var messageSimilarityEnabled: Bool
    /// From 0 to 1, the ratio of Ratcliff and Obershelp over normalised messages.
    package var similarityThreshold: Double
    /// Shorter messages count only where their signatures are the same.
    package var minMessageLength: Int
    package var maxReplansPerPhase: Int
    package var maxReplansPerRun: Int
    /// Categories that trigger at once.
    package var fatalErrorTypes: [FailureCategory]

    package init(
        triggerThreshold: Int = 2, messageSimilarityEnabled: Bool = true,
        similarityThreshold: Double = 0.8, minMessageLength: Int = 30,
        maxReplansPerPhase: Int = 1, maxReplansPerRun: Int = 5,
        fatalErrorTypes: [FailureCategory] = [.wrongTechStack, .schemaMismatch, .apiContractWrong]
    ) {
        self.triggerThreshold = triggerThreshold
        self.messageSimilarityEnabled = messageSimilarityEnabled
        self.similarityThreshold = similarityThreshold
        self.minMessageLength = minMessageLength
        self.maxReplansPerPhase = maxReplansPerPhase
        self.maxReplansPerRun = maxReplansPerRun
        self.fatalErrorTypes = fatalErrorTypes
    }

    enum CodingKeys: String, CodingKey {
        case triggerThreshold = "trigger_threshold"
        case messageSimilarityEnabled = "message_similarity_enabled"
        case similarityThreshold = "similarity_threshold"
        case minMessageLength = "min_message_length"
        case maxReplansPerPhase = "max_replans_per_phase"
        case maxReplansPerRun = "max_replans_per_run"
        case fatalErrorTypes = "fatal_error_types"
    }
}
