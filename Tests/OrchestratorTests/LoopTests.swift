import Ledger
import Orchestrator
import RunModel
import TestSupport
import Testing

/// The loop from a plan to a checkpoint, with everything but git scripted.
struct LoopTests {
    @Test func `a good reply becomes a checkpoint on the run's branch`() async throws {
        let scene = try RunScene()
        let ledger = try await scene.finish(Story.sum(), [Story.four, Story.approval])
        #expect(ledger.state.status == .succeeded)
        #expect(
            try scene.events() == [
                "run.created", "lease.taken", "plan.adopted", "baseline.checked", "phase.started",
                "attempt.started", "call.reserved", "call.finished", "candidate.created",
                "checks.finished", "call.reserved", "call.finished", "audit.finished",
                "gate.decided", "checkpoint.planned", "checkpoint.committed", "phase.finished",
                "run.finished",
            ])
        #expect(try scene.file("sum.txt") == "one\ntwo\nthree\nfour")
        let scratch = scene.scratch
        #expect(try scratch.git("rev-list", "--count", "main..autopack/r1") == "1")
        #expect(try scratch.git("rev-parse", "autopack/pre-run-r1") == scratch.head)
        let message = try scratch.git("log", "-1", "--format=%B", "autopack/r1")
        #expect(message.hasPrefix("Complete the sum\n\nadd a fourth line\n"))
        #expect(
            try scratch.git("interpret-trailers", "--parse", input: message) == """
                Autopack-Run: r1
                Autopack-Phase: sum
                Autopack-Attempt: 1
                Autopack-Model: local/any
                Autopack-Checks: base, four
                """)
        #expect(
            try scratch.git("notes", "--ref=autopack", "list").split(separator: "\n").count == 1)
        // The user's checkout and branch are as they were.
        #expect(try scratch.git("status", "--porcelain") == "")
        #expect(try scratch.read("sum.txt") == "one\ntwo\nthree\n")
        try scratch.fsckStrict()
    }

    @Test func `a phase that depends on another begins from its checkpoint`() async throws {
        let scene = try RunScene()
        let ledger = try await scene.finish(
            Story.sumAndWord(), [Story.four, Story.approval, Story.loud, Story.approval])
        #expect(ledger.state.status == .succeeded)
        #expect(try scene.file("sum.txt").hasSuffix("four"))
        #expect(try scene.file("word.txt") == "LOUD")
        #expect(try scene.scratch.git("rev-list", "--count", "main..autopack/r1") == "2")
        #expect(
            try scene.scratch.git("notes", "--ref=autopack", "list").split(separator: "\n").count
                == 2)
    }

    @Test func `an edit that does not fit fails the attempt, and the next begins anew`()
        async throws
    {
        let scene = try RunScene()
        let ledger = try await scene.finish(
            Story.sum(), [Story.missing, Story.four, Story.approval])
        #expect(ledger.state.status == .succeeded)
        let events = try scene.events()
        #expect(events.count { $0 == "candidate.refused" } == 1)
        #expect(events.count { $0 == "attempt.failed" } == 1)
        #expect(events.count { $0 == "attempt.started" } == 2)
        #expect(ledger.state.phases.first?.failures.first?.category == .notFound)
        try scene.scratch.fsckStrict()
    }

    @Test func `a failing check is mended by a fixer, on the failing candidate`() async throws {
        let scene = try RunScene()
        let ledger = try await scene.finish(
            Story.sum(), [Story.five, Story.fiveMended, Story.approval])
        #expect(ledger.state.status == .succeeded)
        #expect(try scene.file("sum.txt") == "one\ntwo\nthree\nfour")
        #expect(try scene.events().count { $0 == "checks.finished" } == 2)
        #expect(try scene.events().count { $0 == "attempt.started" } == 1)
        // One checkpoint, whose parent is the base, not the candidate before.
        #expect(try scene.scratch.git("rev-list", "--count", "main..autopack/r1") == "1")
        try scene.scratch.fsckStrict()
    }

    @Test func `a fixer that asks for a file is shown it, and asked again`() async throws {
        let scene = try RunScene()
        let asks = Story.reply(.fixer, #"{"need": ["word.txt"]}"#)
        let ledger = try await scene.finish(
            Story.sum(), [Story.five, asks, Story.fiveMended, Story.approval])
        #expect(ledger.state.status == .succeeded)
        let prompts = try scene.prompts(.fixer)
        #expect(prompts.count == 2)
        #expect(prompts.last?.contains("word.txt\n```\nlow\n") == true)
    }

    @Test func `the second attempt and the fixer begin with the bytes of the first`() async throws {
        let scene = try RunScene()
        try scene.scratch.write("AGENTS.md", "Write plainly.\n")
        try scene.scratch.write("lib/tool.py", "def tool():\n    pass\n")
        try scene.scratch.commit("more")
        let ledger = try await scene.finish(
            Story.sum(), [Story.missing, Story.five, Story.fiveMended, Story.approval])
        #expect(ledger.state.status == .succeeded)
        let builders = try scene.prompts(.builder)
        #expect(builders.count == 2)
        let first = try #require(builders.first)
        let until = try #require(first.firstRange(of: "# Goal"))
        let opening = first[..<until.lowerBound]
        #expect(opening.contains("Write plainly.") && opening.contains("def tool():"))
        #expect(opening.contains("sum.txt\n```\none\n"))
        #expect(try #require(builders.last).hasPrefix(opening))
        // The fixer sees the candidate: all is the same up to what the candidate changed.
        let fixer = try #require(try scene.prompts(.fixer).first)
        let same = zip(first.utf8, fixer.utf8).prefix { $0 == $1 }.count
        let change = try #require(fixer.firstRange(of: "three\nfive"))
        #expect(same >= fixer.utf8.distance(from: fixer.startIndex, to: change.lowerBound))
    }

    @Test func `a small window is not overfilled, and the prompt is made for the model`()
        async throws
    {
        let scene = try RunScene()
        for number in 0..<40 {
            try scene.scratch.write(
                "f\(number).txt", String(repeating: "line \(number)\n", count: 200))
        }
        try scene.scratch.commit("more")
        var settings = RunScene.settings()
        settings.capabilities = [
            CapabilityRule(
                models: "*", edits: .wholeFile, contextWindow: 12_000, maxOutput: 4_000)
        ]
        let ledger = try await scene.finish(
            Story.sum(), [Story.four, Story.approval], settings: settings)
        #expect(ledger.state.status == .succeeded)
        let prompt = try #require(try scene.prompts(.builder).first)
        #expect(TokenEstimate.tokens(of: prompt) <= 8_000)
        #expect(TokenEstimate.tokens(of: prompt) > 2_000)
        #expect(prompt.contains("Write each file that changes as a whole"))
        #expect(!prompt.contains("<<<<<<< SEARCH"))
    }

    @Test func `what may not be sent is not in the difference that an auditor sees`()
        async throws
    {
        let scene = try RunScene()
        let both = Story.reply(
            .builder,
            Story.replace("three", by: "three\nfour", in: "sum.txt")
                + Story.replace("", by: "COLOUR=blue", in: ".env.example").replacing(
                    "\n\n=", with: "\n="))
        let ledger = try await scene.finish(Story.sum(), [both, Story.approval])
        #expect(ledger.state.status == .succeeded)
        #expect(try scene.file(".env.example") == "COLOUR=blue")
        let prompt = try #require(try scene.prompts(.auditor).last)
        #expect(prompt.contains("+four"))
        #expect(!prompt.contains("COLOUR"))
        #expect(prompt.contains("[.env.example is changed, and is not sent]"))
    }

    @Test func `without a fix that helps the attempts run out, and the phase fails`() async throws {
        let scene = try RunScene()
        let ledger = try await scene.finish(
            Story.sum(), [Story.five, Story.unfixable, Story.five, Story.unfixable],
            settings: RunScene.settings(attempts: 2))
        #expect(ledger.state.status == .failed)
        #expect(ledger.state.reason == .phase, "\(ledger.state.message)")
        #expect(ledger.state.tip == ledger.state.base)
        #expect(try scene.scratch.git("rev-list", "--count", "main..autopack/r1") == "0")
        try scene.scratch.fsckStrict()
    }

    @Test func `an audit that cannot be read is asked for once more`() async throws {
        let scene = try RunScene()
        let ledger = try await scene.finish(
            Story.sum(), [Story.four, Story.prose, Story.approval])
        #expect(ledger.state.status == .succeeded)
        #expect(try scene.events().count { $0 == "audit.finished" } == 1)
        #expect(ledger.state.recordings["local"] == [0, 1, 2])
    }

    @Test func `an audit that twice cannot be read is a rejection`() async throws {
        let scene = try RunScene()
        let ledger = try await scene.finish(
            Story.sum(), [Story.four, Story.prose, Story.prose],
            settings: RunScene.settings(attempts: 1))
        #expect(ledger.state.status != .succeeded)
        #expect(ledger.state.tip == ledger.state.base)
        #expect(try scene.events().contains("checkpoint.planned") == false)
    }

    @Test func `a rejection by the auditor makes no checkpoint`() async throws {
        let scene = try RunScene()
        let ledger = try await scene.finish(
            Story.sum(), [Story.four, Story.rejection], settings: RunScene.settings(attempts: 1))
        #expect(ledger.state.status == .failed && ledger.state.reason == .phase)
        #expect(ledger.state.tip == ledger.state.base)
    }

    @Test func `what needs review waits for a person, and moves no branch`() async throws {
        let scene = try RunScene()
        let ledger = try await scene.finish(
            Story.sum(), [Story.fourAndSteering, Story.approval])
        #expect(ledger.state.status == .awaitingApproval)
        #expect(try scene.events().last == "approval.requested")
        #expect(ledger.state.tip == ledger.state.base)
        try scene.scratch.fsckStrict()
    }

    @Test func `--yes approves it, and the journal says who did`() async throws {
        let scene = try RunScene()
        let ledger = try await scene.finish(
            Story.sum(), [Story.fourAndSteering, Story.approval],
            settings: RunScene.settings(yes: true))
        #expect(ledger.state.status == .succeeded)
        let given = try JournalReader(scene.repository()).entries(of: ledger.run)
            .compactMap { entry -> Approval? in
                guard case .approvalGiven(let approval) = entry.event else { return nil }
                return approval
            }
        #expect(given.map(\.who) == ["--yes"])
    }

    @Test func `a provider's error is tried again, and counted as a call`() async throws {
        let scene = try RunScene()
        var four = Story.four
        four.fail = .init(status: 500, message: "overloaded", times: 2)
        let ledger = try await scene.finish(Story.sum(), [four, Story.approval])
        #expect(ledger.state.status == .succeeded)
        #expect(ledger.state.recordings["local"] == [0, 0, 0, 1])
        #expect(ledger.state.failures.http500 == 2)
    }

    @Test func `without a recorded reply the run stops and says what was asked`() async throws {
        let scene = try RunScene()
        let ledger = try await scene.finish(Story.sum(), [])
        #expect(ledger.state.status == .failed && ledger.state.reason == .environment)
        #expect(ledger.state.message.contains("role builder, phase sum, attempt 1"))
    }

    @Test func `a limit on tokens stops the run before the call that would break it`() async throws
    {
        let scene = try RunScene()
        let ledger = try await scene.finish(
            Story.sum(), [Story.four, Story.approval],
            settings: RunScene.settings(budgets: Budgets(tokens: 10)))
        #expect(ledger.state.status == .failed && ledger.state.reason == .budget)
        let events = try scene.events()
        #expect(events.contains("budget.exceeded") && !events.contains("call.reserved"))
    }

    @Test func `a limit on failures stops the run`() async throws {
        let scene = try RunScene()
        let ledger = try await scene.finish(
            Story.sum(), [Story.missing, Story.missing, Story.missing],
            settings: RunScene.settings(budgets: Budgets(maxPatchFailuresPerRun: 2)))
        #expect(ledger.state.status == .failed && ledger.state.reason == .budget)
        #expect(ledger.state.recordings["local"] == [0, 1])
    }

    @Test func `an interrupted run is paused, and goes on from there`() async throws {
        let scene = try RunScene()
        let plan = try Story.sum()
        let stopped = Task {
            let ledger = try await scene.begin(plan)
            let run = try await scene.run(ledger, [Story.four, Story.approval])
            withUnsafeCurrentTask { $0?.cancel() }
            try await run.execute()
        }
        let error = await #expect(throws: RunError.self) { try await stopped.value }
        #expect(error?.code == .interrupted)
        let ledger = try scene.open()
        #expect(ledger.state.status == .paused)
        try await scene.resuming(ledger).begin(settings: nil, takeOver: false)
        try await scene.execute(ledger, [Story.four, Story.approval])
        #expect(ledger.state.status == .succeeded)
    }
}
