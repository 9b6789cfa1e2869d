import Governance
import RunModel
import Testing

/// What a plan that a model wrote in place of another may do (`decisions.md`, Replanning).
struct PlanRevisionTests {
    // MARK: What is replaced

    /// `done` is completed, `work` has failed, `after` follows it, `last` stands alone.
    private func before() throws -> PlanRevision.Before {
        var plan = Plan(
            goal: "do it", checks: [Check(name: "tests", run: ["pytest"])],
            phases: try ["done", "work", "after", "last"].map { name in
                Phase(
                    id: try id(name), goal: name, scope: Scope(write: ["src/\(name)/**"]),
                    acceptance: ["\(name) works"],
                    checks: [Check(name: "of-\(name)", run: ["check", name])])
            })
        plan.phases[1].dependsOn = [try id("done")]
        plan.phases[2].dependsOn = [try id("work")]
        plan.phases[2].allow = [.newDependencies]
        return PlanRevision.Before(plan: plan, settled: [try id("done")], failing: try id("work"))
    }

    private func id(_ name: String) throws -> PhaseID { try #require(PhaseID(name)) }

    /// A revision in which one thing is changed beside the failed phase's goal.
    private func revised(
        attempts: Int = .max, _ change: (inout Plan) throws -> Void = { _ in }
    ) throws -> PlanRevision {
        try revised(of: try before(), attempts: attempts, change)
    }

    private func revised(
        of before: PlanRevision.Before, attempts: Int = .max,
        _ change: (inout Plan) throws -> Void
    ) throws -> PlanRevision {
        var draft = before.plan
        draft.phases[1].goal = "another way"
        try change(&draft)
        return PlanRevision(of: draft, replacing: before, attempts: attempts)
    }

    private func ids(_ revision: PlanRevision) -> [String] {
        revision.plan.phases.map(\.id.description)
    }

    // MARK: What stays

    @Test func `completed phases stay byte for byte`() throws {
        let before = try before()
        let revision = try revised { draft in
            draft.phases[0].goal = "undo it"
            draft.phases[0].scope.write = ["**"]
            draft.phases[0].category = "core_maintenance"
            draft.phases[0].builder = .command("x")
        }
        #expect(revision.plan.phases[0] == before.plan.phases[0])
        #expect(revision.faults == [])
        #expect(revision.exceeds == [])
    }

    @Test func `completed phases stay where the draft leaves them out`() throws {
        let revision = try revised { $0.phases.removeFirst() }
        #expect(revision.plan.phases[0] == (try before().plan.phases[0]))
        #expect(ids(revision) == ["done", "work-2", "after", "last"])
        #expect(revision.faults == [])
    }

    @Test func `goal and version are the plan's, not the draft's`() throws {
        let revision = try revised { draft in
            draft.goal = "something easier"
            draft.version = 7
        }
        #expect(revision.plan.goal == "do it")
        #expect(revision.plan.version == 1)
    }

    @Test func `changed phases get unused ids, and others follow their names`() throws {
        let revision = try revised()
        #expect(ids(revision) == ["done", "work-2", "after", "last"])
        #expect(revision.plan.phases[2].dependsOn == [try id("work-2")])
        #expect(revision.faults == [])
        #expect(revision.exceeds == [])
    }

    @Test func `an id that any earlier plan of the run used is used`() throws {
        let plan = try before().plan
        let before = PlanRevision.Before(
            plan: plan, settled: [try id("done")], failing: try id("work"),
            used: [try id("work-2"), try id("work-3")])
        let revision = try revised(of: before) { _ in }
        #expect(ids(revision) == ["done", "work-4", "after", "last"])
    }

    @Test func `an unused id does not meet one of the draft's own`() throws {
        let revision = try revised { draft in
            draft.phases.append(
                Phase(id: try id("work-2"), goal: "more", scope: Scope(write: ["src/work/a"])))
        }
        #expect(ids(revision) == ["done", "work-3", "after", "last", "work-2"])
        #expect(revision.faults == [])
    }

    @Test func `a phase that only follows another name stays what it was, and is not judged anew`()
        throws
    {
        var before = try before()
        before.plan.phases[2].category = "core_maintenance"
        before.plan.phases[2].builder = .command("claude")
        before.plan.phases[2].maxAttempts = 9
        let revision = try revised(of: before, attempts: 5) { _ in }
        #expect(ids(revision) == ["done", "work-2", "after", "last"])
        #expect(revision.faults == [])
        #expect(revision.exceeds == [])
    }

    // MARK: What may be added

    @Test func `checks and acceptance criteria may be added`() throws {
        let revision = try revised { draft in
            draft.checks.append(Check(name: "lint", run: ["ruff"]))
            draft.phases[1].acceptance.append("and quickly")
            draft.phases[1].checks.append(Check(name: "more", run: ["more"]))
        }
        #expect(revision.plan.checks.map(\.name) == ["tests", "lint"])
        #expect(revision.faults == [])
        #expect(revision.exceeds == [])
    }

    @Test func `the plan's checks are never dropped, nor replaced by others of their name`() throws
    {
        let none = try revised { $0.checks = [] }
        #expect(none.plan.checks == (try before().plan.checks))
        let other = try revised { $0.checks = [Check(name: "tests", run: ["true"])] }
        #expect(other.plan.checks == (try before().plan.checks))
        #expect(other.exceeds == [])
    }

    // MARK: What a person has to agree to

    @Test func `an acceptance criterion that is dropped asks a person`() throws {
        let revision = try revised { $0.phases[1].acceptance = [] }
        #expect(
            revision.exceeds == ["the acceptance criterion 'work works' of work is dropped"])
        #expect(revision.faults == [])
    }

    @Test func `a criterion that two phases have is not dropped from one`() throws {
        var before = try before()
        for index in before.plan.phases.indices {
            before.plan.phases[index].acceptance = ["tests pass"]
        }
        let revision = try revised(of: before) { $0.phases[1].acceptance = [] }
        #expect(revision.exceeds.count == 1)
    }

    @Test func `a check that is dropped or changed asks a person`() throws {
        let dropped = try revised { $0.phases[1].checks = [] }
        #expect(dropped.exceeds == ["the check 'of-work' of work is dropped"])
        let changed = try revised { $0.phases[1].checks[0].run = ["true"] }
        #expect(changed.exceeds == ["the check 'of-work' of work is dropped"])
        let eased = try revised { $0.phases[1].checks[0].env = ["SKIP": "1"] }
        #expect(eased.exceeds == ["the check 'of-work' of work is dropped"])
    }

    @Test func `criteria and checks that move to another phase are not dropped`() throws {
        let revision = try revised { draft in
            let moved = Phase(
                id: try id("first-half"), goal: "h", scope: Scope(write: ["src/work/a/**"]),
                acceptance: draft.phases[1].acceptance, checks: draft.phases[1].checks)
            draft.phases[1].acceptance = []
            draft.phases[1].checks = []
            draft.phases.insert(moved, at: 1)
        }
        #expect(revision.exceeds == [])
        #expect(revision.faults == [])
    }

    @Test func `a phase that is left out asks a person`() throws {
        let revision = try revised { draft in
            draft.phases[3].acceptance = []
            draft.phases.remove(at: 3)
        }
        #expect(revision.exceeds.contains("phase last is left out"))
    }

    @Test func `an id that ends in a number stands for no other phase`() throws {
        var before = try before()
        before.plan.phases[3].id = try id("after-2")
        before.plan.phases[3].dependsOn = []
        for index in before.plan.phases.indices {
            before.plan.phases[index].acceptance = []
            before.plan.phases[index].checks = []
        }
        let revision = try revised(of: before) { $0.phases.remove(at: 2) }
        #expect(revision.exceeds == ["phase after is left out"], "after-2 is another phase")
        let kept = try revised(of: before) { _ in }
        #expect(kept.exceeds == [])
    }

    @Test func `the failed phase is not left out where another is changed`() throws {
        var before = try before()
        before.plan.phases[1].acceptance = []
        before.plan.phases[1].checks = []
        before.plan.phases[2].dependsOn = []
        let revision = try revised(of: before) { draft in
            draft.phases[3].goal = "another last"
            draft.phases.remove(at: 1)
        }
        #expect(revision.exceeds == ["phase work is left out"])
    }

    @Test func `the failed phase may be replaced by phases of other names`() throws {
        let revision = try revised { draft in
            draft.phases[1].id = try id("fresh")
            draft.phases[2].dependsOn = [try id("fresh")]
        }
        #expect(ids(revision) == ["done", "fresh", "after-2", "last"])
        #expect(revision.exceeds == [])
        #expect(revision.faults == [])
    }

    @Test func `scope.write may shrink`() throws {
        for narrower in [
            "src/work/**", "src/work/a.py", "src/work/deep/**", "src/work/*.py",
        ] {
            let revision = try revised { $0.phases[1].scope.write = [narrower] }
            #expect(revision.exceeds == [], "\(narrower)")
            #expect(revision.faults == [], "\(narrower)")
        }
    }

    @Test func `scope.write may not grow`() throws {
        for wider in ["**", "src/**", "*", "src/done/**", "src/other/a.py", "src/work*/**"] {
            let revision = try revised { $0.phases[1].scope.write = [wider] }
            #expect(
                revision.exceeds == ["work-2.scope.write: '\(wider)' is wider than before"])
        }
    }

    @Test func `a phase without a scope gets that of the one it stands for`() throws {
        let same = try revised { $0.phases[1].scope.write = [] }
        #expect(same.plan.phases[1].scope.write == ["src/work/**"])
        let fresh = try revised { draft in
            draft.phases.append(Phase(id: try id("fresh"), goal: "f"))
        }
        #expect(fresh.plan.phases[4].scope.write == ["src/work/**"])
        #expect(fresh.exceeds == [])
    }

    @Test func `allow may shrink`() throws {
        let revision = try revised { $0.phases[2].allow = [] }
        #expect(revision.exceeds == [])
        #expect(ids(revision) == ["done", "work-2", "after-2", "last"])
    }

    @Test func `allow may not grow`() throws {
        let revision = try revised { $0.phases[1].allow = [.symlinks] }
        #expect(revision.exceeds.contains("work-2.allow: symlinks is new"))
        #expect(revision.faults == [])
    }

    @Test func `what one phase may do in its place, another may not do elsewhere`() throws {
        let allowed = try revised { $0.phases[1].allow = [.newDependencies] }
        #expect(allowed.exceeds == ["work-2.allow: new_dependencies is new"])
        for scope in [["src/after/a.py"], ["src/work/**", "src/after/**"]] {
            let wide = try revised { $0.phases[1].scope.write = scope }
            #expect(
                wide.exceeds == ["work-2.scope.write: '\(scope.last ?? "")' is wider than before"])
            let fresh = try revised { draft in
                draft.phases[1].id = try id("fresh")
                draft.phases[1].scope.write = scope
                draft.phases[2].dependsOn = []
            }
            #expect(
                fresh.exceeds == ["fresh.scope.write: '\(scope.last ?? "")' is wider than before"])
        }
    }

    @Test func `a category that is judged strictly is kept, or a person is asked`() throws {
        var before = try before()
        before.plan.phases[1].category = "security_auth_change"
        let silent = try revised(of: before) { $0.phases[1].category = "general" }
        #expect(silent.plan.phases[1].category == "security_auth_change")
        #expect(silent.exceeds == [])
        let eased = try revised(of: before) { $0.phases[1].category = "docs" }
        #expect(eased.exceeds.count == 1)
        let fresh = try revised(of: before) { draft in
            draft.phases[1].category = "docs"
            draft.phases[1].id = try id("fresh")
            draft.phases[2].dependsOn = []
        }
        #expect(fresh.exceeds.count == 1)
    }

    @Test func `max_attempts may not grow`() throws {
        var before = try before()
        before.plan.phases[1].maxAttempts = 2
        for (wanted, isMore) in [(1, false), (2, false), (3, true)] {
            let revision = try revised(of: before, attempts: 5) {
                $0.phases[1].maxAttempts = wanted
            }
            #expect(revision.exceeds.isEmpty == !isMore, "\(wanted)")
        }
        let silent = try revised(of: before, attempts: 5) { $0.phases[1].maxAttempts = nil }
        #expect(silent.plan.phases[1].maxAttempts == 2)
    }

    @Test func `more attempts than usual that a person gave are kept`() throws {
        var before = try before()
        before.plan.phases[1].maxAttempts = 8
        let revision = try revised(of: before, attempts: 5) { _ in }
        #expect(revision.plan.phases[1].maxAttempts == 8)
        #expect(revision.faults == [])
        #expect(revision.exceeds == [])
        let fresh = try revised(of: before, attempts: 5) { draft in
            draft.phases.append(Phase(id: try id("fresh"), goal: "f"))
        }
        #expect(fresh.plan.phases[4].maxAttempts == nil)
        #expect(fresh.exceeds == [])
    }

    // MARK: What is never a model's

    @Test func `never core_maintenance`() throws {
        let revision = try revised { $0.phases[1].category = "core_maintenance" }
        #expect(revision.faults.contains { $0.contains("core_maintenance") })
        var before = try before()
        before.plan.phases[1].category = "core_maintenance"
        let inherited = try revised(of: before) { _ in }
        #expect(inherited.faults.contains { $0.contains("core_maintenance") })
    }

    @Test func `never command`() throws {
        let revision = try revised { $0.phases[1].builder = .command("claude") }
        #expect(revision.faults.contains { $0.contains("command:claude") })
    }

    @Test func `an agent program that a person chose for a phase builds no other`() throws {
        var before = try before()
        before.plan.phases[2].builder = .command("claude")
        let other = try revised(of: before) { $0.phases[1].builder = .command("claude") }
        #expect(other.faults.contains { $0.contains("command:claude") })
        before.plan.phases[1].builder = .command("claude")
        let own = try revised(of: before) { _ in }
        #expect(own.faults == [])
        #expect(own.plan.phases[1].builder == .command("claude"))
    }

    @Test(arguments: [".github/workflows/ci.yml", ".autopack/**", ".git/config", "src/../etc/x"])
    func `never what is protected, nor what leads out`(pattern: String) throws {
        let revision = try revised { $0.phases[1].scope.write = [pattern] }
        #expect(revision.faults.contains { $0.contains("'\(pattern)' is protected") })
    }

    @Test func `never more attempts than a person allows`() throws {
        for (wanted, isFault) in [(5, false), (6, true)] {
            let revision = try revised(attempts: 5) { $0.phases[1].maxAttempts = wanted }
            #expect(revision.faults.isEmpty == !isFault, "\(wanted)")
        }
    }

    @Test(arguments: [(30, false), (31, true)])
    func `never more than 30 phases`(count: Int, isFault: Bool) throws {
        let revision = try revised { draft in
            draft.phases = try (1...count).map { Phase(id: try id("p\($0)"), goal: "g") }
        }
        #expect(revision.faults.contains { $0.contains("\(count) phases") } == isFault)
    }

    @Test func `a draft that changes nothing is no plan`() throws {
        let same = try revised { $0.phases[1].goal = "work" }
        #expect(same.faults == ["phases: nothing differs from the plan that failed"])
        let bare = try revised { draft in
            draft.phases[1].goal = "work"
            draft.phases[1].scope.write = []
            draft.phases.removeFirst()
        }
        #expect(bare.faults == ["phases: nothing differs from the plan that failed"])
    }

    @Test func `what depends on a phase that is left out is named`() throws {
        let revision = try revised { draft in
            draft.phases.remove(at: 1)
            draft.phases[2].goal = "other"
        }
        #expect(revision.faults.contains { $0.contains("'work' is not a phase of this plan") })
    }

    @Test func `an id that the draft uses twice is a fault`() throws {
        for goal in ["after", "another after"] {
            let revision = try revised { draft in
                var twin = draft.phases[2]
                twin.goal = goal
                draft.phases.append(twin)
            }
            #expect(revision.faults.contains { $0.contains("is used twice") }, "\(goal)")
        }
    }

    @Test func `an empty draft is no plan, and all that is left out is named`() throws {
        let revision = try revised { $0.phases = [] }
        #expect(revision.plan.phases.map(\.id) == [try id("done")])
        #expect(
            revision.exceeds.prefix(3) == [
                "phase work is left out", "phase after is left out", "phase last is left out",
            ])
    }
}
