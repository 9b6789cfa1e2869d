package import RunModel
import TestSupport

/// Runs with faults, drawn from a seed, each of them with all help, with the rules alone, and with
/// nothing but another try.
package struct HealingBenchmark: Sendable {
    package let seed: UInt64
    package let runs: Int
    /// Beside the runs with all help, the same ones with less, and the work without faults.
    package let comparesHelp: Bool
    /// Runs that go on at a time.
    package let width: Int

    package init(seed: UInt64, runs: Int, comparesHelp: Bool = true, width: Int = 2) {
        self.seed = seed
        self.runs = runs
        self.comparesHelp = comparesHelp
        self.width = max(1, width)
    }

    /// What the work of a plan costs where nothing goes wrong.
    package struct Shape: Hashable, Sendable {
        package var phases: Int
        package var complexity: Complexity
    }

    /// Executes all runs; the order in which they end does not show.
    package func execute() async throws -> HealingTally {
        let accounts = try await inParallel(Array(0..<runs)) { number in
            try await self.accounts(of: FaultPlan(number: number, seed: seed))
        }
        var tally = HealingTally(costs: comparesHelp ? try await costs() : [:])
        for accounts in accounts { tally.add(accounts) }
        return tally
    }

    private func accounts(
        of plan: FaultPlan
    ) async throws -> [FaultedRun.Help: RunAccount] {
        let scratch = try FaultedRun.repository()
        var accounts: [FaultedRun.Help: RunAccount] = [:]
        for help in FaultedRun.Help.allCases where comparesHelp || help == .doctor {
            do {
                accounts[help] = try await FaultedRun(plan, help: help)
                    .execute(in: scratch, as: "run-\(help.rawValue)")
            } catch {
                throw TestFailure("seed \(plan.seed), \(plan.name), \(help.rawValue): \(error)")
            }
        }
        return accounts
    }

    /// The same work without faults, for each shape that a plan may have.
    private func costs() async throws -> [Shape: Money] {
        let shapes = [FaultPlan.Meeting.alone, .inTurn].flatMap { meeting in
            Complexity.allCases.map { FaultPlan(withoutFaults: meeting, $0) }
        }
        let found = try await inParallel(shapes) { plan in
            let account = try await FaultedRun(plan, help: .doctor)
                .execute(in: try FaultedRun.repository(), as: "run")
            guard account.isRecovered else {
                throw TestFailure("without faults: \(account.state.message)")
            }
            return (plan.shape, account.cost)
        }
        return Dictionary(uniqueKeysWithValues: found)
    }

    private func inParallel<Item: Sendable, Value: Sendable>(
        _ items: [Item], _ body: @escaping @Sendable (Item) async throws -> Value
    ) async throws -> [Value] {
        try await withThrowingTaskGroup(of: (Int, Value).self) { group in
            var values: [Int: Value] = [:]
            for (index, item) in items.enumerated() {
                if index >= width, let (place, value) = try await group.next() {
                    values[place] = value
                }
                group.addTask { (index, try await body(item)) }
            }
            for try await (place, value) in group { values[place] = value }
            return items.indices.compactMap { values[$0] }
        }
    }
}

extension FaultPlan {
    package var shape: HealingBenchmark.Shape {
        HealingBenchmark.Shape(phases: phases.count, complexity: complexity)
    }
}
