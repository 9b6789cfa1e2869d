import TestSupport
import Testing

/// Expects an exit status; all that the program wrote is in the message otherwise.
@discardableResult
func expect(
    _ outcome: Outcome, exits statuses: Int32..., sourceLocation: SourceLocation = #_sourceLocation
) -> Bool {
    let isRight = statuses.contains(outcome.status)
    if !isRight {
        Issue.record(
            "expected exit \(statuses.map(String.init).joined(separator: " or ")): \(outcome)",
            sourceLocation: sourceLocation)
    }
    return isRight
}

/// Expects one of several exit statuses.
func expect(
    _ outcome: Outcome, exits statuses: [Int32], sourceLocation: SourceLocation = #_sourceLocation
) {
    guard !statuses.contains(outcome.status) else { return }
    Issue.record("expected exit \(statuses): \(outcome)", sourceLocation: sourceLocation)
}

/// Expects an exit status that the rest of the test needs.
func require(
    _ outcome: Outcome, exits statuses: Int32..., sourceLocation: SourceLocation = #_sourceLocation
) throws {
    guard !statuses.contains(outcome.status) else { return }
    throw TestFailure(
        "line \(sourceLocation.line): expected exit \(statuses.map(String.init).joined(separator: " or ")): \(outcome)"
    )
}

extension Project {
    /// Expects a command to be refused, in words and as JSON, with nothing changed by either.
    ///
    /// - Parameters:
    ///   - arguments: The command line, which takes `--json`.
    ///   - words: What the message for people names, beside a remedy.
    func expectRefusal(
        _ arguments: [String], exits status: Int32, naming words: String...,
        in folder: String? = nil,
        with more: [String: String] = [:], sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let before = FolderSnapshot(of: path, without: [".git/autopack"])
        let variables = environment.merging(more) { $1 }
        let spoken = try await runAutopack(
            arguments, in: folder ?? path, environment: variables)
        expect(spoken, exits: status, sourceLocation: sourceLocation)
        for word in words where !spoken.errors.contains(word) {
            Issue.record("no \(word) in: \(spoken)", sourceLocation: sourceLocation)
        }
        let written = try await runAutopack(
            arguments + ["--json"], in: folder ?? path, environment: variables)
        expect(written, exits: status, sourceLocation: sourceLocation)
        do {
            let last = written.output.split(separator: "\n").last ?? ""
            let error = try JSONReader.value(String(last))["error"]
            for key in ["code", "message", "hint"]
            where error?[key]?.string?.isEmpty ?? (key != "code" || error?[key]?.int == nil) {
                Issue.record("no \(key) in: \(written)", sourceLocation: sourceLocation)
            }
        } catch {
            Issue.record("no JSON error (\(error)): \(written)", sourceLocation: sourceLocation)
        }
        let changes = before.differences(
            to: FolderSnapshot(of: path, without: [".git/autopack"]))
        if !changes.isEmpty {
            Issue.record("a refusal changed \(changes)", sourceLocation: sourceLocation)
        }
    }
}
