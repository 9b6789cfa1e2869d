import TestSupport

/// Waits until a condition holds, looking a thousand times a second.
///
/// - Throws: ``TestFailure`` where it does not within thirty seconds.
func wait(for what: String, until isTrue: () throws -> Bool) async throws {
    for _ in 0..<30_000 {
        if try isTrue() { return }
        try await Task.sleep(for: .milliseconds(1))
    }
    throw TestFailure("\(what) did not come")
}
