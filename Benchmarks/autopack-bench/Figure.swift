/// A figure of the project's promises: how it is taken, and what it has to reach.
struct Figure {
    let name: String
    /// What the median may be at most.
    let limit: Double
    let unit: Measurement.Unit
    /// Takes our own figure.
    let ours: (Bench) async throws -> Measurement
    /// Takes the peers' figures, as they are shown.
    let peer: (Bench) async throws -> String

    /// Measures and judges; what fails is said in the row, so that the others are still taken.
    func row(_ bench: Bench) async throws -> Row {
        var row = Row(
            figure: name, ours: "", peer: "",
            toReach: "≤ \(Measurement.rounded(limit)) \(unit.rawValue)", verdict: "")
        do {
            let measurement = try await ours(bench)
            row.ours = measurement.text
            row.verdict = measurement.median <= limit ? "reached" : "missed"
            row.peer = try await peer(bench)
        } catch {
            row.verdict = "failed: \(error)"
        }
        return row
    }
}

extension Figure {
    /// In the order in which they are printed.
    static var all: [Figure] {
        [
            Figure(
                name: "git autopack version", limit: 12, unit: .milliseconds,
                ours: { try await $0.version() },
                peer: { "git version \(try await $0.gitVersion().text)" }),
            Figure(
                name: "run of one phase, answers at once, check `true`", limit: 200,
                unit: .milliseconds, ours: { try await $0.smallRuns().time },
                peer: { $0.peers.text }),
            Figure(
                name: "the same in a large repository, workspace warm", limit: 1000,
                unit: .milliseconds, ours: { try await $0.largeRuns().time },
                peer: { $0.peers.text }),
            Figure(
                name: "peak memory of that run", limit: 120, unit: .megabytes,
                ours: { try await $0.largeRuns().memory }, peer: { $0.peers.text }),
            Figure(
                name: "checkpoint of one changed file in a large repository", limit: 5,
                unit: .milliseconds, ours: { try await $0.checkpoint() },
                peer: { "git add + git commit \(try await $0.gitCheckpoint().text)" }),
            Figure(
                name: "tool call of a Builder, in a large repository", limit: 5,
                unit: .milliseconds, ours: { try await $0.toolCalls().call },
                peer: { bench in
                    let all = try await bench.toolCalls().search.text
                    return "search of all files \(all), a step recorded"
                        + " \(try bench.toolStep().text)"
                }),
            Figure(
                name: "note number 20,000", limit: 3, unit: .milliseconds,
                ours: { try await $0.notes().many },
                peer: { "git notes add \(try await $0.notes().git.text)" }),
            Figure(
                name: "note number 20,000, beside note number 100", limit: 1.5, unit: .times,
                ours: { try await $0.notes().ratio },
                peer: { "note number 100: \(try await $0.notes().few.text)" }),
            Figure(
                name: "model call, server answers at once, beyond curl", limit: 2,
                unit: .milliseconds, ours: { try await $0.plainCall().beyond },
                peer: { try await $0.plainCall().text }),
            Figure(
                name: "model call, reply in 50 pieces, beyond curl", limit: 2,
                unit: .milliseconds, ours: { try await $0.streamedCall().beyond },
                peer: { try await $0.streamedCall().text }),
            Figure(
                name: "model call, stream of 20 MB", limit: 1000,
                unit: .milliseconds, ours: { try await $0.largeStream().ours },
                peer: { try await $0.largeStream().text }),
            Figure(
                name: "model call, refused, then another provider's answer", limit: 50,
                unit: .milliseconds, ours: { try await $0.fallback() }, peer: { _ in "" }),
            Figure(
                name: "model call, cancelled in mid-stream", limit: 50,
                unit: .milliseconds, ours: { try await $0.cancellation() }, peer: { _ in "" }),
            Figure(
                name: "look at four providers, beside the slowest alone", limit: 1.25,
                unit: .times, ours: { try await $0.healthCheck() },
                peer: { _ in "their sum: 2.5×" }),
            Figure(
                name: "context for a phase in a large repository, cold", limit: 300,
                unit: .milliseconds, ours: { try await $0.contexts().cold },
                peer: { try await $0.contexts().peer }),
            Figure(
                name: "context for a phase after a change of one file", limit: 30,
                unit: .milliseconds, ours: { try await $0.contexts().changed }, peer: { _ in "" }),
            Figure(
                name: "start of a command in the sandbox, beyond without", limit: 8,
                unit: .milliseconds, ours: { try await $0.sandboxStart() },
                peer: { try await $0.sandboxLayers() }),
            Figure(
                name: "stats over 1,000 runs of 60 events, cold", limit: 4000,
                unit: .milliseconds, ours: { try await $0.stats(isCold: true) },
                peer: { _ in "" }),
            Figure(
                name: "stats over 1,000 runs of 60 events, again", limit: 700,
                unit: .milliseconds, ours: { try await $0.stats(isCold: false) },
                peer: { _ in "" }),
            Figure(
                name: "health without network, 1,000 runs in a large repository", limit: 50,
                unit: .milliseconds, ours: { try await $0.health().ours },
                peer: { "git status \(try await $0.health().git.text)" }),
            Figure(
                name: "policy: 1,000 verdicts", limit: 1000, unit: .milliseconds,
                ours: { try await $0.policy.thousand() }, peer: { _ in "" }),
            Figure(
                name: "pre-push hook: added to a push of 20 commits", limit: 60,
                unit: .milliseconds, ours: { try await $0.pushes().added },
                peer: { bench in
                    "a hook that does nothing: pre-commit 91 ms, lefthook 27 ms; the push"
                        + " \(try await bench.pushes().without.text)"
                }),
            Figure(
                name: "edits: 2,000 typical ones", limit: 1000, unit: .milliseconds,
                ours: { try await $0.edits.typicalEdits() },
                peer: { _ in "aider: make bench-edits" }),
            Figure(
                name: "edits: 200 lines in a file of 5 MB", limit: 50, unit: .milliseconds,
                ours: { try await $0.edits.largeFile() }, peer: { _ in "" }),
            Figure(
                name: "redaction: 20 MB of code, logs and lock files", limit: 1000,
                unit: .milliseconds, ours: { try await $0.redaction.typical() },
                peer: { try await $0.redaction.hostile().text + " for the slowest hostile MB" }),
            Figure(
                name: "gate: the slowest hostile test file of 1 MB", limit: 1000,
                unit: .milliseconds, ours: { try await $0.gate.hostile() }, peer: { _ in "" }),
            Figure(
                name: "edits: the slowest hostile reply of 1 MB", limit: 200, unit: .milliseconds,
                ours: { try await $0.edits.hostile() }, peer: { _ in "" }),
        ]
    }
}
