import RunModel

/// What a change does to tests: the base's beside the candidate's.
///
/// Tests that are renamed, moved, merged or reformatted are found again; what remains is told.
package struct TestChange: Sendable {
    package private(set) var issues: [TestIssue] = []
    /// Tests that the base does not have.
    package private(set) var addedTests: [String] = []

    /// A routine and where it stands.
    struct Placed {
        var file: Int
        var path: String
        var routine: TestRoutine
        var language: TestLanguage
        var runs: Bool { routine.isTest && language.collects(path) }
    }

    private var base: [Placed] = []
    private var candidate: [Placed] = []

    package init(of difference: Difference) {
        for (index, file) in difference.files.enumerated() { read(file, index) }
        var pairing = TestPairing(base, candidate)
        pairing.pair()
        let sources = difference.files.filter { !PathKind.isTest($0.path) }
        var comparison = TestComparison(pairing, rewrite: ClaimRewrite(of: sources))
        comparison.compare()
        issues += comparison.issues
        addedTests = comparison.addedTests
        issues += difference.files.flatMap { SteeringChange.issues(of: $0) }
        deduplicate()
    }

    private mutating func read(_ file: DifferenceFile, _ index: Int) {
        guard file.kind != .modeChanged else { return }
        let before = file.oldPath ?? file.path
        var isRead = true
        if let bytes = file.oldBytes, file.kind != .added {
            if let found = Self.read(bytes, path: before) {
                base += found.routines.map {
                    Placed(file: index, path: before, routine: $0, language: found.language)
                }
            } else {
                isRead = false
            }
        } else if file.oldSizeBytes > 0 {
            isRead = false
        }
        if let bytes = file.newBytes, file.kind != .deleted,
            let found = Self.read(bytes, path: file.path)
        {
            candidate += found.routines.map {
                Placed(file: index, path: file.path, routine: $0, language: found.language)
            }
        }
        if !isRead, file.kind != .added, file.removed > 0, Self.isTestMaterial(before) {
            issues.append(
                TestIssue(
                    kind: .changedFile, path: before, old: "\(file.removed) lines",
                    new: "\(file.added) lines"))
        }
    }

    private static func read(_ bytes: [UInt8], path: String) -> TestFile? {
        guard let language = TestLanguage(path: path) else { return nil }
        let isTest = PathKind.isTest(path)
        guard isTest || language == .rust else { return nil }
        let file = TestFile(bytes, language: language, onlyTests: !isTest)
        // A library's module may be called `test.py`.
        guard isAmongTests(path) || file.routines.contains(where: \.isTest) else { return nil }
        return file
    }

    /// A folder above it says that tests are in it, or a runner loads it for them.
    private static func isAmongTests(_ path: String) -> Bool {
        let parts = path.lowercased().split(separator: "/")
        return parts.dropLast().contains { folders.contains($0) } || parts.last == "conftest.py"
    }

    private static let folders: Set<Substring> = [
        "test", "tests", "spec", "specs", "__tests__", "e2e",
    ]

    /// Among tests, but neither code that is read nor words about tests.
    private static func isTestMaterial(_ path: String) -> Bool {
        guard PathKind.isTest(path) else { return false }
        let name = path.split(separator: "/").last?.lowercased() ?? ""
        return ![".md", ".rst", ".adoc", ".gitignore", ".gitattributes", "requirements.txt"]
            .contains {
                name.hasSuffix($0)
            } && SteeringChange.reader(for: path) == nil
    }

    /// One mark on a class concerns many tests and is said once.
    private mutating func deduplicate() {
        var seen: Set<String> = []
        issues = issues.filter { issue in
            let isMark = issue.kind == .skipped || issue.kind == .conditionalSkip
            guard isMark, !issue.new.isEmpty else { return true }
            return seen.insert("\(issue.kind) \(issue.path) \(issue.line) \(issue.new)").inserted
        }
    }
}
