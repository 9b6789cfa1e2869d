import Governance
import RunModel
import TestSupport

/// Verdicts on commands, in this process.
struct PolicySpeed {
    let runs: Int

    /// A thousand lines, as the examples of the rules come one after another.
    func thousand() async throws -> Measurement {
        let policy = CommandPolicy.standard
        let facts = CommandFacts(
            allowedTypes: Set(FixType.allCases), branches: ["main", "topic"],
            entry: { path in path.hasSuffix("/") ? nil : .file })
        let examples = policy.rules.flatMap { rule in
            (rule.matches + rule.refuses).map { (line: $0, type: rule.type) }
        }
        guard !examples.isEmpty else { throw TestFailure("the policy has no examples") }
        return try await Measurement.times(runs) { _ in
            for number in 0..<1000 {
                let example = examples[number % examples.count]
                _ = policy.verdict(on: example.line, as: example.type, in: facts)
            }
        }
    }
}
