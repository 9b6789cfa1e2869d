package import Effects

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// How long to wait for another process's lock, and how.
///
/// libgit2 reports a lock at once and git's own ref locks last for milliseconds, so most
/// contention ends within the first few waits. Every wait is random, so that two writers do not
/// meet again and again.
package struct Patience: Sendable {
    /// The sum of all waits after which the lock is reported.
    package var budgetSeconds: Double
    package var random: RandomSource
    /// Waits on the calling thread.
    package var sleep: @Sendable (_ seconds: Double) -> Void
    /// Milliseconds since 1970, to say how old a lock is.
    package var nowMilliseconds: @Sendable () -> Int64

    package init(
        budgetSeconds: Double = 2, random: RandomSource,
        sleep: @escaping @Sendable (_ seconds: Double) -> Void,
        nowMilliseconds: @escaping @Sendable () -> Int64
    ) {
        self.budgetSeconds = budgetSeconds
        self.random = random
        self.sleep = sleep
        self.nowMilliseconds = nowMilliseconds
    }

    /// Two seconds of this machine's time.
    package static let live = Patience(
        random: .live,
        sleep: { seconds in
            var rest = timespec(
                tv_sec: Int(seconds),
                tv_nsec: Int((seconds - seconds.rounded(.down)) * 1_000_000_000))
            var left = timespec()
            while unsafe nanosleep(&rest, &left) != 0, errno == EINTR { rest = left }
        },
        nowMilliseconds: Clock.live.nowMilliseconds)

    /// The waits of one operation: each up to twice as long as the one before, 1 to 100 ms.
    package struct Waits {
        private let patience: Patience
        private var spent = 0.0
        private var ceiling = 0.001

        package init(_ patience: Patience) { self.patience = patience }

        /// The seconds to wait before the next try, or nil where the budget is used up.
        package mutating func next() -> Double? {
            guard spent < patience.budgetSeconds else { return nil }
            let wait = ceiling * (0.5 + patience.random.unit() / 2)
            spent += wait
            ceiling = min(ceiling * 2, 0.1)
            return wait
        }
    }
}
