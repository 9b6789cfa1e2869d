import RunModel
import TestSupport
import Testing

struct PlanTests {
    private func phase(_ id: String, after: [String] = [], checks: [Check] = []) throws -> Phase {
        Phase(
            id: try #require(PhaseID(id)), goal: "g", dependsOn: after.compactMap { PhaseID($0) },
            checks: checks)
    }

    @Test func `a sound plan has no fault`() throws {
        #expect(try EventSamples.plan().faults() == [])
    }

    @Test func `all faults are found at once, each with its place`() throws {
        let check = Check(name: "tests", run: ["true"])
        let plan = Plan(
            goal: "g", checks: [check, check, Check(name: "none", run: [])],
            phases: [
                try phase("one"), try phase("one"), try phase("two", after: ["ona"]),
                try phase("three", checks: [Check(name: "x", run: [""]), check]),
            ])
        let faults = plan.faults().map { "\($0.path): \($0.message)" }
        #expect(
            faults == [
                "phases[1].id: id 'one' is used twice",
                "phases[2].depends_on[0]: 'ona' is not a phase of this plan",
                "checks[1].name: name 'tests' is used twice",
                "checks[2].run: names no program",
                "phases[3].checks[0].run: names no program",
                "phases[3].checks[1].name: name 'tests' is one of the plan's checks already",
            ])
        #expect(plan.faults()[1].nearest == "one")
        #expect(Plan(goal: "g", phases: []).faults().map(\.path) == ["phases"])
    }

    @Test func `a word that no program can be given is a fault`() throws {
        let plan = Plan(
            goal: "g", checks: [Check(name: "tests", run: ["true", "a\0b"])],
            phases: [try phase("one")])
        #expect(
            plan.faults().map { "\($0.path): \($0.message)" } == [
                "checks[0].run[1]: holds a NUL character, which no program can be given"
            ])
    }

    @Test func `a circle is named in full, and only the circle`() throws {
        let plan = Plan(
            goal: "g",
            phases: [
                try phase("a"), try phase("b", after: ["d"]), try phase("c", after: ["b"]),
                try phase("d", after: ["c"]), try phase("e", after: ["d"]),
            ])
        let faults = plan.faults()
        #expect(faults.map(\.message) == ["goes round in a circle: b → d → c → b"])
        #expect(plan.order().map(\.description) == ["a"])
        let alone = Plan(goal: "g", phases: [try phase("a", after: ["a"])])
        #expect(alone.faults().map(\.message) == ["goes round in a circle: a → a"])
    }

    @Test func `phases run in the plan's order, what they need first`() throws {
        let plan = Plan(
            goal: "g",
            phases: [
                try phase("c", after: ["a", "b"]), try phase("b", after: ["a"]), try phase("a"),
                try phase("d"),
            ])
        #expect(plan.order().map(\.description) == ["a", "b", "c", "d"])
    }

    @Test(arguments: Seeds.first(50))
    func `any order that a plan gives has every phase behind what it needs`(seed: UInt64) throws {
        var random = Seeded(seed)
        let names = (0..<random.below(12) + 1).map { "p\($0)" }
        let phases = try names.map { name in
            try phase(name, after: names.filter { _ in random.chance(15) })
        }
        let plan = Plan(goal: "g", phases: phases)
        let order = plan.order()
        for (index, id) in order.enumerated() {
            for needed in try #require(plan[id]).dependsOn {
                #expect(order[..<index].contains(needed), "seed \(seed)")
            }
        }
        let hasCircle = plan.faults().contains { $0.message.hasPrefix("goes round") }
        #expect(hasCircle == (order.count < names.count), "seed \(seed)")
    }

    @Test(arguments: [
        ("patch", BuilderMode.patch), ("agent", .agent), ("command:x", .command("x")),
        ("command:", nil), ("other", nil), ("", nil),
    ])
    func `a builder is one of three words`(text: String, mode: BuilderMode?) {
        #expect(BuilderMode(text) == mode)
        if let mode { #expect(mode.description == text) }
    }

    @Test func `a command is shown as it would be typed`() {
        let check = Check(name: "n", run: ["a b", "it's", "", "--x=1", "$HOME"])
        #expect(check.commandLine == "'a b' 'it'\\''s' '' --x=1 '$HOME'")
    }

    @Test func `every failure category has a class, and every class a category`() {
        let classes = Set(FailureCategory.allCases.map(\.failureClass))
        #expect(classes == Set(FailureClass.allCases))
        #expect(FailureCategory.testsChanged.failureClass == .gate)
        #expect(FailureCategory.contextLength.failureClass == .infrastructure)
    }
}
