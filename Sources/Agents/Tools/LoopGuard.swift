/// Notices that a Builder with tools goes round in circles.
///
/// What counts is a call together with its result, since the tree last became one that it had not
/// been before: who looks at a file again after changing it does not go in circles.
package struct LoopGuard: Hashable, Sendable {
    private let limit: Int
    /// Calls with results since the last progress, as one text each.
    private var past: [String] = []
    /// What each of them is called in messages.
    private var names: [String] = []
    private var trees: Set<String>
    private var returns = 0

    /// - Parameters:
    ///   - limit: How often the same may happen.
    ///   - start: The tree at first.
    package init(limit: Int, start: String) {
        self.limit = max(1, limit)
        trees = [start]
    }

    /// What there is to say of a call.
    package enum Finding: Hashable, Sendable {
        /// Nothing.
        case fresh
        /// It was made before, so many times with this one, and brought the same.
        case repeated(Int)
        /// It is a loop, told in a sentence.
        case loop(String)
    }

    /// Takes a call in.
    ///
    /// - Parameters:
    ///   - call: The tool and its arguments.
    ///   - name: The call, short.
    ///   - result: What it brought.
    ///   - tree: The tree after it, where the call changed it.
    package mutating func take(
        _ call: String, named name: String, result: String, tree: String?
    ) -> Finding {
        if let tree {
            guard !trees.insert(tree).inserted else {
                past = []
                names = []
                return .fresh
            }
            returns += 1
            if returns > limit {
                return .loop(
                    "edits are made and taken back: \(name) brought the tree back to what it was"
                        + " before, the \(LoopGuard.ordinal(returns)) time")
            }
        }
        let key = call + "\u{0}" + result
        past.append(key)
        names.append(name)
        let count = past.count { $0 == key }
        if count > limit {
            return .loop(
                "the same call \(name) was made \(count) times, with the same result")
        }
        for period in 2...3 {
            guard let rounds = rounds(of: period), rounds >= max(2, limit) else { continue }
            let calls = names.suffix(period).joined(separator: ", ")
            return .loop(
                "the calls \(calls) were made in turn \(rounds) times, with the same results")
        }
        return count > 1 ? .repeated(count) : .fresh
    }

    /// How often the last calls repeat in turn; nil where they do not, or are all the same.
    private func rounds(of period: Int) -> Int? {
        guard past.count >= 2 * period else { return nil }
        let unit = past.suffix(period)
        guard Set(unit).count > 1 else { return nil }
        var rounds = 1
        while past.count >= (rounds + 1) * period,
            past.dropLast(rounds * period).suffix(period).elementsEqual(unit)
        {
            rounds += 1
        }
        return rounds
    }

    private static func ordinal(_ number: Int) -> String {
        switch number {
        case 1: "first"
        case 2: "second"
        case 3: "third"
        default: "\(number)th"
        }
    }
}
