import Git
import Ledger
import Orchestrator
import RunModel
import TestSupport
import Testing

/// How a run's result gets to the user's branches, and back.
struct LandingTests {
    /// A run that has succeeded.
    private func done() async throws -> (RunScene, RunLedger) {
        let scene = try RunScene()
        let ledger = try await scene.finish(Story.sum(), [Story.four, Story.approval])
        try #require(ledger.state.status == .succeeded)
        return (scene, ledger)
    }

    private func land(
        _ way: Landing.Way, _ scene: RunScene, _ ledger: RunLedger, branch: String? = nil
    ) async throws -> RefsMoved {
        try await scene.landing(ledger).land(way, onto: nil, newBranch: branch) {
            (_) async throws(RunError) in GateDecided(verdict: .ok, findings: [], risk: 0)
        }
    }

    @Test func `the target goes forward, and its checkout with it`() async throws {
        let (scene, ledger) = try await done()
        let moved = try await land(.fastForward, scene, ledger)
        let scratch = scene.scratch
        #expect(moved.commit == ledger.state.tip)
        #expect(try scratch.head == ledger.state.tip)
        #expect(try scratch.git("symbolic-ref", "HEAD") == "refs/heads/main")
        #expect(try scratch.git("status", "--porcelain") == "")
        #expect(try scratch.read("sum.txt") == "one\ntwo\nthree\nfour\n")
        #expect(
            try scratch.tryGit(["rev-parse", "-q", "--verify", "autopack/pre-run-r1"]).status != 0)
        #expect(try scene.events().suffix(2) == ["land.planned", "run.landed"])
        try scratch.fsckStrict()
    }

    @Test func `uncommitted work beside it stays`() async throws {
        let (scene, ledger) = try await done()
        try scene.scratch.write("word.txt", "mine\n")
        try scene.scratch.write("new.txt", "untracked\n")
        _ = try await land(.fastForward, scene, ledger)
        #expect(try scene.scratch.git("status", "--porcelain") == " M word.txt\n?? new.txt")
        #expect(try scene.scratch.read("word.txt") == "mine\n")
    }

    @Test func `a changed file in the way refuses it, and nothing moves`() async throws {
        let (scene, ledger) = try await done()
        try scene.scratch.write("sum.txt", "mine\n")
        let refs = try scene.scratch.refs
        let error = await #expect(throws: RunError.self) {
            _ = try await land(.fastForward, scene, ledger)
        }
        #expect(error?.code == .held && error?.detail.contains("sum.txt") == true)
        #expect(try scene.scratch.refs == refs)
        #expect(try scene.scratch.read("sum.txt") == "mine\n")
    }

    @Test func `a target that has moved is refused, with the ways that are left`() async throws {
        let (scene, ledger) = try await done()
        try scene.scratch.write("other.txt", "other\n")
        try scene.scratch.commit("meanwhile")
        let refs = try scene.scratch.refs
        let error = await #expect(throws: RunError.self) {
            _ = try await land(.fastForward, scene, ledger)
        }
        #expect(error?.code == .held)
        for way in ["--merge", "--squash", "--branch"] {
            #expect(error?.remedy?.contains(way) == true)
        }
        #expect(try scene.scratch.refs == refs)
    }

    @Test(arguments: [Landing.Way.merge, .squash])
    func `a target that has moved takes a merge that was judged`(way: Landing.Way) async throws {
        let (scene, ledger) = try await done()
        try scene.scratch.write("other.txt", "other\n")
        let other = try scene.scratch.commit("meanwhile")
        let run = try await scene.run(ledger, [Story.four, Story.approval, Story.approval])
        _ = try await scene.landing(ledger).land(way, onto: nil) {
            (commit) async throws(RunError) in try await run.judge(commit)
        }
        let parents = try scene.scratch.git("log", "-1", "--format=%P", "main")
        #expect(parents == (way == .merge ? "\(other) \(ledger.state.tip)" : other))
        #expect(try scene.scratch.git("show", "main:other.txt") == "other")
        #expect(try scene.file("sum.txt", in: "main").hasSuffix("four"))
        #expect(
            try scene.events().suffix(7) == [
                "checks.finished", "call.reserved", "call.finished", "audit.finished",
                "gate.decided", "land.planned", "run.landed",
            ])
        try scene.scratch.fsckStrict()
    }

    @Test func `a merge that the auditor rejects does not land`() async throws {
        let (scene, ledger) = try await done()
        try scene.scratch.write("other.txt", "other\n")
        try scene.scratch.commit("meanwhile")
        let branches = try scene.scratch.git("for-each-ref", "refs/heads")
        let run = try await scene.run(ledger, [Story.four, Story.approval, Story.rejection])
        let error = await #expect(throws: RunError.self) {
            _ = try await scene.landing(ledger).land(.merge, onto: nil) {
                (commit) async throws(RunError) in try await run.judge(commit)
            }
        }
        #expect(error?.code == .refused)
        #expect(try scene.scratch.git("for-each-ref", "refs/heads") == branches)
        try scene.scratch.fsckStrict()
    }

    @Test func `a merge of the same lines is refused`() async throws {
        let (scene, ledger) = try await done()
        try scene.scratch.write("sum.txt", "one\ntwo\nTHREE\n")
        try scene.scratch.commit("meanwhile")
        let refs = try scene.scratch.refs
        let error = await #expect(throws: RunError.self) {
            _ = try await land(.merge, scene, ledger)
        }
        #expect(error?.code == .held && error?.detail.contains("sum.txt") == true)
        #expect(try scene.scratch.refs == refs)
    }

    @Test func `squashed it is one commit with the run's trailer`() async throws {
        let (scene, ledger) = try await done()
        let base = try scene.scratch.head
        _ = try await land(.squash, scene, ledger)
        #expect(try scene.scratch.git("log", "-1", "--format=%P", "main") == base)
        let message = try scene.scratch.git("log", "-1", "--format=%B", "main")
        #expect(message == "make the sum complete\n\nAutopack-Run: r1\n")
        #expect(
            try scene.scratch.git("rev-parse", "main^{tree}")
                == scene.scratch.git("rev-parse", "autopack/r1^{tree}"))
    }

    @Test func `as a new branch it moves none of the user's`() async throws {
        let (scene, ledger) = try await done()
        let head = try scene.scratch.head
        _ = try await land(.branch, scene, ledger, branch: "feature/sum")
        #expect(try scene.scratch.git("rev-parse", "feature/sum") == ledger.state.tip)
        #expect(try scene.scratch.head == head)
        let error = await #expect(throws: RunError.self) {
            _ = try await land(.branch, scene, ledger, branch: "feature/sum")
        }
        #expect(error?.code == .usage)
    }

    @Test func `a run that has not succeeded is not landed`() async throws {
        let scene = try RunScene()
        let ledger = try await scene.finish(Story.sum(), [])
        let error = await #expect(throws: RunError.self) {
            _ = try await land(.fastForward, scene, ledger)
        }
        #expect(error?.code == .refused)
    }

    // MARK: And back

    /// The user's branches and the run's, with what they name.
    private func branches(_ scene: RunScene) throws -> String {
        try scene.scratch.git("for-each-ref", "--format=%(refname) %(objectname)", "refs/heads")
    }

    @Test func `rolling back takes the work off, and undo restores it exactly`() async throws {
        let (scene, ledger) = try await done()
        let base = try scene.scratch.head
        _ = try await land(.fastForward, scene, ledger)
        let before = try branches(scene)
        let preview = try await scene.rollingBack(ledger).preview(to: nil)
        #expect(try branches(scene) == before)
        #expect(preview.way == "reset" && preview.commits.map(\.hex) == [ledger.state.tip])
        _ = try await scene.rollingBack(ledger).rollBack(to: nil)
        #expect(ledger.state.status == .rolledBack)
        #expect(try scene.scratch.head == base)
        #expect(try scene.scratch.git("rev-parse", "autopack/r1") == base)
        #expect(try scene.scratch.read("sum.txt") == "one\ntwo\nthree\n")
        #expect(try scene.scratch.git("status", "--porcelain") == "")

        _ = try await scene.rollingBack(ledger).undo()
        #expect(try branches(scene) == before)
        #expect(ledger.state.status == .succeeded)
        #expect(try scene.scratch.read("sum.txt") == "one\ntwo\nthree\nfour\n")
        #expect(try scene.scratch.git("status", "--porcelain") == "")
        try scene.scratch.fsckStrict()
    }

    @Test func `commits that came after are kept by a revert`() async throws {
        let (scene, ledger) = try await done()
        _ = try await land(.fastForward, scene, ledger)
        try scene.scratch.write("other.txt", "other\n")
        let later = try scene.scratch.commit("later")
        let preview = try await scene.rollingBack(ledger).rollBack(to: nil)
        #expect(preview.way == "revert")
        #expect(try scene.scratch.git("rev-parse", "main^") == later)
        #expect(try scene.file("sum.txt", in: "main") == "one\ntwo\nthree")
        #expect(try scene.scratch.git("show", "main:other.txt") == "other")
        #expect(try scene.scratch.git("status", "--porcelain") == "")
        try scene.scratch.fsckStrict()
    }

    @Test func `a landing that was cut short is finished by resuming`() async throws {
        let scene = try RunScene()
        do {
            let ledger = try await scene.finish(Story.sum(), [Story.four, Story.approval])
            _ = try await land(.fastForward, scene, ledger)
        }
        let landed = try scene.scratch.head
        // As it was before the movement: the plan is the journal's last event.
        try scene.scratch.git("reset", "--quiet", "--hard", "HEAD~1")
        try scene.scratch.git(
            "update-ref", "refs/autopack/runs/r1", "refs/autopack/runs/r1~1")
        let ledger = try scene.open()
        #expect(ledger.state.planned?.kind == .land)
        try await scene.resuming(ledger).begin(settings: nil, takeOver: false)
        #expect(try scene.scratch.head == landed)
        #expect(ledger.state.landed?.commit == landed && ledger.state.planned == nil)
        #expect(try scene.scratch.git("status", "--porcelain") == "")
        #expect(try scene.scratch.read("sum.txt").hasSuffix("four\n"))
        try scene.scratch.fsckStrict()
    }

    @Test func `a rollback that was cut short is dropped where the branch moved since`()
        async throws
    {
        let scene = try RunScene()
        do {
            let ledger = try await scene.finish(Story.sum(), [Story.four, Story.approval])
            _ = try await land(.fastForward, scene, ledger)
            let landed = try scene.scratch.head
            _ = try await scene.rollingBack(ledger).rollBack(to: nil)
            // As it was before the movement: the plan is the journal's last event.
            try scene.scratch.git("reset", "--quiet", "--hard", landed)
            try scene.scratch.git("update-ref", "refs/heads/autopack/r1", landed)
            try scene.scratch.git(
                "update-ref", "refs/autopack/runs/r1", "refs/autopack/runs/r1~1")
        }
        try scene.scratch.write("other.txt", "other\n")
        let later = try scene.scratch.commit("later")
        let ledger = try scene.open()
        #expect(ledger.state.planned?.kind == .rollback)
        await #expect(throws: RunError.self) {
            try await scene.resuming(ledger).begin(settings: nil, takeOver: false)
        }
        #expect(ledger.state.planned == nil && ledger.state.status == .succeeded)
        #expect(try scene.scratch.head == later)
        // Nothing is in the way of another one.
        let preview = try await scene.rollingBack(ledger).rollBack(to: nil)
        #expect(preview.way == "revert")
        #expect(try scene.file("sum.txt", in: "main") == "one\ntwo\nthree")
        try scene.scratch.fsckStrict()
    }
}
