import TestSupport
import Testing

/// The journal and the keep ref of a run, as plain git shows them.
@Suite(.fewAtOnce) struct JournalTests {
    private func finished() async throws -> (ScratchRepository, Journal) {
        let project = try Project()
        // One attempt that does not apply, one that fails the tests and its fixes, one that passes.
        try project.record([
            .builder("add", Calculator.doesNotApply, failing: (500, 1)),
            .builder("add", Calculator.mendArithmetic), .approval("add"),
            .builder("shout", Calculator.mendText), .approval("shout"),
        ])
        try require(try await project.run(), exits: 0)
        return (project.repository, try Journal(in: project.repository))
    }

    @Test func `the journal is a linear orphan chain, one commit an event, counted from 0`()
        async throws
    {
        let (_, journal) = try await finished()
        #expect(journal.entries.first?.parents == [])
        for (before, after) in zip(journal.entries, journal.entries.dropFirst()) {
            #expect(after.parents == [before.commit])
        }
        for (number, entry) in journal.entries.enumerated() {
            #expect(entry.trailers["Autopack-Seq"] == "\(number)")
            #expect(entry.trailers["Autopack-Run"] == "r1")
            #expect(entry.trailers["Autopack-Event"] == entry.name)
            #expect(entry.trailers["Autopack-Schema"] == "1")
            #expect(entry.trailers["Autopack-Phase"] == entry.phase)
            #expect(
                entry.trailers["Autopack-Attempt"] == entry.event["attempt"]?.int.map(String.init))
            #expect(entry.author == "Ada Author <ada@example.org>")
            #expect(entry.committer == "git autopack <autopack@localhost>")
        }
        #expect(journal.names.first == "run.created")
        #expect(journal.names.last == "run.finished")
        #expect(journal.names.contains("call.failed"))
    }

    @Test func `trailers stand alone in the last paragraph below a sentence`() async throws {
        let (_, journal) = try await finished()
        for entry in journal.entries {
            var lines = entry.message.split(separator: "\n", omittingEmptySubsequences: false)
            while lines.last == "" { lines.removeLast() }
            let paragraph = lines.lastIndex(of: "").map { lines[($0 + 1)...] } ?? []
            #expect(paragraph.count == entry.trailers.count, "\(entry.message)")
            #expect(paragraph.allSatisfy { $0.hasPrefix("Autopack-") }, "\(entry.message)")
            #expect(lines.first?.isEmpty == false && lines.count > 2 && lines[1] == "")
            #expect(!(lines.first?.hasPrefix("Autopack-") ?? true))
        }
    }

    @Test func `each tree holds the event, the state and the plan, in canonical JSON`() async throws
    {
        let (git, journal) = try await finished()
        for entry in journal.entries {
            #expect(entry.flaws == [], "\(entry.name)")
            #expect(entry.files.contains("event.json") && entry.files.contains("state.json"))
            #expect(
                Set(entry.files).isSubset(of: ["event.json", "plan.yaml", "state.json"]),
                "\(entry.files)")
            #expect(entry.state["fold"]?.int != nil)
        }
        let adopted = try #require(journal.names.firstIndex(of: "plan.adopted"))
        for entry in journal.entries[adopted...] { #expect(entry.files.contains("plan.yaml")) }
        let tip = try git.git("cat-file", "blob", "refs/autopack/runs/r1:plan.yaml")
        #expect(tip.contains("shout") && tip.contains("depends_on"))
    }

    @Test func `every event has its common fields and the time in milliseconds`() async throws {
        let (_, journal) = try await finished()
        for (number, entry) in journal.entries.enumerated() {
            #expect(entry.event["v"]?.int == 1)
            #expect(entry.event["run"]?.string == "r1")
            #expect(entry.event["seq"]?.int == number)
            let time = try #require(entry.event["time"]?.string)
            #expect(time.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/) != nil, "\(time)")
        }
        let times = journal.entries.compactMap { $0.event["time"]?.string }
        #expect(times == times.sorted())
    }

    @Test func `every event has the fields of its kind`() async throws {
        let (_, journal) = try await finished()
        for entry in journal.entries {
            let missing = (Self.fields[entry.name] ?? []).filter { entry.event[$0] == nil }
            #expect(missing == [], "\(entry.name): \(entry.event)")
        }
        for event in journal.events("call.finished") {
            #expect(event["usage"]?.keys == ["cached_input", "input", "output", "reasoning"])
            #expect(event["recording"]?.int != nil)
        }
        for event in journal.events("checks.finished") + journal.events("baseline.checked") {
            for check in event["checks"]?.array ?? [] {
                let keys = [
                    "command", "exit", "failed", "fixed", "flaky", "log", "name", "new_failures",
                    "seconds",
                ]
                #expect(Set(keys).isSubset(of: check.keys), "\(check)")
            }
        }
        for event in journal.events("candidate.created") {
            for file in event["files"]?.array ?? [] {
                #expect(Set(["path", "kind", "added", "removed"]).isSubset(of: file.keys))
            }
            for hunk in event["hunks"]?.array ?? [] {
                #expect(
                    Set(["path", "strategy", "similarity", "candidates", "line"])
                        .isSubset(of: hunk.keys))
            }
        }
    }

    @Test func `an intent stands before its outcome`() async throws {
        let (_, journal) = try await finished()
        let names = journal.names
        for name in ["call.finished", "call.failed"] {
            for (index, entry) in journal.entries.enumerated() where entry.name == name {
                let earlier = journal.entries[..<index].filter { $0.name == "call.reserved" }
                let request = entry.event["request"]
                #expect(earlier.contains { $0.event["request"] == request }, "\(name) \(index)")
            }
        }
        for (index, name) in names.enumerated() where name == "checkpoint.committed" {
            #expect(names[..<index].last { $0.hasPrefix("checkpoint.") } == "checkpoint.planned")
        }
        let reserved = journal.events("call.reserved").compactMap { $0["request"] }
        let settled = ["call.finished", "call.failed"].flatMap(journal.events)
            .compactMap { $0["request"] }
        #expect(reserved.count == settled.count)
        for event in journal.events("checkpoint.planned") {
            for ref in event["refs"]?.array ?? [] {
                #expect(Set(["name", "old", "new"]).isSubset(of: ref.keys))
            }
        }
    }

    @Test func `the keep ref holds every prompt, reply, log and candidate that an event names`()
        async throws
    {
        let (git, journal) = try await finished()
        let kept = Set(
            try git.git("ls-tree", "-r", "--format=%(objectname)", "refs/autopack/keep/r1")
                .split(separator: "\n").map(String.init))
        var named = journal.events("call.reserved").compactMap { $0["prompt"]?.string }
        named += journal.events("call.finished").compactMap { $0["reply"]?.string }
        for event in journal.events("checks.finished") + journal.events("baseline.checked") {
            named += (event["checks"]?.array ?? []).compactMap { $0["log"]?.string }
        }
        #expect(named.count > 8)
        for blob in named {
            #expect(try git.git("cat-file", "-t", blob) == "blob")
            #expect(kept.contains(blob), "\(blob) is not kept")
        }
        let reachable = Set(
            try git.git("rev-list", "refs/autopack/keep/r1").split(separator: "\n").map(String.init)
        )
        for event in journal.events("candidate.created") {
            let commit = try #require(event["commit"]?.string)
            #expect(reachable.contains(commit))
            #expect(try git.git("rev-parse", "\(commit)^{tree}") == event["tree"]?.string)
        }
        let names = try git.git("ls-tree", "-r", "--name-only", "refs/autopack/keep/r1")
            .split(separator: "\n").map(String.init)
        let form = /[a-z0-9-]+\/\d+\/\d+-[a-z]+-(prompt|reply|log)/
        #expect(
            names.contains { $0.wholeMatch(of: /add\/1\/\d+-builder-prompt/) != nil }, "\(names)")
        #expect(
            names.contains { $0.wholeMatch(of: /shout\/1\/\d+-auditor-reply/) != nil }, "\(names)")
        for name in names where name.hasPrefix("add/") || name.hasPrefix("shout/") {
            #expect(name.wholeMatch(of: form) != nil, "\(name)")
        }
    }

    @Test func `words that are no state or event are nowhere`() async throws {
        let (_, journal) = try await finished()
        #expect(Set(journal.names).isSubset(of: Self.fields.keys), "\(journal.names)")
        let state = journal.state["state"]?.string ?? journal.state["run"]?["state"]?.string
        #expect(state == "succeeded", "\(journal.state)")
    }

    /// The table of events and required fields.
    private static let fields: [String: [String]] = [
        "run.created": [
            "goal", "base", "target", "snapshot", "tool", "settings", "checks",
        ],
        "health.checked": [], "plan.adopted": ["version", "source", "why"],
        "replan.adopted": ["version", "source", "why"],
        "baseline.checked": ["tree", "checks", "environment"],
        "checks.finished": ["tree", "checks", "environment"],
        "phase.started": ["state", "reason"], "attempt.started": ["state", "reason"],
        "phase.finished": ["state", "reason"], "lease.taken": ["state", "reason"],
        "run.resumed": ["state", "reason"], "run.aborted": ["state", "reason"],
        "run.finished": ["state", "reason"], "settings.changed": ["settings"],
        "call.reserved": [
            "request", "role", "provider", "model", "why", "reserved_usd", "reserved_tokens",
            "prompt",
        ],
        "call.finished": [
            "request", "role", "provider", "model", "usage", "cost_usd", "finish", "reply",
        ],
        "call.failed": ["request", "category", "status", "retry_in_s", "message"],
        "provider.disabled": ["provider", "why", "until"],
        "provider.enabled": ["provider", "why", "until"],
        "candidate.created": ["commit", "tree", "files", "hunks"],
        "candidate.refused": ["category", "reason", "message", "nearest"],
        "audit.finished": ["approved", "issues", "auditors"],
        "gate.decided": ["verdict", "findings", "risk"],
        "approval.requested": ["what", "verdict", "who", "why"],
        "approval.given": ["what", "verdict", "who", "why"],
        "attempt.failed": ["category", "class", "signature", "root_cause"],
        "doctor.decided": ["by", "complex", "action", "confidence", "rationale", "evidence"],
        "fix.started": ["fix_type"], "fix.finished": ["fix_type"], "hint.recorded": ["text"],
        "budget.exceeded": ["budget", "cap", "spent"], "checkpoint.planned": ["refs"],
        "land.planned": ["refs"], "rollback.planned": ["refs"], "archive.planned": ["refs"],
        "checkpoint.committed": ["commit", "refs"], "run.landed": ["commit", "refs"],
        "run.rolled-back": ["commit", "refs"], "run.archived": ["commit"],
        "run.forgotten": ["commit"],
    ]
}
