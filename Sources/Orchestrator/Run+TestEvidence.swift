import Git
import Governance
import Ledger
import RunModel

extension Run {
    /// Runs the checks with the tests of the other side of a change that touches tests or what
    /// steers them (`decisions.md`, Test-tamper gate).
    ///
    /// The base's tests judge the candidate's code, unless tests were only added; and the tests
    /// that the candidate adds judge the base's code, where they have to fail. It costs a run of
    /// all checks each, so it is done only where it says something, for a candidate that passes.
    ///
    /// - Returns: Nil where the change touches no test.
    func testEvidence(of candidate: CandidateCreated) async throws(RunError) -> TestEvidence? {
        let sides = TestSides(of: try difference(to: candidate))
        guard !sides.isEmpty else { return nil }
        let repository = ledger.repository
        let (tip, made) = (try commit(ledger.state.tip), try commit(candidate.tree))
        let (old, base, new) = try git { () throws(GitError) in
            let old = try repository.readCommit(tip).tree
            return (
                old, try sides.baseTests(on: made, from: old, repository),
                try sides.newTests(on: old, from: made, repository)
            )
        }
        var evidence = TestEvidence(baseTests: [], newTests: [])
        if let base, base != made {
            evidence.baseTests = try await results(
                on: base, at: try commit(candidate.commit), again: true)
        }
        if let new, new != old {
            // A failure is what is hoped for here: nothing is gained by seeing it twice.
            evidence.newTests = try await results(on: new, at: tip, again: false)
        }
        return evidence
    }

    private func results(
        on tree: ObjectID, at commit: ObjectID, again: Bool
    ) async throws(RunError) -> [CheckResult] {
        try await tools.bench.bring(to: commit, with: tree)
        var results: [CheckResult] = []
        for check in ledger.state.plan.checks + phase.checks {
            results.append(try await result(of: check, on: tree, recalling: true, again: again))
        }
        return results
    }
}

/// The tests of a difference, and how each side's are brought to the other's code.
private struct TestSides {
    /// Tests, and what steers them.
    private let files: [DifferenceFile]
    /// Something was there before that is different now, or decides which tests run.
    private let changesBase: Bool
    /// There are lines of tests that were not there before.
    private let addsTests: Bool

    init(of difference: Difference) {
        files = difference.files.filter(TestSteering.isTouched)
        changesBase = files.contains { file in
            file.kind != .added || !PathKind.isTest(file.path) || PathKind.steersTests(file.path)
        }
        addsTests = files.contains { file in
            file.kind != .deleted && file.added > 0 && PathKind.isTest(file.path)
                && !PathKind.steersTests(file.path)
        }
    }

    var isEmpty: Bool { files.isEmpty }

    /// The tree of the new code with the old tests; nil where nothing of them changed.
    func baseTests(
        on new: ObjectID, from old: ObjectID, _ repository: Repository
    ) throws(GitError) -> ObjectID? {
        guard changesBase else { return nil }
        return try tree(on: new, taking: \.sourceBefore, from: old, repository)
    }

    /// The tree of the old code with the new tests; nil where there are none.
    func newTests(
        on old: ObjectID, from new: ObjectID, _ repository: Repository
    ) throws(GitError) -> ObjectID? {
        guard addsTests else { return nil }
        return try tree(on: old, taking: \.sourceAfter, from: new, repository)
    }

    /// Takes the files away and puts those of the other side in their places.
    private func tree(
        on code: ObjectID, taking path: (DifferenceFile) -> String?, from tests: ObjectID,
        _ repository: Repository
    ) throws(GitError) -> ObjectID {
        var removed: [TreeChange] = []
        var put: [TreeChange] = []
        let kept = Set(files.compactMap(path))
        for file in files {
            for path in file.touchedPaths where !kept.contains(path) {
                removed.append(.remove(TreePath(path)))
            }
            guard let path = path(file),
                let entry = try repository.entry(at: TreePath(path), in: tests)
            else { continue }
            put.append(.put(TreePath(path), entry.mode, entry.id))
        }
        return try repository.writeTree(base: code, changes: removed + put)
    }
}

extension DifferenceFile {
    /// Where it was before the change; nil where it was not.
    fileprivate var sourceBefore: String? { kind == .added ? nil : oldPath ?? path }

    /// Where it is after the change; nil where it is not.
    fileprivate var sourceAfter: String? { kind == .deleted ? nil : path }
}
