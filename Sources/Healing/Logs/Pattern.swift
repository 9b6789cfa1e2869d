import Synchronization

/// A regular expression that is compiled once, for all threads.
///
/// A literal in a function is compiled each time it is reached, which takes a hundred times as long
/// as looking with it.
final class Pattern<Output: Sendable>: Sendable {
    private let regex: Mutex<Regex<Output>>

    init(_ regex: sending Regex<Output>) { self.regex = Mutex(regex) }

    /// The first place in a text where it fits, with what its parts caught.
    func first(in text: some StringProtocol) -> Output? {
        let text = Substring(text)
        return regex.withLock { regex in text.firstMatch(of: regex)?.output }
    }

    /// What its parts caught where it fits the text as a whole.
    func whole(_ text: some StringProtocol) -> Output? {
        let text = Substring(text)
        return regex.withLock { regex in text.wholeMatch(of: regex)?.output }
    }

    /// Says whether it fits anywhere in a text.
    func fits(_ text: some StringProtocol) -> Bool { first(in: text) != nil }
}
