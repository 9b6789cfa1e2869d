import Effects
import Git
import Settings

/// Whether trouble of the hook's own refuses a push: only the user's configuration says so, never
/// the repository's.
enum StrictHook {
    static let key = "autopack.hook.strict"

    static func isSet(_ invocation: Invocation) -> Bool {
        if let configuration = try? Surroundings(invocation).configuration() {
            return configuration.isHookStrict
        }
        // The configuration itself may be the trouble; git's part of it can still be asked.
        let entries = try? Git.Configuration.read(environment: invocation.world.environment)
        return entries?.bool(key) ?? false
    }
}
