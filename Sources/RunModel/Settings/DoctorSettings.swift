/// What the Doctor may do, and how often it is asked (`decisions.md`, Doctor and Budgets).
package struct DoctorSettings: Hashable, Sendable, Codable {
    /// Off: no command that a model proposed is ever run.
    package var allowExecuteFixGlobal: Bool
    package var maxExecuteFixPerPhase: Int
    package var allowedFixTypes: [FixType]
    package var maxCallsPerPhase: Int
    package var maxCallsPerRun: Int
    /// Of the calls per run, those that the strong model may answer.
    package var maxStrongCallsPerRun: Int
    /// Further calls for infrastructure, in phases of category `core_maintenance` only.
    package var maxInfrastructureCallsPerRun: Int

    package init(
        allowExecuteFixGlobal: Bool = false, maxExecuteFixPerPhase: Int = 1,
        allowedFixTypes: [FixType] = [.git, .file], maxCallsPerPhase: Int = 2,
        maxCallsPerRun: Int = 10, maxStrongCallsPerRun: Int = 5,
        maxInfrastructureCallsPerRun: Int = 5
    ) {
        self.allowExecuteFixGlobal = allowExecuteFixGlobal
        self.maxExecuteFixPerPhase = maxExecuteFixPerPhase
        self.allowedFixTypes = allowedFixTypes
        self.maxCallsPerPhase = maxCallsPerPhase
        self.maxCallsPerRun = maxCallsPerRun
        self.maxStrongCallsPerRun = maxStrongCallsPerRun
        self.maxInfrastructureCallsPerRun = maxInfrastructureCallsPerRun
    }

    enum CodingKeys: String, CodingKey {
        case allowExecuteFixGlobal = "allow_execute_fix_global"
        case maxExecuteFixPerPhase = "max_execute_fix_per_phase"
        case allowedFixTypes = "allowed_fix_types"
        case maxCallsPerPhase = "max_calls_per_phase"
        case maxCallsPerRun = "max_calls_per_run"
        case maxStrongCallsPerRun = "max_strong_calls_per_run"
        case maxInfrastructureCallsPerRun = "max_infrastructure_calls_per_run"
    }
}

/// A kind of command that `execute_fix` may run (`security.md`, Command policy).
package enum FixType: String, Sendable, Codable, CaseIterable {
    case git, file, python
}
