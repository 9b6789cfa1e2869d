/// How alike two messages are.
package enum MessageSimilarity {
    /// The ratio of Ratcliff and Obershelp: twice the matching characters over all characters.
    ///
    /// The longest common substring matches, then what is left of it and right of it, in the same
    /// way; of several the first counts (J. Ratcliff, D. Metzener, Pattern matching: the gestalt
    /// approach, Dr. Dobb's Journal, July 1988). Only the first 1,000 characters of each count.
    ///
    /// - Returns: From 0 to 1; 1 for two empty messages.
    package static func ratio(_ left: String, _ right: String) -> Double {
        let (a, b) = (
            Array(left.unicodeScalars.prefix(limit)), Array(right.unicodeScalars.prefix(limit))
        )
        guard !a.isEmpty || !b.isEmpty else { return 1 }
        var places: [Unicode.Scalar: [Int]] = [:]
        for (index, scalar) in b.enumerated() { places[scalar, default: []].append(index) }
        var matching = 0
        var parts = [(a: a.indices, b: b.indices)]
        while let part = parts.popLast() {
            let found = longestMatch(a, part.a, part.b, places)
            guard found.length > 0 else { continue }
            matching += found.length
            parts.append((part.a.lowerBound..<found.a, part.b.lowerBound..<found.b))
            parts.append(
                (
                    found.a + found.length..<part.a.upperBound,
                    found.b + found.length..<part.b.upperBound
                ))
        }
        return 2 * Double(matching) / Double(a.count + b.count)
    }

    private static let limit = 1000

    private static func longestMatch(
        _ a: [Unicode.Scalar], _ inA: Range<Int>, _ inB: Range<Int>,
        _ places: [Unicode.Scalar: [Int]]
    ) -> (a: Int, b: Int, length: Int) {
        var best = (a: inA.lowerBound, b: inB.lowerBound, length: 0)
        // The lengths of the matches that end at the scalar before, by their end in b.
        var ending: [Int: Int] = [:]
        for index in inA {
            var next: [Int: Int] = [:]
            for place in places[a[index]] ?? [] where inB.contains(place) {
                let length = (ending[place - 1] ?? 0) + 1
                next[place] = length
                if length > best.length {
                    best = (index - length + 1, place - length + 1, length)
                }
            }
            ending = next
        }
        return best
    }
}
