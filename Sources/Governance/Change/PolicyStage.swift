package import RunModel

/// When policy is asked, and what is known by then.
package enum PolicyStage: Hashable, Sendable {
    /// Nothing ran yet: what could still turn out harmless does not block.
    case beforeChecks
    /// All is known: what tests of the other side of the change say, where anybody asked them,
    /// what the checks said before the change, and what they say of it.
    case gate(tests: TestEvidence?, baseline: [CheckResult], own: [CheckResult] = [])
}
