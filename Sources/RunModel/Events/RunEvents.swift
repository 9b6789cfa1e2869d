/// A run begins: everything it depends on is fixed here.
package struct RunCreated: Hashable, Sendable, Codable {
    package var goal: String
    /// The commit the run starts from: the snapshot where there is one.
    package var base: String
    /// The branch that HEAD was on, as a full ref name; null where HEAD was detached.
    package var target: Nullable<String>
    /// The commit that holds the user's uncommitted work, for `run --dirty`.
    package var snapshot: Nullable<String>
    /// The program and its version.
    package var tool: String
    package var settings: RunSettings
    /// The plan's checks.
    package var checks: [Check]

    package init(
        goal: String, base: String, target: String?, snapshot: String?, tool: String,
        settings: RunSettings, checks: [Check]
    ) {
        self.goal = goal
        self.base = base
        self.target = Nullable(target)
        self.snapshot = Nullable(snapshot)
        self.tool = tool
        self.settings = settings
        self.checks = checks
    }
}

/// What the environment was found to be before the first token was spent.
package struct HealthChecked: Hashable, Sendable, Codable {
    package var ok: Bool
    package var findings: [HealthFinding]
    /// The key variables by name; never a value.
    package var keys: [String: KeyPresence]

    package init(ok: Bool, findings: [HealthFinding], keys: [String: KeyPresence]) {
        self.ok = ok
        self.findings = findings
        self.keys = keys
    }
}

/// What is known of a key variable.
package enum KeyPresence: String, Sendable, Codable, CaseIterable {
    case present, absent, empty, malformed
}

/// One thing that was found before a run: what, why it matters, and the command that mends it.
package struct HealthFinding: Hashable, Sendable, Codable {
    package enum Severity: String, Sendable, Codable, CaseIterable { case error, warning, info }

    package var id: String
    package var severity: Severity
    package var what: String
    package var why: String
    package var fix: String
    package var repairable: Bool

    package init(
        id: String, severity: Severity, what: String, why: String, fix: String,
        repairable: Bool = false
    ) {
        self.id = id
        self.severity = severity
        self.what = what
        self.why = why
        self.fix = fix
        self.repairable = repairable
    }
}

/// A person changed the settings of a run on purpose, as by `resume --max-cost`.
package struct SettingsChanged: Hashable, Sendable, Codable {
    /// All the settings from here on.
    package var settings: RunSettings
    /// Who changed them, as `Name <email>`.
    package var who: String
    /// What differs, as `budgets.cost_usd: 5 → 10`.
    package var changed: [String]

    package init(settings: RunSettings, who: String, changed: [String]) {
        self.settings = settings
        self.who = who
        self.changed = changed
    }
}

/// A plan is in force from here on.
package struct PlanAdopted: Hashable, Sendable, Codable {
    package enum Source: String, Sendable, Codable, CaseIterable {
        case file, planner, doctor, person
    }

    /// 1 for the first plan, one more for each that replaces it.
    package var version: Int
    package var source: Source
    package var why: String
    package var plan: Plan
    /// What it takes more than the plan that it replaces; nil: nothing.
    ///
    /// A person has to agree to it.
    package var broadens: [String]?

    package init(
        version: Int, source: Source, why: String, plan: Plan, broadens: [String]? = nil
    ) {
        self.version = version
        self.source = source
        self.why = why
        self.plan = plan
        self.broadens = broadens
    }
}

/// A process holds the run from here on.
package struct LeaseTaken: Hashable, Sendable, Codable {
    package var state: RunStatus
    package var reason: String
    package var owner: LeaseOwner

    package init(state: RunStatus, reason: String, owner: LeaseOwner) {
        self.state = state
        self.reason = reason
        self.owner = owner
    }
}

/// A process, told apart from any other that ever had its number.
package struct LeaseOwner: Hashable, Sendable, Codable {
    package var host: String
    /// The kernel's own id of this boot.
    package var bootID: String
    package var processID: Int
    /// When the process was started, in clock ticks since the boot.
    package var startTicks: Int

    package init(host: String, bootID: String, processID: Int, startTicks: Int) {
        self.host = host
        self.bootID = bootID
        self.processID = processID
        self.startTicks = startTicks
    }

    enum CodingKeys: String, CodingKey {
        case host
        case bootID = "boot_id"
        case processID = "process_id"
        case startTicks = "start_ticks"
    }
}

/// The run moves to a state, for a reason; the payload of `run.resumed`, `run.aborted` and
/// `run.finished`.
package struct RunMoved: Hashable, Sendable, Codable {
    package var state: RunStatus
    package var reason: Nullable<RunReason>
    /// A sentence for people.
    package var message: String

    package init(state: RunStatus, reason: RunReason? = nil, message: String) {
        self.state = state
        self.reason = Nullable(reason)
        self.message = message
    }
}

/// A limit was reached; the run stops.
package struct BudgetExceeded: Hashable, Sendable, Codable {
    package var budget: BudgetName
    /// In the budget's own unit: dollars, tokens, seconds, or a count.
    package var cap: Double
    package var spent: Double

    package init(budget: BudgetName, cap: Double, spent: Double) {
        self.budget = budget
        self.cap = cap
        self.spent = spent
    }
}
