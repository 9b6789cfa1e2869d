/// One entry of a file of recorded replies.
struct RecordedAnswer: Sendable {
    enum Role: String, Sendable { case builder, auditor, planner, doctor, fixer }

    var role: Role
    var phase: String?
    var attempt: Int?
    var text: String?
    /// Names of tools with their arguments, as JSON.
    var toolCalls: [(name: String, arguments: String)] = []
    /// How often, and with which status, the entry fails before it answers.
    var failure: (status: Int, times: Int)?
    var usage: (input: Int, output: Int)? = (120, 30)

    static func builder(_ text: String) -> RecordedAnswer {
        RecordedAnswer(role: .builder, text: text)
    }

    static func builder(
        _ phase: String, attempt: Int? = nil, _ text: String,
        failing failure: (status: Int, times: Int)? = nil
    ) -> RecordedAnswer {
        RecordedAnswer(role: .builder, phase: phase, attempt: attempt, text: text, failure: failure)
    }

    static func doctor(_ text: String) -> RecordedAnswer {
        RecordedAnswer(role: .doctor, text: text)
    }

    static func planner(_ text: String) -> RecordedAnswer {
        RecordedAnswer(role: .planner, text: text)
    }

    static func fixer(_ text: String) -> RecordedAnswer {
        RecordedAnswer(role: .fixer, text: text)
    }

    static func fixer(_ phase: String, _ text: String) -> RecordedAnswer {
        RecordedAnswer(role: .fixer, phase: phase, text: text)
    }

    static func approval(_ phase: String? = nil) -> RecordedAnswer {
        RecordedAnswer(
            role: .auditor, phase: phase,
            text: #"{"approved":true,"issues":[],"summary":"does what was asked"}"#)
    }

    static func objection(_ phase: String? = nil, severity: String) -> RecordedAnswer {
        RecordedAnswer(
            role: .auditor, phase: phase,
            text: """
                {"approved":false,"issues":[{"severity":"\(severity)","category":"correctness",\
                "path":"calc/arithmetic.py","line":2,"description":"loses the carry",\
                "suggestion":"keep it"}],"summary":"not yet"}
                """)
    }

    /// The entry as YAML that is also JSON.
    var yaml: String {
        var fields = ["\"role\": \"\(role.rawValue)\""]
        if let phase { fields.append("\"phase\": \(quoted(phase))") }
        if let attempt { fields.append("\"attempt\": \(attempt)") }
        if let text { fields.append("\"text\": \(quoted(text))") }
        if !toolCalls.isEmpty {
            let calls = toolCalls.map { #"{"name": "\#($0.name)", "arguments": \#($0.arguments)}"# }
            fields.append("\"tool_calls\": [\(calls.joined(separator: ", "))]")
        }
        if let usage {
            fields.append("\"usage\": {\"input\": \(usage.input), \"output\": \(usage.output)}")
        }
        if let failure {
            fields.append(
                "\"fail\": {\"status\": \(failure.status), \"message\": \"overloaded\", "
                    + "\"times\": \(failure.times)}")
        }
        return "- {\(fields.joined(separator: ", "))}\n"
    }
}

/// A text as a JSON string, which is a YAML string too.
func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\"": result += "\\\""
        case "\\": result += "\\\\"
        case "\n": result += "\\n"
        case _ where scalar.value < 0x20 || scalar.value == 0x7f:
            let digits = String(scalar.value, radix: 16)
            result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        default: result.unicodeScalars.append(scalar)
        }
    }
    return result + "\""
}
