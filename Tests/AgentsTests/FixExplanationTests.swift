import Agents
import Testing

struct FixExplanationTests {
    @Test(
        arguments: [
            (#"{"unfixable":true,"explanation":"it is gone"}"#, "it is gone"),
            (
                #"{"unfixable":false,"changes":[{"file":"a","action":"delete","reason":"b"},{"file":"c","action":"delete","reason":"d"}]}"#,
                "b; d"
            ),
            (
                "I swap\nthem.\n\na/b.py\n<<<<<<< SEARCH\nx\n=======\ny\n>>>>>>> REPLACE\n",
                "I swap them."
            ),
            ("Why.\n```diff\n--- a/x\n", "Why."), ("a.py\n```\nx\n```\n", ""), ("", ""),
        ])
    func `the words before the edits are what was tried`(reply: String, said: String) {
        #expect(FixExplanation.read(Array(reply.utf8)) == said)
    }

    @Test func `much is shortened`() {
        let long = String(repeating: "word ", count: 500)
        #expect(FixExplanation.read(Array(long.utf8)).count == FixExplanation.limit)
    }
}
