import Git
import Ledger
import RunModel
import TestSupport
import Testing

/// A journal as plain git reads it.
struct JournalTests {
    @Test func `it is a line of commits without the project's history, one per event`() throws {
        let scene = try LedgerScene()
        let ledger = try scene.create()
        try ledger.append([.checkedHealth(), .checkedHealth("again")])
        let journal = try scene.journal()
        #expect(journal.count == 5)
        let parents = try scene.scratch.git(
            "log", "--reverse", "--format=%P", "refs/autopack/runs/r1")
        #expect(parents == ([""] + journal.dropLast()).joined(separator: "\n"))
        #expect(journal.last == ledger.tip.hex)
        let people = try scene.scratch.git(
            "log", "-1", "--format=%an <%ae>, %cn <%ce>", "refs/autopack/runs/r1")
        #expect(people == "Ada Author <ada@example.org>, git autopack <autopack@localhost>")
        try scene.scratch.fsckStrict()
    }

    @Test func `its trailers are read by git, and number the events`() throws {
        let scene = try LedgerScene()
        let ledger = try scene.create()
        let build = try #require(PhaseID("build"))
        try ledger.append([.phaseStarted(PhaseMoved(state: .building, reason: ""))], phase: build)
        try ledger.append(
            [.attemptStarted(PhaseMoved(state: .building, reason: ""))], phase: build, attempt: 1)
        let names = [
            "run.created", "lease.taken", "plan.adopted", "phase.started", "attempt.started",
        ]
        for (seq, commit) in try scene.journal().enumerated() {
            let message = try scene.scratch.git("log", "-1", "--format=%B", commit)
            let trailers = try scene.scratch.git("interpret-trailers", "--parse", input: message)
            var expected = [
                "Autopack-Run: r1", "Autopack-Seq: \(seq)", "Autopack-Event: \(names[seq])",
            ]
            if seq > 2 { expected.append("Autopack-Phase: build") }
            if seq > 3 { expected.append("Autopack-Attempt: 1") }
            expected.append("Autopack-Schema: 1")
            #expect(trailers == expected.joined(separator: "\n"))
        }
    }

    @Test func `what fails at the base is nothing new`() throws {
        let scene = try LedgerScene()
        let ledger = try scene.create()
        let failing = CheckResult(
            name: "tests", command: ["pytest"], exit: 1, seconds: 1, failed: ["a", "b"],
            newFailures: ["a", "b"])
        try ledger.append([
            .baselineChecked(TreeChecked(tree: ledger.tip.hex, checks: [failing], environment: "e"))
        ])
        let message = try scene.scratch.git("log", "-1", "--format=%B", ledger.tip.hex)
        #expect(message.contains("baseline: tests fails (exit 1, 2 tests)\n"))
        #expect(!message.contains("new") && !message.contains("New"))
    }

    @Test(arguments: [
        "Autopack-Seq: 77", "first\n\nAutopack-Run: other\nAutopack-Seq: 9", "# comment",
        "\u{1b}[31mred\u{202e}", "---\nSigned-off-by: me", "", "a: b\nc: d",
    ])
    func `no text of another's forges a trailer`(goal: String) throws {
        let scene = try LedgerScene()
        _ = try scene.create(goal: goal)
        for (seq, commit) in try scene.journal().enumerated() {
            let message = try scene.scratch.git("log", "-1", "--format=%B", commit)
            #expect(
                try scene.scratch.git("interpret-trailers", "--parse", input: message)
                    .hasPrefix("Autopack-Run: r1\nAutopack-Seq: \(seq)\nAutopack-Event: "))
            #expect(!message.contains("\u{1b}") && !message.contains("\u{202e}"))
        }
        try scene.scratch.fsckStrict()
    }

    @Test func `its documents are canonical, and the last state is the fold of all events`() throws
    {
        let scene = try LedgerScene()
        let ledger = try scene.create(planText: "version: 1 # as given\n")
        scene.advance(5)
        try ledger.append([.checkedHealth("ä \u{1F600} \"quoted\"")])
        var entries: [JournalEntry] = []
        for commit in try scene.journal() {
            let event = Array(try scene.scratch.git("cat-file", "-p", "\(commit):event.json").utf8)
            let entry = try CanonicalJSON.decode(JournalEntry.self, from: event)
            #expect(try CanonicalJSON.encode(entry) == event)
            entries.append(entry)
            let state = Array(try scene.scratch.git("cat-file", "-p", "\(commit):state.json").utf8)
            let folded = try RunState(folding: entries)
            #expect(try CanonicalJSON.encode(folded) == state)
            // The plan lies there from the first event that follows the run's beginning.
            #expect(
                try scene.scratch.tryGit(["cat-file", "-p", "\(commit):plan.yaml"]).output
                    == (entries.count == 1 ? "" : "version: 1 # as given\n"))
        }
        #expect(try JournalReader(try scene.repository).entries(of: ledger.run) == entries)
        #expect(try RunState(folding: entries) == ledger.state)
        #expect(entries.last?.time.milliseconds == LedgerScene.start + 5000)
    }

    @Test func `an event that may not follow is refused, and nothing moves`() throws {
        let scene = try LedgerScene()
        let ledger = try scene.create()
        let (refs, state, tip) = (try scene.scratch.refs, ledger.state, ledger.tip)
        ledger.pin(try scene.looseCommit("pinned"))
        let wrong = Event.planAdopted(
            PlanAdopted(version: 7, source: .file, why: "w", plan: try scene.plan("other")))
        let error = #expect(throws: LedgerError.self) {
            try ledger.append([.checkedHealth(), wrong], planText: Array("other\n".utf8))
        }
        #expect(error?.code == .illegalEvent)
        #expect(try scene.scratch.refs == refs)
        #expect(ledger.state == state && ledger.tip == tip)

        // What follows is as if it had never been tried.
        try ledger.append([.checkedHealth()])
        #expect(try scene.journal().count == 4)
        #expect(
            try scene.scratch.git("cat-file", "-p", "refs/autopack/runs/r1:plan.yaml")
                == "version: 1")
        try scene.scratch.fsckStrict()
    }

    @Test func `a lost compare-and-swap is a conflict, and leaves the ledger as it was`() throws {
        let scene = try LedgerScene()
        let ledger = try scene.create()
        let (state, tip) = (ledger.state, ledger.tip)
        let parent = try scene.scratch.git("rev-parse", "refs/autopack/runs/r1^")
        try scene.scratch.git("update-ref", "refs/autopack/runs/r1", parent)
        let error = #expect(throws: LedgerError.self) { try ledger.append([.checkedHealth()]) }
        #expect(error?.code == .conflict)
        #expect(ledger.state == state && ledger.tip == tip)
        #expect(try scene.ref("refs/autopack/runs/r1") == parent)
        try scene.scratch.git("update-ref", "refs/autopack/runs/r1", tip.hex)
        try ledger.append([.checkedHealth()])
        #expect(try scene.journal().count == 4)
        try scene.scratch.fsckStrict()
    }

    @Test func `time in it never goes back, whatever the clock does`() throws {
        let scene = try LedgerScene()
        let ledger = try scene.create()
        scene.advance(-3600)
        try ledger.append([.checkedHealth()])
        #expect(ledger.state.updated.milliseconds == LedgerScene.start)
    }

    @Test func `the observer sees what is stored, once the ref has moved`() throws {
        let scene = try LedgerScene()
        let ledger = try scene.create()
        var seen: [Int] = []
        ledger.observer = { entry, state in
            #expect((try? scene.journal().last) == ledger.tip.hex)
            #expect(state.seq == entry.seq)
            seen.append(entry.seq)
        }
        try ledger.append([.checkedHealth(), .checkedHealth()])
        #expect(seen == [3, 4])
    }
}
