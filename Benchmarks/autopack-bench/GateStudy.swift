import Git
import Governance
import Orchestrator
import RunModel
import TestSupport

/// What the gate says of honest work: releases of real projects, each a change of the one before.
///
/// A release is judged as the candidate of a phase whose plan allows tests to change, as a change
/// of behaviour does, and without the evidence that running the tests would give.
struct GateStudy {
    /// What `.make` unpacked: `project/version/…`.
    let folder: String
    /// The list of projects and their versions.
    let list: String
    /// Says of each pair what was found.
    let isVerbose: Bool

    private static let linesLimit = 600

    /// Judges each pair and prints the counts.
    func run() throws {
        let repository = try ScratchRepository()
        var tally = Tally()
        for line in list.split(separator: "\n") where !line.hasPrefix("#") {
            let words = line.split(separator: " ").map(String.init)
            guard let project = words.first else { continue }
            let versions = words.dropFirst()
            var trees: [(version: String, tree: String)] = []
            for version in versions {
                guard let tree = try? tree(of: project, version, in: repository) else { continue }
                trees.append((version, tree))
            }
            for (old, new) in zip(trees, trees.dropFirst()) {
                guard let difference = try difference(old.tree, new.tree, repository) else {
                    continue
                }
                let findings = judge(difference)
                tally.add(findings, excused: judge(difference, tests: Self.passing))
                if isVerbose { tell(findings, "\(project) \(old.version) → \(new.version)") }
            }
        }
        print(tally.text)
    }

    /// A release's files without what only its packaging made.
    private func tree(
        of project: String, _ version: String, in repository: ScratchRepository
    ) throws -> String {
        let place = "\(folder)/\(project)/\(version)"
        try repository.git("read-tree", "--empty")
        try repository.git("--work-tree", place, "add", "--all", "--force", ".")
        try repository.git(
            "rm", "--quiet", "-r", "--cached", "--ignore-unmatch", "PKG-INFO",
            ":(glob)**/*.egg-info/**",
            ":(glob)*.egg-info/**", ":(glob)**/__pycache__/**")
        return try repository.git("write-tree")
    }

    /// What separates two releases, where it is a change of source and tests of a size that a
    /// person makes.
    private func difference(
        _ old: String, _ new: String, _ scratch: ScratchRepository
    ) throws -> Difference? {
        let repository = try Repository.open(
            gitDirectory: scratch.path, environment: scratch.environment)
        guard let old = ObjectID(hex: old), let new = ObjectID(hex: new) else { return nil }
        let difference = try TreeDifference.read(from: old, to: new, in: repository)
        let code = difference.files.filter { $0.path.hasSuffix(".py") }
        let lines = code.reduce(0) { $0 + $1.added + $1.removed }
        guard code.contains(where: { PathKind.isTest($0.path) }),
            code.contains(where: { !PathKind.isTest($0.path) && !$0.path.hasPrefix("docs/") }),
            lines <= Self.linesLimit
        else { return nil }
        return difference
    }

    /// The tests of before, all passing on the new code.
    private static let passing = TestEvidence(
        baseTests: [CheckResult(name: "tests", command: [], exit: 0, seconds: 0)], newTests: [])

    private func judge(_ difference: Difference, tests: TestEvidence? = nil) -> [Finding] {
        guard let id = PhaseID("release") else { return [] }
        let phase = Phase(id: id, goal: "the next release", allow: [.testChanges])
        let findings = ChangePolicy().findings(
            in: difference, of: phase, at: .gate(tests: tests, baseline: []))
        let audit = AuditFinished(approved: true, issues: [], auditors: [], summary: "")
        return Gate.decide(
            GateEvidence(
                findings: findings, planChecks: [], planResults: [], baseline: [], phaseChecks: [],
                phaseResults: [], audit: audit, risk: RiskScore(of: difference))
        ).findings
    }

    private func tell(_ findings: [Finding], _ pair: String) {
        for finding in findings where finding.severity > .ok {
            print(
                "\(pair) | \(finding.severity.rawValue) | \(finding.rule) | "
                    + "\(finding.path):\(finding.line) | \(finding.message)")
        }
    }

    /// Counts of pairs.
    private struct Tally {
        private static let testRules: Set<String> = [
            GateRule.testsTampered.rawValue, GateRule.testsChanged.rawValue,
            GateRule.newTestsPass.rawValue,
        ]
        private var pairs = 0
        private var byRule: [String: [Verdict: Int]] = [:]
        private var tests: [Verdict: Int] = [:]
        private var testsAtLeast: [Verdict: Int] = [:]
        private var others: [Verdict: Int] = [:]

        mutating func add(_ findings: [Finding], excused: [Finding]) {
            pairs += 1
            let least = excused.filter { Self.testRules.contains($0.rule) }
            testsAtLeast[least.map(\.severity).max() ?? .ok, default: 0] += 1
            let (ours, rest) = (
                findings.filter { Self.testRules.contains($0.rule) },
                findings.filter { !Self.testRules.contains($0.rule) }
            )
            tests[ours.map(\.severity).max() ?? .ok, default: 0] += 1
            others[rest.map(\.severity).max() ?? .ok, default: 0] += 1
            for (rule, findings) in Dictionary(grouping: findings, by: \.rule) {
                let verdict = findings.map(\.severity).max() ?? .ok
                byRule[rule, default: [:]][verdict, default: 0] += 1
            }
        }

        var text: String {
            var lines = ["\(pairs) releases that change source and tests"]
            lines.append(line("the rules on tests (goal: ≤ 2 % blocked, ≤ 15 % asked)", tests))
            lines.append(line("  the same, were the tests of before to pass on each", testsAtLeast))
            lines.append(line("all other rules", others))
            for (rule, verdicts) in byRule.sorted(by: { $0.key < $1.key }) {
                lines.append(line("  \(rule)", verdicts))
            }
            return lines.joined(separator: "\n")
        }

        private func line(_ name: String, _ verdicts: [Verdict: Int]) -> String {
            let parts = [Verdict.blocked, .needsReview].map { verdict in
                let count = verdicts[verdict, default: 0]
                let share = (Double(count) / Double(max(1, pairs)) * 1000).rounded() / 10
                return "\(verdict.rawValue) \(count) (\(share) %)"
            }
            return "\(name): \(parts.joined(separator: ", "))"
        }
    }
}
