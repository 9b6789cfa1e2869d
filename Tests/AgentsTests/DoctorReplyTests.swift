import Agents
import RunModel
import Testing

/// What counts as a valid answer of a Doctor's model; any other is asked again.
struct DoctorReplyTests {
    private func read(_ text: String) throws(ReplyFault) -> DoctorResponse {
        try DoctorReply.read(Array(text.utf8))
    }

    private func fault(_ text: String) -> String? {
        do throws(ReplyFault) {
            _ = try read(text)
            return nil
        } catch {
            return error.message
        }
    }

    private func reply(
        action: String = #""retry_with_fix""#, confidence: String = "0.9",
        more: String = ""
    ) -> String {
        #"{"action": \#(action), "confidence": \#(confidence), "rationale": "since"\#(more)}"#
    }

    @Test func `every action is read, with all that goes with it`() throws {
        for action in DoctorAction.allCases {
            let response = try read(
                reply(
                    action: "\"\(action.rawValue)\"",
                    more: #"""
                        , "builder_hint": "do this", "fix_type": "file",
                        "fix_commands": ["cp a b"], "verify_command": "test -f b",
                        "providers": ["glm"], "maintenance": "phase3-core-bugfix"
                        """#))
            #expect(
                response
                    == DoctorResponse(
                        action: action, confidence: 0.9, rationale: "since", hint: "do this",
                        fix: ProposedFix(
                            fixType: .file, commands: ["cp a b"], verify: "test -f b"),
                        providers: ["glm"], maintenance: "phase3-core-bugfix"))
        }
    }

    @Test func `what is left out, null or blank is not there`() throws {
        let bare = DoctorResponse(
            action: .retryWithFix, confidence: 0.9, rationale: "since")
        #expect(try read(reply()) == bare)
        #expect(
            try read(
                reply(
                    more: #"""
                        , "builder_hint": null, "fix_type": null, "fix_commands": null,
                        "verify_command": null, "providers": null, "maintenance": null
                        """#)) == bare)
        #expect(
            try read(
                reply(
                    more: #"""
                        , "builder_hint": " ", "fix_type": "", "fix_commands": [],
                        "verify_command": "", "providers": [], "maintenance": ""
                        """#)) == bare)
    }

    @Test func `a reply is found in a fence and in prose`() throws {
        for text in [
            "```json\n\(reply())\n```\n", "I think {so}:\n\(reply())\nThat is all.",
            "\(reply())\n\nAs said:\n\(reply())",
        ] {
            #expect(try read(text).action == .retryWithFix)
        }
    }

    @Test(arguments: ["RETRY_WITH_FIX", "Retry_With_Fix"])
    func `an action may be written in capitals`(word: String) throws {
        #expect(try read(reply(action: "\"\(word)\"")).action == .retryWithFix)
    }

    @Test(arguments: [("0", 0.0), ("1", 1), ("0.0", 0), ("1.0", 1), ("7e-1", 0.7)])
    func `a confidence is from 0 to 1`(text: String, confidence: Double) throws {
        #expect(try read(reply(confidence: text)).confidence == confidence)
    }

    @Test(arguments: [
        "-0.01", "1.01", "90", "1e999", "-1e999", "NaN", "Infinity", #""0.9""#, "true", "null",
        "[0.9]", "{}",
    ])
    func `a confidence that is none is a fault`(text: String) {
        #expect(fault(reply(confidence: text)) != nil)
    }

    @Test(arguments: [
        #""retry""#, #""retry with fix""#, #""""#, "null", "1", #"["replan"]"#,
        #""retry_with_fix|replan""#,
    ])
    func `an action that is none is a fault`(text: String) {
        #expect(fault(reply(action: text)) != nil)
    }

    @Test(arguments: [
        "", "mark_fatal", "{}", "[]", #"{"confidence": 0.9, "rationale": "r"}"#,
        #"{"action": "replan", "rationale": "r"}"#,
        #"{"action": "replan", "confidence": 0.9}"#,
        #"{"action": "replan", "confidence": 0.9, "rationale": 7}"#,
        #"{"action": "replan", "confidence": 0.9, "rationale": "r""#,
        #"{"answer": {"action": "replan", "confidence": 0.9, "rationale": "r"}}"#,
        #"{"action": "execute_fix", "confidence": 0.9, "rationale": "r"}"#,
        #"{"action": "execute_fix", "confidence": 0.9, "rationale": "r", "fix_commands": []}"#,
        #"{"action": "execute_fix", "confidence": 1, "rationale": "r", "fix_commands": ["a"]}"#,
        #"{"action":"execute_fix","confidence":1,"rationale":"","fix_type":"git","fix_commands":"a"}"#,
        #"{"action": "execute_fix", "confidence": 1, "rationale": "r", "fix_type": "docker", "fix_commands": ["docker start x"]}"#,
        #"{"action": "disable_provider", "confidence": 1, "rationale": "r", "providers": "glm"}"#,
    ])
    func `what lacks a part, or has one of another kind, is a fault`(text: String) {
        #expect(fault(text) != nil)
    }

    @Test func `a fault names what is wrong`() {
        #expect(fault(reply(confidence: "1.5"))?.contains("1.5") == true)
        #expect(fault(reply(action: #""give_up""#))?.contains("mark_fatal") == true)
        #expect(fault(#"{"action": "replan", "confidence": 1}"#)?.contains("rationale") == true)
        #expect(fault("no idea")?.contains("action") == true)
    }

    @Test func `objects that contradict each other are a fault`() {
        #expect(
            fault(reply() + "\n" + reply(action: #""mark_fatal""#))?.contains("contradict") == true)
        #expect(fault(reply() + "\n" + reply(confidence: "0.8"))?.contains("contradict") == true)
        #expect(fault(reply() + "\n" + reply(action: #""give_up""#)) != nil)
        #expect(fault(reply(action: #""give_up""#) + "\n" + reply()) != nil)
    }

    @Test func `a reply of any bytes is read or refused`() {
        for byte in UInt8.min...UInt8.max {
            _ = try? DoctorReply.read([byte])
            _ = try? DoctorReply.read(Array(#"{"action": ""#.utf8) + [byte] + Array(#""}"#.utf8))
        }
    }
}
