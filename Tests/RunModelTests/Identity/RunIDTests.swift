import RunModel
import Testing

struct RunIDTests {
    @Test(arguments: [
        ("a", true), ("0", true), ("add-login", true), ("", false), ("-a", false), ("A", false),
        ("a_b", false), ("é", false), ("a/b", false), ("a.lock", false), ("pre-run-a", false),
        ("pre-run", true), (String(repeating: "a", count: 63), true),
        (String(repeating: "a", count: 64), false),
    ])
    func `a run id is lower-case letters, digits and dashes`(text: String, isLegal: Bool) {
        #expect((RunID(text) != nil) == isLegal)
        #expect((RunID.explain(text) == nil) == isLegal)
    }

    @Test func `an illegal name is explained`() {
        #expect(RunID.explain("") == "is empty")
        #expect(RunID.explain("-x") == "begins with a dash")
        #expect(RunID.explain("a\u{202E}") == "has \\u{202E}: only a-z, 0-9 and dashes are legal")
        #expect(RunID.explain("pre-run-x")?.contains("rollback points") == true)
        #expect(PhaseID.explain("pre-run-x") == nil)
    }

    @Test(arguments: [
        ("Add rate limiting to the API", "20261121-add-rate-limiting-to-the-api-ab2c"),
        ("  --Fix: it!  ", "20261121-fix-it-ab2c"), ("", "20261121-ab2c"),
        ("修复登录", "20261121-ab2c"), ("ÉCOLE été", "20261121-cole-t-ab2c"),
        (
            "a very long goal that goes on and on for ever and ever",
            "20261121-a-very-long-goal-that-goes-on-an-ab2c"
        ),
        ("abcdefghijklmnopqrstuvwxyz01234 tail", "20261121-abcdefghijklmnopqrstuvwxyz01234-ab2c"),
    ])
    func `the default name is the day, a slug of the goal, and four characters`(
        goal: String, expected: String
    ) throws {
        let time = try #require(Timestamp("2026-11-21T23:59:59.999Z"))
        #expect(RunID(day: time, goal: goal, random: "ab2c").description == expected)
    }

    @Test func `a run names its refs`() throws {
        let run = try #require(RunID("r1"))
        #expect(run.branch == "refs/heads/autopack/r1")
        #expect(run.preRunBranch == "refs/heads/autopack/pre-run-r1")
        #expect(run.journalRef == "refs/autopack/runs/r1")
        #expect(run.keepRef == "refs/autopack/keep/r1")
    }

    @Test func `an illegal id is not read from a document`() {
        #expect(throws: DecodingError.self) {
            try CanonicalJSON.decode([RunID].self, from: Array(#"["../x"]"#.utf8))
        }
        #expect(throws: DecodingError.self) {
            try CanonicalJSON.decode([PhaseID].self, from: Array(#"["A"]"#.utf8))
        }
    }
}
