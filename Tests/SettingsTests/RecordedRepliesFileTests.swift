import RunModel
import Settings
import Testing

struct RecordedRepliesFileTests {
    private func read(_ text: String) throws(SettingsError) -> [RecordedReply] {
        try RecordedRepliesFile.read(Array(text.utf8), name: "replies.yaml") { _ in nil }
    }

    @Test func `calls of tools have their arguments as a model would write them`() throws {
        let replies = try read(
            """
            - role: builder
              tool_calls:
                - {name: read, arguments: {path: a.py, start_line: 3}}
                - name: edit
                  arguments:
                    path: "7"
                    search: |
                      one
                    replace: '2'
                    all: true
                - name: check
            """)
        #expect(
            replies == [
                RecordedReply(
                    role: .builder,
                    toolCalls: [
                        .init(name: "read", arguments: #"{"path":"a.py","start_line":3}"#),
                        .init(
                            name: "edit",
                            arguments:
                                #"{"all":true,"path":"7","replace":"2","search":"one\n"}"#),
                        .init(name: "check", arguments: "{}"),
                    ])
            ])
    }

    @Test(arguments: [
        ("- role: builder", "answers nothing; legal: 'text', 'text_file', 'tool_calls' or 'fail'"),
        ("- {role: builder, tool_calls: [{arguments: {}}]}", "name"),
        ("- {role: builder, tool_calls: [{name: a, argument: {}}]}", "argument"),
        ("- {role: builder, tool_calls: [{name: a, arguments: [1]}]}", "legal: a mapping"),
    ]) func `what makes no sense is a finding`(text: String, expected: String) {
        do throws(SettingsError) {
            _ = try read(text)
            Issue.record("it was read")
        } catch {
            #expect(
                error.findings.contains { "\($0)".contains(expected) }, "\(error.findings)")
        }
    }
}
