import RunModel
import Testing

struct HealthRatioTests {
    private func ratio(
        http500: Int = 0, patch: Int = 0, total: Int = 0, _ budgets: Budgets = Budgets()
    ) throws -> Double {
        var state = try RunStory.begun(settings: RunSettings(budgets: budgets)).state
        state.failures.http500 = http500
        state.failures.patch = patch
        state.failures.total = total
        return state.healthRatio
    }

    @Test func `the caps are 10, 15 and 25`() {
        let budgets = Budgets()
        #expect(budgets.maxHTTP500PerRun == 10)
        #expect(budgets.maxPatchFailuresPerRun == 15)
        #expect(budgets.maxTotalFailuresPerRun == 25)
    }

    @Test(arguments: [
        (0, 0, 0, 0.0), (8, 0, 0, 0.8), (0, 12, 0, 0.8), (0, 0, 20, 0.8), (0, 0, 19, 0.76),
        (1, 3, 5, 0.2), (5, 3, 10, 0.5), (1, 9, 10, 0.6), (1, 3, 20, 0.8), (10, 0, 0, 1),
        (12, 0, 0, 1.2),
    ])
    func `the health ratio is failures over their cap, the largest of the three`(
        http500: Int, patch: Int, total: Int, expected: Double
    ) throws {
        #expect(abs(try ratio(http500: http500, patch: patch, total: total) - expected) < 1e-12)
    }

    @Test func `a cap of 0 allows nothing`() throws {
        #expect(try ratio(Budgets(maxHTTP500PerRun: 0)) == 1)
    }
}
