import Providers
import RunModel

extension ProviderStatus {
    /// What is wrong with the provider, for whom a run goes on without it.
    var findings: [HealthFinding] {
        guard state == .up else {
            return [
                HealthFinding(
                    id: check, severity: state == .down ? .warning : .info,
                    what: "\(provider): \(sentence)",
                    why: "the run goes on without this provider", fix: remedy ?? "")
            ]
        }
        return unlisted.map { model in
            HealthFinding(
                id: check, severity: .warning, what: "\(provider): \(model)",
                why: "a call of it is likely to be refused",
                fix: "git autopack providers models \(provider)")
        }
    }
}
