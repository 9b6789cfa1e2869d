import Agents
import Git
import Healing
import Ledger
import RunModel

/// What a fixer is to mend, what it tried, and what came of it (`decisions.md`, Fix loop).
extension Run {
    /// Records what is to be mended, before a fixer is asked; a call that is tried again is the
    /// same fix.
    func beginFix() throws(RunError) {
        guard ledger.state.openFix == nil else { return }
        let fix = Fix(
            fixType: Fix.edit, number: attempt.fixes + 1, analysis: try analysis(of: attempt))
        try recordInAttempt([.fixStarted(fix)])
    }

    /// What keeps the candidate, or where there is none yet the base, from going on.
    private func analysis(of attempt: AttemptState) throws(RunError) -> CheckFailure {
        if attempt.isUnparsable, let refused = attempt.refusal {
            return CheckFailure(
                category: refused.category,
                signature: Classifier.signature(of: refused.category, message: refused.message),
                rootCause: "\(refused.category.rootCause): \(refused.message)", check: "parse")
        }
        guard let failing = failing(attempt) else {
            preconditionFailure("a fixer mends what fails a check")
        }
        return try analysis(of: failing)
    }

    /// What fails, in the one vocabulary; nil where every check passes.
    func failure(in results: [CheckResult]) throws(RunError) -> CheckFailure? {
        try results.failing.map { result throws(RunError) in try analysis(of: result) }
    }

    private func analysis(of result: CheckResult) throws(RunError) -> CheckFailure {
        let diagnosis = classify(result, log: String(decoding: try log(of: result), as: UTF8.self))
        return CheckFailure(
            category: diagnosis.category, signature: diagnosis.signature,
            rootCause: diagnosis.rootCause, check: result.name,
            file: diagnosis.file.map(inCheckout), line: diagnosis.line,
            failed: result.failed.isEmpty ? diagnosis.failed : result.failed)
    }

    /// A check sees the candidate where the user sees the project, and names its files so.
    private func inCheckout(_ path: String) -> String {
        guard let root = ledger.repository.location.workTree, path.hasPrefix("\(root)/") else {
            return path
        }
        return String(path.dropFirst(root.utf8.count + 1))
    }

    // MARK: The end

    /// The events, and beside what settles the fix under way the event that ends it.
    func withEndOfFix(_ events: [Event]) throws(RunError) -> [Event] {
        guard ledger.state.openFix != nil else { return events }
        var events = events
        for (index, event) in events.enumerated() {
            switch event {
            case .candidateRefused(let refused):
                let result: FixResult =
                    refused.reason == CandidateRefused.unfixable ? .unfixable : .refused
                let why = result == .refused ? "refused: \(refused.message)" : refused.message
                events.insert(
                    try endOfFix(result, created: created(in: events), why), at: index + 1)
            case .checksFinished(let checked):
                let passed = ledger.state.verdict(of: checked) != .blocked
                events.insert(
                    try endOfFix(passed ? .passed : .failed, created: created(in: events)),
                    at: index + 1)
            case .attemptFailed:
                events.insert(try endOfFix(.abandoned, created: created(in: events)), at: index)
            default: continue
            }
            return events
        }
        return events
    }

    private func created(in events: [Event]) -> String? {
        for case .candidateCreated(let created) in events { return created.tree }
        return attempt.stage == .check ? attempt.candidate?.tree : nil
    }

    /// - Parameter created: The tree of the candidate that came of the fix; nil: none did.
    private func endOfFix(
        _ result: FixResult, created: String?, _ why: String = ""
    ) throws(RunError) -> Event {
        let attempt = attempt
        var files: [String] = []
        if let created {
            let before = attempt.trees.last { $0 != created }
            let new = try commit(created)
            let old: ObjectID
            if let before { old = try commit(before) } else { old = try tree(of: attempt.start) }
            let repository = ledger.repository
            files = try git { () throws(GitError) in
                try repository.difference(
                    from: old, to: new,
                    options: DifferenceOptions(findsRenames: false, countsLines: false))
            }.map { "\($0.path)" }
        }
        var said = [try explanation(of: attempt), why].filter { !$0.isEmpty }
        if result == .unfixable { said = [why] }
        if said.isEmpty, !files.isEmpty { said = ["changed \(files.joined(separator: ", "))"] }
        return .fixFinished(
            Fix(
                fixType: Fix.edit, results: said, fixed: result == .passed,
                number: ledger.state.openFix?.number, files: files, outcome: result))
    }

    /// The fixer's own words; empty where it said nothing, or nothing came.
    private func explanation(of attempt: AttemptState) throws(RunError) -> String {
        guard attempt.stage != .call(.fixer), attempt.reply != nil else { return "" }
        let reply = try reply(of: attempt)
        if let report = WorkReport(reading: reply) {
            return FixExplanation.shortened(report.transcript)
        }
        return FixExplanation.read(reply)
    }
}
