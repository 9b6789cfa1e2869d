import Agents
import RunModel
import Testing

struct ReplyReadingTests {
    private func read(_ text: String, _ role: Role) -> BuilderReply {
        ReplyReading.read(Array(text.utf8), role: role)
    }

    private func edits(_ text: String) -> BuilderReply { .edits(Array(text.utf8)) }

    @Test(arguments: [
        #"{"need": ["a.py", "b/c.py"]}"#,
        "\n  {\"need\": [\"a.py\",\n\"b/c.py\"]}\n",
        "```json\n{\"need\": [\"a.py\", \"b/c.py\"]}\n```\n",
        "To be sure:\n\n```json\n{\"need\": [\"a.py\", \"b/c.py\"]}\n```\n",
    ])
    func `a builder asks to be shown files`(text: String) {
        #expect(read(text, .builder) == .needs(["a.py", "b/c.py"]))
    }

    @Test(arguments: [
        """
        app.json
        <<<<<<< SEARCH
        {}
        =======
        {"need": ["one/long/path/of/a/file.py", "another/long/path/of/a/file.py", "and/more.py"]}
        >>>>>>> REPLACE

        """,
        """
        app.json
        ```json
        {"need": ["one/long/path/of/a/file.py", "another/long/path/of/a/file.py"]}
        ```

        """,
    ])
    func `a file that holds such an object is an edit`(text: String) {
        #expect(read(text, .builder) == edits(text))
    }

    @Test(arguments: [
        #"{"need": []}"#, #"{"need": "a.py"}"#, #"{"need": ["a.py""#, "nothing to do", "",
    ])
    func `what asks for no file is edits`(text: String) {
        #expect(read(text, .builder) == edits(text))
    }

    @Test(arguments: [
        #"{"unfixable": true, "explanation": "the check is wrong"}"#,
        "```json\n{\"unfixable\": true, \"explanation\": \"the check is wrong\"}\n```",
        "Sorry. {\"unfixable\": true, \"explanation\": \"the check is wrong\"}",
    ])
    func `a fixer gives up with an explanation`(text: String) {
        #expect(read(text, .fixer) == .unfixable("the check is wrong"))
    }

    @Test func `a fixer that gives up without a word is believed`() {
        #expect(read(#"{"unfixable": true}"#, .fixer) == .unfixable("no explanation"))
    }

    @Test func `a fixer's changes are read in its own form`() {
        let reply = read(
            #"""
            ```json
            {"unfixable": false, "explanation": "a name", "changes": [
              {"file": "a.py", "action": "modify", "search": "x = {", "code": "y = {",
               "reason": "typo"},
              {"file": "b.py", "action": "create", "code": "```\n<<<<<<< SEARCH\n"},
              {"file": "c.py", "action": "delete"}
            ]}
            ```
            """#, .fixer)
        #expect(
            reply
                == .changes([
                    FixerChange(
                        file: "a.py", action: .modify, search: "x = {", code: "y = {",
                        reason: "typo"),
                    FixerChange(file: "b.py", action: .create, code: "```\n<<<<<<< SEARCH\n"),
                    FixerChange(file: "c.py", action: .delete),
                ]))
    }

    @Test(arguments: [
        "a.py\n<<<<<<< SEARCH\nx = 1\n=======\nx = 2\n>>>>>>> REPLACE\n",
        "a.json\n<<<<<<< SEARCH\n{}\n=======\n{\"unfixable\": true}\n>>>>>>> REPLACE\n",
        #"{"unfixable": false, "explanation": "no changes"}"#,
        #"{"unfixable": false, "changes": [{"file": "a.py", "action": "burn"}]}"#,
    ])
    func `all else of a fixer is edits`(text: String) {
        #expect(read(text, .fixer) == edits(text))
    }

    @Test func `each role has its own forms`() {
        let needs = #"{"need": ["a.py"]}"#
        let unfixable = #"{"unfixable": true}"#
        #expect(read(unfixable, .builder) == edits(unfixable))
        for role in [Role.builder, .fixer] { #expect(read(needs, role) == .needs(["a.py"])) }
        for role in [Role.auditor, .planner, .doctor] {
            #expect(read(needs, role) == edits(needs))
            #expect(read(unfixable, role) == edits(unfixable))
        }
    }
}
