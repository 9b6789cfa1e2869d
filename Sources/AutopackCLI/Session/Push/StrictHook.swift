import Effects
import Git
import Settings

/// Whether trouble of the hook's own refuses a push: only the user's configuration says so, never
/// the repository's.
enum StrictHook {
    case unset, set
    /// What stands there is neither true nor false: why, as git would say it. Whoever wrote it
    /// meant something, so the push is refused.
    case invalid(String)

    static let key = "autopack.hook.strict"

    init(_ invocation: Invocation) {
        // The configuration itself may be the trouble; git's part of it can still be asked.
        let entries = try? Git.Configuration.read(environment: invocation.world.environment)
        if let entries, let value = entries.string(StrictHook.key),
            entries.bool(StrictHook.key) == nil
        {
            self = .invalid("bad boolean value '\(value)' for \(StrictHook.key)")
            return
        }
        if let configuration = try? Surroundings(invocation).configuration() {
            let fault = configuration.findings.first { finding in
                guard case .file = finding.origin else { return false }
                return finding.severity == .error && finding.key == "hook.strict"
            }
            self = fault.map { .invalid("\($0)") } ?? (configuration.isHookStrict ? .set : .unset)
            return
        }
        self = entries?.bool(StrictHook.key) ?? false ? .set : .unset
    }
}
