import Effects
import Git
import Ledger
import RunModel
import TestSupport
import Testing

struct RunExaminationTests {
    private let scene: LedgerScene

    init() throws { scene = try LedgerScene() }

    private func examined() throws -> RunExamination { try RunExamination(scene.repository) }

    /// Writes another commit of a journal, with some words of its `state.json` replaced.
    private func rewrite(_ run: String, _ old: String, _ new: String) throws {
        let ref = "refs/autopack/runs/\(run)"
        let state = try scene.scratch.git("show", "\(ref):state.json")
        #expect(state.contains(old))
        let blob = try scene.scratch.git(
            "hash-object", "-w", "--stdin", input: state.replacing(old, with: new))
        let entries = try scene.scratch.git("ls-tree", ref).split(separator: "\n").map { line in
            line.hasSuffix("\tstate.json") ? "100644 blob \(blob)\tstate.json" : String(line)
        }
        let tree = try scene.scratch.git(
            "mktree", input: entries.joined(separator: "\n") + "\n")
        let message = try scene.scratch.git("log", "-1", "--format=%B", ref)
        let parents = try scene.scratch.git("rev-parse", "\(ref)^")
        let commit = try scene.scratch.git(
            "commit-tree", tree, "-p", parents, "-m", message)
        try scene.scratch.git("update-ref", ref, commit)
    }

    @Test func `a run that is held is told from one that was left`() throws {
        do {
            let ledger = try scene.create()
            #expect(try examined().runs.map(\.isHeld) == [true])
            withExtendedLifetime(ledger) {}
        }
        let left = try examined()
        #expect(left.runs.map(\.isHeld) == [false])
        #expect(left.runs.map(\.state.run.description) == ["r1"])
        #expect(left.unreadable.isEmpty && left.withoutJournal.isEmpty)
        #expect(left.withoutBranch.isEmpty && left.illegalStates.isEmpty)
    }

    @Test func `a run that is over is read once, until its journal grows`() throws {
        var ledger: RunLedger? = try scene.create("r1")
        try ledger?.append([.runAborted(RunMoved(state: .aborted, message: "enough"))])
        ledger = nil
        _ = try scene.create("r2")
        let folder = "\(try scene.repository.commonDirectory)/autopack/cache"
        func look() throws -> [String] {
            var closed: ClosedRuns? = ClosedRuns(files: .live, folder: folder)
            let found = try RunExamination(scene.repository, remembering: &closed)
            closed?.save()
            #expect(found.unreadable.isEmpty && found.illegalStates.isEmpty)
            return found.runs.map(\.state.run.description)
        }
        #expect(try look() == ["r1", "r2"])
        #expect(try look() == ["r2"])
        // What is damaged is not believed.
        try scene.scratch.write(".git/autopack/cache/closed-runs", "closed runs 1\nx y\n")
        #expect(try look() == ["r1", "r2"])
        // Another tip is another journal: a word that is none is found.
        try rewrite("r1", #""state":"aborted""#, #""state":"READY""#)
        var closed: ClosedRuns? = ClosedRuns(files: .live, folder: folder)
        let found = try RunExamination(scene.repository, remembering: &closed)
        #expect(found.illegalStates == [IllegalState(found: "READY", run: "r1")])
    }

    @Test func `looking does not take the lock from anybody`() throws {
        let ledger = try scene.create()
        _ = try examined()
        withExtendedLifetime(ledger) {}
        #expect(throws: LedgerError.self) { try scene.open() }
    }

    @Test(arguments: ["READY", "runnning"])
    func `a word that is no state is named, and hides no other run`(word: String) throws {
        _ = try scene.create("r1")
        _ = try scene.create("r2")
        let status = try #require(try examined().runs.first?.state.status.rawValue)
        try rewrite("r1", #""state":"\#(status)""#, #""state":"\#(word)""#)
        let found = try examined()
        #expect(found.illegalStates == [IllegalState(found: word, run: "r1")])
        #expect(found.runs.contains { $0.state.run.description == "r2" })
        #expect(found.unreadable.isEmpty)
    }

    @Test func `a word in the place of a phase's state names the phase`() throws {
        _ = try scene.create("r1")
        try rewrite("r1", #""state":"queued""#, #""state":"EXECUTING""#)
        #expect(
            try examined().illegalStates
                == [IllegalState(found: "EXECUTING", run: "r1", phase: "build")])
    }

    @Test func `a journal that is none is unreadable`() throws {
        try scene.scratch.git("update-ref", "refs/autopack/runs/r3", scene.base)
        try scene.scratch.git("update-ref", "refs/autopack/runs/Bad_Name", scene.base)
        #expect(try examined().unreadable.map(\.run) == ["Bad_Name", "r3"])
    }

    @Test func `parts of a run without a journal are found by run`() throws {
        for ref in [
            "refs/autopack/keep/r9", "refs/heads/autopack/r9", "refs/heads/autopack/pre-run-r9",
            "refs/heads/autopack/My_Own", "refs/heads/other",
        ] {
            try scene.scratch.git("update-ref", ref, scene.base)
        }
        let found = try examined().withoutJournal
        #expect(found.map(\.run) == ["r9"])
        #expect(
            found.first?.refs.map(\.name) == [
                "refs/autopack/keep/r9", "refs/heads/autopack/pre-run-r9",
                "refs/heads/autopack/r9",
            ])
    }
}
