import Commands
import Effects
import Synchronization

/// Remembers what a sandbox can do on this machine: a probe starts a process.
enum SandboxProbe {
    private static let known = Mutex<[[String]: Sandbox]>([:])

    static func result(
        _ processes: Processes, launcher: String, path: String
    ) async -> Sandbox {
        let key = [launcher, path]
        if let sandbox = known.withLock({ $0[key] }) { return sandbox }
        let sandbox = await Sandbox.probe(processes, launcher: launcher, path: path)
        known.withLock { $0[key] = sandbox }
        return sandbox
    }
}
