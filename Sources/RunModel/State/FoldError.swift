/// Why an event does not follow from the state before it.
package struct FoldError: Error, Hashable, Sendable {
    package enum Code: String, Sendable {
        /// The event's number or run is not the one expected.
        case misplaced
        /// A run or phase may not move to that state from where it is.
        case illegalTransition
        /// The event speaks of a phase, an attempt or a call that is not there.
        case unknownSubject
    }

    package var code: Code
    package var seq: Int
    package var event: EventName
    package var expected: String
    package var found: String
}

extension FoldError: CustomStringConvertible {
    package var description: String {
        "event \(seq) (\(event.rawValue)): expected \(expected), found \(found)"
    }
}
