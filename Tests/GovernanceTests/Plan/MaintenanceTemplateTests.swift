import Governance
import RunModel
import Testing

struct MaintenanceTemplateTests {
    private func plan() throws -> Plan {
        let (a, b) = (try #require(PhaseID("a")), try #require(PhaseID("b")))
        return Plan(
            goal: "g", phases: [Phase(id: a, goal: "a"), Phase(id: b, goal: "b", dependsOn: [a])])
    }

    private let settings = RunSettings(
        coreMaintenance: CoreMaintenance(paths: ["prompts/**"], allow: ["prompts/a.md"]))

    @Test func `the templates are those of the design, each found by its name`() {
        #expect(
            MaintenanceTemplate.names == ["phase3-provider-maintenance", "phase3-core-bugfix"])
        for template in MaintenanceTemplate.all {
            #expect(MaintenanceTemplate.named(template.name) == template)
        }
        #expect(MaintenanceTemplate.named("phase3") == nil)
    }

    @Test func `a core_maintenance phase is inserted before the failed one, which depends on it`()
        throws
    {
        let before = try plan()
        let b = before.phases[1].id
        for template in MaintenanceTemplate.all {
            let plan = template.inserted(
                before: b, in: before, why: "it fails", settings: settings)
            #expect(plan.phases.map(\.id.description) == ["a", template.name, "b"])
            #expect(plan.phases[1].category == "core_maintenance")
            #expect(plan.phases[1].goal.contains("it fails"))
            #expect(plan.phases[2].dependsOn == [before.phases[0].id, plan.phases[1].id])
            #expect(plan.phases[0] == before.phases[0])
            #expect(plan.faults() == [])
        }
    }

    @Test func `a second one gets an unused id`() throws {
        let a = try plan().phases[0].id
        let once = MaintenanceTemplate.providers.inserted(
            before: a, in: try plan(), why: "", settings: settings)
        let twice = MaintenanceTemplate.providers.inserted(
            before: a, in: once, why: "", settings: settings)
        #expect(twice.phases[1].id.description == "phase3-provider-maintenance-2")
        #expect(twice.faults() == [])
    }

    @Test func `provider maintenance writes the repository's models, a core bugfix the white list`()
    {
        let providers = MaintenanceTemplate.providers.phase(why: "", settings: settings)
        #expect(providers.scope.write == [".autopack/models.yaml"])
        let core = MaintenanceTemplate.coreFault.phase(why: "", settings: settings)
        #expect(core.scope.write == ["prompts/a.md"])
        for phase in [providers, core] {
            #expect(phase.allow.isEmpty)
            #expect(phase.builder == .patch)
            #expect(phase.maxAttempts == 2)
        }
    }
}
