import CLibcurl
import Effects

/// One curl handle from its options to its end; lives on the engine's thread.
@safe final class Transfer {
    private let order: TransferOrder
    private let handle: UnsafeMutableRawPointer
    private let headerList: UnsafeMutablePointer<curl_slist>?
    private let errorText: UnsafeMutableBufferPointer<CChar>
    private let start = ContinuousClock.now

    private var head = ReplyHead()
    private var receivedBytes = 0
    /// Set by a callback that refuses more; curl then only knows that writing failed.
    private var refusal: TransferProblem?
    /// Whether curl has begun to send the request, on whatever connection.
    private var isOnItsWay = false
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
    func finish(_ problem: TransferProblem?) {
        if problem == nil { passHead() }
        order.finish(problem?.failure(of: order.request))
    }

    // MARK: Options

    private func configure() -> Bool {
        let request = order.request
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
        set(CURLOPT_PROXY, proxy)
        set(CURLOPT_NOPROXY, order.surroundings.noProxy)
        set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
        if let file = order.surroundings.certificateFile {
            set(CURLOPT_CAINFO, file)
            set(CURLOPT_PROXY_CAINFO, file)
        }
        if let folder = order.surroundings.certificateFolder {
            set(CURLOPT_CAPATH, folder)
            set(CURLOPT_PROXY_CAPATH, folder)
        }
        setMethod(request)
        unsafe autopack_curl_set_list(handle, CURLOPT_HTTPHEADER, headerList)
        unsafe autopack_curl_set_pointer(handle, CURLOPT_ERRORBUFFER, errorText.baseAddress)
        return setSinks()
    }

    private var proxy: String {
        if order.request.isDirect { return "" }
        return order.surroundings.proxy(
            forScheme: RequestCheck.scheme(of: order.request.url) ?? "")
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
        let once = unsafe autopack_curl_set_prerequisite(
            handle,
            { context, _, _, _, _ in
                guard let context = unsafe context else { return Int32(CURL_PREREQFUNC_ABORT) }
                let transfer = unsafe Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
                return Int32(transfer.maySend() ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT)
            }, context)
        return [header, body, once].allSatisfy { $0 == CURLE_OK }
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

    // MARK: Once and no more

    /// Methods that mean the same however often they are sent (RFC 9110, 9.2.2).
    private static let repeatable: Set<String> = ["GET", "HEAD", "OPTIONS", "PUT", "DELETE"]

    /// Whether curl may send the request, which it asks before each time.
    ///
    /// It asks again when a kept connection died before a byte of the reply came. The server may
    /// have read the request nevertheless, and a model that is asked twice is paid twice.
    private func maySend() -> Bool {
        defer { isOnItsWay = true }
        guard isOnItsWay, !Self.repeatable.contains(order.request.method) else { return true }
        refusal = TransferProblem(
            .interrupted, "the connection broke before a reply; the request was not sent again")
        return false
    }

    // MARK: What arrives

    private static func received(
        _ bytes: UnsafeMutablePointer<CChar>?, _ count: Int, _ context: UnsafeMutableRawPointer?,
        _ take: (Transfer, [UInt8]) -> Bool
    ) -> Int {
        guard let context = unsafe context else { return 0 }
        let transfer = unsafe Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
        guard !transfer.order.ticket.isCancelled else {
            transfer.refusal = .cancelled
            return -1
        }
        let piece = unsafe Array(UnsafeRawBufferPointer(start: bytes, count: count))
        transfer.lastActivity = .now
        // Any other number than that of the bytes makes curl give up.
        return take(transfer, piece) ? count : -1
    }

    private func takeHeaderLine(_ line: [UInt8]) -> Bool {
        guard head.take(line) <= Self.headLimitBytes else {
            refusal = TransferProblem(.tooLarge, "the head is over \(Self.headLimitBytes) bytes")
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

    private var tooLarge: TransferProblem {
        TransferProblem(.tooLarge, "the reply is over \(order.request.replyLimitBytes) bytes")
    }

    private func passHead() {
        guard let complete = head.complete() else { return }
        order.receive(.head(status: complete.status, headers: complete.headers))
    }

    // MARK: Time

    /// When to give up if nothing more happens; nil while curl itself watches over connecting.
    func deadline(now: ContinuousClock.Instant) -> (
        time: ContinuousClock.Instant, problem: TransferProblem
    )? {
        let seconds = order.request.totalTimeoutSeconds
        let end = start + .seconds(seconds)
        let problem = TransferProblem(.timedOut, "the reply is not complete after \(seconds) s")
        guard let next = nextDeadline(now: now), next.time < end else { return (end, problem) }
        return next
    }

    /// When the connection has been silent for too long.
    private func nextDeadline(now: ContinuousClock.Instant) -> (
        time: ContinuousClock.Instant, problem: TransferProblem
    )? {
        let request = order.request
        if head.hasBegun, let lastActivity {
            let seconds = request.idleTimeoutSeconds
            return (
                lastActivity + .seconds(seconds),
                TransferProblem(.timedOut, "the reply stalled for \(seconds) s")
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
            TransferProblem(.timedOut, "no reply for \(seconds) s")
        )
    }

    // MARK: Problems

    /// What curl's result means; nil for a complete reply.
    func problem(for result: CURLcode) -> TransferProblem? {
        if let refusal { return refusal }
        if result == CURLE_OK {
            return head.hasBegun ? nil : TransferProblem(.interrupted, "no reply")
        }
        if result == CURLE_FILESIZE_EXCEEDED { return tooLarge }
        return TransferProblem(
            result, saying: text(for: result), proxyStatus: number(CURLINFO_HTTP_CONNECTCODE),
            verification: number(CURLINFO_SSL_VERIFYRESULT))
    }

    private func number(_ info: CURLINFO) -> Int {
        var value = 0
        unsafe autopack_curl_get_long(handle, info, &value)
        return value
    }

    /// curl's own words about hosts, ports and certificates; it never puts headers into them.
    private func text(for result: CURLcode) -> String {
        let own = unsafe String(
            decoding: errorText.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        guard !own.isEmpty else { return unsafe String(cString: curl_easy_strerror(result)) }
        // It quotes the URL of a proxy that it cannot read, with the password, and cuts it off.
        let proxy = self.proxy.prefix(16)
        guard !proxy.isEmpty, let quoted = own.firstRange(of: proxy) else { return own }
        return "\(own[..<quoted.lowerBound])…"
    }
}
