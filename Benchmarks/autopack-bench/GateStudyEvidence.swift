import Governance
import RunModel
import TestSupport

/// How the tests of a release did on the code of the next one, where they could be run.
struct GateStudyEvidence {
    /// What `Benchmarks/gate/evidence` says of each test file: `project old new path`.
    private var verdicts: [String: String] = [:]

    init(folder: String) {
        let text = String(
            decoding: ScratchFolder.read("\(folder)/evidence.txt") ?? [], as: UTF8.self)
        for line in text.split(separator: "\n") {
            guard let space = line.lastIndex(of: " ") else { continue }
            verdicts[String(line[..<space])] = String(line[line.index(after: space)...])
        }
    }

    /// The tests of before, all passing on the new code.
    static let passing = TestEvidence(
        baseTests: [CheckResult(name: "tests", command: [], exit: 0, seconds: 0)], newTests: [])

    /// What is known of the test files that a change touches; nil where one of them did not run.
    func evidence(of difference: Difference, pair: String) -> TestEvidence? {
        let paths = difference.files.filter { $0.kind != .added }.map { $0.oldPath ?? $0.path }
            .filter { PathKind.isTest($0) && Self.holdsTests($0) }
        let known = paths.compactMap { verdicts["\(pair) \($0)"] }.filter { $0 != "unknown" }
        guard !paths.isEmpty, known.count == paths.count else { return nil }
        guard known.contains("failed") else { return Self.passing }
        let failed = CheckResult(
            name: "tests", command: [], exit: 1, seconds: 0, failed: ["a test of before"])
        return TestEvidence(baseTests: [failed], newTests: [])
    }

    /// What tests load beside them runs with them, as it was.
    private static func holdsTests(_ path: String) -> Bool {
        let name = path.split(separator: "/").last ?? ""
        return name.hasSuffix(".py") && name != "conftest.py" && name != "__init__.py"
    }
}
