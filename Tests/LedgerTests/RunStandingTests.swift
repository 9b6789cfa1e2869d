import Git
import Ledger
import RunModel
import TestSupport
import Testing

/// What the record of a run says of commits that claim to be of it.
@Suite struct RunStandingTests {
    @Test func `a commit's claim is read from its trailers alone`() throws {
        let scene = try LedgerScene()
        let repository = try scene.repository
        func claim(_ message: String) throws -> CommitClaim? {
            CommitClaim(try repository.readCommit(try scene.looseCommit(message)))
        }
        let checkpoint = try claim(
            "mend\n\nAutopack-Run: r1\nAutopack-Phase: add\nAutopack-Attempt: 2\n")
        #expect(checkpoint?.run.description == "r1")
        #expect(checkpoint?.phase?.description == "add")
        #expect(checkpoint?.attempt == 2)
        #expect(checkpoint?.isRecord == false)
        #expect(try claim("merge\n\nAutopack-Run: r1\n")?.phase == nil)
        #expect(
            try claim("e\n\nAutopack-Run: r1\nAutopack-Seq: 0\nAutopack-Event: x\n")?.isRecord
                == true)
        #expect(try claim("mend\n\nAutopack-Run: R 1\n") == nil)
        #expect(try claim("it speaks of Autopack-Run: r1 in its text\n\nand goes on\n") == nil)
        #expect(try claim("plain\n") == nil)
    }

    @Test func `a run that is not there, and one that has not ended`() throws {
        let scene = try LedgerScene()
        #expect(try RunStanding.read(try scene.run("r1"), in: scene.repository) == nil)
        _ = try scene.create()
        let standing = try #require(
            try RunStanding.read(try scene.run("r1"), in: scene.repository))
        let commit = try scene.looseCommit("mend\n\nAutopack-Run: r1\nAutopack-Phase: add\n")
        let claim = try #require(CommitClaim(try scene.repository.readCommit(commit)))
        #expect(
            try standing.standing(of: claim) { _ in false } == .notSucceeded(standing.state.status))
        #expect(standing.reverts == [])
        // What only names the run, as a merge by hand, is nobody's unfinished work.
        let merge = try scene.looseCommit("merge\n\nAutopack-Run: r1\n")
        let other = try #require(CommitClaim(try scene.repository.readCommit(merge)))
        #expect(try standing.standing(of: other) { _ in false } == .other)
    }

    @Test func `a journal that cannot be read is said to be invalid`() throws {
        let scene = try LedgerScene()
        try scene.scratch.git("update-ref", "refs/autopack/runs/r1", scene.base)
        let error = #expect(throws: LedgerError.self) {
            try RunStanding.read(try scene.run("r1"), in: scene.repository)
        }
        #expect(error?.code == .invalid)
    }
}
