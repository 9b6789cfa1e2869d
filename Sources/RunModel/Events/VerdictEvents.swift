/// An Auditor's judgement of a candidate.
package struct AuditFinished: Hashable, Sendable, Codable {
    package var approved: Bool
    package var issues: [AuditIssue]
    /// The models that judged, as `provider/model`.
    package var auditors: [String]
    package var summary: String

    package init(approved: Bool, issues: [AuditIssue], auditors: [String], summary: String) {
        self.approved = approved
        self.issues = issues
        self.auditors = auditors
        self.summary = summary
    }

    /// Both judgements in one: approved by both, with the issues of both.
    package func stricter(with other: AuditFinished) -> AuditFinished {
        AuditFinished(
            approved: approved && other.approved,
            issues: issues + other.issues.filter { !issues.contains($0) },
            auditors: auditors + other.auditors,
            summary: [summary, other.summary].filter { !$0.isEmpty }.joined(separator: "; "))
    }
}

/// Something an Auditor found.
package struct AuditIssue: Hashable, Sendable, Codable {
    package enum Severity: String, Sendable, Codable, CaseIterable, Comparable {
        case info, minor, major, critical

        package static func < (left: Severity, right: Severity) -> Bool {
            left.rank < right.rank
        }

        private var rank: Int { Severity.allCases.firstIndex(of: self) ?? 0 }
    }

    package var severity: Severity
    package var category: String
    package var path: String
    /// Counted from 1; 0 for the whole file.
    package var line: Int
    package var description: String
    package var suggestion: String

    package init(
        severity: Severity, category: String = "", path: String = "", line: Int = 0,
        description: String, suggestion: String = ""
    ) {
        self.severity = severity
        self.category = category
        self.path = path
        self.line = line
        self.description = description
        self.suggestion = suggestion
    }
}

/// What the gate says of a candidate.
package enum Verdict: String, Sendable, Codable, CaseIterable, Comparable {
    /// Becomes a checkpoint.
    case ok
    /// Waits for a person, or goes on with `--yes`.
    case needsReview = "needs_review"
    /// The attempt has failed.
    case blocked

    package static func < (left: Verdict, right: Verdict) -> Bool { left.rank < right.rank }

    private var rank: Int { Verdict.allCases.firstIndex(of: self) ?? 0 }
}

/// A rule that a candidate touched.
package struct Finding: Hashable, Sendable, Codable {
    package var rule: String
    /// What this finding alone makes of the verdict.
    package var severity: Verdict
    package var path: String
    /// Counted from 1; 0 for the whole file.
    package var line: Int
    package var message: String

    package init(
        rule: String, severity: Verdict, path: String = "", line: Int = 0, message: String
    ) {
        self.rule = rule
        self.severity = severity
        self.path = path
        self.line = line
        self.message = message
    }
}

/// The gate's decision.
package struct GateDecided: Hashable, Sendable, Codable {
    package var verdict: Verdict
    package var findings: [Finding]
    /// 0…100.
    package var risk: Int

    package init(verdict: Verdict, findings: [Finding], risk: Int) {
        self.verdict = verdict
        self.findings = findings
        self.risk = risk
    }
}

/// A person is asked, or has answered; the payload of `approval.requested` and `approval.given`.
package struct Approval: Hashable, Sendable, Codable {
    /// What is asked for: the candidate's commit.
    package var what: String
    package var verdict: Verdict
    /// Who answered, as `Name <email>`, or `--yes`; empty while nobody has.
    package var who: String
    package var why: String

    package init(what: String, verdict: Verdict, who: String, why: String) {
        self.what = what
        self.verdict = verdict
        self.who = who
        self.why = why
    }
}

/// An attempt came to nothing.
package struct AttemptFailed: Hashable, Sendable, Codable {
    package var category: FailureCategory
    package var failureClass: FailureClass
    /// A digest by which the same failure is known again.
    package var signature: String
    /// A sentence; the specific part follows what is fixed for the category.
    package var rootCause: String
    /// What the next prompt is told.
    package var detail: String

    package init(
        category: FailureCategory, signature: String, rootCause: String, detail: String
    ) {
        self.category = category
        self.failureClass = category.failureClass
        self.signature = signature
        self.rootCause = rootCause
        self.detail = detail
    }

    enum CodingKeys: String, CodingKey {
        case category, signature, detail
        case failureClass = "class"
        case rootCause = "root_cause"
    }
}
