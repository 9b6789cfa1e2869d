import TestSupport

/// The TLS server of `Tests/Servers`, started with a certificate of its own.
final class TLSServer: Sendable {
    /// Chosen by the system.
    let port: Int
    /// The certificate, which is its own authority, as a file.
    let certificate: String

    private let folder: TemporaryDirectory
    private let reports: LoopbackServer
    private let program: RunningProgram

    /// Whether this machine has what it takes.
    static let isPossible = [("openssl", "version"), ("python3", "--version")].allSatisfy {
        let outcome = try? Invocation(
            $0, [$1], environment: ["PATH": TestEnvironment.searchPath], in: "/"
        ).run()
        return outcome?.status == 0
    }

    /// Starts it and waits until it listens.
    ///
    /// - Parameters:
    ///   - name: Whom the certificate is for, as `subjectAltName` has it.
    ///   - options: More options of the server.
    init(for name: String = "IP:127.0.0.1", _ options: String...) async throws {
        folder = try TemporaryDirectory()
        certificate = "\(folder.path)/certificate.pem"
        let key = "\(folder.path)/key.pem"
        let environment = TestEnvironment.variables(home: folder.path, temporary: folder.path)
        let made = try await Invocation(
            "openssl",
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
                "-nodes", "-days", "2", "-subj", "/CN=test", "-addext", "subjectAltName=\(name)",
                "-keyout", key, "-out", certificate,
            ],
            environment: environment, in: folder.path
        ).run()
        guard made.status == 0 else { throw TestFailure("no certificate: \(made)") }

        let (targets, target) = AsyncStream.makeStream(of: String.self)
        reports = LoopbackServer { connection in
            while let request = connection.readRequest() {
                target.yield(request.target)
                connection.write(LoopbackReply())
            }
            target.finish()
        }
        program = try Invocation(
            "python3",
            ["\(PackageRoot.path)/Tests/Servers/tls_server.py", certificate, key]
                + ["\(reports.port)"] + options,
            environment: environment, in: folder.path
        ).start()
        var first = targets.makeAsyncIterator()
        guard let port = await first.next()?.split(separator: "/").last.flatMap({ Int($0) }) else {
            throw TestFailure("the TLS server does not listen")
        }
        self.port = port
    }

    /// How many connections got through the handshake.
    var connectionCount: Int { seen("/connection").count }

    /// The requests that were read, as `PROTOCOL/BODY_LENGTH`.
    var requests: [String] { seen("/request/") }

    /// The authorities that were asked for with CONNECT.
    var tunnels: [String] { seen("/connect/") }

    private func seen(_ kind: String) -> [String] {
        reports.requests.map(\.target).filter { $0.hasPrefix(kind) }
            .map { String($0.dropFirst(kind.count)) }
    }
}
