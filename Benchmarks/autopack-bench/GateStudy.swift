import Git
import Governance
import Orchestrator
import RunModel
import TestSupport

/// What the gate says of honest work: releases of real projects, each a change of the one before.
///
/// A release is judged as the candidate of a phase whose plan allows tests to change, as a change
/// of behaviour does: without the evidence that running the tests of before gives, with the best
/// that it could give, and with what `Benchmarks/gate/evidence` found.
struct GateStudy {
    /// What `.make` unpacked: `project/version/…`.
    let folder: String
    /// The list of projects and their versions.
    let list: String
    /// Says of each part what was found.
    let isVerbose: Bool

    private static let linesLimit = 600

    /// Judges each pair, and each test file of each, and prints the counts.
    func run() throws {
        let repository = try ScratchRepository()
        let evidence = GateStudyEvidence(folder: folder)
        var releases = GateStudyTally(what: "releases that change source and tests, each whole")
        var files = GateStudyTally(
            what: "parts of them, one for each test file that differs, with all of the source")
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
                let pair = "\(project) \(old.version) \(new.version)"
                releases.add(judged(difference, pair, evidence))
                for part in Self.parts(of: difference) {
                    let judged = judged(part, pair, evidence)
                    files.add(judged)
                    if isVerbose { tell(judged, pair) }
                }
            }
        }
        print(releases.text)
        print(files.text)
    }

    /// A release taken apart into changes of the size of a commit, which mostly touches one file
    /// of tests.
    ///
    /// What tests load and is no code is a part of its own.
    private static func parts(of difference: Difference) -> [Difference] {
        let source = difference.files.filter { !PathKind.isTest($0.path) }
        let tests = difference.files.filter { PathKind.isTest($0.path) }
        let code = tests.filter { $0.path.hasSuffix(".py") }
        let material = tests.filter { !$0.path.hasSuffix(".py") }
        return code.map { Difference(files: source + [$0]) }
            + (material.isEmpty ? [] : [Difference(files: source + material)])
    }

    private func judged(
        _ difference: Difference, _ pair: String, _ evidence: GateStudyEvidence
    ) -> GateStudyTally.Judged {
        let measured = evidence.evidence(of: difference, pair: pair)
        let alone = judge(difference)
        return GateStudyTally.Judged(
            alone: alone,
            // Tests that pass excuse what was found, and find nothing.
            withPassing: alone.contains { $0.severity > .ok }
                ? judge(difference, tests: GateStudyEvidence.passing) : alone,
            measured: measured.map { judge(difference, tests: $0) } ?? alone,
            isMeasured: measured != nil,
            addsOnly: difference.files.allSatisfy {
                !PathKind.isTest($0.path) || $0.kind == .added
            })
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

    private func tell(_ judged: GateStudyTally.Judged, _ pair: String) {
        let stays = Set(judged.measured.filter { $0.severity > .ok }.map(\.message))
        for finding in judged.alone where finding.severity > .ok {
            print(
                "\(pair) | \(finding.severity.rawValue) | \(finding.rule) | "
                    + "\(finding.path):\(finding.line) | \(finding.message)"
                    + (stays.contains(finding.message) ? "" : " | excused by the tests of before"))
        }
    }
}
