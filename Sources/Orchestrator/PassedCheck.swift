/// A check that passed, as it is kept in the cache folder.
struct PassedCheck {
    let tree: String
    let outcome: CheckOutcome

    /// Of what it printed, this much is kept; a longer log is cut in the middle.
    private static let outputLimitBytes = 64 << 10

    init(tree: String, outcome: CheckOutcome) {
        self.tree = tree
        self.outcome = outcome
    }

    /// Reads it; nil where the file is damaged or of another version.
    init?(_ bytes: [UInt8]) {
        guard let end = bytes.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
        let words = String(decoding: bytes[..<end], as: UTF8.self).split(separator: " ")
        guard words.count == 4, words[0] == "passed", let seconds = Double(words[2]),
            let count = Int(words[3]), bytes.count - end - 1 == count
        else { return nil }
        tree = String(words[1])
        outcome = CheckOutcome(exit: 0, seconds: seconds, output: Array(bytes[(end + 1)...]))
    }

    var bytes: [UInt8] {
        var output = outcome.output
        if output.count > Self.outputLimitBytes {
            let half = Self.outputLimitBytes / 2
            let left = output.count - 2 * half
            output =
                output.prefix(half) + Array("\n[\(left) bytes are not kept]\n".utf8)
                + output.suffix(half)
        }
        return Array("passed \(tree) \(outcome.seconds) \(output.count)\n".utf8) + output
    }
}
