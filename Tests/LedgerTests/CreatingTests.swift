import Git
import Ledger
import RunModel
import TestSupport
import Testing

/// A run appears with all its first events, or not at all.
struct CreatingTests {
    @Test func `a first event that may not follow leaves no ref behind`() throws {
        let scene = try LedgerScene()
        let refs = try scene.scratch.refs
        let wrong = Event.planAdopted(
            PlanAdopted(version: 2, source: .file, why: "w", plan: try scene.plan()))
        let error = #expect(throws: LedgerError.self) {
            _ = try scene.create(then: [.checkedHealth(), wrong])
        }
        #expect(error?.code == .illegalEvent)
        #expect(try scene.scratch.refs == refs)
        // The name and its lock are free.
        _ = try scene.create()
        try scene.scratch.fsckStrict()
    }

    @Test(arguments: [
        "refs/autopack/runs/r1", "refs/heads/autopack/r1", "refs/heads/autopack/pre-run-r1",
    ])
    func `a name that is taken is refused, with the ref that has it`(ref: String) throws {
        let scene = try LedgerScene()
        try scene.scratch.git("update-ref", ref, "HEAD")
        let refs = try scene.scratch.refs
        let error = #expect(throws: LedgerError.self) { _ = try scene.create() }
        #expect(error?.code == .exists)
        #expect(error?.detail.contains(ref) == true)
        #expect(try scene.scratch.refs == refs)
    }

    @Test func `the journal's first appearance holds every first event`() throws {
        let scene = try LedgerScene()
        try scene.scratch.git("config", "core.logAllRefUpdates", "always")
        _ = try scene.create()
        #expect(try scene.journal().count == 3)
        #expect(
            try scene.scratch.git("log", "-1", "--format=%P", "refs/autopack/keep/r1")
                == scene.base)
    }
}
