import Agents
import Ledger
import RunModel

extension Run {
    /// Reads the Auditor's reply; one that is not as asked is asked for once more, and then
    /// counts as a rejection.
    func readAudit() async throws(RunError) {
        let attempt = attempt
        guard let blob = attempt.reply else { preconditionFailure("no reply is kept") }
        let bytes = try kept(blob)
        let auditor = attempt.auditor
        let outcome = AuditReading(bytes)
        if let fault = outcome.fault, attempt.audits < 2 {
            tools.warn("the auditor's reply cannot be read, asked again: \(fault)")
            return try await call(.auditor, notBefore: nil)
        }
        try recordInAttempt([.auditFinished(outcome.audit(by: auditor))])
    }
}

/// An Auditor's reply, read or not.
struct AuditReading {
    private var reply: AuditReply?
    /// What is wrong with the reply.
    var fault: String?

    init(_ bytes: [UInt8]) {
        do throws(ReplyFault) {
            reply = try AuditReply.read(bytes)
        } catch {
            fault = error.message
        }
    }

    /// The judgement; a reply that cannot be read is none that approves.
    func audit(by auditor: String) -> AuditFinished {
        if let reply {
            return AuditFinished(
                approved: reply.approved, issues: reply.issues, auditors: [auditor],
                summary: reply.summary)
        }
        let issue = AuditIssue(
            severity: .major, category: "reply",
            description: "the auditor's reply could not be read: \(fault ?? "")")
        return AuditFinished(
            approved: false, issues: [issue], auditors: [auditor], summary: fault ?? "")
    }
}
