import Dispatch
import Git
import Synchronization
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Objects that are written while another process tidies up.
struct ConcurrentObjectsTests {
    @Test func `a folder that git gc takes away while an object is written is made again`()
        async throws
    {
        let scratch = try await ScratchRepository()
        let repository = try scratch.open()
        let objects = "\(scratch.path)/.git/objects"
        let tidying = Tidying(objects)
        let ended = Task.detached { await tidying.run() }
        for number in 0..<100 {
            do {
                let id = try repository.writeBlob(Array("\(number)\n".utf8))
                // Gone again, so that its folder is empty.
                unlink("\(objects)/\(id.hex.prefix(2))/\(id.hex.dropFirst(2))")
            } catch {
                Issue.record("object \(number): \(error)")
                break
            }
        }
        tidying.isDone.withLock { $0 = true }
        await ended.value
    }

    /// Takes empty folders of objects away, again and again, as `git gc` does after it has packed.
    private final class Tidying: Sendable {
        let isDone = Mutex(false)
        private let folders: [String]

        init(_ objects: String) {
            folders = (0..<256).map { number in
                let hex = String(number, radix: 16)
                return "\(objects)/\(hex.count == 1 ? "0" : "")\(hex)"
            }
        }

        func run() async {
            await withCheckedContinuation { done in
                DispatchQueue.global().async { [self] in
                    while !isDone.withLock({ $0 }) {
                        for folder in folders { rmdir(folder) }
                        sched_yield()
                    }
                    done.resume()
                }
            }
        }
    }
}
