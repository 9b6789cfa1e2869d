/// How many tokens a text is taken for where no tokeniser can be asked.
///
/// Tokenisers make about 4 bytes of English prose a token, 3 to 3.5 bytes of source code, and of a
/// script like Chinese about one character, 3 bytes. Three bytes a token holds for all, so that the
/// estimate is rather too high than too low. What is reserved and what a prompt may hold go by it
/// alike.
package enum TokenEstimate {
    /// Bytes that are taken for one token.
    package static let bytesPerToken = 3

    /// Tokens of a text.
    package static func tokens(of text: String) -> Int {
        tokens(ofBytes: text.utf8.count)
    }

    /// Tokens of a text of so many bytes, rounded up.
    package static func tokens(ofBytes bytes: Int) -> Int {
        (bytes + bytesPerToken - 1) / bytesPerToken
    }

    /// Bytes that so many tokens hold.
    package static func bytes(ofTokens tokens: Int) -> Int {
        let (bytes, overflow) = tokens.multipliedReportingOverflow(by: bytesPerToken)
        return overflow ? .max : max(0, bytes)
    }
}
