import TestSupport

/// What is wrong with a provider for a time.
struct Trouble {
    enum Kind: CaseIterable {
        /// Nothing listens.
        case refused
        /// Every call is answered with a 500, or with the page of a proxy.
        case failing, garbage
        /// 529, as in busy hours.
        case overloaded
        /// 429, with and without a time to wait.
        case limited
        /// The reply does not come in time, and may have been paid for.
        case silent
        /// The connection breaks while the reply comes.
        case cutOff
        /// One call in two fails.
        case flaky
        /// The account is empty, until somebody pays.
        case unpaid
    }

    var kind: Kind
    /// Milliseconds since the week began.
    var from: Int64
    var until: Int64
}

/// The troubles of the providers in one week, drawn once.
struct WeekOfTrouble {
    static let providers = ["glm", "anthropic", "openai", "gemini"]
    static let milliseconds: Int64 = 7 * 86_400_000

    private static let minutes: [Double] = [0.5, 1, 2, 5, 10, 20, 45, 120]

    private(set) var troubles: [String: [Trouble]] = [:]

    init(_ random: inout SeededGenerator) {
        for provider in WeekOfTrouble.providers {
            var at = Int64(random.next() % 3_600_000)
            while at < WeekOfTrouble.milliseconds {
                let kind = Trouble.Kind.allCases.randomElement(using: &random) ?? .failing
                // From half a minute to two hours, mostly short.
                let minutes = WeekOfTrouble.minutes.randomElement(using: &random) ?? 1
                let length = Int64(minutes * 60_000)
                troubles[provider, default: []].append(
                    Trouble(kind: kind, from: at, until: at + length))
                at += length + Int64(random.next() % 7_200_000)
            }
        }
    }

    /// What is wrong with a provider at a moment; nil: nothing.
    func trouble(of provider: String, at moment: Int64) -> Trouble.Kind? {
        (troubles[provider] ?? []).first { $0.from <= moment && moment < $0.until }?.kind
    }

    /// Nothing was wrong with the provider all the time.
    func isWell(_ provider: String, from: Int64, until: Int64) -> Bool {
        (troubles[provider] ?? []).allSatisfy { $0.until <= from || until < $0.from }
    }
}
