import Effects
import Providers
import RunModel
import Synchronization

/// A world with nothing in it but a network that a test makes up, a few files and a clock.
final class Net: Sendable {
    typealias Answer = Result<HTTPReply, HTTPFailure>

    private final class Record: Sendable {
        let requests = Mutex<[HTTPRequest]>([])
        let files = Mutex<[String: [UInt8]]>(["/tapes/tape.yaml": Array("[]".utf8)])
        let milliseconds = Mutex<Int64>(1_800_000_000_000)
    }

    private let record: Record
    let world: World

    /// - Parameter late: Requests that no answer comes to.
    init(
        late: @escaping @Sendable (HTTPRequest) -> Bool = { _ in false },
        answer: @escaping @Sendable (HTTPRequest) -> Answer
    ) {
        let record = Record()
        self.record = record
        let http = HTTPTransport(send: { request async throws(HTTPFailure) in
            record.requests.withLock { $0.append(request) }
            if late(request) {
                // Until the one who asks gives up.
                try? await Task.sleep(for: .seconds(3600))
                throw HTTPFailure(code: .cancelled, url: request.url, detail: "cancelled")
            }
            return try answer(request).get()
        })
        let files = Files(
            read: { path throws(FileFailure) in
                guard let bytes = record.files.withLock({ $0[path] }) else {
                    throw FileFailure(code: .notFound, path: path, detail: "not there")
                }
                return bytes
            },
            write: { path, bytes throws(FileFailure) in
                record.files.withLock { $0[path] = bytes }
            },
            kind: { path in record.files.withLock { $0[path] == nil } ? .nothing : .file },
            remove: { path throws(FileFailure) in record.files.withLock { $0[path] = nil } })
        let number = Mutex<UInt64>(1)
        world = World(
            clock: Clock(
                nowMilliseconds: { record.milliseconds.withLock { $0 } },
                monotonicNanoseconds: {
                    UInt64(record.milliseconds.withLock { $0 }) * 1_000_000
                },
                // Time passes only where nothing else happens: those who can answer do so first.
                sleep: { _ in
                    for _ in 0..<1000 {
                        try Task.checkCancellation()
                        await Task.yield()
                    }
                }),
            random: RandomSource {
                number.withLock {
                    $0 &+= 0x9E37_79B9; return $0
                }
            },
            files: files,
            processes: Processes(
                run: { request throws(ProcessFailure) in
                    throw ProcessFailure(
                        code: .notFound, executable: request.executable, detail: "not there")
                },
                find: { name, path in name == "claude" ? "\(path)/claude" : nil }),
            http: http, environment: ["PATH": "/bin"], workingDirectory: "/")
    }

    var requests: [HTTPRequest] { record.requests.withLock { $0 } }

    func advance(seconds: Int64) { record.milliseconds.withLock { $0 += seconds * 1000 } }

    func probe(
        settings: RunSettings = Net.settings, keys: [String: ProviderProbe.Key] = Net.keys,
        cache: ProbeCache? = nil
    ) -> ProviderProbe {
        ProviderProbe(world: world, settings: settings, keys: keys, cache: cache)
    }

    static let settings = RunSettings(providers: [
        "openai": ProviderSettings(
            wire: .openAIChat, baseURL: "https://api.openai.com/v1", keyVariable: "OPENAI_API_KEY"),
        "glm": ProviderSettings(
            wire: .glm, baseURL: "https://api.z.ai/api/paas/v4", keyVariable: "GLM_API_KEY"),
        "anthropic": ProviderSettings(
            wire: .anthropic, baseURL: "https://api.anthropic.com",
            keyVariable: "ANTHROPIC_API_KEY"),
        "gemini": ProviderSettings(
            wire: .gemini, baseURL: "https://generativelanguage.googleapis.com",
            keyVariable: "GOOGLE_API_KEY"),
        "local": ProviderSettings(wire: .openAIChat, baseURL: "http://127.0.0.1:9/v1"),
        "claude": ProviderSettings(wire: .command, command: ["claude", "-p"]),
        "absent": ProviderSettings(wire: .command, command: ["absent-agent"]),
        "tape": ProviderSettings(wire: .replay, file: "/tapes/tape.yaml"),
        "lost": ProviderSettings(wire: .replay, file: "/tapes/lost.yaml"),
    ])

    static let keys = Dictionary(
        uniqueKeysWithValues: ["openai", "glm", "anthropic", "gemini"].map {
            ($0, ProviderProbe.Key(key: APIKey("k1"), presence: .present))
        })

    static func json(_ text: String) -> HTTPReply { HTTPReply(status: 200, body: Array(text.utf8)) }

    static func list(_ ids: [String]) -> HTTPReply {
        json(#"{"data":[\#(ids.map { #"{"id":"\#($0)"}"# }.joined(separator: ","))]}"#)
    }
}
