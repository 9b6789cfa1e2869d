import TestSupport

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// LiteLLM's proxy on 127.0.0.1: a server of many wires that nobody wrote for these tests, whose
/// models answer what its configuration says.
final class LiteLLM: Sendable {
    static let key = "sk-loopback-0123456789abcdef"
    /// Why a test that needs it skips.
    static let absence = "litellm was not fetched: the package index is out of reach"
    static var isAtHand: Bool { PythonEnvironment.liteLLM != nil }

    let url: String
    private let directory: TemporaryDirectory
    private let program: RunningProgram

    /// Starts the proxy and waits until it takes connections.
    ///
    /// - Parameter models: What each model answers, by its name.
    init(_ models: [String: String]) async throws {
        guard let proxy = PythonEnvironment.liteLLM else { throw TestFailure(Self.absence) }
        directory = try TemporaryDirectory()
        let list = models.sorted { $0.key < $1.key }.map { name, answer in
            """
              - model_name: \(name)
                litellm_params:
                  model: openai/\(name)
                  api_key: none
                  mock_response: \(quoted(answer))

            """
        }
        let file = try directory.write(
            "config.yaml",
            "model_list:\n\(list.joined())general_settings: {master_key: \(Self.key)}\n")
        let port = try Self.freePort()
        url = "http://127.0.0.1:\(port)"
        program = try Invocation(
            proxy,
            ["--config", file, "--host", "127.0.0.1", "--port", "\(port)"],
            environment: [
                "HOME": try directory.makeFolder("home"), "PATH": "/usr/bin:/bin",
                "LITELLM_LOCAL_MODEL_COST_MAP": "True", "LITELLM_TELEMETRY": "False",
            ], in: directory.path, timeoutSeconds: 300
        ).start()
        for _ in 0..<240_000 {
            if Self.accepts(port) { return }
            guard ProcessTable.isRunning(program.identifier) else { break }
            try await Task.sleep(for: .milliseconds(1))
        }
        program.signal(SIGKILL)
        throw TestFailure("LiteLLM does not start: \(try await program.outcome())")
    }

    /// Ends the server.
    func stop() async throws {
        program.signal(SIGKILL)
        _ = try await program.outcome()
    }

    /// A port that nobody has, since the proxy does not say which one it would choose.
    ///
    /// Below those that the system hands out, so that no other test's server gets it meanwhile.
    private static func freePort() throws -> UInt16 {
        let first = 20_000 + Int(getpid()) % 5_000
        for port in first..<first + 5_000 {
            let isFree = withSocket(UInt16(port)) { bind($0, $1, $2) == 0 }
            if isFree { return UInt16(port) }
        }
        throw TestFailure("no free port")
    }

    private static func accepts(_ port: UInt16) -> Bool {
        withSocket(port) { connect($0, $1, $2) == 0 }
    }

    private static func withSocket(
        _ port: UInt16, _ body: (Int32, UnsafePointer<sockaddr>, socklen_t) -> Bool
    ) -> Bool {
        let end = socket(AF_INET, streamSocket, 0)
        guard end >= 0 else { return false }
        defer { close(end) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        address.sin_port = port.bigEndian
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                body(end, address, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }
}
