/// Something that a change does to the tests of its base.
package struct TestIssue: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        case removedTest, removedAssertion, weakenedAssertion, changedAssertion, changedValues
        /// A file of tests that is not read as code: a fixture, a snapshot.
        case changedFile
        /// Skipped where something holds; which tests run, told differently.
        case conditionalSkip, changedSelection
        case skipped, deselected, emptied, patchedRunner

        /// No plan allows it and no person is asked.
        package var isTampering: Bool {
            switch self {
            case .skipped, .deselected, .emptied, .patchedRunner: true
            default: false
            }
        }

        /// Nothing is hidden where the base's test passes on the candidate's code.
        package var isExcusable: Bool {
            switch self {
            case .changedAssertion, .changedValues, .changedFile: true
            default: false
            }
        }
    }

    package var kind: Kind
    package var path: String
    /// Counted from 1, in the candidate where it has the test, else in the base.
    package var line: Int
    /// The test by name; empty for what concerns the whole file.
    package var test: String
    /// How it was; empty where nothing was.
    package var old: String
    /// How it is; empty where nothing is.
    package var new: String

    package init(
        kind: Kind, path: String, line: Int = 0, test: String = "", old: String = "",
        new: String = ""
    ) {
        self.kind = kind
        self.path = path
        self.line = line
        self.test = test
        self.old = old
        self.new = new
    }

    /// What is said of it, with old and new beside each other.
    package var message: String {
        let what =
            switch kind {
            case .removedTest: "removes the test"
            case .removedAssertion: "removes an assertion"
            case .weakenedAssertion: "weakens an assertion"
            case .changedAssertion: "changes an assertion"
            case .changedValues: "changes the values of a test"
            case .changedFile: "changes what tests compare with"
            case .conditionalSkip: "skips the test under a condition"
            case .changedSelection: "changes which tests run"
            case .skipped: "keeps the test from running or failing"
            case .deselected: "takes tests out of the run"
            case .emptied: "empties the test"
            case .patchedRunner: "patches what runs the tests"
            }
        var text = test.isEmpty ? what : "\(what) '\(Self.bounded(test, 80))'"
        if !old.isEmpty { text += "; old: \(Self.bounded(old))" }
        if !new.isEmpty { text += "; new: \(Self.bounded(new))" }
        return text
    }

    private static func bounded(_ text: String, _ limit: Int = 160) -> String {
        let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
        return line.count > limit ? "\(line.prefix(limit - 1))…" : line
    }
}
