/// What a Doctor's model answered (`cli.md`, What the models answer).
package struct DoctorResponse: Hashable, Sendable {
    package var action: DoctorAction
    /// 0…1.
    package var confidence: Double
    package var rationale: String
    package var hint: String?
    package var fix: ProposedFix?
    package var providers: [String]
    /// The name of a template, or what is wrong in words.
    package var maintenance: String?

    package init(
        action: DoctorAction, confidence: Double, rationale: String, hint: String? = nil,
        fix: ProposedFix? = nil, providers: [String] = [], maintenance: String? = nil
    ) {
        self.action = action
        self.confidence = confidence
        self.rationale = rationale
        self.hint = hint
        self.fix = fix
        self.providers = providers
        self.maintenance = maintenance
    }
}
