import RunModel

/// Counts of what became of runs with faults.
package struct HealingTally: Sendable {
    /// What the work costs without faults.
    private let costs: [HealingBenchmark.Shape: Money]
    package private(set) var runs: [[FaultedRun.Help: RunAccount]] = []

    /// Attempts that a recovery may take, on the average.
    package static let attemptsGoal = 1.8

    init(costs: [HealingBenchmark.Shape: Money]) { self.costs = costs }

    mutating func add(_ accounts: [FaultedRun.Help: RunAccount]) { runs.append(accounts) }

    /// What a group of runs came to, with one kind of help.
    package struct Sum: Sendable {
        package var runs = 0
        package var recoverable = 0
        package var recovered = 0
        /// Faults that recovered runs are over.
        package var recoveries = 0
        package var attempts = 0
        package var cheap = 0
        package var strong = 0
        /// Beyond what the work costs without faults.
        package var extra = 0.0
        package var doctorCost = 0.0

        package var share: Double {
            recoverable == 0 ? 1 : Double(recovered) / Double(recoverable)
        }
        package var attemptsEach: Double { each(Double(attempts)) }

        func each(_ value: Double) -> Double { recoveries == 0 ? 0 : value / Double(recoveries) }
    }

    /// Sums the runs that a group has.
    package func sum(
        _ help: FaultedRun.Help, of isOfGroup: (FaultPlan) -> Bool = { _ in true }
    ) -> Sum {
        var sum = Sum()
        for account in runs.compactMap({ $0[help] }) where isOfGroup(account.plan) {
            sum.runs += 1
            guard account.plan.isRecoverable else { continue }
            sum.recoverable += 1
            guard account.isRecovered else { continue }
            sum.recovered += 1
            sum.recoveries += account.plan.faults.count
            sum.attempts += account.attempts
            sum.cheap += account.doctorCalls[.cheap] ?? 0
            sum.strong += account.doctorCalls[.strong] ?? 0
            sum.extra += account.cost.usd - (costs[account.plan.shape]?.usd ?? 0)
            sum.doctorCost += account.doctorCost.usd
        }
        return sum
    }

    // MARK: Goals

    /// What was to be reached and is not, a sentence each, with the seed of its run.
    package var misses: [String] {
        var misses: [String] = []
        for accounts in runs {
            for help in FaultedRun.Help.allCases {
                guard let account = accounts[help] else { continue }
                let place = "seed \(account.plan.seed), \(account.plan.name), \(help.rawValue)"
                misses += account.loops.map { "\(place): loops: \($0)" }
                misses += account.exceeded.map { "\(place): passes a cap: \($0)" }
                guard help == .doctor else { continue }
                // A run that one fault has ended meets no other.
                if account.isRecovered {
                    misses += account.plan.faults.filter { !account.struck.contains($0) }.map {
                        "\(place): \($0.category.rawValue) did not strike"
                    }
                }
                let isOfWorld = account.plan.faults.allSatisfy {
                    [.infrastructure, .gitState].contains($0.category.failureClass)
                }
                if isOfWorld, account.plan.isCuredByRules, !account.isRecovered {
                    misses.append("\(place): is not recovered: \(account.state.message)")
                }
            }
        }
        let attempts = sum(.doctor).attemptsEach
        if attempts > HealingTally.attemptsGoal {
            misses.append("\(attempts) attempts per recovery")
        }
        return misses
    }

    /// The runs that somebody could have mended and nobody did, with what happened in each.
    package var unrecovered: [String] {
        runs.compactMap { $0[.doctor] }.filter { $0.plan.isRecoverable && !$0.isRecovered }.map {
            "seed \($0.plan.seed), \($0.plan.name)\n    "
                + $0.story.joined(separator: "\n    ")
        }
    }

    /// The faults that the journal calls something else, each with what it calls them.
    package var misnamed: [String] {
        runs.compactMap { $0[.doctor] }.flatMap { account in
            account.struck.filter { !account.isNamed($0) }.map { fault in
                let names = account.categories.map(\.rawValue).sorted().joined(separator: ", ")
                return "seed \(account.plan.seed), \(fault.category.rawValue): \(names)"
            }
        }
    }

    package var looped: Int { count { !$0.loops.isEmpty } }
    package var exceeded: Int { count { !$0.exceeded.isEmpty } }

    /// Faults that struck.
    package var injected: Int { runs.reduce(0) { $0 + ($1[.doctor]?.struck.count ?? 0) } }

    /// Of them, those that the journal calls what they are.
    package var named: Int {
        runs.reduce(0) { sum, accounts in
            sum + (accounts[.doctor].map { $0.struck.count(where: $0.isNamed) } ?? 0)
        }
    }

    private func count(_ isWanted: (RunAccount) -> Bool) -> Int {
        runs.reduce(0) { $0 + $1.values.count(where: isWanted) }
    }
}
