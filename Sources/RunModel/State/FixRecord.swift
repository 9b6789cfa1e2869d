/// One try of a fixer at what fails: the analysis, what was tried, and what came of it.
package struct FixRecord: Hashable, Sendable, Codable {
    /// The phase's attempt that it belongs to.
    package var attempt: Int
    /// Which fix of the attempt it is, from 1.
    package var number: Int
    package var analysis: CheckFailure
    /// The fixer's explanation; empty while there is none.
    package var tried: String
    /// The paths that it changed.
    package var files: [String]
    /// Nil while it is under way.
    package var outcome: FixResult?

    package init(
        attempt: Int, number: Int, analysis: CheckFailure, tried: String = "",
        files: [String] = [], outcome: FixResult? = nil
    ) {
        self.attempt = attempt
        self.number = number
        self.analysis = analysis
        self.tried = tried
        self.files = files
        self.outcome = outcome
    }
}
