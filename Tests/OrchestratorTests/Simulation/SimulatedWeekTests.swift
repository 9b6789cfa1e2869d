import TestSupport
import Testing

/// A week of provider trouble: outages, rate limits, wrong keys, empty accounts, slow answers.
struct SimulatedWeekTests {
    /// A thousand runs with `AUTOPACK_TORTURE=1`, otherwise a few of them.
    private static var runs: Int {
        TestEnvironment.setting("AUTOPACK_TORTURE") == "1" ? 1000 : 60
    }

    @Test(arguments: Seeds.first(1))
    func `every run that has one working provider ends well, and no cap is passed`(
        seed: UInt64
    ) async throws {
        let week = try await SimulatedWeek(seed: seed)
        try await week.pass(runs: Self.runs)
        try week.expectQuotasKept()
        let figures = week.figures
        print("simulated week, seed \(seed): \(figures)")
        #expect(figures.failedCalls * 10 > figures.calls, "the week had trouble: \(figures)")
        #expect(figures.swaps > 0 && figures.enabled > 0, "\(figures)")
    }
}
