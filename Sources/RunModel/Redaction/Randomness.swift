/// Tells what a generator made from what a person wrote.
enum Randomness {
    /// How much the place of a text already says.
    enum Doubt {
        /// The alphabet has one case and few digits: only that characters differ can be asked.
        case none
        /// A prefix that nothing else has: no more than that it is no word.
        case slight
        /// A known prefix or quotes: upper and lower case and digits have to alternate.
        case little
        /// A bare word, perhaps a name of the program: a capital before small letters says nothing.
        case much
    }

    /// Whether a run of bytes looks generated: many distinct characters, whose class changes
    /// often, and neither a row of the alphabet nor one character again and again.
    static func isLikely(
        _ text: SecretText, _ range: Range<Int>, doubt: Doubt = .little
    ) -> Bool {
        guard !range.isEmpty else { return false }
        var seen = [Bool](repeating: false, count: 256)
        var (distinct, digits, letters) = (0, 0, 0)
        var (changes, capitals, steps) = (0, 0, 0)
        for index in range {
            let byte = text.bytes[index]
            if !seen[Int(byte)] {
                seen[Int(byte)] = true
                distinct += 1
            }
            let kind = ByteKind(byte).intersection(.alphanumeric)
            if kind == .digit { digits += 1 } else if !kind.isEmpty { letters += 1 }
            guard index > range.lowerBound else { continue }
            let before = text.bytes[index - 1]
            if byte == before || byte == before &+ 1 { steps += 1 }
            let last = ByteKind(before).intersection(.alphanumeric)
            guard last != kind, !last.isEmpty, !kind.isEmpty else { continue }
            changes += 1
            if last == .upper, kind == .lower { capitals += 1 }
        }
        let count = digits + letters
        guard distinct >= min(10, (range.count + 1) / 2), letters > 0, steps * 2 < range.count
        else {
            return false
        }
        // No name of a program has a plus sign in it; keys in Base64 do.
        if changes > 0, range.count >= 32, text.bytes[range].contains(UInt8(ascii: "+")) {
            return true
        }
        // Hexadecimal has so many digits that long runs of one class are no wonder.
        if digits > 0, count >= 32, range.allSatisfy({ Ascii.isHex(text.bytes[$0]) }) {
            return true
        }
        if digits == 0, doubt != .none {
            let odd = OddRuns(in: text, range)
            if odd.count * 5 >= count || odd.areManyFor(count) { return true }
        }
        switch doubt {
        case .none: return true
        case .slight: return digits > 0 || changes > 3
        case .little where digits > 0: return changes * 5 >= count
        case .much where digits > 0:
            if (changes - capitals) * 6 >= count { return true }
            let odd = OddRuns(in: text, range)
            return odd.small > 0 && odd.count > 2
        case .little, .much: return (changes - capitals) * 4 >= count
        }
    }
}

/// Runs of letters of one case that are no part of a name with capitals at its words.
struct OddRuns {
    /// Single small letters.
    private(set) var small = 0
    /// Capitals that follow each other, beside small letters.
    private(set) var capital = 0

    var count: Int { small + capital }

    /// A long name may hold words in capitals, and hardly ever single small letters too.
    func areManyFor(_ letters: Int) -> Bool {
        letters >= 20 && small > 0 && capital > 0 && count > 2 && count * 9 >= letters
    }

    init(in text: SecretText, _ range: Range<Int>) {
        var start = range.lowerBound
        while start < range.upperBound {
            let kind = ByteKind(text.bytes[start]).intersection(.letter)
            var end = start + 1
            while end < range.upperBound,
                ByteKind(text.bytes[end]).intersection(.letter) == kind
            {
                end += 1
            }
            if kind == .lower, end - start == 1 { small += 1 }
            if kind == .upper, end - start > 1,
                ByteKind(text[start - 1]).contains(.lower) || ByteKind(text[end]).contains(.lower)
            {
                capital += 1
            }
            start = end
        }
    }
}
