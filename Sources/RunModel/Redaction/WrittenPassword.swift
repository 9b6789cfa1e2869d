/// Whether a word is a password that somebody uses, or a type, a label, a variable.
///
/// A password has a digit or a sign among its letters, or changes their case as no name does; a
/// plain word is left alone, wherever it stands.
struct WrittenPassword {
    private let text: SecretText
    private let range: Range<Int>
    private var letters = 0
    private var digits = 0
    private var signs = 0

    init(_ text: SecretText, _ range: Range<Int>) {
        self.text = text
        self.range = range
        for index in range {
            let kind = ByteKind(text[index])
            if kind.contains(.digit) {
                digits += 1
            } else if !kind.isDisjoint(with: .letter) {
                letters += 1
            } else if kind.isDisjoint(with: [.joiner, .dot]) {
                signs += 1
            }
        }
    }

    /// Where nothing but a value can stand: in quotes, behind an option.
    var isLikely: Bool {
        if signs > 0, letters + digits >= 4 { return true }
        return digits > 0 && letters > 0 || isScrambled
    }

    /// What a name is given.
    ///
    /// - Parameter isWhole: It is all of its line that is left.
    func isLikely(of name: TellingName, isQuoted: Bool, isWhole: Bool) -> Bool {
        guard range.count >= 6, !text.isLocation(range) else { return false }
        if name.isBeside {
            if isScrambled { return true }
            return range.count >= 8 && letters >= 2 && digits > 0
                && (signs > 0 || Randomness.isLikely(text, range))
        }
        if signs > 0, letters + digits >= 4, digits > 0 || isQuoted { return true }
        if signs > 0, isWhole, OddRuns(in: text, range).count > 1 { return true }
        guard letters > 0, digits > 0 || isScrambled else { return false }
        if isQuoted { return true }
        // Without a sign it may be a variable: only where it stands alone on an unspaced line, or
        // where what is around it is no program.
        if name.isSpaced { return isWhole && isScrambled && OddRuns(in: text, range).small > 0 }
        if isWhole || name.isOption || name.isVariable { return true }
        if name.isInConnection(text) { return true }
        // `&` begins the next part of a form.
        let isFollowed = [0x20, UInt8(ascii: ";"), UInt8(ascii: "&")]
            .contains(text[range.upperBound])
        return isFollowed && Randomness.isLikely(text, range)
            && OddRuns(in: text, range).count > 0
    }

    /// Words with blanks between them that no sentence has: a digit or a sign at a place where
    /// nobody would write one, and none of the words by which people are told what to enter.
    var isPhrase: Bool {
        guard (12...80).contains(range.count), !text.bytes[range].contains(Ascii.percent) else {
            return false
        }
        let words = text.bytes[range].split(separator: 0x20)
        guard words.count > 1, words.allSatisfy({ $0.count < 24 }) else { return false }
        let isPlain = digits == 0 && signs == words.count - 1
        if isPlain, words.count < 4 { return false }
        return !words.contains { word in
            let folded = word.filter {
                ByteKind($0).contains(.lower) || ByteKind($0).contains(.upper)
            }
            .map(Ascii.lowercased)
            return WrittenPassword.sentence.contains { $0.elementsEqual(folded) }
        }
    }

    /// Capitals and small letters as no name and no word has them.
    private var isScrambled: Bool {
        let odd = OddRuns(in: text, range)
        return letters >= 8 && odd.count > 2
            && (odd.count * 5 >= letters || odd.areManyFor(letters))
    }

    private static let sentence = [
        "password", "passwords", "passphrase", "enter", "your", "please", "must", "should", "the",
        "a", "an", "is", "are", "be", "of", "to", "for", "in", "at", "least", "with", "and", "or",
        "not", "no", "new", "old", "forgot", "invalid", "wrong", "required", "characters",
        "character", "digits", "digit", "minimum", "confirm", "repeat", "reset", "change", "set",
        "user", "has", "have", "this", "that", "if", "on", "it", "echo", "cat",
    ].map { Array($0.utf8) }
}
