/// Finds the legal word that was perhaps meant.
package enum Nearest {
    /// The word with the least edit distance, where that is small against the word's length and
    /// no other word is as near.
    package static func word(to text: String, among words: [String]) -> String? {
        let wanted = Array(text.lowercased().unicodeScalars)
        let ranked = words.map { word in
            (word: word, distance: distance(wanted, Array(word.lowercased().unicodeScalars)))
        }.sorted { ($0.distance, $0.word) < ($1.distance, $1.word) }
        guard let best = ranked.first, best.distance <= max(1, wanted.count / 3 + 1) else {
            return nil
        }
        if ranked.count > 1, ranked[1].distance == best.distance { return nil }
        return best.word
    }

    /// Edits of one character (insert, delete, replace, swap neighbours) between two words.
    private static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
        if left.isEmpty || right.isEmpty { return max(left.count, right.count) }
        var before: [Int] = []
        var previous = Array(0...right.count)
        for row in 1...left.count {
            var current = [row]
            for column in 1...right.count {
                let same = left[row - 1] == right[column - 1]
                var best = min(
                    previous[column] + 1, current[column - 1] + 1,
                    previous[column - 1] + (same ? 0 : 1))
                if row > 1, column > 1, left[row - 1] == right[column - 2],
                    left[row - 2] == right[column - 1]
                {
                    best = min(best, before[column - 2] + 1)
                }
                current.append(best)
            }
            before = previous
            previous = current
        }
        return previous[right.count]
    }
}
