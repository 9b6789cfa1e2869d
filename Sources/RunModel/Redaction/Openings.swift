/// Pairs of bytes at which a finder has to look; all others are passed over at one look-up each.
struct Openings: Sendable {
    /// For each pair, the first byte in the upper half.
    private let isOpening: [Bool]

    static let known = Openings(TokenShapes.known)

    private init(_ shapes: TokenShapes) {
        var isOpening = [Bool](repeating: false, count: 65_536)
        func add(_ first: UInt8, _ second: UInt8) {
            isOpening[Int(first) << 8 | Int(second)] = true
        }
        for (first, second) in shapes.openings { add(first, second) }
        for first in "Bb".utf8 { for second in "AaEe".utf8 { add(first, second) } }
        for second in 0...UInt8.max {
            for first in [Ascii.colon, Ascii.equals, Ascii.greater] { add(first, second) }
            // What a token has behind its dot.
            if !ByteKind(second).isDisjoint(with: .word.union(.dot)) {
                add(UInt8(ascii: "."), second)
            }
        }
        for second in 0x21...UInt8.max {
            for first in [Ascii.quote, Ascii.apostrophe] { add(first, second) }
        }
        add(Ascii.dash, Ascii.dash)
        // Options: `-u user:password`, `-p password`, `-storepass password`, `-b cookies`.
        for second in "uUpPawsKkb".utf8 { add(Ascii.dash, second) }
        // `Private-Lines: ` of PuTTY.
        add(UInt8(ascii: "P"), UInt8(ascii: "r"))
        add(UInt8(ascii: "p"), UInt8(ascii: "a"))
        add(UInt8(ascii: "E"), UInt8(ascii: "N"))
        add(Ascii.bracket, UInt8(ascii: "r"))
        add(0xEF, 0xBC)
        self.isOpening = isOpening
    }

    /// The next index at or behind one where something may begin; nil where nothing does.
    func next(in bytes: [UInt8], from index: Int) -> Int? {
        var index = index
        let last = bytes.count - 1
        while index < last {
            if isOpening[Int(bytes[index]) << 8 | Int(bytes[index + 1])] { return index }
            index += 1
        }
        return nil
    }
}
