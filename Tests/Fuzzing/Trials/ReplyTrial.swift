import Agents
import Providers
import RunModel
import Settings

extension Trial {
    /// What a model of any role answers, and what of it is stored.
    static let replies = Trial("replies") { input in
        try ReplyTrial(reply: input).check()
        try checkJSON(input)
    }

    private static func checkJSON(_ input: [UInt8]) throws(BrokenRule) {
        let value: JSON
        do throws(JSONFault) {
            value = try JSON(parsing: input)
        } catch {
            return try demand(
                (0...input.count).contains(error.offset), "a fault of JSON is in the text: \(error)"
            )
        }
        try demand((try? JSON(parsing: value.bytes)) == value, "JSON reads as written")
    }
}

private struct ReplyTrial {
    let reply: [UInt8]

    func check() throws {
        try checkVerdicts()
        try checkBuilders()
        try checkCalls()
        try checkStored()
        _ = try? PlanFile.read(PlanReply.extract(reply), name: "reply")
    }

    private func checkVerdicts() throws {
        do throws(ReplyFault) {
            _ = try AuditReply.read(reply)
        } catch {
            try demand(!error.message.isEmpty, "an Auditor is told what is wrong")
        }
        if let response = try? DoctorReply.read(reply) {
            try demand((0...1).contains(response.confidence), "confidence is between 0 and 1")
            try demand(
                response.action != .executeFix || response.fix?.commands.isEmpty == false,
                "a fix has commands")
            try demand(
                response.rationale.count < 5000 && (response.hint ?? "").count < 5000,
                "what stands in the prompts that follow is bounded")
        }
        let explanation = FixExplanation.read(reply)
        try demand(
            explanation.count <= FixExplanation.limit
                && !explanation.contains { $0.isNewline || $0 == "\t" },
            "an explanation is one line in bounds")
    }

    private func checkBuilders() throws {
        for role in Role.allCases {
            switch ReplyReading.read(reply, role: role) {
            case .edits(let bytes): try demand(bytes == reply, "edits are the reply as it is")
            case .needs(let paths): try demand(!paths.isEmpty, "a need names something")
            case .unfixable, .changes:
                try demand(role == .fixer, "only a fixer answers in its form")
            }
        }
    }

    private func checkCalls() throws {
        var calls = PlainToolCalls.read(reply.text)
        for tool in BuilderTool.allCases {
            calls.append(ToolCall(id: nil, name: tool.rawValue, arguments: reply.text))
        }
        for call in calls {
            do throws(ToolFault) {
                _ = try ToolRequest(call)
            } catch {
                try demand(
                    !error.message.isEmpty && error.message.utf8.count < 8192,
                    "what is wrong with a call is said, and not quoted without end")
            }
        }
    }

    /// What is read is written so that it reads the same.
    private func checkStored() throws {
        if let prompt = TurnPrompt(reply) {
            try demand(TurnPrompt(prompt.bytes) == prompt, "a turn's prompt reads as written")
        }
        if let turn = TurnReply(reply) {
            try demand(TurnReply(turn.bytes) == turn, "a turn's reply reads as written")
        }
        if let report = WorkReport(reading: reply) {
            let redactor = Redactor()
            let text = try report.text(redactor: redactor)
            guard let again = WorkReport(reading: text) else {
                throw BrokenRule(rule: "a report of work reads as written")
            }
            try demand(
                try again.text(redactor: redactor) == text, "a report of work stays as it is")
        }
    }
}
