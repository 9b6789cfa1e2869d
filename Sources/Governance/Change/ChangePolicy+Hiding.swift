import RunModel

/// What shows only when checks ran: failures that the candidate's own tests do not tell, and tests
/// that do not run any more (`decisions.md`, Test-tamper gate).
extension ChangePolicy {
    /// The base's tests fail on the candidate's code, and the candidate's tests do not say so:
    /// whether they failed before does not matter, since the same code is judged.
    static func hidden(at stage: PolicyStage, allowed: Bool) -> [Finding] {
        guard case .gate(let tests?, let baseline, let own) = stage else { return [] }
        return tests.baseTests.compactMap { result in
            guard !result.passed, let mine = own.first(where: { $0.name == result.name }) else {
                return nil
            }
            let before = baseline.first { $0.name == result.name }
            // What fails anew is told already.
            guard CheckJudgement(of: result, beside: before) != .newFailure else { return nil }
            let failing = Set(mine.failed)
            let names = result.failed.filter { !failing.contains($0) }
            guard !names.isEmpty || (mine.passed && result.failed.isEmpty) else { return nil }
            let shown =
                names.isEmpty ? "exit \(result.exit)" : names.prefix(5).joined(separator: ", ")
            return GateRule.testsChanged.finding(
                allowed ? .needsReview : .blocked,
                "the tests of before still fail on the new code, and the changed tests do not say"
                    + " so: check '\(result.name)': \(shown)"
                    + (allowed ? "" : "; allow: [test_changes] permits"))
        }
    }

    /// Fewer tests ran than before, or more were skipped, or a runner that always said how many
    /// ran says nothing: with its own tests, and with the base's where the change touches tests.
    static func unseen(at stage: PolicyStage, allowed: Bool) -> [Finding] {
        guard case .gate(let tests, let baseline, let own) = stage else { return [] }
        // A test that is added may be skipped from the start; what the base has may not.
        let judging = own.map { ($0, tests == nil) } + (tests?.baseTests ?? []).map { ($0, true) }
        return judging.compactMap { (result, countsSkips) in
            guard let before = baseline.first(where: { $0.name == result.name })?.counts else {
                return nil
            }
            let what: String
            var severity = Verdict.blocked
            switch result.counts {
            case nil where result.passed:
                what = "ended well and does not say that any test ran; before, \(before.ran) did"
            case let now? where countsSkips && now.skipped > before.skipped:
                what = "leaves out \(now.skipped) tests; before, it left out \(before.skipped)"
            case let now? where now.ran < before.ran && result.passed:
                what = "ran \(now.ran) tests; before, it ran \(before.ran)"
                if allowed { severity = .needsReview }
            default: return nil
            }
            return GateRule.testsTampered.finding(severity, "check '\(result.name)' \(what)")
        }
    }

    /// Code beside the tests that changes their runner, or finds out that it is being tested.
    static func runnersTouched(in difference: Difference) -> [Finding] {
        var findings: [Finding] = []
        for file in difference.files where shells.contains(file.name) {
            for line in file.addedLines where settings.contains(where: { line.text.contains($0) }) {
                findings.append(
                    GateRule.testsTampered.finding(
                        .blocked, path: file.path, line: line.number,
                        "decides what runs the tests (\(line.text.prefix(60)))"))
            }
        }
        for file in difference.files
        where !PathKind.isTest(file.path) && TestLanguage(path: file.path) != nil {
            for line in file.addedLines {
                let text = line.text
                if let name = patches.first(where: { isAssigned($0, in: text) }) {
                    findings.append(
                        GateRule.testsTampered.finding(
                            .blocked, path: file.path, line: line.number,
                            "replaces a part of the test runner (\(name)…)"))
                } else if let word = detections.first(where: { text.contains($0) }) {
                    findings.append(
                        GateRule.testsTampered.finding(
                            .needsReview, path: file.path, line: line.number,
                            "finds out whether it is being tested (\(word))"))
                }
            }
        }
        return Array(findings.prefix(20))
    }

    /// `unittest.TestCase.assertEqual = …`: a member of a runner's module on the left of `=`.
    private static func isAssigned(_ prefix: String, in line: String) -> Bool {
        let bare = line.drop { $0 == " " || $0 == "\t" }
        guard bare.hasPrefix(prefix) else {
            return line.contains("setattr(\(prefix.dropLast())")
        }
        guard let sign = bare.firstIndex(of: "=") else { return false }
        let name = bare[..<sign]
        let after = bare.index(after: sign)
        let isName = name.allSatisfy { character in
            character.isLetter || character.isNumber || "._\"'() :".contains(character)
        }
        // `pytest.exit("x", returncode=0)` calls, and assigns nothing.
        let calls = name.contains("(") && !prefix.hasPrefix("require(")
        return isName && !calls && (after == bare.endIndex || bare[after] != "=")
    }

    /// What a package manager reads before it runs a script.
    private static let shells: Set<String> = [".npmrc", ".yarnrc", ".yarnrc.yml", ".pnpmrc"]
    private static let settings = ["script-shell", "node-options", "scriptShell", "nodeOptions"]

    private static let patches = [
        "unittest.", "pytest.", "_pytest.", "doctest.", "nose.", "jest.", "vitest.", "assert.",
        "require(\"assert", "require('assert", "require(\"node:assert", "require('node:assert",
    ]
    private static let detections = [
        "PYTEST_CURRENT_TEST", "\"pytest\" in sys.modules", "'pytest' in sys.modules",
        "\"unittest\" in sys.modules", "'unittest' in sys.modules", "JEST_WORKER_ID",
        "VITEST_WORKER_ID", "NODE_TEST_CONTEXT", "XCTestConfigurationFilePath",
        "XCTestSessionIdentifier", "testing.Testing()",
    ]
}

extension DifferenceFile {
    /// The last component of the path.
    fileprivate var name: String { path.split(separator: "/").last.map(String.init) ?? path }
}
