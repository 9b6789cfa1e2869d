/// Whether a check sees the files it is to judge.
package enum CheckSight: Sendable, Equatable {
    /// It failed when the sources could not be parsed.
    case sees
    /// It passed although no source could be parsed: `check_blind`.
    case blind
    /// Nothing was learnt.
    case undecidable(Reason)

    package enum Reason: String, Sendable, Codable {
        /// No file in scope is source code other than a test.
        case noSource = "no_source"
        /// It failed in the same way before.
        case failsAnyway = "fails_anyway"
        /// It could not start.
        case cannotStart = "cannot_start"
    }
}
