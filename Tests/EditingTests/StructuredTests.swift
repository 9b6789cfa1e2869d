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
        let reply = #"{"path":"a.py","search":"b = 1","replace":"b = 2"}"#
        let trial = Trial(reply, to: ["a.py": "x; b = 1; y\n"])
        #expect(trial.text("a.py") == "x; b = 2; y\n")
        #expect(trial.strategy == .partOfLine)
        let twice = #"{"path":"a.py","search":"eee","replace":"x"}"#
        #expect(Trial(twice, to: ["a.py": "eeee\n"]).refusal()?.reason == .ambiguous)
    }

    @Test func `a part of a word is another word`() {
        let reply = #"{"path":"a.py","search":"count = 0","replace":"count = 1"}"#
        #expect(Trial(reply, to: ["a.py": "discount = 0\n"]).refusal()?.reason == .notFound)
    }

    @Test func `a text is replaced everywhere where that is asked for`() {
        let reply =
            #"{"path":"a.py","old_string":"old(","new_string":"new(","replace_all":true}"#
        let trial = Trial(reply, to: ["a.py": "old(1)\r\nx = old(2), old(3)\r\n"])
        #expect(trial.text("a.py") == "new(1)\r\nx = new(2), new(3)\r\n")
        #expect(trial.applied()?.hunks.first?.candidates == 3)
        let once = reply.replacing("true", with: "false")
        #expect(Trial(once, to: ["a.py": "old(1)\nold(2)\n"]).refusal()?.reason == .ambiguous)
        let words = Trial(reply, to: ["a.py": "old(1)\nscold(2)\n"])
        #expect(words.refusal()?.reason == .ambiguous)
        #expect(words.refusal()?.message.contains("2") == true)
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
