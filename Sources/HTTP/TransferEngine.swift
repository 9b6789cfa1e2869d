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

/// All transfers of a client, driven by one thread that owns every curl handle.
///
/// curl's calls block on name look-ups and sockets, so they stay off the threads that tasks run on;
/// one multi handle keeps the connections for all of them. Others only leave messages and wake the
/// thread up.
@safe final class TransferEngine: Sendable {
    private enum Message {
        case start(TransferOrder)
        case cancel(TransferTicket)
        case stop
    }

    private struct State {
        var messages: [Message] = []
        var isRunning = false
    }

    /// Those on their way; a ticket lives as long as its transfer, so its address is its name.
    private typealias Transfers = [ObjectIdentifier: Transfer]

    private let state = Mutex(State())
    /// Used by the engine's thread alone, but for `curl_multi_wakeup`, which any thread may call.
    private nonisolated(unsafe) let multi: UnsafeMutableRawPointer?

    private static let isCurlReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    init() { unsafe multi = Self.isCurlReady ? curl_multi_init() : nil }

    deinit { if let multi = unsafe multi { unsafe curl_multi_cleanup(multi) } }

    // MARK: From any thread

    /// Takes a transfer; its `finish` will be called.
    func start(_ order: TransferOrder) {
        guard unsafe multi != nil else {
            order.finish(Self.notStarted(order))
            return
        }
        let isFirst = state.withLock { state in
            state.messages.append(.start(order))
            defer { state.isRunning = true }
            return !state.isRunning
        }
        if !isFirst { wake() } else if !startThread() { giveUp() }
    }

    /// Ends a transfer early with `.cancelled`; does nothing when it has finished.
    func cancel(_ ticket: TransferTicket) {
        ticket.cancel()
        state.withLock { $0.messages.append(.cancel(ticket)) }
        wake()
    }

    /// Ends the thread, and with it the kept connections.
    func stop() {
        state.withLock { $0.messages.append(.stop) }
        wake()
    }

    private func wake() { if let multi = unsafe multi { unsafe curl_multi_wakeup(multi) } }

    // MARK: The thread

    private func startThread() -> Bool {
        let context = unsafe Unmanaged.passRetained(self)
        var thread = pthread_t()
        let result = unsafe pthread_create(
            &thread, nil,
            { context in
                if let context = unsafe context {
                    unsafe Unmanaged<TransferEngine>.fromOpaque(context).takeRetainedValue().run()
                }
                return nil
            }, context.toOpaque())
        guard result == 0 else {
            unsafe context.release()
            return false
        }
        pthread_detach(thread)
        return true
    }

    /// Answers what is waiting for a thread that the system does not give; the next one may get it.
    private func giveUp() {
        let messages = state.withLock { state in
            defer { state = State() }
            return state.messages
        }
        for case .start(let order) in messages { order.finish(Self.notStarted(order)) }
    }

    private static func notStarted(_ order: TransferOrder) -> HTTPFailure {
        RequestCheck.failure(.other, order.request.url, "libcurl does not start")
    }

    private func run() {
        guard let multi = unsafe multi else { return }
        var transfers: Transfers = [:]
        while true {
            for message in takeMessages() {
                switch message {
                case .start(let order): unsafe start(order, multi, &transfers)
                case .cancel(let ticket):
                    unsafe end(ObjectIdentifier(ticket), multi, &transfers, with: .cancelled)
                case .stop:
                    for id in transfers.keys {
                        unsafe end(id, multi, &transfers, with: .cancelled)
                    }
                    return
                }
            }
            var running: Int32 = 0
            unsafe curl_multi_perform(multi, &running)
            unsafe endFinished(multi, &transfers)
            let wait = unsafe endOverdue(multi, &transfers)
            unsafe curl_multi_poll(multi, nil, 0, wait, nil)
        }
    }

    private func takeMessages() -> [Message] {
        state.withLock { state in
            defer { state.messages = [] }
            return state.messages
        }
    }

    private func start(
        _ order: TransferOrder, _ multi: UnsafeMutableRawPointer, _ transfers: inout Transfers
    ) {
        guard !order.ticket.isCancelled else {
            order.finish(TransferProblem.cancelled.failure(of: order.request))
            return
        }
        guard let transfer = Transfer(order), unsafe transfer.join(multi) else {
            order.finish(Self.notStarted(order))
            return
        }
        transfers[ObjectIdentifier(order.ticket)] = transfer
    }

    private func end(
        _ id: ObjectIdentifier, _ multi: UnsafeMutableRawPointer, _ transfers: inout Transfers,
        with problem: TransferProblem?
    ) {
        guard let transfer = transfers.removeValue(forKey: id) else { return }
        // First the answer, then the tidying up, which may take time.
        transfer.finish(problem)
        unsafe transfer.leave(multi)
    }

    private func endFinished(
        _ multi: UnsafeMutableRawPointer, _ transfers: inout Transfers
    ) {
        var left: Int32 = 0
        while let message = unsafe curl_multi_info_read(multi, &left) {
            guard unsafe message.pointee.msg == CURLMSG_DONE else { continue }
            let handle = unsafe message.pointee.easy_handle
            let result = unsafe autopack_curl_result(message)
            let owner = transfers.first { unsafe $0.value.owns(handle) }
            guard let (id, transfer) = owner else { continue }
            unsafe end(id, multi, &transfers, with: transfer.problem(for: result))
        }
    }

    /// Ends what has waited too long and tells how many milliseconds the rest can wait.
    private func endOverdue(
        _ multi: UnsafeMutableRawPointer, _ transfers: inout Transfers
    ) -> Int32 {
        guard !transfers.isEmpty else { return 60_000 }
        let now = ContinuousClock.now
        var wait = Duration.seconds(1)
        for (id, transfer) in transfers {
            guard let deadline = transfer.deadline(now: now) else { continue }
            if deadline.time <= now {
                unsafe end(id, multi, &transfers, with: deadline.problem)
            } else {
                wait = min(wait, deadline.time - now)
            }
        }
        // Rounded up, so that the last millisecond is not spent spinning.
        return Int32(wait / .milliseconds(1)) + 1
    }
}
