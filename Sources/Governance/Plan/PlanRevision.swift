package import RunModel

/// A plan that a model wrote in place of another, held against it (`decisions.md`, Replanning).
///
/// It may only narrow the power of the one it replaces. What is done stays as it is, byte for byte;
/// what changes gets an id that was never used.
package struct PlanRevision: Hashable, Sendable {
    package var plan: Plan
    /// What no person is asked about: the plan is refused, and the planner can act on it.
    package var faults: [String]
    /// What it takes more than it may, or leaves out: a person has to agree.
    package var exceeds: [String]

    /// What a revision is held against.
    package struct Before: Hashable, Sendable {
        package var plan: Plan
        /// Phases that are done, or that nobody works on any more.
        package var settled: Set<PhaseID>
        /// The phase that has failed.
        package var failing: PhaseID
        /// Every id that the run has used.
        package var used: Set<PhaseID>

        package init(
            plan: Plan, settled: Set<PhaseID>, failing: PhaseID, used: Set<PhaseID> = []
        ) {
            self.plan = plan
            self.settled = settled
            self.failing = failing
            self.used = used.union(plan.phases.map(\.id))
        }

        /// What is still to be done.
        var open: [Phase] { plan.phases.filter { !settled.contains($0.id) } }

        /// A phase of a new name stands for it.
        var failed: Phase? { open.first { $0.id == failing } }
    }

    /// - Parameters:
    ///   - attempts: What the person allows each phase.
    ///   - protected: What no phase may name in its scope.
    package init(
        of draft: Plan, replacing before: Before, attempts: Int = .max,
        protected: ProtectedPaths = ProtectedPaths()
    ) {
        let open = before.open
        var drafted = draft.phases.filter { !before.settled.contains($0.id) }
        for index in drafted.indices {
            let own = open.first { $0.id == drafted[index].id }
            guard let old = own ?? before.failed else { continue }
            drafted[index].take(from: old, attempts: attempts)
        }
        let isKept = drafted.map { open.contains($0) }
        let phases = PlanRevision.renamed(drafted, isKept: isKept, used: before.used)
        let settled = before.plan.phases.filter { before.settled.contains($0.id) }
        let held = before.plan.checks
        plan = Plan(
            version: before.plan.version, goal: before.plan.goal,
            checks: held
                + draft.checks.filter { own in
                    !held.contains { $0.run == own.run || $0.name == own.name }
                }, phases: settled + phases)
        let changed = zip(zip(phases, drafted), isKept).filter { !$1 }.map { names, _ in
            Changed(phase: names.0, old: open.first { $0.id == names.1.id })
        }
        faults = PlanRevision.faults(in: changed, attempts, protected)
        if drafted == open, plan.checks == held {
            faults.append("phases: nothing differs from the plan that failed")
        }
        faults += plan.faults().map { "\($0.path) \($0.message)" }
        exceeds = PlanRevision.left(out: drafted, of: open, failing: before.failing)
        for change in changed {
            exceeds += PlanRevision.broadening(
                by: change.phase, of: open, insteadOf: change.old ?? before.failed, attempts)
        }
    }

    /// A phase that is not one of the open ones as it was.
    private struct Changed {
        /// With the id that it has from now on.
        var phase: Phase
        /// The open phase whose id the draft gave it.
        var old: Phase?
    }

    // MARK: Names

    /// Gives every phase that is not one of the open ones, unchanged, a name that was never used.
    ///
    /// A phase that only follows another name in `depends_on` stays the phase that it was.
    private static func renamed(
        _ phases: [Phase], isKept: [Bool], used: Set<PhaseID>
    ) -> [Phase] {
        var names: [PhaseID: PhaseID] = [:]
        var taken = used.union(phases.map(\.id))
        for (phase, isKept) in zip(phases, isKept) where used.contains(phase.id) && !isKept {
            let name = PhaseID.unused(phase.id.description, taken: taken)
            names[phase.id] = name
            taken.insert(name)
        }
        return phases.map { phase in
            var phase = phase
            phase.id = names[phase.id] ?? phase.id
            phase.dependsOn = phase.dependsOn.map { names[$0] ?? $0 }
            return phase
        }
    }

    // MARK: What is never a model's

    private static func faults(
        in changed: [Changed], _ attempts: Int, _ protected: ProtectedPaths
    ) -> [String] {
        let phases = changed.map { change in
            var phase = change.phase
            // What it may allow is held against the plan before.
            phase.allow = []
            // A person chose the program for this very phase.
            if case .command = phase.builder, change.old?.builder == phase.builder {
                phase.builder = .patch
            }
            if let limit = change.old?.maxAttempts, phase.maxAttempts ?? .max <= limit {
                phase.maxAttempts = nil
            }
            return phase
        }
        return PlanPolicy.faults(
            ofFirst: Plan(goal: "", phases: phases), attempts: attempts, protected: protected)
    }

    // MARK: What a person has to agree to

    /// - Parameter drafted: With the ids that the model gave.
    private static func left(
        out drafted: [Phase], of open: [Phase], failing: PhaseID
    ) -> [String] {
        let names = Set(drafted.map(\.id))
        let hasNew = !names.isSubset(of: open.map(\.id))
        var left: [String] = []
        // A phase of another name may stand for the one that failed, and for no other.
        for phase in open where !names.contains(phase.id) && (phase.id != failing || !hasNew) {
            left.append("phase \(phase.id) is left out")
        }
        var criteria = Tally(drafted.flatMap(\.acceptance))
        var commands = Tally(drafted.flatMap(\.checks).map(\.command))
        for phase in open {
            for criterion in phase.acceptance where !criteria.take(criterion) {
                left.append("the acceptance criterion '\(criterion)' of \(phase.id) is dropped")
            }
            for check in phase.checks where !commands.take(check.command) {
                left.append("the check '\(check.name)' of \(phase.id) is dropped")
            }
        }
        return left
    }

    private static func broadening(
        by phase: Phase, of open: [Phase], insteadOf old: Phase?, _ attempts: Int
    ) -> [String] {
        var more: [String] = []
        // A phase of another name stands for the one that failed, and has no more power than that.
        let open = old.map { [$0] } ?? open
        let granted = Set(open.flatMap(\.allow))
        let wanted = phase.allow.filter { !granted.contains($0) }
        if !wanted.isEmpty {
            more.append(
                "\(phase.id).allow: \(wanted.map(\.rawValue).joined(separator: ", ")) is new")
        }
        // What one phase may do in its place, another may not do elsewhere.
        let alike = open.filter { $0.allow.contains(allOf: phase.allow.filter(granted.contains)) }
        if !alike.contains(where: \.scope.write.isEmpty) {
            let before = alike.flatMap(\.scope.write)
            for pattern in phase.scope.write.isEmpty ? ["**"] : phase.scope.write
            where !before.contains(where: { ScopeRule.holds(pattern, within: $0) }) {
                more.append("\(phase.id).scope.write: '\(pattern)' is wider than before")
            }
        }
        if let old, old.isOfHighRisk, phase.category != old.category {
            more.append(
                "\(phase.id).category: '\(phase.category)' is judged less strictly than"
                    + " '\(old.category)'")
        }
        if let old, let limit = old.maxAttempts, phase.maxAttempts ?? attempts > limit {
            more.append("\(phase.id).max_attempts: more than the \(limit) before")
        }
        return more
    }
}

extension Phase {
    /// Takes what the draft leaves open from the phase that it stands for.
    fileprivate mutating func take(from old: Phase, attempts: Int) {
        if scope.write.isEmpty { scope.write = old.scope.write }
        if category == Phase.plainCategory, old.isOfHighRisk { category = old.category }
        if maxAttempts == nil, let limit = old.maxAttempts, id == old.id || limit <= attempts {
            maxAttempts = limit
        }
    }

    fileprivate var isOfHighRisk: Bool {
        ChangeLimits().highRiskCategories.contains(category)
    }

    /// The category of a phase that names none.
    private static let plainCategory = "general"
}

extension Check {
    /// What is run, and with what: the name and the time do not make it another check.
    fileprivate var command: [String] {
        run + env.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    }
}

/// How often each of some things is there.
private struct Tally<Thing: Hashable> {
    private var counts: [Thing: Int] = [:]

    init(_ things: [Thing]) {
        for thing in things { counts[thing, default: 0] += 1 }
    }

    /// - Returns: False where none is left.
    mutating func take(_ thing: Thing) -> Bool {
        guard let count = counts[thing], count > 0 else { return false }
        counts[thing] = count - 1
        return true
    }
}

extension [Allowance] {
    fileprivate func contains(allOf others: [Allowance]) -> Bool {
        others.allSatisfy { contains($0) }
    }
}
