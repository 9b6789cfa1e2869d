import RunModel
import Testing

struct SchemaTests {
    private func faults(_ text: String, _ schema: Schema) throws -> [String] {
        schema.faults(in: try JSON(parsing: Array(text.utf8))).map(\.description)
    }

    @Test func `every fault is found at once, each with its place`() throws {
        let schema = Schema.fields(
            .required("a", .array(.integer)), .required("b/c", .string),
            .optional("d", .nullable(.boolean)), .required("e", .map(.number)))
        #expect(
            try faults(#"{"a":[1,"x",2.5,3.0],"b/c":7,"d":null,"e":{"~k":"y","l":1}}"#, schema) == [
                "/a/1: expected an integer, found 'x'",
                "/a/2: expected an integer, found 2.5",
                "/b~1c: expected a string, found 7",
                "/e/~0k: expected a number, found 'y'",
            ])
        #expect(
            try faults("[]", schema) == ["the document: expected an object, found an array"])
        #expect(
            try faults(#"{"a":[],"B/c":"","e":{}}"#, schema) == [
                "/b~1c: expected a string, found nothing. Nearest: the key 'B/c'."
            ])
    }

    @Test(arguments: [
        (Schema.text(.objectID), #""xyz""#, "an object id of 40 hexadecimal digits, found 'xyz'"),
        (.text(.objectID), #""ABCDEF""#, "an object id of 40 hexadecimal digits, found 'ABCDEF'"),
        (.text(.refName), #""main""#, "a full ref name like refs/heads/main, found 'main'"),
        (.text(.timestamp), #""now""#, "a time like 2026-11-21T09:30:00.125Z, found 'now'"),
        (.text(.runID), #""pre-run-a""#, "a run id, found 'pre-run-a'"),
        (.text(.phaseID), "null", "a phase id, found null"), (.constant(1), "2", "1, found 2"),
        (.boolean, "1", "true or false, found 1"), (.integer, "true", "an integer, found true"),
        (.string, "{}", "a string, found an object"),
        (.nullable(.integer), "[]", "an integer or null, found an array"),
        (.string, "-1.5", "a string, found -1.5"),
        (.integer, #""a\u0007\u202eb""#, #"an integer, found 'a\u{07}\u{202E}b'"#),
    ])
    func `a fault says what was expected and what was found`(
        schema: Schema, text: String, expected: String
    ) throws {
        #expect(try faults(text, schema) == ["the document: expected \(expected)"])
    }

    @Test func `what a stranger wrote is shown short and on one line`() throws {
        let text = "\"" + String(repeating: "x", count: 5000) + "\""
        let fault = try #require(try faults(text, .integer).first)
        #expect(fault.count < 120)
    }

    @Test(arguments: [
        ("executin", "executing", false), ("QUEUED", "created", true), ("ready", "created", true),
        ("DONE_FAILED_BUDGET_EXHAUSTED", "failed", true), ("CI_RUNNING", "executing", true),
        ("DONE_FAILED_REQUIRES_HUMAN_REVIEW", "awaiting_approval", true),
    ])
    func `an illegal run state is answered by the table, else by the nearest word`(
        word: String, wanted: String, isCertain: Bool
    ) throws {
        let fault = try #require(
            Schema.words(.runState).faults(in: .string(word), at: "/state").first)
        #expect(fault.suggestion == wanted)
        #expect(fault.isCertain == isCertain)
    }

    @Test func `a word that is like nothing has no suggestion`() {
        #expect(Schema.words(.runState).faults(in: .string("xyzzy"))[0].suggestion == nil)
        #expect(WordSet("word", ["abc", "abd"]).suggestion(for: "abe") == nil)
    }

    @Test func `every word of the table leads to a legal one`() {
        for set in [WordSet.runState, .phaseState, .failureCategory] {
            for (old, new) in set.predecessors {
                #expect(set.words.contains(new), "\(old) → \(new)")
                #expect(old == old.uppercased())
            }
        }
        for word in PredecessorWords.reasons.keys {
            #expect(PredecessorWords.runStates[word] != nil, "\(word)")
        }
    }

    @Test func `an illegal state names the run, the nearest state and the repair`() {
        #expect(
            IllegalState(found: "READY", run: "r1").description
                == "state 'READY' of run r1 is not a run state (created, executing, …). "
                + "Nearest: created. Fix: git autopack fsck --repair r1")
        #expect(
            IllegalState(found: "CI_RUNNING", run: "r1", phase: "p").description
                == "state 'CI_RUNNING' of phase p of run r1 is not a phase state "
                + "(queued, building, …). Nearest: checking. Fix: git autopack fsck --repair r1")
        #expect(
            IllegalState(found: "xyzzy", run: "r1").description
                == "state 'xyzzy' of run r1 is not a run state (created, executing, …). "
                + "Fix: git autopack fsck --repair r1")
    }

    @Test func `an event of no known name is refused by the nearest name`() throws {
        let entry = try CanonicalJSON.encode(
            try EventSamples.entry(.phaseFinished(PhaseMoved(state: .completed, reason: ""))))
        let text = String(decoding: entry, as: UTF8.self)
            .replacing("phase.finished", with: "phase.finish")
        let faults = Schemas.faults(inEvent: try JSON(parsing: Array(text.utf8)))
        #expect(faults.map(\.path) == ["/event"])
        #expect(faults.first?.suggestion == "phase.finished")
    }

    @Test func `any JSON is read as it was written`() throws {
        let text = #"{"a":[null,true,false,0,-7,1.5,"x\"é"],"b":{},"c":[],"d":9007199254740993}"#
        let value = try JSON(parsing: Array(text.utf8))
        #expect(String(decoding: try CanonicalJSON.encode(value), as: UTF8.self) == text)
        #expect(value["a"]?.kind == "an array")
        #expect(value["z"] == nil)
        #expect(throws: (any Error).self) { try JSON(parsing: Array("{".utf8)) }
    }
}
