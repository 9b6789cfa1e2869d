import CLibcurl
import Effects

/// Why there is no complete reply; the URL is added when it is told.
struct TransferProblem {
    let code: HTTPFailure.Code
    let detail: String
    let remedy: String?

    init(_ code: HTTPFailure.Code, _ detail: String, remedy: String? = nil) {
        self.code = code
        self.detail = detail
        self.remedy = remedy
    }

    static let cancelled = TransferProblem(.cancelled, "cancelled")

    func failure(of request: HTTPRequest) -> HTTPFailure {
        var failure = RequestCheck.failure(code, request.url, detail)
        failure.remedy = remedy
        return failure
    }
}

extension TransferProblem {
    /// What a result of curl means that is not a reply.
    ///
    /// - Parameters:
    ///   - words: curl's own, about hosts, ports and certificates; it never puts headers into them.
    ///   - proxyStatus: What a proxy answered to CONNECT; 0 where none was asked.
    ///   - verification: Of the server's certificate: an `X509_V_ERR_…` of OpenSSL, 0 for none.
    init(_ result: CURLcode, saying words: String, proxyStatus: Int, verification: Int) {
        switch result {
        case CURLE_URL_MALFORMAT: self.init(.badURL, "not a URL")
        case CURLE_COULDNT_RESOLVE_HOST:
            self.init(.unresolvable, words, remedy: "check the host's name and the network")
        case CURLE_COULDNT_RESOLVE_PROXY:
            self.init(
                .unresolvable, words, remedy: "check http_proxy, https_proxy and all_proxy")
        case CURLE_PROXY:
            self.init(.refused, words, remedy: Self.proxyRemedy)
        case _ where proxyStatus != 0 && !(200..<300).contains(proxyStatus):
            self.init(
                .refused, "the proxy answered \(proxyStatus) to CONNECT",
                remedy: proxyStatus == 407
                    ? "name its user and password in https_proxy" : Self.proxyRemedy)
        case CURLE_COULDNT_CONNECT:
            self.init(.refused, words, remedy: "check that the server runs, and its port")
        case CURLE_OPERATION_TIMEDOUT: self.init(.timedOut, words)
        case CURLE_PEER_FAILED_VERIFICATION:
            self.init(.tls, words, remedy: Self.remedy(forVerification: verification))
        case CURLE_SSL_CACERT_BADFILE:
            self.init(
                .tls, words,
                remedy: "SSL_CERT_FILE and SSL_CERT_DIR have to name certificates in PEM form")
        case CURLE_SSL_CONNECT_ERROR:
            self.init(
                .tls, words, remedy: "check that the port speaks TLS; if not, the URL is http://")
        case CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER, CURLE_SSL_ISSUER_ERROR,
            CURLE_SSL_ENGINE_NOTFOUND, CURLE_SSL_INVALIDCERTSTATUS:
            self.init(.tls, words)
        // The scheme was checked before, so curl says of the reply that it is not HTTP.
        case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY:
            self.init(.interrupted, "the reply is not HTTP")
        case CURLE_PARTIAL_FILE, CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_GOT_NOTHING,
            CURLE_HTTP2, CURLE_HTTP2_STREAM, CURLE_BAD_CONTENT_ENCODING:
            self.init(.interrupted, words)
        // What curl says of a line that is longer than it takes.
        case CURLE_OUT_OF_MEMORY: self.init(.tooLarge, "a header is too long")
        default: self.init(.other, words)
        }
    }

    private static let proxyRemedy =
        "check https_proxy, or name the host in no_proxy to reach it directly"

    /// The certificate's fault: its time, its issuer, or, where it is sound in itself, its name.
    private static func remedy(forVerification result: Int) -> String {
        switch result {
        // Sound, or not looked at any more.
        case 0, 1: "check the host's name in the URL: the certificate is another's"
        case 9, 10: "check this machine's clock; if it is right, the server needs a new certificate"
        default:
            "if you trust that server, name the file of its certificate authority in SSL_CERT_FILE"
        }
    }
}
