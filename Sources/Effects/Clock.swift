#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The time of day, a time that only grows, and waiting.
package struct Clock: Sendable {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    package var nowMilliseconds: @Sendable () -> Int64
    /// Nanoseconds since an arbitrary start; never goes back.
    package var monotonicNanoseconds: @Sendable () -> UInt64
    /// Waits; throws `CancellationError` when the task is cancelled meanwhile.
    package var sleep: @Sendable (_ seconds: Double) async throws -> Void

    package init(
        nowMilliseconds: @escaping @Sendable () -> Int64,
        monotonicNanoseconds: @escaping @Sendable () -> UInt64,
        sleep: @escaping @Sendable (_ seconds: Double) async throws -> Void
    ) {
        self.nowMilliseconds = nowMilliseconds
        self.monotonicNanoseconds = monotonicNanoseconds
        self.sleep = sleep
    }
}

extension Clock {
    /// The clock of this machine.
    package static let live = Clock(
        nowMilliseconds: {
            let now = reading(of: CLOCK_REALTIME)
            return Int64(now.tv_sec) * 1000 + Int64(now.tv_nsec) / 1_000_000
        },
        monotonicNanoseconds: {
            let now = reading(of: CLOCK_MONOTONIC)
            return UInt64(now.tv_sec) * 1_000_000_000 + UInt64(now.tv_nsec)
        },
        sleep: { seconds in try await Task.sleep(for: .seconds(seconds)) }
    )

    private static func reading(of clock: clockid_t) -> timespec {
        var time = timespec()
        clock_gettime(clock, &time)
        return time
    }
}
