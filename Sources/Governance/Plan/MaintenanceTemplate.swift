package import RunModel

/// A phase of category `core_maintenance` that is ready to be put into a plan.
///
/// What it may touch is what `core_maintenance.allow` lists, and every change of it waits for a
/// person (`decisions.md`, Governance).
package struct MaintenanceTemplate: Hashable, Sendable {
    package var name: String
    package var title: String
    package var goal: String
    /// What it writes; empty: all that `core_maintenance.allow` lists.
    package var writes: [String]

    /// Chains and disabled providers of the repository, for providers that fail.
    package static let providers = MaintenanceTemplate(
        name: "phase3-provider-maintenance", title: "Maintain the providers",
        goal: """
            Change .autopack/models.yaml so that the providers that fail are routed around: the \
            order of escalation_chains, and disabled_providers. Change nothing else.
            """, writes: [".autopack/models.yaml"])

    /// Known faults in the files that are core.
    package static let coreFault = MaintenanceTemplate(
        name: "phase3-core-bugfix", title: "Mend a fault in what is core",
        goal: """
            Mend the fault that is described below in the files that this phase may change, with \
            the smallest change that does it. Change no interface and no test.
            """, writes: [])

    package static let all = [providers, coreFault]

    package static let names = all.map(\.name)

    package static func named(_ name: String) -> MaintenanceTemplate? {
        all.first { $0.name == name }
    }

    /// The phase as a plan has it.
    ///
    /// - Parameters:
    ///   - why: What is wrong, for the Builder.
    ///   - taken: Ids that other phases have.
    package func phase(
        why: String, taken: Set<PhaseID> = [], settings: RunSettings
    ) -> Phase {
        var goal = self.goal
        if !why.isEmpty { goal += "\n\nWhat is wrong: \(why)" }
        let write = writes.isEmpty ? settings.coreMaintenance.allow : writes
        return Phase(
            id: PhaseID.unused(name, taken: taken), title: title, goal: goal,
            category: Phase.coreMaintenance, complexity: .medium, scope: Scope(write: write),
            maxAttempts: 2)
    }

    /// A plan of that phase alone, for a person who wants the maintenance now.
    package func plan(why: String, checks: [Check], settings: RunSettings) -> Plan {
        Plan(
            goal: title, checks: checks, phases: [phase(why: why, settings: settings)])
    }

    /// The plan with the phase before another one, which then depends on it.
    package func inserted(
        before id: PhaseID, in plan: Plan, why: String, settings: RunSettings
    ) -> Plan {
        var plan = plan
        let phase = phase(why: why, taken: Set(plan.phases.map(\.id)), settings: settings)
        guard let index = plan.phases.firstIndex(where: { $0.id == id }) else {
            preconditionFailure("\(id) is a phase of the plan")
        }
        plan.phases[index].dependsOn.append(phase.id)
        plan.phases.insert(phase, at: index)
        return plan
    }
}
