extension Plan {
    /// What is wrong with a plan that reads well, each as a sentence with the place it is at.
    ///
    /// Names that are used twice, dependencies that are not there or go round in a circle, and
    /// checks without a command.
    package func faults() -> [PlanFault] {
        var faults: [PlanFault] = []
        if phases.isEmpty {
            faults.append(PlanFault(path: "phases", message: "a plan needs at least one phase"))
        }
        var seen: Set<PhaseID> = []
        for (index, phase) in phases.enumerated() where !seen.insert(phase.id).inserted {
            faults.append(
                PlanFault(
                    path: "phases[\(index)].id", message: "id '\(phase.id)' is used twice"))
        }
        for (index, phase) in phases.enumerated() {
            for (place, name) in phase.dependsOn.enumerated() where !seen.contains(name) {
                faults.append(
                    PlanFault(
                        path: "phases[\(index)].depends_on[\(place)]",
                        message: "'\(name)' is not a phase of this plan",
                        nearest: Nearest.word(
                            to: name.description, among: seen.map(\.description).sorted())))
            }
        }
        if let circle = circle() {
            let names = circle.map(\.description).joined(separator: " → ")
            let index = phases.firstIndex { $0.id == circle.first } ?? 0
            faults.append(
                PlanFault(
                    path: "phases[\(index)].depends_on", message: "goes round in a circle: \(names)"
                ))
        }
        faults += PlanFault.ofChecks(checks, path: "checks")
        let common = Set(checks.map(\.name))
        for (index, phase) in phases.enumerated() {
            let path = "phases[\(index)].checks"
            faults += PlanFault.ofChecks(phase.checks, path: path)
            for (place, check) in phase.checks.enumerated() where common.contains(check.name) {
                faults.append(
                    PlanFault(
                        path: "\(path)[\(place)].name",
                        message: "name '\(check.name)' is one of the plan's checks already"))
            }
        }
        return faults
    }

    /// The phases in the order in which they run: the plan's, with dependencies first.
    ///
    /// A phase of a circle, or behind one, is left out.
    package func order() -> [PhaseID] {
        var ordered: [PhaseID] = []
        var done: Set<PhaseID> = []
        var progress = true
        while progress {
            progress = false
            for phase in phases where !done.contains(phase.id) {
                guard phase.dependsOn.allSatisfy(done.contains) else { continue }
                ordered.append(phase.id)
                done.insert(phase.id)
                progress = true
                break
            }
        }
        return ordered
    }

    /// A circle of dependencies, its first phase again at the end.
    private func circle() -> [PhaseID]? {
        let names = Set(phases.map(\.id))
        let reachable = Set(order())
        guard
            let start = phases.first(where: { phase in
                !reachable.contains(phase.id)
                    && phase.dependsOn.allSatisfy(names.contains)
            })?.id
        else { return nil }
        var path = [start]
        while let last = path.last {
            let next = self[last]?.dependsOn.first {
                names.contains($0) && !reachable.contains($0)
            }
            guard let next else { return nil }
            if let index = path.firstIndex(of: next) { return Array(path[index...]) + [next] }
            path.append(next)
        }
        return nil
    }
}

/// Something wrong at a place of a plan.
package struct PlanFault: Hashable, Sendable {
    /// The key, as `phases[1].depends_on[0]`.
    package var path: String
    package var message: String
    /// The legal word that was perhaps meant.
    package var nearest: String?

    package init(path: String, message: String, nearest: String? = nil) {
        self.path = path
        self.message = message
        self.nearest = nearest
    }

    fileprivate static func ofChecks(_ checks: [Check], path: String) -> [PlanFault] {
        var faults: [PlanFault] = []
        var seen: Set<String> = []
        for (index, check) in checks.enumerated() {
            if check.run.first?.isEmpty ?? true {
                faults.append(
                    PlanFault(path: "\(path)[\(index)].run", message: "names no program"))
            }
            for (place, word) in check.run.enumerated() where word.utf8.contains(0) {
                faults.append(
                    PlanFault(
                        path: "\(path)[\(index)].run[\(place)]",
                        message: "holds a NUL character, which no program can be given"))
            }
            if !seen.insert(check.name).inserted {
                faults.append(
                    PlanFault(
                        path: "\(path)[\(index)].name",
                        message: "name '\(check.name)' is used twice"))
            }
        }
        return faults
    }
}
