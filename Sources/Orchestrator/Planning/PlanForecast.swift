import Agents
package import Effects
package import Git
import Providers
package import RunModel

/// What one attempt of each phase would take, before anything is spent.
package struct PlanForecast: Sendable {
    /// What a phase would take.
    package struct Phase: Sendable {
        package var id: PhaseID
        /// The models that would be asked, as `provider/model`; nil: nobody can be.
        package var builder: String?
        package var auditor: String?
        /// The most that one attempt without a fix can cost; nil: a price is unknown.
        package var highestCost: Money?
        /// Files whose text would be sent; empty where that was not asked for.
        package var files: [String] = []
        /// Tokens of what would be shown.
        package var tokens: Int
    }

    package var phases: [Phase]
    /// The drafting of the plan, where there is none yet.
    package var planner: Planner?

    /// What the drafting of a plan would take.
    package struct Planner: Sendable {
        /// As `provider/model`; nil: nobody can be asked.
        package var model: String?
        package var tokens: Int
        /// The most that one draft can cost; nil: the price is unknown.
        package var highestCost: Money?
    }

    /// The most that one attempt of every phase can cost; nil: a price is unknown.
    package var highestCost: Money? {
        var sum = Money.zero
        for phase in phases {
            guard let cost = phase.highestCost else { return nil }
            sum += cost
        }
        return sum
    }

    /// A sentence where the plan may not fit into the run's budget; nil where it does, or where
    /// nobody can say.
    package func warning(cap: Money?) -> String? {
        guard let cap, let highest = highestCost, highest > cap else { return nil }
        return "one attempt of each phase may cost up to \(highest), and the run stops at \(cap);"
            + " raise it with --max-cost"
    }

    /// Forecasts from settings and prices alone: every prompt as large as the settings allow.
    ///
    /// - Parameter keyed: Providers whose key is at hand.
    package init(of plan: Plan, settings: RunSettings, keyed: Set<String>) {
        phases = plan.order().compactMap { plan[$0] }.map { phase in
            PlanForecast.phase(
                phase, tokens: settings.context.maxTokens, settings: settings, keyed: keyed)
        }
    }

    /// Forecasts with what would really be shown of a commit, its files by name.
    package init(
        of plan: Plan, on commit: ObjectID, in repository: Repository, world: World,
        settings: RunSettings, keyed: Set<String>
    ) async throws(RunError) {
        phases = []
        if plan.phases.isEmpty {
            // The planner's own call is all that is known yet.
            let shape = try RepositoryReading.shape(
                of: commit, in: repository, checks: plan.checks, neverSend: settings.neverSend)
            planner = PlanForecast.planner(
                tokens: Pricing.estimatedTokens(of: shape.text), settings: settings, keyed: keyed)
        }
        let reader = ContextReader(repository, world: world)
        for phase in plan.order().compactMap({ plan[$0] }) {
            let context: Context
            do throws(GitError) {
                let tree = try reader.catalogue(of: try repository.readCommit(commit).tree)
                context = try await ContextAssembly(
                    ContextRequest(
                        goal: plan.goal, phase: phase, instructions: settings.instructions,
                        neverSend: NeverSend(settings.neverSend),
                        maxTokens: settings.context.maxTokens), from: reader
                ).context(base: tree, tip: tree, current: tree)
            } catch {
                throw RunError(error)
            }
            let text = context.stableText + context.attemptText
            var forecast = PlanForecast.phase(
                phase, tokens: Pricing.estimatedTokens(of: text), settings: settings, keyed: keyed)
            forecast.files =
                (context.instructions + context.readOnly + context.files + context.ofAttempt)
                .map(\.path)
            phases.append(forecast)
        }
    }

    private static func planner(
        tokens: Int, settings: RunSettings, keyed: Set<String>
    ) -> Planner {
        let facts = SelectionFacts(
            complexity: .high, absent: ProviderStanding.absent(in: settings, keyed: keyed))
        let model = try? ModelSelector.choose(.planner, facts: facts, settings: settings).model
        return Planner(
            model: model?.description, tokens: tokens,
            highestCost: model.flatMap { highest(of: $0, input: tokens, settings) })
    }

    private static func phase(
        _ phase: RunModel.Phase, tokens: Int, settings: RunSettings, keyed: Set<String>
    ) -> Phase {
        let absent = ProviderStanding.absent(in: settings, keyed: keyed)
        var facts = SelectionFacts(
            complexity: phase.complexity, category: phase.category, absent: absent)
        var builder: ModelName?
        var cost: Money? = .zero
        if case .command = phase.builder {
            // What an agent program costs it says itself, afterwards.
        } else {
            builder = try? ModelSelector.choose(.builder, facts: facts, settings: settings).model
            cost = builder.flatMap { highest(of: $0, input: tokens, settings) }
        }
        facts.builder = builder
        let auditor =
            settings.isAudited
            ? try? ModelSelector.choose(.auditor, facts: facts, settings: settings).model : nil
        if let auditor {
            let audit = highest(of: auditor, input: tokens, settings)
            cost = cost.flatMap { own in audit.map { own + $0 } }
        }
        return Phase(
            id: phase.id, builder: builder?.description ?? (phase.builder.program),
            auditor: auditor?.description, highestCost: cost, tokens: tokens)
    }

    /// What one call can cost at most.
    private static func highest(
        of model: ModelName, input: Int, _ settings: RunSettings
    ) -> Money? {
        let limit = settings.capability(of: model).maxOutput ?? .max
        return Pricing.price(of: model, in: settings)?.highestCost(
            input: input, output: min(limit, settings.maxOutputTokens))
    }
}

extension BuilderMode {
    /// The agent program; nil for what models do.
    fileprivate var program: String? {
        guard case .command(let name) = self else { return nil }
        return name
    }
}
