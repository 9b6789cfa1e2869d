/// A change that only the keep ref holds.
package struct CandidateCreated: Hashable, Sendable, Codable {
    package var commit: String
    package var tree: String
    package var files: [ChangedFile]
    package var hunks: [AppliedHunk]

    package init(commit: String, tree: String, files: [ChangedFile], hunks: [AppliedHunk]) {
        self.commit = commit
        self.tree = tree
        self.files = files
        self.hunks = hunks
    }
}

/// A path that differs between the base and the candidate.
package struct ChangedFile: Hashable, Sendable, Codable {
    package enum Kind: String, Sendable, Codable, CaseIterable {
        case added, deleted, modified, renamed
        case typeChanged = "type_changed"
        case modeChanged = "mode_changed"
    }

    package var path: String
    package var oldPath: String?
    package var kind: Kind
    /// Lines; 0 for binary files.
    package var added: Int
    package var removed: Int

    package init(path: String, oldPath: String? = nil, kind: Kind, added: Int, removed: Int) {
        self.path = path
        self.oldPath = oldPath
        self.kind = kind
        self.added = added
        self.removed = removed
    }

    enum CodingKeys: String, CodingKey {
        case path, kind, added, removed
        case oldPath = "old_path"
    }
}

/// How one hunk of a reply found its place.
package struct AppliedHunk: Hashable, Sendable, Codable {
    package var path: String
    package var strategy: String
    /// 0…1; 1 where the text was found as quoted.
    package var similarity: Double
    /// Places that matched.
    package var candidates: Int
    /// The first line in the file before the change, counted from 1; null where it has none.
    package var line: Nullable<Int>

    package init(
        path: String, strategy: String, similarity: Double, candidates: Int, line: Int?
    ) {
        self.path = path
        self.strategy = strategy
        self.similarity = similarity
        self.candidates = candidates
        self.line = Nullable(line)
    }
}

/// A reply brought no candidate, or one that policy forbids.
package struct CandidateRefused: Hashable, Sendable, Codable {
    package var category: FailureCategory
    /// The code of the refusal, as `not-found`.
    package var reason: String
    /// What the next prompt and the person are told.
    package var message: String
    /// The nearest real lines; null where that says nothing.
    package var nearest: Nullable<String>

    package init(category: FailureCategory, reason: String, message: String, nearest: String?) {
        self.category = category
        self.reason = reason
        self.message = message
        self.nearest = Nullable(nearest)
    }
}

/// A tree was judged by checks; the payload of `baseline.checked` and `checks.finished`.
package struct TreeChecked: Hashable, Sendable, Codable {
    package var tree: String
    package var checks: [CheckResult]
    /// A digest of what the checks ran in: tools, settings, sandbox.
    package var environment: String
    /// What a person should know of the checks themselves: `check_blind`, gaps of the sandbox.
    package var findings: [HealthFinding]
    /// What tests of the other side of the change say; nil where it touches none.
    package var tests: TestEvidence?
    /// What keeps the tree from going on; nil where nothing does, or in older records.
    package var failure: CheckFailure?

    package init(
        tree: String, checks: [CheckResult], environment: String, findings: [HealthFinding] = [],
        tests: TestEvidence? = nil, failure: CheckFailure? = nil
    ) {
        self.tree = tree
        self.checks = checks
        self.environment = environment
        self.findings = findings
        self.tests = tests
        self.failure = failure
    }
}

/// A failing check in the one vocabulary: what is known of it even where a fix mends it and no
/// attempt fails.
package struct CheckFailure: Hashable, Sendable, Codable {
    package var category: FailureCategory
    /// A digest by which the same failure is known again.
    package var signature: String
    /// A sentence; the specific part follows what is fixed for the category.
    package var rootCause: String
    /// The check that fails; nil in older records.
    package var check: String?
    /// The innermost place in the repository; nil where the log names none.
    package var file: String?
    /// Counted from 1.
    package var line: Int?
    /// The failing tests by name, at most ``testLimit``; nil where the log names none.
    package var failed: [String]?

    package init(
        category: FailureCategory, signature: String, rootCause: String, check: String? = nil,
        file: String? = nil, line: Int? = nil, failed: [String] = []
    ) {
        self.category = category
        self.signature = signature
        self.rootCause = rootCause
        self.check = check
        self.file = file
        self.line = line
        self.failed = failed.isEmpty ? nil : Array(failed.prefix(CheckFailure.testLimit))
    }

    /// Names of tests that an analysis holds; the check's result has them all.
    package static let testLimit = 20

    enum CodingKeys: String, CodingKey {
        case category, signature, check, file, line, failed
        case rootCause = "root_cause"
    }
}

/// What the checks say of a change that touches tests, with the tests of its other side
/// (`decisions.md`, Test-tamper gate).
package struct TestEvidence: Hashable, Sendable, Codable {
    /// Of the candidate's code with the base's tests and all that steers them.
    package var baseTests: [CheckResult]
    /// Of the base's code with the candidate's tests, where the candidate adds any.
    package var newTests: [CheckResult]

    package init(baseTests: [CheckResult], newTests: [CheckResult]) {
        self.baseTests = baseTests
        self.newTests = newTests
    }

    enum CodingKeys: String, CodingKey {
        case baseTests = "base_tests"
        case newTests = "new_tests"
    }
}

/// What one check said of one tree.
package struct CheckResult: Hashable, Sendable, Codable {
    package var name: String
    package var command: [String]
    /// The exit status; 128 + the signal where one ended it; 124 past the time limit.
    package var exit: Int
    package var seconds: Double
    /// Failing tests by name, in order; empty where the log names none.
    package var failed: [String]
    /// Those that did not fail in the baseline.
    package var newFailures: [String]
    /// Those of the baseline that pass now.
    package var fixed: [String]
    /// Those that failed once and passed when run again.
    package var flaky: [String]
    /// The blob of the log, in keep; null where nothing was printed.
    package var log: Nullable<String>
    /// How many tests ran, where the log says so.
    package var counts: TestCounts?

    package init(
        name: String, command: [String], exit: Int, seconds: Double, failed: [String] = [],
        newFailures: [String] = [], fixed: [String] = [], flaky: [String] = [], log: String? = nil,
        counts: TestCounts? = nil
    ) {
        self.name = name
        self.command = command
        self.exit = exit
        self.seconds = seconds
        self.failed = failed
        self.newFailures = newFailures
        self.fixed = fixed
        self.flaky = flaky
        self.log = Nullable(log)
        self.counts = counts
    }

    package var passed: Bool { exit == 0 }

    enum CodingKeys: String, CodingKey {
        case name, command, exit, seconds, failed, fixed, flaky, log, counts
        case newFailures = "new_failures"
    }
}

/// How many tests a runner says it ran.
package struct TestCounts: Hashable, Sendable, Codable {
    /// Those that passed or failed.
    package var ran: Int
    /// Skipped, ignored, deselected, pending, and expected to fail.
    package var skipped: Int

    package init(ran: Int, skipped: Int) {
        self.ran = ran
        self.skipped = skipped
    }
}
