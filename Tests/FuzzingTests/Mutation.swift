import TestSupport

/// Inputs that are like a given one, the same for the same seed.
struct Mutation {
    private var generator: SeededGenerator
    /// What pieces are taken from, beside the input itself.
    private let other: [UInt8]

    init(seed: UInt64, other: [UInt8]) {
        generator = SeededGenerator(seed: seed)
        self.other = other
    }

    /// The input after one to four changes.
    mutating func apply(to input: [UInt8]) -> [UInt8] {
        var bytes = input
        for _ in 0...Int.random(in: 0...3, using: &generator) { change(&bytes) }
        return bytes
    }

    private mutating func change(_ bytes: inout [UInt8]) {
        let range = piece(of: bytes)
        switch Int.random(in: 0...6, using: &generator) {
        case 0: bytes.removeSubrange(range)
        case 1: bytes.insert(contentsOf: bytes[range], at: place(in: bytes))
        case 2: bytes.insert(contentsOf: other[piece(of: other)], at: place(in: bytes))
        case 3: bytes.replaceSubrange(range, with: other[piece(of: other)])
        case 4: bytes = Array(bytes[..<range.upperBound])
        case 5:
            let value = Mutation.telling.randomElement(using: &generator) ?? ""
            bytes.insert(contentsOf: value.utf8, at: place(in: bytes))
        default:
            guard let index = bytes.indices.randomElement(using: &generator) else { return }
            bytes[index] ^= 1 << UInt8.random(in: 0...7, using: &generator)
        }
    }

    private mutating func place(in bytes: [UInt8]) -> Int {
        Int.random(in: 0...bytes.count, using: &generator)
    }

    private mutating func piece(of bytes: [UInt8]) -> Range<Int> {
        let start = place(in: bytes)
        let length = min(bytes.count - start, Int.random(in: 0...40, using: &generator))
        return start..<start + length
    }

    /// What parsers stumble over.
    private static let telling = [
        "\n", "\r\n", "\0", "\u{1B}[31m", "\u{FEFF}", "\u{200D}", "\u{301}", "\"", "'", "\\", "{",
        "[", "]", ":", "%%\n", "*", "../", "9223372036854775807", "-1", "1e308", "null", "```",
    ]
}
