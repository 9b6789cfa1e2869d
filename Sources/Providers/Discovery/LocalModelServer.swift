package import Effects
package import RunModel

/// A server of models that was found on this machine, such as Ollama, llama.cpp or LM Studio.
package struct LocalModelServer: Hashable, Sendable {
    /// As a provider's `base_url`.
    package var baseURL: String
    /// What it serves, in its own order; not empty.
    package var models: [ListedModel]

    package init(baseURL: String, models: [ListedModel]) {
        self.baseURL = baseURL
        self.models = models
    }

    /// The name that the provider gets.
    package static let provider = "local"

    /// The settings of the provider that it is.
    package var settings: ProviderSettings {
        ProviderSettings(wire: .openAIChat, baseURL: baseURL)
    }

    /// How long a server on this machine may take to name its models.
    private static let timeoutSeconds = 0.5

    /// Looks where such servers usually listen, everywhere at once.
    ///
    /// - Parameters:
    ///   - ports: On 127.0.0.1, the preferred first.
    ///   - ollamaHost: What Ollama's own `OLLAMA_HOST` says; it stands for Ollama's usual port.
    ///     One of another machine is passed over: nothing is sent there unasked.
    /// - Returns: The first that answers and serves a model; nil where none does.
    package static func find(
        ports: [Int], ollamaHost: String?, world: World
    ) async -> LocalModelServer? {
        let places = addresses(ports: ports, ollamaHost: ollamaHost)
        return await withTaskGroup { group in
            for (index, place) in places.enumerated() {
                group.addTask { (index, await server(at: place, world)) }
            }
            var found: [(index: Int, server: LocalModelServer)] = []
            for await (index, server) in group {
                if let server { found.append((index, server)) }
            }
            return found.min { $0.index < $1.index }?.server
        }
    }

    /// Ollama's usual port.
    private static let ollamaPort = 11434

    /// The addresses to look at, without a path.
    package static func addresses(ports: [Int], ollamaHost: String?) -> [String] {
        guard ports.contains(ollamaPort), let ollamaHost, !ollamaHost.isEmpty else {
            return ports.map { "http://127.0.0.1:\($0)" }
        }
        let own = address(ofOllama: ollamaHost)
        return ports.compactMap { $0 == ollamaPort ? own : "http://127.0.0.1:\($0)" }
    }

    /// Reads `OLLAMA_HOST`: `[scheme://]host[:port][/path]`, each part optional.
    private static func address(ofOllama text: String) -> String? {
        var rest = text[...]
        var scheme = "http"
        if let mark = rest.firstRange(of: "://") {
            scheme = String(rest[..<mark.lowerBound])
            rest = rest[mark.upperBound...]
        }
        rest = rest.prefix { $0 != "/" }
        var host = rest
        var port = "\(ollamaPort)"
        if let colon = rest.lastIndex(of: ":"), !rest[colon...].contains("]") {
            host = rest[..<colon]
            port = String(rest[rest.index(after: colon)...])
        }
        // It listens everywhere, and so here.
        if ["", "0.0.0.0", "[::]"].contains(host) { host = "127.0.0.1" }
        let address = "\(scheme)://\(host):\(port)"
        let isHere = ProviderSettings(wire: .openAIChat, baseURL: address).isLocal
        return isHere && UInt16(port) != nil ? address : nil
    }

    private static func server(at address: String, _ world: World) async -> LocalModelServer? {
        var settings = RunSettings()
        settings.providerHealth.timeoutSeconds = timeoutSeconds
        let baseURL = "\(address)/v1"
        settings.providers = [provider: ProviderSettings(wire: .openAIChat, baseURL: baseURL)]
        let probe = ProviderProbe(world: world, settings: settings, keys: [:])
        let models = await probe.check([provider]).first?.models ?? []
        return models.isEmpty ? nil : LocalModelServer(baseURL: baseURL, models: models)
    }
}
