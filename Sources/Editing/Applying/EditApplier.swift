/// Applies edits to a tree, all of them or none.
package enum EditApplier {
    /// Reads a reply and applies what it asks for.
    ///
    /// - Parameters:
    ///   - reply: The reply as it came.
    ///   - format: The only format to look for; all of them where it is `nil`.
    ///   - base: The tree to change.
    /// - Throws: What reading the tree throws; what is wrong with the reply is an outcome.
    package static func apply<Base: EditBase>(
        reply: [UInt8], format: EditFormat? = nil, to base: Base
    ) throws(Base.Failure) -> EditOutcome {
        switch EditParser.parse(reply: reply, format: format) {
        case .edits(let edits): try apply(edits, to: base)
        case .noEdits(let none): .noEdits(none)
        case .refused(let refusal): .refused(refusal)
        }
    }

    /// Applies edits, or tells which of them has no certain place.
    ///
    /// Edits are taken in the order of the reply. All of them are tried, so that a refusal
    /// explains everything that has to be mended.
    ///
    /// - Throws: What reading the tree throws.
    package static func apply<Base: EditBase>(
        _ edits: Edits, to base: Base
    ) throws(Base.Failure) -> EditOutcome {
        guard !edits.list.isEmpty else { return .noEdits(NoEdits(isRefusalByModel: false)) }
        var candidate = CandidateTree(base: base, edits: edits, typography: Typography())
        for edit in edits.list { try candidate.apply(edit) }
        if !candidate.typography.isEmpty, edits.list.count > 1 {
            // What one quotation shows holds for the new lines of all.
            let typography = candidate.typography
            candidate = CandidateTree(base: base, edits: edits, typography: typography)
            for edit in edits.list { try candidate.apply(edit) }
        }
        if let refusal = candidate.refusal { return .refused(refusal) }
        return .applied(AppliedEdits(files: candidate.changes, hunks: candidate.hunks))
    }
}
