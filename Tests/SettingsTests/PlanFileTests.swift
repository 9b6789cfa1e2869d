import RunModel
import Settings
import Testing

@Suite struct PlanFileTests {
    static let full = """
        version: 1
        goal: Add a health endpoint
        checks:
          - {name: tests, run: [python3, -m, pytest, -q], timeout: 120s}
        phases:
          - id: health-endpoint
            title: GET /health
            goal: |
              Answer 200 with {"status":"ok"}.
            category: feature_scaffolding
            complexity: low            # low | medium | high
            depends_on: []
            scope: {write: ["src/**", "tests/**"], read: ["docs/**"]}
            acceptance: ["GET /health answers 200"]
            checks:                    # this phase's own
              - {name: health, run: [python3, -m, pytest, -q, tests/test_health.py], timeout: 60s}
            max_attempts: 5
            builder: patch
            allow: [symlinks]
        """

    static let fullPlan: Plan = {
        guard let id = PhaseID("health-endpoint") else { preconditionFailure("a legal id") }
        return Plan(
            goal: "Add a health endpoint",
            checks: [
                Check(name: "tests", run: ["python3", "-m", "pytest", "-q"], timeoutSeconds: 120)
            ],
            phases: [
                Phase(
                    id: id, title: "GET /health", goal: "Answer 200 with {\"status\":\"ok\"}.\n",
                    category: "feature_scaffolding", complexity: .low,
                    scope: Scope(write: ["src/**", "tests/**"], read: ["docs/**"]),
                    acceptance: ["GET /health answers 200"],
                    checks: [
                        Check(
                            name: "health",
                            run: ["python3", "-m", "pytest", "-q", "tests/test_health.py"],
                            timeoutSeconds: 60)
                    ],
                    maxAttempts: 5, builder: .patch, allow: [.symlinks])
            ])
    }()

    @Test func `every key of a plan is read`() throws {
        #expect(try plan(Self.full) == Self.fullPlan)
    }

    @Test func `the shortest plan has the defaults`() throws {
        let short = try plan("goal: g\nphases: [{id: a, goal: do it}]")
        let phase = try #require(short.phases.first)
        #expect(phase == Phase(id: try #require(PhaseID("a")), goal: "do it"))
        #expect(phase.title == "a" && phase.category == "general" && phase.complexity == .medium)
        #expect(short.version == 1 && short.checks.isEmpty)
    }

    @Test func `a plan may be JSON`() throws {
        let json = #"""
            {
            	"version": 1, "goal": "smile \ud83d\ude00 \\ud83d\\ude00 \/ \u00e9",
            	"phases": [{"id":"a","goal":"g","depends_on":[],"checks":[
            	  {"name":"t","run":["make","-k"],"timeout":"1h30m","env":{"LANG":"C"}}]}]
            }
            """#
        let read = try plan(json)
        #expect(read.goal == "smile 😀 \\ud83d\\ude00 / é")
        #expect(
            read.phases.first?.checks == [
                Check(name: "t", run: ["make", "-k"], timeoutSeconds: 5400, env: ["LANG": "C"])
            ])
    }

    @Test func `scalars stand for the text they are written as`() throws {
        let read = try plan(
            """
            goal: 1.0
            checks: [{run: [sleep, 5, null, true, ~], timeout: 7}]
            phases: [{id: 2024-01-01, goal: yes, title: 007}]
            """)
        #expect(read.goal == "1.0")
        #expect(read.checks.first?.run == ["sleep", "5", "null", "true", "~"])
        #expect(read.checks.first?.timeoutSeconds == 7)
        #expect(read.phases.first?.goal == "yes" && read.phases.first?.title == "007")
        #expect(read.phases.first?.id.description == "2024-01-01")
    }

    @Test func `a check without a name is named for its words`() throws {
        let read = try plan(
            """
            goal: g
            checks: [{run: [/usr/bin/python3, -m, pytest]}, {run: [sh, -c, "\(repeated("x ", 80))"]}]
            phases: [{id: a, goal: g}]
            """)
        #expect(read.checks.map(\.name).first == "python3 -m pytest")
        #expect(read.checks.last?.name.count == 60)
    }

    @Test func `anchors, aliases and merge keys unfold`() throws {
        let read = try plan(
            """
            goal: g
            checks:
              - &one {name: one, run: [a], timeout: 5s}
              - {<<: *one, name: two}
            phases:
              - {id: a, goal: g, acceptance: &all [x, "*"]}
              - {id: b, goal: g, acceptance: *all}
            """)
        #expect(read.checks.map(\.name) == ["one", "two"])
        #expect(read.checks.map(\.run) == [["a"], ["a"]])
        #expect(read.checks.map(\.timeoutSeconds) == [5, 5])
        #expect(read.phases.map(\.acceptance) == [["x", "*"], ["x", "*"]])
    }

    @Test func `everything that is wrong is said at once, in the order of the text`() {
        let text = """
            version: 2
            gaol: wrong
            checks:
              - {name: t, run: make test, timeout: soon}
              - {name: t, run: []}
            phases:
              - id: Bad Id
                goal: g
                complexty: low
              - id: b
                complexity: lo
                depends_on: [c, d]
                allow: [symlink, chmod]
                builder: comand:x
              - {id: c, goal: g, depends_on: [b], max_attempts: many, scope: src}
              - {id: e, goal: g}
              - {id: e, goal: "  ", acceptance: one}
            """
        #expect(
            problems(text) == [
                "p.yaml:1:1: has no goal; legal: text",
                "p.yaml:1:10: version: '2' is not a version of the format that this program knows; legal: 1",
                "p.yaml:2:1: gaol: unknown key; legal: version, goal, checks, phases; nearest: goal",
                "p.yaml:4:20: checks[0].run: is 'make test'; legal: a list of words such as [make, test]; write it as a list, since no shell takes it apart: [make, test]",
                "p.yaml:4:40: checks[0].timeout: 'soon' is not a length of time; legal: a time such as 90, 120s, 2m, 1h30m or 500ms",
                "p.yaml:5:12: checks[1].name: name 't' is used twice",
                "p.yaml:5:20: checks[1].run: names no program",
                "p.yaml:7:9: phases[0].id: 'Bad Id' has B: only a-z, 0-9 and dashes are legal; legal: a-z, 0-9 and dashes, no dash first, at most 63 characters",
                "p.yaml:9:5: phases[0].complexty: unknown key; legal: id, title, goal, category, complexity, depends_on, scope, acceptance, checks, max_attempts, builder, allow; nearest: complexity",
                "p.yaml:10:5: phases[1]: has no goal; legal: text",
                "p.yaml:11:17: phases[1].complexity: 'lo' is not a word for this; legal: low, medium, high; nearest: low",
                "p.yaml:12:21: phases[1].depends_on[1]: 'd' is not a phase of this plan",
                "p.yaml:13:13: phases[1].allow[0]: 'symlink' is not a word for this; legal: mass_deletion, new_dependencies, test_changes, symlinks, mode_changes, submodules; nearest: symlinks",
                "p.yaml:13:22: phases[1].allow[1]: 'chmod' is not a word for this; legal: mass_deletion, new_dependencies, test_changes, symlinks, mode_changes, submodules",
                "p.yaml:14:14: phases[1].builder: 'comand:x' is not a builder; legal: patch, agent, command:<name>; nearest: command:",
                "p.yaml:15:34: phases[2].depends_on: goes round in a circle: c → b → c",
                "p.yaml:15:53: phases[2].max_attempts: 'many' is not a whole number; legal: a whole number from 1 to 1000",
                "p.yaml:15:66: phases[2].scope: is 'src'; legal: a mapping with write, read",
                "p.yaml:17:10: phases[4].id: id 'e' is used twice",
                "p.yaml:17:19: phases[4].goal: '  ' is empty; legal: text",
                "p.yaml:17:37: phases[4].acceptance: is 'one'; legal: a list, of text; write it as a list: [one]",
            ])
    }

    @Test(arguments: [
        ("", "p.yaml:1:1: is empty; legal: a mapping with version, goal, checks, phases"),
        (
            "# nothing\n",
            "p.yaml:1:1: is empty; legal: a mapping with version, goal, checks, phases"
        ),
        (
            "just words",
            "p.yaml:1:1: is 'just words'; legal: a mapping with version, goal, checks, phases"
        ),
        ("goal: g\nphases: []", "p.yaml:2:9: phases: a plan needs at least one phase"),
        (
            "goal: g\nphases:",
            "p.yaml:1:1: has no phases; legal: a list, of a mapping with id, title, goal, category, complexity, depends_on, scope, acceptance, checks, max_attempts, builder, allow"
        ),
        (
            "goal: g\nphases: [{id: a, goal: g, depends_on: [a]}]",
            "p.yaml:2:39: phases[0].depends_on: goes round in a circle: a → a"
        ),
        (
            "goal: g\nphases: [{id: a, goal: g, depends_on: [~]}]",
            "p.yaml:2:40: phases[0].depends_on[0]: is nothing; legal: a-z, 0-9 and dashes, no dash first, at most 63 characters"
        ),
        (
            "goal: g\nphases: [{id: a, goal: g, checks: [{name: x}]}]",
            "p.yaml:2:36: phases[0].checks[0]: has no run; legal: a list of words such as [make, test]"
        ),
        (
            "goal: g\nphases: [{id: a, goal: g, checks: [{run: [''], env: {1A: b}}]}]",
            "p.yaml:2:42: phases[0].checks[0].run: names no program"
        ),
    ])
    func `one fault is one finding`(text: String, finding: String) {
        #expect(problems(text).first == finding)
    }

    @Test(arguments: [
        ("goal: g\n  phases: []", "p.yaml:2:9: mapping values are not allowed in this context"),
        (
            "goal: [a\nphases: b",
            "p.yaml:2:7: did not find expected ',' or ']' (while parsing a flow sequence of line 1)"
        ),
        ("goal: g\ngoal: h\nphases: []", "p.yaml:1:1: the key 'goal' is there twice"),
        ("goal: g\n\"goal\": h\nphases: []", "p.yaml:1:1: the key 'goal' is there twice"),
        ("!mine goal: g\ngoal: h", "p.yaml:2:1: goal: is there twice; remove one"),
        (
            "goal: g\n---\ngoal: h",
            "p.yaml:2:1: but found another document (expected a single document in the stream of line 1)"
        ),
        ("goal: g\nnote: a\u{1}b", "p.yaml:2:8: control characters are not allowed (U+1)"),
        (
            "goal: g\nscope: [*.py]",
            "p.yaml:2:9: *.py begins with *, which YAML reads as an alias; put it in quotes: \"*.py\""
        ),
        ("[a]: b", "p.yaml:1:1: a key is a list; legal: text"),
    ])
    func `what is not YAML is said with its line`(text: String, finding: String) throws {
        let error = try #require(throws: SettingsError.self) {
            try PlanFile.read(Array(text.utf8), name: "p.yaml")
        }
        #expect(error.code == .syntax)
        #expect(error.findings.map(\.description) == [finding])
    }

    @Test func `what is too much is refused`() throws {
        var bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
        for level in 1...9 {
            let before = repeated("*a\(level - 1), ", 9)
            bomb += "a\(level): &a\(level) [\(before)]\n"
        }
        var keys = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
        for level in 1...30 {
            keys += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n"
        }
        keys += "? *a30\n: x\n{*a30, *a29}: y\n"
        let cases: [(String, String)] = [
            (bomb, "unfolds to more than 100000 values"),
            (keys, "unfolds to more than 100000 values"),
            (repeated("[", 100) + repeated("]", 100), "is nested deeper than 64 levels"),
            (repeated("- ", 80) + "x", "is nested deeper than 64 levels"),
            (repeated("x", 1_048_577), "has 1048577 bytes; at most 1048576 are read"),
        ]
        for (text, message) in cases {
            let error = try #require(throws: SettingsError.self) {
                try PlanFile.read(Array(text.utf8), name: "p.yaml")
            }
            #expect(error.code == .tooLarge)
            #expect(error.findings.first?.message == message)
        }
        let deep = repeated("[", 500_000)
        #expect(throws: SettingsError.self) { try PlanFile.read(Array(deep.utf8), name: "p") }
    }

    @Test func `what is not UTF-8 is refused with its line`() throws {
        let error = try #require(throws: SettingsError.self) {
            try PlanFile.read(Array("goal: g\nx: ".utf8) + [0xFF, 0x0A], name: "p.yaml")
        }
        #expect(error.code == .notText)
        #expect(error.description == "p.yaml:2:1: is not UTF-8 text")
    }

    @Test func `a byte order mark and carriage returns are no matter`() throws {
        let text =
            "\u{FEFF}goal: g\r\nphases:\r\n  - id: a\r\n    goal: |\r\n      x\r\n      y\r\n"
        let read = try plan(text)
        #expect(read.phases.first?.goal == "x\ny\n")
    }

    private func plan(_ text: String) throws -> Plan {
        try PlanFile.read(Array(text.utf8), name: "p.yaml")
    }

    private func problems(_ text: String) -> [String] {
        do throws(SettingsError) {
            _ = try PlanFile.read(Array(text.utf8), name: "p.yaml")
            return []
        } catch {
            return error.findings.map(\.description)
        }
    }
}

/// A text several times over.
func repeated(_ text: String, _ times: Int) -> String { String(repeating: text, count: times) }
