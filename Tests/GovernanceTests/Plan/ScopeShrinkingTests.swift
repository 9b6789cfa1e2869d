import Governance
import RunModel
import Testing

/// Whether one scope lies within another, as a replanned phase shows it.
struct ScopeShrinkingTests {
    private func isWider(_ pattern: String, than before: String) throws -> Bool {
        let work = try #require(PhaseID("work"))
        let plan = Plan(
            goal: "g", phases: [Phase(id: work, goal: "a", scope: Scope(write: [before]))])
        var draft = plan
        draft.phases[0].goal = "b"
        draft.phases[0].scope.write = [pattern]
        let revision = PlanRevision(
            of: draft, replacing: PlanRevision.Before(plan: plan, settled: [], failing: work))
        return revision.exceeds.contains { $0.contains("is wider than before") }
    }

    @Test(arguments: [
        ("src/**", "src/**"), ("src/a.py", "src/**"), ("src/a/**", "src/**"),
        ("src/**/x", "src/**"), ("src/", "src/**"), ("src/{a,b}", "src/**"),
        ("src/a", "src"), ("src/a/**", "src"), ("src/a/*.py", "src/"), ("src/a.py", "./src/**"),
        ("/src/a/**", "src/**"), ("src/a/**", "/src/**"), ("a/b", "**"), ("**/x", "**"),
        ("src/a.py", "src/*.py"), ("src/a.py", "**/*.py"), ("src/a/x", "**/x"), ("x/y", "*/y"),
        ("src/a/b", "src/*/**"),
    ])
    func `a scope within the one before is not wider`(pattern: String, before: String) throws {
        #expect(try !isWider(pattern, than: before))
    }

    @Test(arguments: [
        ("**", "src/**"), ("**/x", "src/**"), ("*", "src/**"), ("srcs/**", "src/**"),
        ("src*/**", "src/**"), ("src/**/../../etc", "src/**"), ("src/../etc", "src/**"),
        ("{src,etc}/**", "src/**"), ("lib/a.py", "src/**"), ("SRC/a.py", "src/**"),
        // A plain name is a folder too, and permits what lies below it.
        ("src", "*"), ("src/core", "src/*"), ("src/core/", "src/*"), ("src/core/", "src/*.py"),
        ("x", "**/*"), ("src", "sr?"), ("conf", "[c]onf"),
        // A wildcard is not held against another.
        ("src/*.py", "src/a.py"), ("src/*", "src/a*"), ("src/**", "src/*"),
        // A backslash takes the next character's meaning away.
        ("src/\\a", "src/??"), ("src/\\**", "src/\\*"),
    ])
    func `a scope that permits anything more is wider`(pattern: String, before: String) throws {
        #expect(try isWider(pattern, than: before))
    }
}
