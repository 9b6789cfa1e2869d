/// A way in which models write changes down.
///
/// The raw values are the words that settings, JSON and messages use.
package enum EditFormat: String, Sendable, Hashable, CaseIterable {
    /// `<<<<<<< SEARCH` / `=======` / `>>>>>>> REPLACE` blocks, in all their spellings.
    case searchReplace = "search-replace"
    /// Unified diffs, with or without git's extended headers.
    case unifiedDiff = "udiff"
    /// The complete new text of a file in a fence, with its path beside it.
    case wholeFile = "whole"
    /// `*** Begin Patch` envelopes.
    case envelope = "v4a"
    /// JSON documents that list operations.
    case structured = "structured"
}
