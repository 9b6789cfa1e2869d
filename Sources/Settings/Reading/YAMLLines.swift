/// Lines as YAML counts them (YAML 1.1, 5.4): CR, NEL and the separators of Unicode end one too.
enum YAMLLines {
    /// The last line of a text, counted from 1.
    ///
    /// libyaml ends the last line where the text does not, and may then tell of one behind it.
    static func last(of text: String) -> Int {
        var count = 1
        var previous: Unicode.Scalar = " "
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n": if previous != "\r" { count += 1 }
            case "\r", "\u{85}", "\u{2028}", "\u{2029}": count += 1
            default: break
            }
            previous = scalar
        }
        return count
    }
}
