package import RunModel

/// What a context is for.
package struct ContextRequest: Sendable {
    /// The plan's goal.
    package var goal: String
    package var phase: Phase
    /// Words for every Builder, of the configuration; a line that is the path of a file of the base
    /// stands for that file.
    package var instructions: String?
    package var neverSend: NeverSend
    /// Tokens that the context may have.
    package var maxTokens: Int
    /// Paths that the model asked for, perhaps with lines: `a.py:10-40`.
    package var asked: [String]
    /// Paths that the change so far touches.
    package var changed: [String]
    /// Failing output, or a refusal: what it names is shown.
    package var failing: String

    package init(
        goal: String, phase: Phase, instructions: String? = nil,
        neverSend: NeverSend = NeverSend(), maxTokens: Int = ContextSettings().maxTokens,
        asked: [String] = [], changed: [String] = [], failing: String = ""
    ) {
        self.goal = goal
        self.phase = phase
        self.instructions = instructions
        self.neverSend = neverSend
        self.maxTokens = maxTokens
        self.asked = asked
        self.changed = changed
        self.failing = failing
    }

    /// What each part may have, in bytes.
    ///
    /// The parts that stay the same from attempt to attempt do not depend on how much the others
    /// need, since providers cache a prompt by its beginning.
    package struct Shares: Hashable, Sendable {
        package var instructions: Int
        package var map: Int
        package var files: Int
        /// What this attempt alone is shown: asked for, changed, named by failing output.
        package var ofAttempt: Int
    }

    package var shares: Shares {
        let bytes = TokenEstimate.bytes(ofTokens: maxTokens)
        let part = bytes / 20
        return Shares(
            instructions: part * 2, map: part * 4, files: part * 9, ofAttempt: part * 5)
    }
}
