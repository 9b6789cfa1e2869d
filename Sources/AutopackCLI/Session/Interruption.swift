import Dispatch
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Turns ^C and a polite kill into the cancellation of what the program does.
///
/// Only while something runs that stops cleanly; at other times the signals end the program as
/// they always do, and a second one does so at any time.
enum Interruption {
    private static let signals = [SIGINT, SIGTERM, SIGHUP]
    private static let program = Mutex<Task<Int32, Never>?>(nil)

    /// Names the task that is cancelled.
    static func register(_ task: Task<Int32, Never>) { program.withLock { $0 = task } }

    /// Watches for signals until the result is let go.
    static func watch() -> Watch { Watch(signals) }

    /// A time in which signals cancel.
    final class Watch {
        private let sources: [any DispatchSourceSignal]

        fileprivate init(_ signals: [Int32]) {
            sources = signals.map { number in
                signal(number, SIG_IGN)
                let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
                source.setEventHandler {
                    Interruption.program.withLock { task in
                        if task?.isCancelled ?? true { _exit(ExitStatus.interrupted.rawValue) }
                        task?.cancel()
                    }
                }
                source.activate()
                return source
            }
        }

        func end() {
            for source in sources { source.cancel() }
            for number in Interruption.signals { signal(number, SIG_DFL) }
        }
    }
}
