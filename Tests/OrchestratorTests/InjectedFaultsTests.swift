import FaultInjection
import TestSupport
import Testing

/// A share of the benchmark `make bench-healing`: runs with faults of every kind, drawn from a seed.
struct InjectedFaultsTests {
    @Test(arguments: Seeds.first(1))
    func `what a provider or a rule can cure is cured, nothing loops, and no cap is passed`(
        seed: UInt64
    ) async throws {
        let tally = try await HealingBenchmark(seed: seed, runs: 40, comparesHelp: false).execute()
        #expect(tally.runs.count == 40)
        let misses = tally.misses
        #expect(misses.isEmpty, "seed \(seed): \(misses.joined(separator: "\n"))")
    }
}
