package import RunModel

/// What a person asks a new run to do.
package struct RunRequest: Sendable {
    /// Without phases where a model is to draft them; its checks then hold for every draft.
    package var plan: Plan
    /// The plan file as it was given; nil: a model drafts the plan.
    package var planText: [UInt8]?
    package var source: PlanAdopted.Source
    /// Nil: made of day, goal and chance.
    package var id: RunID?
    /// A revision; nil: `HEAD`.
    package var base: String?
    /// The branch that the result is for, as a full name; nil: the one that HEAD is on.
    package var target: String?
    /// Start from a snapshot of the uncommitted work.
    package var dirty: Bool
    package var settings: RunSettings
    /// The program and its version.
    package var tool: String
    /// Nil: nobody looked.
    package var health: StartHealth?

    package init(
        plan: Plan, planText: [UInt8]?, source: PlanAdopted.Source, id: RunID? = nil,
        base: String? = nil, target: String? = nil, dirty: Bool = false, settings: RunSettings,
        tool: String,
        health: StartHealth? = nil
    ) {
        self.plan = plan
        self.planText = planText
        self.source = source
        self.id = id
        self.base = base
        self.target = target
        self.dirty = dirty
        self.settings = settings
        self.tool = tool
        self.health = health
    }
}
