import RunModel
import Settings

extension Trial {
    /// A plan as a file, YAML or JSON, of a person or a model; other YAML that is read.
    static let plans = Trial("plans") { input in
        let plan = Result { () throws(SettingsError) in
            try PlanFile.read(input, name: "plan.yaml")
        }
        switch plan {
        case .success(let plan): try check(plan)
        case .failure(let error):
            try SettingsTrial.check(error.findings, in: ["plan.yaml": input])
        }
        do throws(SettingsError) {
            _ = try RecordedRepliesFile.read(input, name: "replies.yaml") { _ in nil }
        } catch {
            try SettingsTrial.check(error.findings, in: ["replies.yaml": input])
        }
        if let fault = YAMLSyntax.fault(in: input) {
            try demand(
                (1...SettingsTrial.lineCount(input)).contains(fault.line),
                "a fault of YAML is in the text: line \(fault.line)")
        }
    }

    private static func check(_ plan: Plan) throws(BrokenRule) {
        try demand(plan.faults().isEmpty, "a plan that is read has no fault")
        let text = PlanFile.render(plan)
        let again: Plan
        do throws(SettingsError) {
            again = try PlanFile.read(Array(text.utf8), name: "written")
        } catch {
            throw BrokenRule(rule: "a plan that is written reads: \(error)\n\(text)")
        }
        try demand(again == plan, "a plan reads as written:\n\(text)")
    }
}
