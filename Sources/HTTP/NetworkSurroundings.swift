/// What the environment says about the way to the network.
struct NetworkSurroundings: Sendable, Equatable {
    private let environment: [String: String]

    init(environment: [String: String]) { self.environment = environment }

    /// Hosts that are reached directly, in curl's form; empty for none.
    var noProxy: String { first("no_proxy", "NO_PROXY") ?? "" }

    /// A file of trusted certificates instead of the system's file.
    var certificateFile: String? { first("SSL_CERT_FILE") }

    /// A folder of trusted certificates instead of the system's folder.
    var certificateFolder: String? { first("SSL_CERT_DIR") }

    /// The proxy for a scheme; empty for none.
    ///
    /// `HTTP_PROXY` in capitals is not read, because a web server may set it from a request's
    /// `Proxy` header (CVE-2016-5385); curl does the same.
    func proxy(forScheme scheme: String) -> String {
        let own =
            scheme == "https" ? first("https_proxy", "HTTPS_PROXY") : first("http_proxy")
        return own ?? first("all_proxy", "ALL_PROXY") ?? ""
    }

    private func first(_ names: String...) -> String? {
        names.lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
    }
}
