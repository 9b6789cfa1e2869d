/// Tells what a generator made from what a person wrote.
enum Randomness {
    /// Whether a run of bytes looks generated: many distinct characters, of more than one class,
    /// that change class often, and neither a row of the alphabet nor one character again and
    /// again.
    static func isLikely(
        _ text: SecretText, _ range: Range<Int>, changesClass: Bool = true
    ) -> Bool {
        guard !range.isEmpty else { return false }
        var seen = [Bool](repeating: false, count: 256)
        var (distinct, changes, steps) = (0, 0, 0)
        var (digits, letters) = (0, 0)
        for index in range {
            let byte = text.bytes[index]
            if !seen[Int(byte)] {
                seen[Int(byte)] = true
                distinct += 1
            }
            let kind = ByteKind(byte)
            if kind.contains(.digit) { digits += 1 }
            if !kind.isDisjoint(with: .letter) { letters += 1 }
            guard index > range.lowerBound else { continue }
            let before = text.bytes[index - 1]
            if ByteKind(before).intersection(.alphanumeric) != kind.intersection(.alphanumeric) {
                changes += 1
            }
            if byte == before || byte == before &+ 1 { steps += 1 }
        }
        let count = range.count
        guard distinct >= min(10, (count + 1) / 2), letters > 0, steps * 2 < count else {
            return false
        }
        return !changesClass || (digits > 0 || changes > 3) && changes * 5 >= count
    }
}
