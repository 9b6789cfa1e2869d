import RunModel
import TestSupport

/// Journals of many runs, as they lie packed in a repository that has been used for months.
struct ManyRuns {
    static let runs = 1000
    static let events = 60

    let scratch: ScratchRepository

    init() throws {
        scratch = try ScratchRepository()
        try scratch.write("a.txt", "a\n")
        try scratch.commit("begin")
        let template = try Template(Self.story())
        let stream = (0..<Self.runs).map(template.journal).joined()
        try scratch.git("fast-import", "--quiet", input: stream)
    }

    /// What `stats` takes, with or without what it remembers.
    func stats(
        _ program: BuiltProgram, runs: Int, isCold: Bool
    ) async throws -> Measurement {
        try await Measurement.times(runs) { _ in
            if isCold {
                // The folder is made anew by whatever is remembered.
                try scratch.directory.makeFolder("repository/.git/autopack")
                try scratch.directory.remove("repository/.git/autopack")
            }
            try program.run(["stats", "--by", "model"], in: scratch)
        }
    }

    /// Attempts of ten events that all fail, by three models in turn.
    private static func story() -> [Event] {
        let commit = String(repeating: "a", count: 40)
        var story: [Event] = [
            .runCreated(
                RunCreated(
                    goal: "a goal", base: commit, target: nil, snapshot: nil, tool: "t",
                    settings: RunSettings(), checks: [])),
            .healthChecked(HealthChecked(ok: true, findings: [], keys: [:])),
            .baselineChecked(TreeChecked(tree: commit, checks: [], environment: "")),
            .phaseStarted(PhaseMoved(state: .building, reason: "")),
        ]
        for attempt in 1... where story.count < events {
            story.append(.attemptStarted(PhaseMoved(state: .building, reason: "")))
            for role in [Role.builder, .fixer] {
                story += exchange("q\(attempt)-\(role)", role, model: "m\(attempt % 3)", commit)
            }
            story.append(
                .attemptFailed(
                    AttemptFailed(
                        category: .testError, signature: Template.signature,
                        rootCause: "a test fails", detail: "d")))
            if story.count >= events { break }
        }
        return Array(story.prefix(events))
    }

    private static func exchange(
        _ request: String, _ role: Role, model: String, _ id: String
    ) -> [Event] {
        [
            .callReserved(
                CallReserved(
                    request: request, role: role, provider: "glm", model: model, why: "w",
                    reserved: Money(usd: 1), reservedTokens: 1000, prompt: id)),
            .callFinished(
                CallFinished(
                    request: request, role: role, provider: "glm", model: model,
                    usage: Usage(input: 1000, output: 100), cost: Money(usd: 0.01), finish: .stop,
                    reply: id)),
            .candidateCreated(
                CandidateCreated(
                    commit: id, tree: id,
                    files: [ChangedFile(path: "a.py", kind: .modified, added: 1, removed: 1)],
                    hunks: [
                        AppliedHunk(
                            path: "a.py", strategy: "exact", similarity: 1, candidates: 1, line: 1)
                    ])),
            .checksFinished(
                TreeChecked(
                    tree: id,
                    checks: [
                        CheckResult(
                            name: "tests", command: ["pytest", "-q"], exit: 1, seconds: 2,
                            failed: ["a::b"], newFailures: ["a::b"], log: id)
                    ], environment: "e",
                    failure: CheckFailure(
                        category: .testError, signature: Template.signature,
                        rootCause: "a test fails"))),
        ]
    }
}

/// A journal's events as text, of which each run's are filled in: encoding all would take longer
/// than what is measured.
private struct Template {
    static let signature = "the-signature"
    private static let run = "the-run"
    private static let time = Timestamp(milliseconds: 915_148_800_000)

    /// For each event its name, and its text in pieces, between which run, time and signature stand.
    private var events: [(name: String, pieces: [Piece])] = []

    private enum Piece {
        case text(String)
        case run, time, signature
    }

    init(_ story: [Event]) throws {
        guard let run = RunID(Self.run) else { preconditionFailure("a legal name") }
        for (seq, event) in story.enumerated() {
            let entry = JournalEntry(
                run: run, seq: seq, time: Self.time, phase: seq < 3 ? nil : PhaseID("add"),
                attempt: seq < 4 ? nil : 1 + (seq - 4) / 10, event: event)
            let text = String(decoding: try CanonicalJSON.encode(entry), as: UTF8.self)
            var pieces: [Piece] = [.text(text)]
            for (word, piece) in [
                (Self.run, Piece.run), (Self.time.description, .time),
                (Self.signature, .signature),
            ] {
                pieces = pieces.flatMap { known -> [Piece] in
                    guard case .text(let text) = known else { return [known] }
                    let parts = text.split(separator: word, omittingEmptySubsequences: false)
                    return Array(parts.map { [.text(String($0))] }.joined(separator: [piece]))
                }
            }
            events.append((event.name.rawValue, pieces))
        }
    }

    /// One run's journal as `git fast-import` reads it.
    func journal(_ number: Int) -> String {
        let ref = "refs/autopack/runs/run-\(number)"
        var stream = "reset \(ref)\n\n"
        for (seq, event) in events.enumerated() {
            let milliseconds = 1_767_323_045_000 + Int64(number) * 3_600_000 + Int64(seq) * 1000
            let time = Timestamp(milliseconds: milliseconds).description
            let text = event.pieces.map { piece in
                switch piece {
                case .text(let text): text
                case .run: "run-\(number)"
                case .time: time
                case .signature: "s\(number % 400)"
                }
            }.joined()
            stream += "commit \(ref)\n"
            stream += "committer Carl Committer <carl@example.org> \(milliseconds / 1000) +0000\n"
            stream += "data \(event.name.utf8.count)\n\(event.name)\n"
            stream += "M 100644 inline event.json\ndata \(text.utf8.count)\n\(text)\n"
            stream += "M 100644 inline state.json\ndata 2\n{}\n"
        }
        return stream
    }
}
