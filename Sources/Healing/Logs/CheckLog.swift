package import RunModel

/// What a check printed, split into lines once for all that is read from it.
package struct CheckLog: Sendable {
    let text: String
    /// Without escape sequences and carriage returns.
    let lines: [String]

    package init(_ text: String) {
        self.text = text
        lines = LogText.lines(of: text)
    }

    /// The failing tests by name (``FailingTests``).
    ///
    /// - Parameter root: The folder that the command ran in; names do not begin with it.
    package func failingTests(root: String? = nil) -> [String] {
        FailingTests.names(in: lines, report: text, root: root)
    }

    /// How many tests ran and how many were left out; nil where no runner came to its end
    /// (``TestCounting``).
    package var counts: TestCounts? { TestCounting.counts(in: lines) }
}
