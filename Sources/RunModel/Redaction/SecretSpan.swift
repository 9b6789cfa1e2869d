/// A part of a text that is a secret, or, without a kind, one that is to be left alone.
struct SecretSpan {
    var range: Range<Int>
    var kind: SecretKind?

    init(range: Range<Int>, kind: SecretKind?) {
        self.range = range
        self.kind = kind
    }

    /// Puts marks where the secrets were.
    ///
    /// - Parameter spans: In order, none overlapping another.
    static func replace(
        _ spans: [SecretSpan], in text: [UInt8], report: (SecretKind) -> Void
    ) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(text.count)
        var copied = 0
        for span in spans {
            guard let kind = span.kind else { continue }
            output += text[copied..<span.range.lowerBound]
            output += kind.mark.utf8
            copied = span.range.upperBound
            report(kind)
        }
        output += text[copied...]
        return output
    }
}
