/// Why a reply was not applied, in words that help the next attempt.
package struct Refusal: Sendable, Equatable {
    /// The reasons there are; the raw values are part of the command's JSON.
    package enum Reason: String, Sendable, Hashable, CaseIterable {
        /// The quoted text, or the file, is not in the tree.
        case notFound = "not-found"
        /// There is more than one place and nothing that decides between them.
        case ambiguous
        /// A line stands for text left out and cannot be filled in.
        case elision
        /// The reply stops early.
        case truncated
        /// A path that must not be written, or cannot.
        case path
        /// A file that is not text.
        case binary
        /// Two edits change the same lines.
        case overlap
    }

    /// The reason of the first edit that could not be applied.
    package var reason: Reason
    /// What went wrong with each edit: the same text for the model and for people.
    ///
    /// It quotes the nearest real lines with their numbers and the difference to what
    /// the reply quoted. Text of the repository in it is not escaped.
    package var message: String
    /// All hunks, those with a place and those without, in the order of the reply.
    package var hunks: [HunkExplanation]
    /// The real passages that come nearest to what could not be found.
    package var nearest: [NearestPassage]
    /// The paths of edits that were complete, for a reply that stops early.
    package var completePaths: [String]

    /// Makes a refusal.
    package init(
        reason: Reason, message: String, hunks: [HunkExplanation] = [],
        nearest: [NearestPassage] = [], completePaths: [String] = []
    ) {
        self.reason = reason
        self.message = message
        self.hunks = hunks
        self.nearest = nearest
        self.completePaths = completePaths
    }
}

/// The passage of a file that comes nearest to what a hunk quotes.
package struct NearestPassage: Sendable, Equatable {
    /// The file.
    package var path: String
    /// The first line of the passage, counted from 1.
    package var line: Int
    /// The lines as they are in the file, without line ends.
    package var lines: [[UInt8]]
    /// How alike passage and quotation are, from 0 to 1.
    package var similarity: Double

    /// Makes a passage.
    package init(path: String, line: Int, lines: [[UInt8]], similarity: Double) {
        self.path = path
        self.line = line
        self.lines = lines
        self.similarity = similarity
    }
}
