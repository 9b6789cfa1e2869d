import Synchronization

/// How often each fault has struck, and what commands have mended.
final class Strikes: Sendable {
    private struct State {
        var counts: [Fault: Int] = [:]
        var mended: Set<Fault> = []
        var providers: [Fault: String] = [:]
    }

    private let state = Mutex(State())

    func count(_ fault: Fault) -> Int { state.withLock { $0.counts[fault] ?? 0 } }

    func add(_ fault: Fault) { state.withLock { $0.counts[fault, default: 0] += 1 } }

    func mend(_ fault: Fault) { _ = state.withLock { $0.mended.insert(fault) } }

    func isMended(_ fault: Fault) -> Bool { state.withLock { $0.mended.contains(fault) } }

    /// The provider that a fault stays at: the first that it could strike.
    func provider(of fault: Fault, first: String) -> String {
        state.withLock { state in
            let known = state.providers[fault] ?? first
            state.providers[fault] = known
            return known
        }
    }
}
