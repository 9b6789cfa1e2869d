import Git
import Ledger
import RunModel
import TestSupport
import Testing

/// A key's value reaches no object, not even one that nothing names.
struct SecretsTests {
    private static let secret = "correct-horse-4711-battery"

    @Test func `a key in events, transcripts, the goal and the plan's text is in no object`() throws
    {
        let secret = SecretsTests.secret
        let scene = try LedgerScene()
        let ledger = try scene.create(
            goal: "log in with \(secret)", secrets: [secret], planText: "goal: use \(secret)\n")
        let blob = try ledger.store(
            Array("KEY=\(secret)\n".utf8), role: "builder", kind: .reply, phase: nil,
            attempt: nil)
        try ledger.append([.checkedHealth("found \(secret) in a file")])
        try ledger.append(
            [
                .replanAdopted(
                    PlanAdopted(
                        version: 2, source: .person, why: secret,
                        plan: try scene.plan("again \(secret)")))
            ], planText: Array("again: \(secret)\n".utf8))
        let objects = try scene.allObjects()
        #expect(!objects.contains(secret))
        #expect(!String(decoding: try ledger.read(blob.hex), as: UTF8.self).contains(secret))
        // What is folded is what is stored.
        #expect(!ledger.state.goal.contains(secret))
        #expect(try JournalReader(scene.repository).tip(of: ledger.run).state == ledger.state)
        try scene.scratch.fsckStrict()
    }

    @Test func `the same text without the key is stored as it is`() throws {
        let scene = try LedgerScene()
        _ = try scene.create(goal: "log in with \(SecretsTests.secret)")
        #expect(try scene.allObjects().contains(SecretsTests.secret))
    }
}
