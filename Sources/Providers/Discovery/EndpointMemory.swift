package import Effects
package import RunModel
import Synchronization

/// What earlier processes learned of endpoints, so that each thing is found out once.
///
/// It holds for a week: an endpoint may have been given what it lacked. The file is a cache; where
/// it cannot be read or written, things are learned again.
package final class EndpointMemory: Sendable {
    private let files: Files
    private let path: String
    private let nowMilliseconds: Int64
    private let entries: Mutex<[Entry]>

    private struct Entry: Hashable, Codable {
        var provider: String
        var baseURL: String
        /// Nil for what is true of the whole endpoint.
        var model: String?
        /// Nil: `/responses` is meant.
        var parameter: String?
        var timeMilliseconds: Int64

        enum CodingKeys: String, CodingKey {
            case provider, model, parameter
            case baseURL = "base_url"
            case timeMilliseconds = "time_ms"
        }
    }

    private struct Document: Codable {
        var version = 1
        var entries: [Entry]

        enum CodingKeys: String, CodingKey {
            case entries
            case version = "v"
        }
    }

    private static let holdsMilliseconds: Int64 = 7 * 86_400_000

    /// - Parameter path: The file, which need not exist.
    package init(files: Files, path: String, clock: Clock) {
        self.files = files
        self.path = path
        nowMilliseconds = clock.nowMilliseconds()
        let now = nowMilliseconds
        let document = (try? files.read(path)).flatMap {
            try? CanonicalJSON.decode(Document.self, from: $0)
        }
        let kept = document.map { $0.version == 1 ? $0.entries : [] } ?? []
        entries = Mutex(
            kept.filter { (0..<Self.holdsMilliseconds).contains(now - $0.timeMilliseconds) })
    }

    /// What is known of the endpoints as they are configured now.
    package func facts(of providers: [String: ProviderSettings]) -> Set<LearnedFact> {
        Set(
            entries.withLock { $0 }.compactMap { entry in
                guard Self.baseURL(of: entry.provider, providers) == entry.baseURL else {
                    return nil
                }
                guard let model = entry.model else { return .noResponses(provider: entry.provider) }
                let name = ModelName(provider: entry.provider, model: model)
                guard let parameter = entry.parameter else { return .onlyResponses(name) }
                return .refuses(name, parameter: parameter)
            })
    }

    /// Keeps a fact.
    package func keep(_ fact: LearnedFact, of providers: [String: ProviderSettings]) {
        let (provider, model, parameter): (String, String?, String?) =
            switch fact {
            case .noResponses(let provider): (provider, nil, nil)
            case .onlyResponses(let model): (model.provider, model.model, nil)
            case .refuses(let model, let parameter): (model.provider, model.model, parameter)
            }
        guard let baseURL = Self.baseURL(of: provider, providers) else { return }
        let entry = Entry(
            provider: provider, baseURL: baseURL, model: model, parameter: parameter,
            timeMilliseconds: nowMilliseconds)
        let all = entries.withLock { entries in
            entries.append(entry)
            return entries
        }
        guard let bytes = try? CanonicalJSON.encode(Document(entries: all)) else { return }
        try? files.write(path, bytes)
    }

    private static func baseURL(
        of provider: String, _ providers: [String: ProviderSettings]
    ) -> String? {
        providers[provider]?.baseURL ?? ProviderDefaults.baseURL(of: provider)
    }
}
