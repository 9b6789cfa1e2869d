/// What a Doctor may decide (`decisions.md`, Doctor).
package enum DoctorAction: String, Sendable, Codable, CaseIterable {
    /// Another attempt, with a hint in its prompt.
    case retryWithFix = "retry_with_fix"
    /// The plan from the phase on is written anew.
    case replan
    /// The phase, and what depends on it, is left out.
    case skipPhase = "skip_phase"
    /// The run has failed.
    case markFatal = "mark_fatal"
    /// The run's branch goes back to where the run began.
    case rollbackRun = "rollback_run"
    /// Commands of the closed policy run in the private workspace.
    case executeFix = "execute_fix"
    /// A provider is routed around, or asked last.
    case disableProvider = "disable_provider"
    /// A phase of category `core_maintenance` comes before the failed one.
    case scheduleMaintenance = "schedule_maintenance"
}

/// Which of the Doctor's models is meant.
package enum DoctorTier: String, Sendable, Codable, CaseIterable {
    case cheap, strong
}

/// Commands that a Doctor proposes for `execute_fix`.
package struct ProposedFix: Hashable, Sendable, Codable {
    package var fixType: FixType
    /// Each a line that the command policy splits into words.
    package var commands: [String]
    /// The command that has to succeed afterwards; empty: there is none.
    package var verify: String

    package init(fixType: FixType, commands: [String], verify: String) {
        self.fixType = fixType
        self.commands = commands
        self.verify = verify
    }

    enum CodingKeys: String, CodingKey {
        case commands, verify
        case fixType = "fix_type"
    }
}

/// A Doctor's decision.
package struct DoctorDecided: Hashable, Sendable, Codable {
    package enum By: String, Sendable, Codable, CaseIterable { case rules, model }

    package var by: By
    package var complex: Bool
    package var action: DoctorAction
    /// 0…1.
    package var confidence: Double
    package var rationale: String
    package var evidence: [String]
    /// Of the failure that was decided about.
    package var signature: String?
    /// Who decided, as `provider/model`; nil for the rules.
    package var model: String?
    package var tier: DoctorTier?
    /// The strong model was asked since the cheap one was not sure; nil is false.
    package var escalated: Bool?
    /// The Builder's next prompt says so.
    package var hint: String?
    /// For `execute_fix`.
    package var fix: ProposedFix?
    /// For `disable_provider`.
    package var providers: [String]?
    /// For `schedule_maintenance`: the template's name.
    package var maintenance: String?

    package init(
        by: By, complex: Bool = false, action: DoctorAction, confidence: Double,
        rationale: String, evidence: [String] = [], signature: String? = nil,
        model: String? = nil, tier: DoctorTier? = nil, escalated: Bool = false,
        hint: String? = nil, fix: ProposedFix? = nil, providers: [String]? = nil,
        maintenance: String? = nil
    ) {
        self.by = by
        self.complex = complex
        self.action = action
        self.confidence = confidence
        self.rationale = rationale
        self.evidence = evidence
        self.signature = signature
        self.model = model
        self.tier = tier
        self.escalated = escalated ? true : nil
        self.hint = hint
        self.fix = fix
        self.providers = providers
        self.maintenance = maintenance
    }

    enum CodingKeys: String, CodingKey {
        case by, complex, action, confidence, rationale, evidence, signature, model, tier
        case escalated, fix, providers, maintenance
        case hint = "builder_hint"
    }
}

/// Where a hint comes from.
package enum HintSource: String, Sendable, Codable, CaseIterable {
    /// A person said so.
    case person
    /// The Doctor, of a failure that is still there.
    case doctor
    /// A failure that was overcome.
    case overcome
}

/// What was learned from a failure, or a person's words for the next prompt.
package struct HintRecorded: Hashable, Sendable, Codable {
    package var text: String
    /// Of the failure that it is about; empty for a person's words.
    package var signature: String
    /// The globs of the phase that it was learned in; empty: the whole project.
    package var scope: [String]
    /// The commit that shows it; empty where there is none.
    package var evidence: String
    /// Of the failure; nil for a person's words.
    package var category: FailureCategory?
    /// Nil in records of older programs: a person.
    package var source: HintSource?
    /// What did not work, in a sentence.
    package var failed: String?

    package init(
        text: String, signature: String = "", scope: [String] = [], evidence: String = "",
        category: FailureCategory? = nil, source: HintSource? = nil, failed: String? = nil
    ) {
        self.text = text
        self.signature = signature
        self.scope = scope
        self.evidence = evidence
        self.category = category
        self.source = source
        self.failed = failed
    }
}
