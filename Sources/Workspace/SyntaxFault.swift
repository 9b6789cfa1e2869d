/// A place at which a language's own tool cannot parse a file.
package struct SyntaxFault: Sendable, Hashable {
    /// Relative to the root of the tree.
    package var path: String
    /// Counted from 1; 0 where the tool names none.
    package var line: Int
    /// In the tool's own words.
    package var message: String

    package init(path: String, line: Int, message: String) {
        self.path = path
        self.line = line
        self.message = message
    }
}
