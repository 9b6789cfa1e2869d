import CLibcurl
import Effects
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// One request on its way, and whom to tell.
///
/// Both closures are called on the engine's thread and have to return at once; `finish` is called
/// exactly once, after the last piece.
struct TransferOrder: Sendable {
    let id: UInt64
    let request: HTTPRequest
    let surroundings: NetworkSurroundings
    let receive: @Sendable (HTTPPiece) -> Void
    let finish: @Sendable (HTTPFailure?) -> Void
}

/// All transfers of a client, driven by one thread that owns every curl handle.
///
/// curl's calls block on name look-ups and sockets, so they stay off the threads that tasks run on;
/// one multi handle keeps the connections for all of them. Others only leave messages and wake the
/// thread up.
@safe final class TransferEngine: Sendable {
    private enum Message {
        case start(TransferOrder)
        case cancel(UInt64)
        case stop
    }

    private struct State {
        var lastID: UInt64 = 0
        /// Registered and not finished; a cancellation of anything else means nothing.
        var live: Set<UInt64> = []
        /// Cancelled before it was started.
        var cancelled: Set<UInt64> = []
        var messages: [Message] = []
        var isRunning = false
    }

    private let state = Mutex(State())
    /// Used by the engine's thread alone, but for `curl_multi_wakeup`, which any thread may call.
    private nonisolated(unsafe) let multi: UnsafeMutableRawPointer?

    private static let isCurlReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    init() { unsafe multi = Self.isCurlReady ? curl_multi_init() : nil }

    deinit { if let multi = unsafe multi { unsafe curl_multi_cleanup(multi) } }

    // MARK: From any thread

    /// Announces a transfer, so that it can be cancelled from now on.
    func register() -> UInt64 {
        state.withLock { state in
            state.lastID += 1
            state.live.insert(state.lastID)
            return state.lastID
        }
    }

    /// Hands a registered transfer over; its `finish` will be called.
    func start(_ order: TransferOrder) {
        let isFirst = state.withLock { state in
            state.messages.append(.start(order))
            defer { state.isRunning = true }
            return !state.isRunning
        }
        if isFirst { startThread() } else { wake() }
    }

    /// Ends a transfer early with `.cancelled`; does nothing when it has finished.
    func cancel(_ id: UInt64) {
        let isLive = state.withLock { state in
            guard state.live.contains(id) else { return false }
            state.cancelled.insert(id)
            state.messages.append(.cancel(id))
            return true
        }
        if isLive { wake() }
    }

    /// Ends the thread, and with it the kept connections.
    func stop() {
        state.withLock { $0.messages.append(.stop) }
        wake()
    }

    private func wake() { if let multi = unsafe multi { unsafe curl_multi_wakeup(multi) } }

    // MARK: The thread

    private func startThread() {
        let context = unsafe Unmanaged.passRetained(self).toOpaque()
        var thread = pthread_t()
        let result = unsafe pthread_create(
            &thread, nil,
            { context in
                if let context = unsafe context {
                    unsafe Unmanaged<TransferEngine>.fromOpaque(context).takeRetainedValue().run()
                }
                return nil
            }, context)
        precondition(result == 0, "no thread for the network: error \(result)")
        pthread_detach(thread)
    }

    private func run() {
        var transfers: [UInt64: Transfer] = [:]
        while true {
            for message in takeMessages() {
                switch message {
                case .start(let order): start(order, &transfers)
                case .cancel(let id):
                    end(id, &transfers, with: .init(.cancelled, "cancelled"))
                case .stop:
                    for id in transfers.keys {
                        end(id, &transfers, with: .init(.cancelled, "the client is gone"))
                    }
                    return
                }
            }
            guard let multi = unsafe multi else { continue }
            var running: Int32 = 0
            unsafe curl_multi_perform(multi, &running)
            unsafe endFinished(multi, &transfers)
            let wait = endOverdue(&transfers)
            unsafe curl_multi_poll(multi, nil, 0, wait, nil)
        }
    }

    private func takeMessages() -> [Message] {
        state.withLock { state in
            defer { state.messages = [] }
            return state.messages
        }
    }

    private func start(_ order: TransferOrder, _ transfers: inout [UInt64: Transfer]) {
        guard !state.withLock({ $0.cancelled.contains(order.id) }) else {
            forget(order.id)
            order.finish(RequestCheck.failure(.cancelled, order.request.url, "cancelled"))
            return
        }
        guard let multi = unsafe multi, let transfer = Transfer(order),
            unsafe transfer.join(multi)
        else {
            forget(order.id)
            order.finish(RequestCheck.failure(.other, order.request.url, "libcurl does not start"))
            return
        }
        transfers[order.id] = transfer
    }

    private func forget(_ id: UInt64) {
        state.withLock { state in
            state.live.remove(id)
            state.cancelled.remove(id)
        }
    }

    private func end(
        _ id: UInt64, _ transfers: inout [UInt64: Transfer], with outcome: Transfer.Problem?
    ) {
        guard let transfer = transfers.removeValue(forKey: id) else { return }
        forget(id)
        // First the answer, then the tidying up, which may take time.
        transfer.finish(outcome)
        if let multi = unsafe multi { unsafe transfer.leave(multi) }
    }

    private func endFinished(
        _ multi: UnsafeMutableRawPointer, _ transfers: inout [UInt64: Transfer]
    ) {
        var left: Int32 = 0
        while let message = unsafe curl_multi_info_read(multi, &left) {
            guard unsafe message.pointee.msg == CURLMSG_DONE else { continue }
            let handle = unsafe message.pointee.easy_handle
            let result = unsafe autopack_curl_result(message)
            let owner = transfers.first { unsafe $0.value.owns(handle) }
            guard let (id, transfer) = owner else {
                continue
            }
            end(id, &transfers, with: transfer.problem(for: result))
        }
    }

    /// Ends what has waited too long and tells how many milliseconds the rest can wait.
    private func endOverdue(_ transfers: inout [UInt64: Transfer]) -> Int32 {
        guard !transfers.isEmpty else { return 60_000 }
        let now = ContinuousClock.now
        var wait = Duration.seconds(1)
        for (id, transfer) in transfers {
            guard let deadline = transfer.deadline(now: now) else { continue }
            if deadline.time <= now {
                end(id, &transfers, with: deadline.problem)
            } else {
                wait = min(wait, deadline.time - now)
            }
        }
        // Rounded up, so that the last millisecond is not spent spinning.
        return Int32(wait / .milliseconds(1)) + 1
    }
}
