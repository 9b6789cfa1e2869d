/// A glob over the names of models, compared without case: `*` stands for any text, `?` for one
/// character, `[5-9]` for one of a range.
package struct ModelPattern: Hashable, Sendable {
    private enum Piece: Hashable { case byte(UInt8), any, one, range(ClosedRange<UInt8>) }

    private let pieces: [Piece]

    package init(_ text: String) {
        var pieces: [Piece] = []
        var rest = Array(text.lowercased().utf8)[...]
        while let byte = rest.popFirst() {
            let range = Array(rest.prefix(4))
            switch byte {
            case UInt8(ascii: "*"): pieces.append(.any)
            case UInt8(ascii: "?"): pieces.append(.one)
            case UInt8(ascii: "[")
            where range.count == 4 && range[1] == UInt8(ascii: "-")
                && range[3] == UInt8(ascii: "]") && range[0] <= range[2]:
                pieces.append(.range(range[0]...range[2]))
                rest = rest.dropFirst(4)
            default: pieces.append(.byte(byte))
            }
        }
        self.pieces = pieces
    }

    /// Whether the pattern stands for the whole name.
    package func matches(_ name: String) -> Bool {
        let name = Array(name.lowercased().utf8)
        var (piece, byte) = (0, 0)
        // Where to go back to: the last `*`, and what it has swallowed so far.
        var star: (piece: Int, byte: Int)?
        while byte < name.count {
            if piece < pieces.count, pieces[piece] == .any {
                star = (piece, byte)
                piece += 1
            } else if piece < pieces.count, isMatch(pieces[piece], name[byte]) {
                piece += 1
                byte += 1
            } else if let last = star {
                star = (last.piece, last.byte + 1)
                piece = last.piece + 1
                byte = last.byte + 1
            } else {
                return false
            }
        }
        return pieces[piece...].allSatisfy { $0 == .any }
    }

    private func isMatch(_ piece: Piece, _ byte: UInt8) -> Bool {
        switch piece {
        case .byte(let wanted): wanted == byte
        case .one: true
        case .range(let range): range.contains(byte)
        case .any: false
        }
    }
}
