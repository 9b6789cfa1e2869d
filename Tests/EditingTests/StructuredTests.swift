import Editing
import Testing

@Suite struct StructuredTests {
    let tree = ["a.py": "one\n  two\nthree\n"]

    @Test(arguments: [
        #"{"operations":[{"type":"replace","path":"a.py","search":"  two","replace":"  2"}]}"#,
        #"{"edits":[{"file":"a.py","old_string":"  two\n","new_string":"  2\n"}]}"#,
        #"[{"file_path":"a.py","find":"two","replacement":"2"}]"#,
        #"{"path":"a.py","edits":[{"search":"two","replace":"2"},]}"#,
        #"{"changes":[{"file":"a.py","action":"modify","search":"  two","code":"  2","reason":"r"}]}"#,
        "{ // changed\n\"operations\":[{\"path\":\"a.py\",\"search\":\"one\n  two\",\"replace\":\"one\n  2\"}]}",
        #"{"path":"a.py","search":["one","  two"],"replace":["one","  2"]}"#,
    ])
    func `operations are read under many names`(_ json: String) {
        for reply in [json, "Here:\n\n```json\n\(json)\n```\n", "```\n\(json)"] {
            #expect(Trial(reply, to: tree).text("a.py") == "one\n  2\nthree\n", "\(reply)")
        }
    }

    @Test func `text is inserted beside an anchor`() {
        func reply(_ kind: String) -> String {
            #"{"operations":[{"type":"\#(kind)","path":"a.py","anchor":"  two","content":"  new"}]}"#
        }
        #expect(Trial(reply("insert_after"), to: tree).text("a.py") == "one\n  two\n  new\nthree\n")
        #expect(
            Trial(reply("insert_before"), to: tree).text("a.py") == "one\n  new\n  two\nthree\n")
    }

    @Test func `files are created, deleted and renamed`() {
        let reply = """
            {"operations":[{"type":"create","path":"b.py","content":"x\\n"},
            {"type":"delete","path":"a.py"},{"type":"rename","path":"c.py","new_path":"d.py"}]}
            """
        let files = Trial(reply, to: ["a.py": "1\n", "c.py": "2\n"]).applied()?.files
        #expect(files?.map(\.path) == ["a.py", "b.py", "d.py"])
        #expect(files?.map(\.kind) == [.delete, .create, .rename])
    }

    @Test func `a part of a line is found where it is unique`() {
        let reply = #"{"path":"a.py","search":"hre","replace":"HRE"}"#
        let trial = Trial(reply, to: tree)
        #expect(trial.text("a.py") == "one\n  two\ntHREe\n")
        #expect(trial.strategy == .partOfLine)
        let twice = #"{"path":"a.py","search":"eee","replace":"x"}"#
        #expect(Trial(twice, to: ["a.py": "eeee\n"]).refusal()?.reason == .ambiguous)
    }

    @Test func `escapes are resolved`() {
        let reply = #"{"path":"a.py","search":"one","replace":"\u00e9\ud83d\ude00\t\"\d"}"#
        #expect(Trial(reply, to: tree).text("a.py") == "é😀\t\"\\d\n  two\nthree\n")
    }

    @Test(arguments: [
        #"{"operations":[{"path":"a.py","search":"  tw"#,
        #"{"operations":[{"path":"a.py","search":"x""#,
        #"{"operations":[{"path":"a.py","search":"one","replace":"1"}"#,
    ])
    func `a document that stops early is truncated`(_ json: String) {
        #expect(Trial("```json\n" + json, to: tree).refusal()?.reason == .truncated)
    }
}
