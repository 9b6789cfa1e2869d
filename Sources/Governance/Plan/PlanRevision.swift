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
    }

    /// - Parameters:
    ///   - attempts: What the person allows each phase.
    ///   - protected: What no phase may name in its scope.
    package init(
        of draft: Plan, replacing before: Before, attempts: Int = .max,
        protected: ProtectedPaths = ProtectedPaths()
    ) {
        let open = before.open
        var phases = draft.phases.filter { !before.settled.contains($0.id) }
        let limit = open.first { $0.id == before.failing }?.scope.write ?? []
        for index in phases.indices where phases[index].scope.write.isEmpty {
            phases[index].scope.write =
                open.first { $0.id == phases[index].id }?.scope.write ?? limit
        }
        phases = PlanRevision.renamed(phases, open: open, used: before.used)
        let settled = before.plan.phases.filter { before.settled.contains($0.id) }
        let held = before.plan.checks
        plan = Plan(
            version: before.plan.version, goal: before.plan.goal,
            checks: held
                + draft.checks.filter { own in
                    !held.contains { $0.run == own.run || $0.name == own.name }
                }, phases: settled + phases)
        faults = PlanRevision.faults(in: phases, open: open, attempts, protected)
        if phases == open, plan.checks == held {
            faults.append("phases: nothing differs from the plan that failed")
        }
        faults += plan.faults().map { "\($0.path) \($0.message)" }
        exceeds = PlanRevision.left(out: phases, of: open, failing: before.failing)
        for phase in phases where !open.contains(phase) {
            exceeds += PlanRevision.broadening(by: phase, of: open)
        }
    }

    // MARK: Names

    /// Gives every phase that is not one of the open ones, unchanged, a name that was never used.
    private static func renamed(
        _ phases: [Phase], open: [Phase], used: Set<PhaseID>
    ) -> [Phase] {
        var names: [PhaseID: PhaseID] = [:]
        var taken = used
        for phase in phases where used.contains(phase.id) && !open.contains(phase) {
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
        in phases: [Phase], open: [Phase], _ attempts: Int, _ protected: ProtectedPaths
    ) -> [String] {
        let new = phases.filter { !open.contains($0) }.map { phase in
            var phase = phase
            // What it may allow is held against the plan before.
            phase.allow = []
            if case .command = phase.builder, open.contains(where: { $0.builder == phase.builder })
            {
                phase.builder = .patch
            }
            return phase
        }
        return PlanPolicy.faults(
            ofFirst: Plan(goal: "", phases: new), attempts: attempts, protected: protected)
    }

    // MARK: What a person has to agree to

    private static func left(
        out phases: [Phase], of open: [Phase], failing: PhaseID
    ) -> [String] {
        var left: [String] = []
        let names = Set(phases.map(\.id))
        // A phase that was renamed still stands for the one whose name it had.
        let roots = Set(phases.map { root($0.id) })
        for phase in open where phase.id != failing {
            if !names.contains(phase.id), !roots.contains(phase.id.description) {
                left.append("phase \(phase.id) is left out")
            }
        }
        if !phases.contains(where: { !open.contains($0) }), !names.contains(failing) {
            left.append("phase \(failing) is left out")
        }
        let criteria = Set(phases.flatMap(\.acceptance))
        let checks = Set(phases.flatMap(\.checks).map(\.run))
        for phase in open {
            for criterion in phase.acceptance where !criteria.contains(criterion) {
                left.append("the acceptance criterion '\(criterion)' of \(phase.id) is dropped")
            }
            for check in phase.checks where !checks.contains(check.run) {
                left.append("the check '\(check.name)' of \(phase.id) is dropped")
            }
        }
        return left
    }

    private static func root(_ id: PhaseID) -> String {
        let parts = id.description.split(separator: "-", omittingEmptySubsequences: false)
        guard let last = parts.last, parts.count > 1, Int(last) != nil else {
            return id.description
        }
        return parts.dropLast().joined(separator: "-")
    }

    private static func broadening(by phase: Phase, of open: [Phase]) -> [String] {
        var more: [String] = []
        let granted = Set(open.flatMap(\.allow))
        let wanted = phase.allow.filter { !granted.contains($0) }
        if !wanted.isEmpty {
            more.append(
                "\(phase.id).allow: \(wanted.map(\.rawValue).joined(separator: ", ")) is new")
        }
        guard !open.contains(where: \.scope.write.isEmpty) else { return more }
        let before = open.flatMap(\.scope.write)
        for pattern in phase.scope.write
        where !before.contains(where: { ScopeRule.holds(pattern, within: $0) }) {
            more.append("\(phase.id).scope.write: '\(pattern)' is wider than before")
        }
        return more
    }
}

/// Whether one glob of a scope lies within another.
enum ScopeRule {
    /// Certain where it says yes: equal, below a folder that is all in, or a plain path that
    /// matches.
    static func holds(_ pattern: String, within other: String) -> Bool {
        if pattern == other || other == "**" { return true }
        if other.hasSuffix("/**") {
            let folder = other.dropLast(2)
            if !folder.contains(where: { "*?[".contains($0) }), pattern.hasPrefix(folder) {
                return !pattern.dropFirst(folder.count).split(separator: "/").contains("..")
            }
        }
        guard !pattern.contains(where: { "*?[{".contains($0) }) else { return false }
        return Glob(other, reading: .permission).matches(pattern)
    }
}
