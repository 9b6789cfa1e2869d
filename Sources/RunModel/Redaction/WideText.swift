/// Texts in UTF-16, in which every second byte of most is zero: secrets are looked for in the others.
package enum WideText {
    /// A text that says by its first two bytes that it is in UTF-16.
    package static func isWide(_ bytes: [UInt8]) -> Bool {
        bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
    }

    /// The text without the zeros of UTF-16; any other text as it is.
    package static func narrow(_ bytes: [UInt8]) -> [UInt8] {
        isWide(bytes) ? bytes.filter { $0 != 0 } : bytes
    }
}
