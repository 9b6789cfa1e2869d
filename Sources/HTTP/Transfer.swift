import CLibcurl
import Effects

/// One curl handle from its options to its end; lives on the engine's thread.
@safe final class Transfer {
    /// Why there is no complete reply; the URL is added when it is told.
    struct Problem {
        let code: HTTPFailure.Code
        let detail: String

        init(_ code: HTTPFailure.Code, _ detail: String) {
            self.code = code
            self.detail = detail
        }
    }

    private let order: TransferOrder
    private let handle: UnsafeMutableRawPointer
    private let headerList: UnsafeMutablePointer<curl_slist>?
    private let errorText: UnsafeMutableBufferPointer<CChar>
    private let start = ContinuousClock.now

    private var head = ReplyHead()
    private var receivedBytes = 0
    /// Set by a callback that refuses more; curl then only knows that writing failed.
    private var refusal: Problem?
    private var uploadedBytes: curl_off_t = 0
    private var lastActivity: ContinuousClock.Instant?

    /// A response head larger than this is an attack.
    private static let headLimitBytes = 256 << 10

    init?(_ order: TransferOrder) {
        guard let handle = unsafe curl_easy_init() else { return nil }
        self.order = order
        unsafe self.handle = unsafe handle
        unsafe headerList = unsafe Self.headerList(order.request)
        unsafe errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
        unsafe errorText.initialize(repeating: 0)
        guard configure() else { return nil }
    }

    deinit {
        unsafe curl_easy_cleanup(handle)
        unsafe curl_slist_free_all(headerList)
        unsafe errorText.deallocate()
    }

    // MARK: Joining and leaving

    /// Puts the transfer on its way.
    func join(_ multi: UnsafeMutableRawPointer) -> Bool {
        unsafe curl_multi_add_handle(multi, handle) == CURLM_OK
    }

    /// Takes the transfer off; its connection is closed unless the reply was complete.
    func leave(_ multi: UnsafeMutableRawPointer) {
        unsafe _ = curl_multi_remove_handle(multi, handle)
    }

    /// Whether curl means this transfer.
    func owns(_ handle: UnsafeMutableRawPointer?) -> Bool { unsafe handle == self.handle }

    /// Tells the outcome: nil for a complete reply.
    func finish(_ problem: Problem?) {
        if problem == nil { passHead() }
        order.finish(
            problem.map { RequestCheck.failure($0.code, order.request.url, $0.detail) })
    }

    // MARK: Options

    private func configure() -> Bool {
        let request = order.request
        let scheme = RequestCheck.scheme(of: request.url) ?? ""
        set(CURLOPT_URL, request.url)
        set(CURLOPT_PROTOCOLS_STR, "http,https")
        set(CURLOPT_FOLLOWLOCATION, 0)
        set(CURLOPT_NOSIGNAL, 1)
        // Do not wait for a look-up that nobody wants any more.
        set(CURLOPT_QUICK_EXIT, 1)
        set(CURLOPT_TCP_KEEPALIVE, 1)
        set(CURLOPT_SSL_VERIFYPEER, 1)
        set(CURLOPT_SSL_VERIFYHOST, 2)
        set(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_2TLS)
        set(CURLOPT_CONNECTTIMEOUT_MS, Int(request.connectTimeoutSeconds * 1000))
        unsafe autopack_curl_set_offset(
            handle, CURLOPT_MAXFILESIZE_LARGE, curl_off_t(request.replyLimitBytes))
        // Set although empty: what is not set, curl takes from the process's environment.
        set(CURLOPT_PROXY, order.surroundings.proxy(forScheme: scheme))
        set(CURLOPT_NOPROXY, order.surroundings.noProxy)
        set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
        if let file = order.surroundings.certificateFile { set(CURLOPT_CAINFO, file) }
        if let folder = order.surroundings.certificateFolder { set(CURLOPT_CAPATH, folder) }
        setMethod(request)
        unsafe autopack_curl_set_list(handle, CURLOPT_HTTPHEADER, headerList)
        unsafe autopack_curl_set_pointer(handle, CURLOPT_ERRORBUFFER, errorText.baseAddress)
        return setSinks()
    }

    private func setMethod(_ request: HTTPRequest) {
        if request.method == "HEAD" { set(CURLOPT_NOBODY, 1) }
        if !request.body.isEmpty || request.method == "POST" {
            set(CURLOPT_POST, 1)
            unsafe autopack_curl_set_offset(
                handle, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(request.body.count))
            // Copied by curl.
            unsafe request.body.withUnsafeBytes { body in
                let bytes = unsafe UnsafeMutableRawPointer(mutating: body.baseAddress)
                if let bytes = unsafe bytes {
                    unsafe autopack_curl_set_pointer(handle, CURLOPT_COPYPOSTFIELDS, bytes)
                } else {
                    set(CURLOPT_COPYPOSTFIELDS, "")
                }
            }
        }
        if !["GET", "HEAD", "POST"].contains(request.method)
            || (request.method == "GET" && !request.body.isEmpty)
        {
            set(CURLOPT_CUSTOMREQUEST, request.method)
        }
    }

    private func setSinks() -> Bool {
        let context = unsafe Unmanaged.passUnretained(self).toOpaque()
        unsafe autopack_curl_set_pointer(handle, CURLOPT_HEADERDATA, context)
        unsafe autopack_curl_set_pointer(handle, CURLOPT_WRITEDATA, context)
        let header = unsafe autopack_curl_set_sink(handle, CURLOPT_HEADERFUNCTION) {
            unsafe Transfer.received($0, $1 * $2, $3) { $0.takeHeaderLine($1) }
        }
        let body = unsafe autopack_curl_set_sink(handle, CURLOPT_WRITEFUNCTION) {
            unsafe Transfer.received($0, $1 * $2, $3) { $0.takeBody($1) }
        }
        return header == CURLE_OK && body == CURLE_OK
    }

    private func set(_ option: CURLoption, _ value: Int) {
        unsafe autopack_curl_set_long(handle, option, value)
    }

    private func set(_ option: CURLoption, _ value: String) {
        unsafe autopack_curl_set_string(handle, option, value)
    }

    private static func headerList(_ request: HTTPRequest) -> UnsafeMutablePointer<curl_slist>? {
        var lines = request.headers.map { header in
            // A header without a value is written with a semicolon; with a colon it is removed.
            header.value.isEmpty ? "\(header.name);" : "\(header.name): \(header.value)"
        }
        // curl adds these by itself: one waits a second for the server's consent to a large body,
        // the other calls every body a form.
        for name in ["Expect", "Content-Type"]
        where !request.headers.contains(where: { $0.name.lowercased() == name.lowercased() }) {
            lines.append("\(name):")
        }
        var list: UnsafeMutablePointer<curl_slist>?
        for line in lines { unsafe list = curl_slist_append(list, line) }
        return unsafe list
    }

    // MARK: What arrives

    private static func received(
        _ bytes: UnsafeMutablePointer<CChar>?, _ count: Int, _ context: UnsafeMutableRawPointer?,
        _ take: (Transfer, [UInt8]) -> Bool
    ) -> Int {
        guard let context = unsafe context else { return 0 }
        let transfer = unsafe Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
        let piece = unsafe Array(UnsafeRawBufferPointer(start: bytes, count: count))
        transfer.lastActivity = .now
        // Any other number than that of the bytes makes curl give up.
        return take(transfer, piece) ? count : -1
    }

    private func takeHeaderLine(_ line: [UInt8]) -> Bool {
        guard head.take(line) <= Self.headLimitBytes else {
            refusal = Problem(.tooLarge, "the head is over \(Self.headLimitBytes) bytes")
            return false
        }
        return true
    }

    private func takeBody(_ piece: [UInt8]) -> Bool {
        passHead()
        receivedBytes += piece.count
        guard receivedBytes <= order.request.replyLimitBytes else {
            refusal = tooLarge
            return false
        }
        order.receive(.body(piece))
        return true
    }

    private var tooLarge: Problem {
        Problem(.tooLarge, "the reply is over \(order.request.replyLimitBytes) bytes")
    }

    private func passHead() {
        guard let complete = head.complete() else { return }
        order.receive(.head(status: complete.status, headers: complete.headers))
    }

    // MARK: Time

    /// When to give up if nothing more happens; nil while curl itself watches over connecting.
    func deadline(now: ContinuousClock.Instant) -> (
        time: ContinuousClock.Instant, problem: Problem
    )? {
        let request = order.request
        if head.hasBegun, let lastActivity {
            let seconds = request.idleTimeoutSeconds
            return (
                lastActivity + .seconds(seconds),
                Problem(.timedOut, "the reply stalled for \(seconds) s")
            )
        }
        var connected: curl_off_t = 0
        var uploaded: curl_off_t = 0
        unsafe autopack_curl_get_offset(handle, CURLINFO_PRETRANSFER_TIME_T, &connected)
        unsafe autopack_curl_get_offset(handle, CURLINFO_SIZE_UPLOAD_T, &uploaded)
        guard connected > 0 else { return nil }
        if uploaded != uploadedBytes {
            uploadedBytes = uploaded
            lastActivity = now
        }
        let seconds = request.firstByteTimeoutSeconds
        return (
            (lastActivity ?? start + .microseconds(connected)) + .seconds(seconds),
            Problem(.timedOut, "no reply for \(seconds) s")
        )
    }

    // MARK: Problems

    /// What curl's result means; nil for a complete reply.
    func problem(for result: CURLcode) -> Problem? {
        if let refusal { return refusal }
        let code: HTTPFailure.Code
        switch result {
        case CURLE_OK: return head.hasBegun ? nil : Problem(.interrupted, "no reply")
        case CURLE_FILESIZE_EXCEEDED: return tooLarge
        case CURLE_URL_MALFORMAT: return Problem(.badURL, "not a URL")
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: code = .unresolvable
        case CURLE_COULDNT_CONNECT: code = .refused
        case CURLE_OPERATION_TIMEDOUT: code = .timedOut
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM,
            CURLE_SSL_CIPHER, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR,
            CURLE_SSL_ENGINE_NOTFOUND, CURLE_SSL_INVALIDCERTSTATUS:
            code = .tls
        // The scheme was checked before, so curl says of the reply that it is not HTTP.
        case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY:
            return Problem(.interrupted, "the reply is not HTTP")
        case CURLE_PARTIAL_FILE, CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_GOT_NOTHING,
            CURLE_HTTP2, CURLE_HTTP2_STREAM, CURLE_BAD_CONTENT_ENCODING:
            code = .interrupted
        default: code = .other
        }
        return Problem(code, text(for: result))
    }

    /// curl's own words about hosts, ports and certificates; it never puts headers into them.
    private func text(for result: CURLcode) -> String {
        let own = unsafe String(
            decoding: errorText.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        guard own.isEmpty else { return own }
        return unsafe String(cString: curl_easy_strerror(result))
    }
}
