import Dispatch
import Effects
import HTTP
import Providers
import RunModel
import TestSupport

/// A look at four providers that answer after 20, 40, 60 and 80 ms, beside one at the slowest.
struct HealthCheck {
    private let servers: [LoopbackServer]
    private let probe: ProviderProbe
    private static let names = ["a", "b", "c", "d"]

    init() {
        servers = (1...4).map { number in
            LoopbackServer.answering { _ in
                let answered = DispatchSemaphore(value: 0)
                DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(20 * number)) {
                    answered.signal()
                }
                answered.wait()
                return LoopbackReply(
                    200, #"{"object":"list","data":[{"id":"small"}]}"#,
                    headers: [("Content-Type", "application/json")])
            }
        }
        let providers = zip(Self.names, servers).map { name, server in
            (name, ProviderSettings(wire: .openAIChat, baseURL: server.url))
        }
        probe = ProviderProbe(
            world: World(
                clock: .live, random: .live, files: .live,
                processes: Processes(
                    run: { _ throws(ProcessFailure) in
                        throw ProcessFailure(
                            code: .notFound, executable: "", detail: "no program is started")
                    }, find: { _, _ in nil }),
                http: .curl(environment: [:]), environment: [:], workingDirectory: "/"),
            settings: RunSettings(providers: Dictionary(uniqueKeysWithValues: providers)),
            keys: [:])
    }

    /// How many times as long as the slowest alone all four take, asked together.
    func ratio(runs: Int) async throws -> Measurement {
        var ratios: [Double] = []
        for _ in 0...runs {
            let slowest = try await time(of: ["d"])
            ratios.append(try await time(of: Self.names) / slowest)
        }
        // The first connects.
        return Measurement(Array(ratios.dropFirst()), .times)
    }

    private func time(of names: [String]) async throws -> Double {
        let start = ContinuousClock.now
        let found = await probe.check(names)
        let time = (ContinuousClock.now - start) / .milliseconds(1)
        guard found.count == names.count, found.allSatisfy({ $0.state == .up }) else {
            throw TestFailure("a provider is down: \(found)")
        }
        return time
    }
}
