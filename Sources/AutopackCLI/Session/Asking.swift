import Effects
import Providers
import RunModel

/// One question to one model.
struct Asking {
    /// What came of it.
    struct Answer {
        var reply: Reply?
        /// Of all calls together; nil: nothing reported.
        var usage: Usage?
        /// Of all calls together; nil: unknown.
        var cost: Money?
        var failure: ProviderFailure?
        /// Entries of recorded replies that were taken.
        var taken: [Int] = []
    }

    let model: ModelName
    private let surroundings: Surroundings
    private let means: RunMeans
    private let client: ProviderClient

    /// Chooses the model.
    ///
    /// - Throws: ``UserError`` `.usage` for a model that nobody knows, `.environment` where it, or
    ///   where none is named any, cannot be asked.
    init(
        _ surroundings: Surroundings, _ means: RunMeans, model name: String?, role: Role = .builder,
        dotEnvHint: String?
    ) throws(UserError) {
        let settings = means.settings
        let unusable = ProviderStanding.absent(in: settings, keyed: Set(means.keys.keys.keys))
        if let name {
            do throws(UnknownModel) {
                model = try ModelName.resolve(name, in: settings)
            } catch {
                throw UserError(
                    .usage, "unknown_model", "\(error)",
                    hint: error.nearest.map { "git autopack ask --model \($0)" }
                        ?? "git autopack providers models")
            }
            guard settings.providers[model.provider] != nil else {
                throw UserError(
                    .environment, "no_provider", "provider '\(model.provider)' is not configured",
                    hint: "git autopack providers list")
            }
            if let why = unusable[model.provider] {
                throw Asking.cannotAsk(model, why, means, dotEnvHint)
            }
        } else {
            do throws(NoModel) {
                model = try ModelSelector.choose(
                    role, facts: SelectionFacts(complexity: .medium, absent: unusable),
                    settings: settings
                ).model
            } catch {
                guard means.keys.keys.isEmpty, settings.providers.allSatisfy({ $1.isRemoteKeyed })
                else {
                    let malformed = means.keys.entries.values
                        .filter { $0.presence == .malformed }.map(\.variable).sorted()
                    throw UserError(
                        .environment, "no_provider", "\(error)",
                        hint: "git autopack providers check",
                        details: malformed.map { "the key in \($0) is malformed" })
                }
                throw NoProvider.error(dotEnvHint)
            }
        }
        self.surroundings = surroundings
        self.means = means
        client = try ProviderClient(
            settings, keys: means.keys, world: surroundings.world,
            cache: surroundings.cacheFolder, asked: model.provider)
    }

    private static func cannotAsk(
        _ model: ModelName, _ why: String, _ means: RunMeans, _ dotEnvHint: String?
    ) -> UserError {
        let entry = means.keys.entries[model.provider]
        let isMalformed = entry?.presence == .malformed
        let reason =
            isMalformed
            ? "the key in \(entry?.variable ?? "") is malformed: it holds a blank, a line break or"
                + " a character that no header takes"
            : why
        var hints = [String]()
        if let entry, !means.settings.offline {
            hints = ["export \(entry.variable)=…", "git autopack keys set \(model.provider)"]
            if !isMalformed, let dotEnvHint { hints.append(dotEnvHint) }
        }
        return UserError(
            .environment, "no_provider", "cannot ask \(model): \(reason)",
            hint: hints.isEmpty ? "git autopack providers check" : hints.joined(separator: "\n"))
    }

    // MARK: Asking

    /// Asks, and asks once more where a parameter is refused by name, or where the answer does not
    /// match its schema.
    ///
    /// - Parameters:
    ///   - taken: Entries of recorded replies that earlier calls took.
    ///   - onText: Is handed the answer as it comes; nil: it is asked for whole.
    func ask(
        _ call: Call, taken: [Int] = [], onText: (@Sendable (String) -> Void)? = nil
    ) async -> Answer {
        let watch = Interruption.watch()
        defer { watch.end() }
        var answer = await send(call, taken, onText)
        guard let schema = call.schema, var reply = answer.reply, reply.failure == nil else {
            return answer
        }
        var judged = AskSchema.judge(reply.text, by: schema)
        if !judged.faults.isEmpty {
            var repair = call
            repair.messages += [
                Message(reply),
                Message(
                    .user,
                    "The answer does not match the schema:\n"
                        + judged.faults.map { "- \($0)" }.joined(separator: "\n")
                        + "\nAnswer again with JSON that matches it, and nothing else."),
            ]
            let first = answer
            answer = await send(repair, first.taken, onText)
            answer.pay(also: first)
            guard let second = answer.reply, second.failure == nil else { return answer }
            reply = second
            judged = AskSchema.judge(second.text, by: schema)
        }
        if judged.faults.isEmpty {
            answer.reply?.text = judged.text
        } else {
            answer.failure = ProviderFailure(
                kind: .malformed,
                message: "reply_malformed: the answer does not match the schema, asked twice: "
                    + judged.faults.joined(separator: "; "))
        }
        return answer
    }

    private func send(
        _ call: Call, _ taken: [Int], _ onText: (@Sendable (String) -> Void)?
    ) async -> Answer {
        var retries = 1
        while true {
            do throws(ProviderFailure) {
                let reply = try await client.send(
                    call, to: model, taken: taken, onText: onText)
                let usage = reply.usage(orEstimatedFor: call)
                return Answer(
                    reply: reply, usage: usage,
                    cost: reply.reportedCost
                        ?? Pricing.cost(of: usage, model: model, in: means.settings),
                    taken: taken + (reply.recording.map { [$0] } ?? []))
            } catch {
                let isDropped = error.kind == .unsupportedParameter && error.param != nil
                guard isDropped, retries > 0, !Task.isCancelled else {
                    return Answer(failure: error, taken: taken)
                }
                retries -= 1
            }
        }
    }

    // MARK: What it means

    /// The exit status; nil: all is well.
    func status(of answer: Answer) -> ExitStatus? {
        if Task.isCancelled { return .interrupted }
        if let failure = answer.failure {
            switch failure.kind {
            case .auth, .quota, .unreachable: return .environment
            case .rateLimit, .overloaded, .badRequest, .contextLength, .server,
                .unsupportedParameter, .timeout, .malformed:
                return .failed
            }
        }
        switch answer.reply?.finish {
        case .contentFilter, .error, nil: return .failed
        case .stop, .length, .toolCalls: return nil
        }
    }

    /// The failure as a person reads it, with what mends it.
    func error(_ failure: ProviderFailure, _ status: ExitStatus) async -> UserError {
        let entry = means.keys.entries[model.provider]
        let hint: String? =
            switch failure.kind {
            case .auth:
                entry.map { "export \($0.variable)=…\ngit autopack keys set \(model.provider)" }
                    ?? "name the variable of its key: providers.\(model.provider).key_variable"
            case .unreachable, .timeout: "git autopack providers check \(model.provider)"
            case .rateLimit, .overloaded, .server:
                failure.retryAfterSeconds.map { "try again in \(Int($0.rounded(.up))) s" }
                    ?? "try again later, or name another with --model"
            case .quota: "name another model with --model"
            case .contextLength: "ask less, or a model with a larger window"
            case .badRequest: await nearest()
            case .unsupportedParameter, .malformed: nil
            }
        return UserError(
            status, failure.kind.rawValue, "\(model): \(failure.message)",
            hint: failure.kind == .auth ? hint : failure.remedy ?? hint)
    }

    /// What the provider's own list has in the place of a model that it does not know.
    private func nearest() async -> String? {
        var world = surroundings.world
        if means.settings.offline { world.http = world.http.onThisMachineOnly }
        let probe = ProviderProbe(
            world: world, settings: means.settings, keys: means.keys.forProbe,
            cache: surroundings.probeCache(means.settings))
        let found = await probe.check([model.provider], models: [model], reusing: true)
        return found.first?.unlisted.first?.description
    }
}

extension Asking.Answer {
    /// Counts what an earlier call of the same question took.
    fileprivate mutating func pay(also earlier: Asking.Answer) {
        // A call that failed took nothing that anybody knows of.
        cost = usage == nil ? earlier.cost : cost.flatMap { own in earlier.cost.map { own + $0 } }
        var sum = usage ?? .zero
        sum += earlier.usage ?? .zero
        usage = sum
    }
}

extension ProviderSettings {
    /// It is asked over the network, with a key.
    fileprivate var isRemoteKeyed: Bool { keyVariable != nil && !isLocal }
}
