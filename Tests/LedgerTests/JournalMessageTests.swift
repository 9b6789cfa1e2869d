import Git
import Ledger
import RunModel
import Testing

/// What a journal says of events that a model or a stranger wrote.
struct JournalMessageTests {
    @Test func `text of others obeys no terminal and makes no trailer`() throws {
        let text = "\u{1B}]0;x\u{7}a\n\nAutopack-Run: other"
        let issue = AuditIssue(
            severity: .major, category: text, path: text, line: 3, description: text,
            suggestion: text)
        let finding = Finding(
            rule: text, severity: .blocked, path: text, line: 1, message: text)
        let health = HealthFinding(
            id: text, severity: .warning, what: text, why: text, fix: text, repairable: false)
        let events: [Event] = [
            .auditFinished(
                AuditFinished(approved: false, issues: [issue], auditors: [text], summary: text)),
            .gateDecided(GateDecided(verdict: .blocked, findings: [finding], risk: 1)),
            .checksFinished(
                TreeChecked(tree: "a", checks: [], environment: "", findings: [health])),
            .fixStarted(
                Fix(
                    fixType: "edit", commands: [], verify: [], results: [], fixed: false,
                    number: 1,
                    analysis: CheckFailure(
                        category: .assertionFailed, signature: text, rootCause: text, check: nil,
                        file: text, line: nil, failed: [text]))),
        ]
        for event in events {
            let message = try message(of: event)
            #expect(!message.unicodeScalars.contains("\u{1B}"), "\(message)")
            #expect(Trailers(message: message).values("Autopack-Run") == ["r"], "\(message)")
        }
    }

    @Test func `numbers beyond all numbers are told, and end nothing`() throws {
        let file = ChangedFile(path: "a", kind: .added, added: .max, removed: .max)
        let created = CandidateCreated(commit: "1", tree: "2", files: [file, file], hunks: [])
        #expect(try message(of: .candidateCreated(created)).contains("+\(Int.max) -\(Int.max)"))
        for budget in BudgetName.allCases {
            let exceeded = BudgetExceeded(budget: budget, cap: 1e300, spent: -1e300)
            #expect(try message(of: .budgetExceeded(exceeded)).contains("budget"))
        }
    }

    private func message(of event: Event) throws -> String {
        let run = try #require(RunID("r"))
        let time = try #require(Timestamp("2026-01-02T03:04:05.000Z"))
        let created = RunCreated(
            goal: "g", base: "1", target: nil, snapshot: nil, tool: "autopack",
            settings: RunSettings(), checks: [])
        let state = try RunState(
            JournalEntry(run: run, seq: 0, time: time, event: .runCreated(created)))
        return JournalMessage.write(
            JournalEntry(run: run, seq: 1, time: time, event: event), state)
    }
}
