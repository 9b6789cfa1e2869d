import Commands
import Effects
import Synchronization
import TestSupport
import Testing
import Workspace

@Suite struct `Remembering what the sandbox can do` {
    private let folder = ScratchFolder()
    private let starts = Counter()

    private final class Counter: Sendable {
        let count = Mutex(0)
    }

    /// The sandbox, and how many programs were started to find out about it.
    private func look(_ path: String? = nil) async -> (sandbox: Sandbox, starts: Int) {
        starts.count.withLock { $0 = 0 }
        let starts = starts
        let counting = Processes(
            run: { request async throws(ProcessFailure) in
                starts.count.withLock { $0 += 1 }
                return try await Processes.live.run(request)
            }, find: Processes.live.find)
        let sandbox = await SandboxProbe.remembered(
            counting, launcher: BuildProducts.launcher,
            path: path ?? TestEnvironment.searchPath, file: folder["sandbox"])
        return (sandbox, starts.count.withLock(\.self))
    }

    @Test(.enabled(Bubblewrapped.reason) { await Bubblewrapped.works })
    func `a sandbox that works is found out once, until something is otherwise`() async throws {
        let first = await look()
        #expect(first.starts > 0)
        let second = await look()
        #expect(second.starts == 0)
        #expect(second.sandbox == first.sandbox)
        // Another program in its place is another machine.
        folder.makeFolder("bin")
        let bubblewrap = try #require(first.sandbox.bubblewrap)
        folder.write("#!/bin/sh\nexec \(bubblewrap) \"$@\"\n", to: "bin/bwrap", mode: 0o755)
        #expect(await look("\(folder["bin"]):\(TestEnvironment.searchPath)").starts > 0)
        // Half a file is none.
        folder.write("\(folder.text("sandbox")?.prefix(20) ?? "")", to: "sandbox")
        #expect(await look().starts > 0)
        #expect(await look().starts == 0)
    }

    @Test func `what does not work is looked at anew each time`() async {
        folder.write("#!/bin/sh\nexit 1\n", to: "bwrap", mode: 0o755)
        for _ in 0..<2 {
            let found = await look(folder.path)
            #expect(found.sandbox.bubblewrap == nil)
            #expect(found.starts > 0)
        }
    }
}
