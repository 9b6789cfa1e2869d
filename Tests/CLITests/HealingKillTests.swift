import TestSupport
import Testing

/// A run may be killed wherever its Doctor is at work.
@Suite(.fewAtOnce) struct HealingKillTests {
    /// What the Doctor's model decides, and what comes of it.
    enum Decision: String, CaseIterable, Sendable {
        case replan, rollback, executeFix

        /// The exit status of a run that ends with it.
        var status: Int32 { self == .rollback ? 1 : 0 }

        func project() throws -> Project {
            var files = Calculator.files
            files["settings.example"] = "2\n"
            if self == .executeFix {
                files["tests/test_settings.py"] = """
                    import pathlib
                    import unittest


                    class SettingsTests(unittest.TestCase):
                        def test_settings(self):
                            self.assertEqual(pathlib.Path("settings").read_text(), "2\\n")

                    """
            }
            let project = try Project(files)
            try project.record(answers, more: "doctor: {allow_execute_fix_global: true}")
            return project
        }

        var plan: String {
            switch self {
            case .replan: Calculator.onePhase(maxAttempts: 4)
            case .rollback: Calculator.plan
            case .executeFix:
                Calculator.onePhase(
                    maxAttempts: 4,
                    more: """
                            checks: [{name: own, run: \(Calculator.tests(of: "settings")), timeout: 60s}]
                        """)
            }
        }

        private var answers: [RecordedAnswer] {
            switch self {
            case .replan:
                let plan = #"""
                    {"version": 1, "goal": "x", "phases": [{"id": "sum", "goal": "add must add"}]}
                    """#
                return failing("add") + [
                    .doctor(answer("replan")), .planner(plan),
                    .builder("sum", Calculator.mendArithmetic), .approval(),
                ]
            case .rollback:
                return [.builder("add", Calculator.mendArithmetic), .approval("add")]
                    + failing("shout") + [.doctor(answer("rollback_run"))]
            case .executeFix:
                let unfixable = RecordedAnswer.fixer(
                    #"{"unfixable":true,"explanation":"the file is missing"}"#)
                return [
                    .builder("add", Calculator.mendArithmetic), unfixable,
                    .builder("add", Calculator.mendArithmetic + "\n"), unfixable,
                    .doctor(
                        answer(
                            "execute_fix",
                            #","fix_type":"file","fix_commands":["cp settings.example settings"],"verify_command":"test -f settings""#
                        )), .approval(),
                ]
            }
        }

        private func failing(_ phase: String) -> [RecordedAnswer] {
            [
                .builder(phase, attempt: 1, Calculator.doesNotApply),
                .builder(phase, attempt: 2, Calculator.doesNotApply),
            ]
        }

        private func answer(_ action: String, _ more: String = "") -> String {
            #"{"action":"\#(action)","confidence":0.9,"rationale":"it is not what it seems"\#(more)}"#
        }
    }

    /// What is left of a run, by plain git.
    private struct Remains: Equatable, CustomStringConvertible {
        let tree: String
        let subjects: String
        let state: String?
        let decisions: [String]
        let plans: Int
        let uses: [Int: Int]

        init(of project: Project) throws {
            let git = project.repository
            tree = try git.git("rev-parse", "autopack/r1^{tree}")
            subjects = try git.git("log", "--reverse", "--format=%s", "main..autopack/r1")
            let journal = try Journal(in: git)
            state = journal.entries.last?.state["state"]?.string
            decisions = journal.events("doctor.decided").compactMap { $0["action"]?.string }
            plans = journal.events("replan.adopted").count
            uses = journal.uses
        }

        var description: String {
            "\(tree) \(subjects) \(state ?? "-") \(decisions) plans \(plans), uses \(uses)"
        }
    }

    /// What runs that nobody kills leave, and how long they take here.
    private static let whole = Task<[Decision: (Remains, Duration)], any Error> {
        var whole: [Decision: (Remains, Duration)] = [:]
        for decision in Decision.allCases {
            let project = try decision.project()
            let clock = ContinuousClock()
            let start = clock.now
            try require(try await project.run(decision.plan), exits: decision.status)
            whole[decision] = (try Remains(of: project), clock.now - start)
        }
        return whole
    }

    @Test(arguments: Decision.allCases, KilledRun.seeds(20, otherwise: 2))
    func `a run that is killed while it heals ends as if nobody had`(
        decision: Decision, seed: UInt64
    ) async throws {
        let (remains, duration) = try #require(try await Self.whole.value[decision])
        let project = try decision.project()
        try await KilledRun(project: project, plan: project.plan(decision.plan))
            .execute(seed: seed, usually: duration, exits: decision.status)
        let left = try Remains(of: project)
        #expect(left == remains, "\(decision), seed \(seed)")
        #expect(try project.repository.git("status", "--porcelain") == "", "seed \(seed)")
        try project.repository.fsckStrict()
    }
}
