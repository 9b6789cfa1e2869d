/// The effective settings of a run, without keys, as `run.created` records them.
///
/// Resuming and replaying use these, not today's configuration (`storage.md`, The journal).
package struct RunSettings: Hashable, Sendable, Codable {
    package var providers: [String: ProviderSettings]
    /// Providers that are never asked; nobody but configuration takes them back.
    package var disabledProviders: [String]
    /// A family's name to its current model.
    package var modelAliases: [String: String]
    package var escalationChains: EscalationChains
    package var complexityEscalation: ComplexityEscalation
    /// By task category.
    package var routingPolicies: [String: RoutingPolicy]
    /// By task category.
    package var categoryModels: [String: CategoryModels]
    /// By `provider/model`: the days known from which on models are no more.
    package var withdrawals: [String: ModelWithdrawal]
    package var providerHealth: ProviderHealth
    package var retries: RetrySettings
    /// By provider.
    package var providerQuotas: [String: ProviderQuota]
    package var doctorModels: DoctorModels
    package var doctor: DoctorSettings
    package var replan: ReplanSettings
    package var discoveryPromotion: DiscoveryPromotion
    package var coreMaintenance: CoreMaintenance
    /// By `provider/model`.
    package var prices: [String: Price]
    /// The day of the price table, as `yyyy-mm-dd`; nil: not said.
    package var pricesDated: String?
    /// Where the price table is from; nil: not said.
    package var pricesSource: String?
    /// What is known of models, the later rule over the earlier.
    package var capabilities: [CapabilityRule]
    package var budgets: Budgets
    package var workspace: WorkspaceSettings
    /// Globs that no phase may touch, beside the built-in ones.
    package var protected: [String]
    package var gate: GateSettings
    /// Globs of what enters no prompt, beside the built-in ones.
    package var neverSend: [String]
    package var context: ContextSettings
    /// Words for every Builder, of the user and of the base commit's policy; nil: none.
    package var instructions: String?
    /// Output tokens that a call may use at most, where the model allows that many.
    package var maxOutputTokens: Int
    /// Fixes tried on one failing candidate before its attempt counts as failed.
    package var fixesPerCandidate: Int
    /// Only providers on this machine.
    package var offline: Bool
    /// A gate that says `needs_review` is answered by going on, and recorded.
    package var yes: Bool
    package var sandbox: SandboxMode
    package var sandboxLimits: SandboxLimitSettings
    /// Globs that all work of the run is limited to, whatever the plan says; empty: none.
    package var scope: [String]
    /// How every phase's change is made, whatever the plan says; nil: as it says.
    package var builder: BuilderMode?
    /// Candidates are audited; without an Auditor a person has to look at each.
    package var isAudited: Bool
    /// The agent programs that phases name as their Builder, by name.
    package var builders: [String: BuilderSettings]
    /// How far a Builder with tools may go.
    package var agent: AgentSettings

    package init(
        providers: [String: ProviderSettings] = [:], disabledProviders: [String] = [],
        modelAliases: [String: String] = [:],
        escalationChains: EscalationChains = EscalationChains(),
        complexityEscalation: ComplexityEscalation = ComplexityEscalation(),
        routingPolicies: [String: RoutingPolicy] = [:],
        categoryModels: [String: CategoryModels] = [:],
        withdrawals: [String: ModelWithdrawal] = [:],
        providerHealth: ProviderHealth = ProviderHealth(),
        retries: RetrySettings = RetrySettings(), providerQuotas: [String: ProviderQuota] = [:],
        doctorModels: DoctorModels = DoctorModels(), doctor: DoctorSettings = DoctorSettings(),
        replan: ReplanSettings = ReplanSettings(),
        discoveryPromotion: DiscoveryPromotion = DiscoveryPromotion(),
        coreMaintenance: CoreMaintenance = CoreMaintenance(),
        prices: [String: Price] = [:], pricesDated: String? = nil, pricesSource: String? = nil,
        capabilities: [CapabilityRule] = [], budgets: Budgets = Budgets(),
        workspace: WorkspaceSettings = WorkspaceSettings(), protected: [String] = [],
        gate: GateSettings = GateSettings(), neverSend: [String] = [],
        context: ContextSettings = ContextSettings(), instructions: String? = nil,
        maxOutputTokens: Int = 16384, fixesPerCandidate: Int = 3, offline: Bool = false,
        yes: Bool = false, sandbox: SandboxMode = .auto,
        sandboxLimits: SandboxLimitSettings = SandboxLimitSettings(), scope: [String] = [],
        builder: BuilderMode? = nil, isAudited: Bool = true,
        builders: [String: BuilderSettings] = [:],
        agent: AgentSettings = AgentSettings()
    ) {
        self.providers = providers
        self.disabledProviders = disabledProviders
        self.modelAliases = modelAliases
        self.escalationChains = escalationChains
        self.complexityEscalation = complexityEscalation
        self.routingPolicies = routingPolicies
        self.categoryModels = categoryModels
        self.withdrawals = withdrawals
        self.providerHealth = providerHealth
        self.retries = retries
        self.providerQuotas = providerQuotas
        self.doctorModels = doctorModels
        self.doctor = doctor
        self.replan = replan
        self.discoveryPromotion = discoveryPromotion
        self.coreMaintenance = coreMaintenance
        self.prices = prices
        self.pricesDated = pricesDated
        self.pricesSource = pricesSource
        self.capabilities = capabilities
        self.budgets = budgets
        self.workspace = workspace
        self.protected = protected
        self.gate = gate
        self.neverSend = neverSend
        self.context = context
        self.instructions = instructions
        self.maxOutputTokens = maxOutputTokens
        self.fixesPerCandidate = fixesPerCandidate
        self.offline = offline
        self.yes = yes
        self.sandbox = sandbox
        self.sandboxLimits = sandboxLimits
        self.scope = scope
        self.builder = builder
        self.isAudited = isAudited
        self.builders = builders
        self.agent = agent
    }

    enum CodingKeys: String, CodingKey {
        case providers, prices, capabilities, budgets, workspace, protected, gate, offline, yes,
            sandbox, scope, builder, builders, context, instructions, agent
        case sandboxLimits = "sandbox_limits"
        case isAudited = "audited"
        case withdrawals, retries, doctor, replan
        case pricesDated = "prices_dated"
        case pricesSource = "prices_source"
        case disabledProviders = "disabled_providers"
        case modelAliases = "model_aliases"
        case escalationChains = "escalation_chains"
        case complexityEscalation = "complexity_escalation"
        case routingPolicies = "llm_routing_policies"
        case categoryModels = "category_models"
        case providerHealth = "provider_health"
        case providerQuotas = "provider_quotas"
        case doctorModels = "doctor_models"
        case discoveryPromotion = "discovery_promotion"
        case coreMaintenance = "core_maintenance"
        case neverSend = "never_send"
        case maxOutputTokens = "max_output_tokens"
        case fixesPerCandidate = "fixes_per_candidate"
    }
}

extension RunSettings {
    /// How many audits a change of a category wants: two where only the best will do.
    package func audits(of category: String) -> Int {
        routingPolicies[category]?.strategy == .bestFirst ? 2 : 1
    }
}

/// How checks are kept in.
package enum SandboxMode: String, Sendable, Codable, CaseIterable {
    /// The strongest that works on this machine; the gaps are printed.
    case auto
    /// None; every run says so.
    case off
}

/// What a private workspace is given beside the tree (`storage.md`, The workspace).
package struct WorkspaceSettings: Hashable, Sendable, Codable {
    /// Ignored dependency folders of the user's checkout that checks may read; nil: detected.
    package var share: [String]?
    /// Commands run once per digest of `setupInputs`.
    package var setup: [[String]]
    package var setupInputs: [String]
    /// Folders that survive from check to check within a run.
    package var cache: [String]

    package init(
        share: [String]? = nil, setup: [[String]] = [], setupInputs: [String] = [],
        cache: [String] = []
    ) {
        self.share = share
        self.setup = setup
        self.setupInputs = setupInputs
        self.cache = cache
    }

    enum CodingKeys: String, CodingKey {
        case share, setup, cache
        case setupInputs = "setup_inputs"
    }
}
