package import Effects
package import RunModel

/// Looks at providers before a token is spent (`decisions.md`, Provider health): is there a key, can
/// the endpoint be reached, does it take the key, does it know the models.
///
/// All are asked at once, so that the looks together take as long as the slowest; each has
/// ``ProviderHealth/timeoutSeconds``. Only the list of models is asked for, never a model.
package struct ProviderProbe: Sendable {
    /// What is known of a provider's key before anything is asked.
    package struct Key: Hashable, Sendable {
        /// Nil where there is none that could be sent.
        package var key: APIKey?
        package var presence: KeyPresence

        package init(key: APIKey?, presence: KeyPresence) {
            self.key = key
            self.presence = presence
        }
    }

    private let world: World
    private let settings: RunSettings
    private let keys: [String: Key]
    private let cache: ProbeCache?

    /// - Parameters:
    ///   - keys: By provider; one that is not named here has no key.
    ///   - cache: Where answers of the last minutes are; nil: everything is asked anew, and what
    ///     comes is not kept.
    package init(
        world: World, settings: RunSettings, keys: [String: Key], cache: ProbeCache? = nil
    ) {
        self.world = world
        self.settings = settings
        self.keys = keys
        self.cache = cache
    }

    /// Looks at providers, all at once.
    ///
    /// - Parameters:
    ///   - providers: Names of the settings; others are passed over.
    ///   - models: Models that are to be asked, of any provider: those missing from their
    ///     provider's list are named in its status.
    ///   - reusing: Take an answer of the cache where it still holds.
    /// - Returns: In the order given.
    package func check(
        _ providers: [String], models: [ModelName] = [], reusing: Bool = false
    ) async -> [ProviderStatus] {
        let looks = await withTaskGroup { group in
            for (index, name) in providers.enumerated() {
                guard let provider = settings.providers[name] else { continue }
                group.addTask { (index, await look(at: name, provider, reusing: reusing)) }
            }
            var looks: [(index: Int, look: Look)] = []
            for await look in group { looks.append(look) }
            return looks.sorted { $0.index < $1.index }.map(\.look)
        }
        cache?.keep(
            looks.compactMap { look in look.entry.map { ($0, keys[look.status.provider]?.key) } },
            random: world.random)
        return looks.map { look in
            var status = look.status
            // A provider may repeat any key it knows.
            for key in keys.values.compactMap(\.key) {
                status.reason = key.blotted(from: status.reason)
            }
            if let list = status.models, !list.isEmpty {
                status.unlisted = models.filter { $0.provider == status.provider }
                    .filter { model in !list.contains { $0.answers(to: model.model) } }
                    .map { UnlistedModel($0.model, list: list) }
            }
            return status
        }
    }

    /// A status, and what of it is worth keeping.
    private struct Look: Sendable {
        var status: ProviderStatus
        var entry: ProbeCache.Entry?

        init(_ status: ProviderStatus, entry: ProbeCache.Entry? = nil) {
            self.status = status
            self.entry = entry
        }
    }

    private func look(
        at name: String, _ provider: ProviderSettings, reusing: Bool
    ) async -> Look {
        if settings.offline, !provider.isLocal {
            return Look(
                ProviderStatus(
                    provider: name, state: .disabled,
                    reason: "offline: \(provider.baseURL ?? name) is not on this machine"))
        }
        switch provider.wire {
        case .command: return Look(program(name, provider))
        case .replay: return Look(recording(name, provider))
        case .openAIChat, .openAIResponses, .anthropic, .gemini, .glm: break
        }
        if let status = keyFault(name, provider) { return Look(status) }
        let advice = ProbeAdvice(name: name, provider: provider)
        guard let baseURL = provider.baseURL ?? ProviderDefaults.baseURL(of: name) else {
            return Look(advice.down("it has no base_url", remedy: advice.endpoint))
        }
        let key = keys[name]?.key
        if reusing, let entry = cache?.entry(name, provider.wire, baseURL, key) {
            return Look(
                ProviderStatus(
                    provider: name, state: .up, latencyMilliseconds: entry.latencyMilliseconds,
                    models: entry.models))
        }
        let start = world.clock.monotonicNanoseconds()
        let answer = await list(provider.wire, baseURL: baseURL, key: key)
        let latency = Int((world.clock.monotonicNanoseconds() - start) / 1_000_000)
        var status = advice.status(of: answer, baseURL: baseURL, hasKey: key != nil)
        status.latencyMilliseconds = latency
        guard status.state == .up else { return Look(status) }
        return Look(
            status,
            entry: ProbeCache.Entry(
                provider: name, wire: provider.wire, baseURL: baseURL, keyCheck: nil,
                timeMilliseconds: world.clock.nowMilliseconds(), latencyMilliseconds: latency,
                models: status.models))
    }

    // MARK: Without a request

    private func program(_ name: String, _ provider: ProviderSettings) -> ProviderStatus {
        let program = provider.command?.first ?? ""
        let path = world.environment["PATH"] ?? ""
        guard world.processes.find(program, path) == nil else {
            return ProviderStatus(provider: name, state: .up)
        }
        return ProviderStatus(
            provider: name, state: .notConfigured,
            reason: "there is no program '\(program)' on PATH",
            remedy: "install it, or name its path in models.yaml, providers.\(name).command")
    }

    private func recording(_ name: String, _ provider: ProviderSettings) -> ProviderStatus {
        let file = provider.file ?? ""
        do throws(FileFailure) {
            _ = try world.files.read(file)
            return ProviderStatus(provider: name, state: .up)
        } catch {
            return ProviderStatus(
                provider: name, state: .down, reason: "cannot read \(file): \(error.detail)",
                remedy: "ls -l '\(file)'")
        }
    }

    /// What is wrong with the key without asking anybody; nil where one can be sent or none is
    /// needed.
    private func keyFault(_ name: String, _ provider: ProviderSettings) -> ProviderStatus? {
        guard let variable = provider.keyVariable else { return nil }
        let remedy = "export \(variable)=…\ngit autopack keys set \(name)"
        switch keys[name]?.presence ?? .absent {
        case .present: return nil
        case .absent, .empty:
            let isEmpty = keys[name]?.presence == .empty
            return ProviderStatus(
                provider: name, state: .notConfigured,
                reason: isEmpty ? "\(variable) is empty" : "no key in \(variable)", remedy: remedy)
        case .malformed:
            return ProviderStatus(
                provider: name, state: .down,
                reason: "the key in \(variable) is malformed: it holds a blank, a line break or a"
                    + " character that no header takes", remedy: remedy)
        }
    }

    // MARK: The list

    /// The pages of a list, one after the other, within one limit of time.
    private func list(_ wire: Wire, baseURL: String, key: APIKey?) async -> ListAnswer {
        let limit = settings.providerHealth.timeoutSeconds
        return await withTaskGroup(of: ListAnswer.self) { group in
            group.addTask { await pages(wire, baseURL: baseURL, key: key) }
            group.addTask {
                try? await world.clock.sleep(limit)
                return .late(seconds: limit)
            }
            let first = await group.next() ?? .late(seconds: limit)
            group.cancelAll()
            return first
        }
    }

    /// More pages than any provider has; a list that never ends is cut there.
    private static let mostPages = 50

    private func pages(_ wire: Wire, baseURL: String, key: APIKey?) async -> ListAnswer {
        var models: [ListedModel] = []
        var page: String?
        for _ in 0..<ProviderProbe.mostPages {
            let request = ModelListing.request(
                wire, baseURL: baseURL, key: key, page: page,
                timeoutSeconds: settings.providerHealth.timeoutSeconds)
            let reply: HTTPReply
            do throws(HTTPFailure) {
                reply = try await world.http.send(request)
            } catch {
                return .failed(error)
            }
            guard (200..<300).contains(reply.status) else { return .refused(reply, key) }
            guard let body = try? JSON(parsing: reply.body) else { return .noJSON(reply) }
            if body["error"] != nil { return .refused(reply, key) }
            guard let read = ModelListing.page(body, wire) else { return .noList }
            for model in read.models where !models.contains(where: { $0.id == model.id }) {
                models.append(model)
            }
            guard let next = read.next, next != page else { break }
            page = next
        }
        return .models(models)
    }
}

/// What asking for a list came to.
enum ListAnswer: Sendable {
    case models([ListedModel])
    case refused(HTTPReply, APIKey?)
    case noJSON(HTTPReply)
    case noList
    case failed(HTTPFailure)
    case late(seconds: Double)
}
