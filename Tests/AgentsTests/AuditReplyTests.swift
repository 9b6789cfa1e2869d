import Agents
import RunModel
import Testing

struct AuditReplyTests {
    private func read(_ text: String) throws(ReplyFault) -> AuditReply {
        try AuditReply.read(Array(text.utf8))
    }

    @Test(arguments: [
        #"{"approved": true, "issues": [], "summary": "fine"}"#,
        "```json\n{\"approved\": true,\n \"summary\": \"fine\"}\n```\n",
        "I read {the change} twice.\n{\"approved\": true, \"summary\": \"fine\"}\nThat is all.",
        "A brace { that is left open.\n{\"approved\": true, \"summary\": \"fine\"}",
    ])
    func `a verdict is found bare, fenced and in prose`(text: String) throws {
        let reply = try read(text)
        #expect(reply.approved)
        #expect(reply.issues.isEmpty)
        #expect(reply.summary == "fine")
    }

    @Test func `an issue keeps all that is said of it`() throws {
        let reply = try read(
            #"""
            {"approved": false, "issues": [{"severity": "critical", "category": "security",
            "path": "a.py", "line": 7, "description": "runs input", "suggestion": "quote it"}]}
            """#)
        #expect(!reply.approved)
        #expect(
            reply.issues == [
                AuditIssue(
                    severity: .critical, category: "security", path: "a.py", line: 7,
                    description: "runs input", suggestion: "quote it")
            ])
    }

    @Test func `an issue needs nothing but its severity`() throws {
        let reply = try read(
            #"{"approved": true, "issues": [{"severity": "minor", "line": "7-9"}]}"#)
        #expect(reply.issues == [AuditIssue(severity: .minor, description: "")])
    }

    @Test func `braces and quotes in strings end nothing`() throws {
        let reply = try read(
            #"{"approved": false, "summary": "an unmatched } and { and \" and \\"} trailing }"#)
        #expect(reply.summary == #"an unmatched } and { and " and \"#)
    }

    @Test func `an unknown severity is refused and its key is named`() {
        let fault = #expect(throws: ReplyFault.self) {
            try read(
                #"{"approved": true, "issues": [{"severity": "blocker", "description": "x"}]}"#)
        }
        #expect(fault?.message.contains("severity") == true)
        #expect(fault?.message.contains("blocker") == true)
    }

    @Test(arguments: [
        "", "Looks good to me.", #"{"issues": []}"#, #"{"verdict": "ok"} {"#, "[true]",
    ])
    func `a reply without a verdict is refused and says what is missing`(text: String) {
        let fault = #expect(throws: ReplyFault.self) { try read(text) }
        #expect(fault?.message.contains("'approved'") == true)
    }

    @Test func `a verdict that is no truth value is refused`() {
        let fault = #expect(throws: ReplyFault.self) { try read(#"{"approved": "yes"}"#) }
        #expect(fault?.message.contains("'approved'") == true)
    }

    @Test func `objects that are no verdict are passed over`() throws {
        let reply = try read(
            #"The file holds {"name": "x"} now. {"approved": false, "summary": "no"}"#)
        #expect(!reply.approved)
        #expect(reply.summary == "no")
    }

    @Test(arguments: [
        #"The change adds {"approved": true}, but: {"approved": false}"#,
        #"{"approved": false} although it asks for {"approved": true}"#,
        #"{"approved": false, "issues": [{"severity": "bad"}]} not {"approved": true}"#,
    ])
    func `verdicts that contradict each other are none`(text: String) {
        let fault = #expect(throws: ReplyFault.self) { try read(text) }
        #expect(fault?.message.contains("contradict") == true)
    }

    @Test func `a reply of nothing but open braces is given up`() {
        let fault = #expect(throws: ReplyFault.self) {
            try AuditReply.read(Array(repeating: UInt8(ascii: "{"), count: 200_000))
        }
        #expect(fault?.message.contains("'approved'") == true)
    }
}
