/// How the indentation of a quotation becomes the file's.
///
/// Found from the lines that both have, then used on the lines that are new.
struct Shift {
    /// How tabs and blanks are exchanged before the shift.
    private enum Exchange: Hashable {
        case none
        /// Every tab becomes so many blanks.
        case tabsToBlanks(Int)
        /// Every so many blanks become a tab.
        case blanksToTabs(Int)

        func callAsFunction(_ indent: Bytes) -> [UInt8] {
            switch self {
            case .none:
                return Array(indent)
            case .tabsToBlanks(let width):
                return indent.flatMap { byte in
                    byte == 0x09 ? [UInt8](repeating: 0x20, count: width) : [byte]
                }
            case .blanksToTabs(let width):
                guard indent.allSatisfy({ $0 == 0x20 }) else { return Array(indent) }
                return [UInt8](repeating: 0x09, count: indent.count / width)
                    + [UInt8](repeating: 0x20, count: indent.count % width)
            }
        }
    }

    private enum Move: Hashable {
        case none
        case add([UInt8])
        case drop([UInt8])
    }

    private let exchange: Exchange
    private let move: Move

    /// Whether the quotation has the file's indentation already.
    var isNone: Bool { exchange == .none && move == .none }

    /// Finds the shift that explains all pairs of lines; `nil` where none does.
    ///
    /// - Parameter pairs: Lines of the quotation with the lines of the file they match;
    ///   blank lines tell nothing.
    init?(_ pairs: [(quoted: Bytes, real: Bytes)]) {
        let indents = pairs.filter { !$0.quoted.isBlankLine }
            .map { (LookAlikes.plain($0.quoted).indent, $0.real.indent) }
        guard !indents.isEmpty else { return nil }
        let quotedHasTabs = indents.contains { $0.0.contains(0x09) }
        let realHasTabs = indents.contains { $0.1.contains(0x09) }
        var exchanges: [Exchange] = [.none]
        if quotedHasTabs, !realHasTabs {
            exchanges += [4, 2, 8, 3, 1].map { .tabsToBlanks($0) }
        } else if !quotedHasTabs, realHasTabs {
            exchanges += [4, 2, 8, 3].map { .blanksToTabs($0) }
        }
        // A plain exchange explains more than one that needs a shift besides.
        for wantsMove in [false, true] {
            for exchange in exchanges {
                let exchanged = indents.map { (exchange($0.0), Array($0.1)) }
                guard let move = Self.move(exchanged), (move != .none) == wantsMove else {
                    continue
                }
                self.exchange = exchange
                self.move = move
                return
            }
        }
        return nil
    }

    /// A new line at the file's indentation; `nil` where the shift cannot be made.
    func apply(_ line: [UInt8]) -> [UInt8]? {
        if isNone { return line }
        if line[...].isBlankLine {
            // Tabs of a blank line become blanks like all others; it is not shifted.
            if case .tabsToBlanks = exchange { return exchange(line[...]) }
            return line
        }
        let indent = line[...].indent
        let exchanged = exchange(indent)
        let text = line[indent.endIndex...]
        switch move {
        case .none:
            return exchanged + text
        case .add(let prefix):
            return prefix + exchanged + text
        case .drop(let prefix):
            guard exchanged.starts(with: prefix) else { return nil }
            return Array(exchanged[prefix.count...]) + text
        }
    }

    private static func move(_ indents: [([UInt8], [UInt8])]) -> Move? {
        guard let (quoted, real) = indents.first else { return nil }
        let move: Move
        if quoted == real {
            move = .none
        } else if real.count > quoted.count, real.suffix(quoted.count).elementsEqual(quoted) {
            move = .add(Array(real.prefix(real.count - quoted.count)))
        } else if quoted.count > real.count, quoted.suffix(real.count).elementsEqual(real) {
            move = .drop(Array(quoted.prefix(quoted.count - real.count)))
        } else {
            return nil
        }
        let fits = indents.allSatisfy { quoted, real in
            switch move {
            case .none: quoted == real
            case .add(let prefix): prefix + quoted == real
            case .drop(let prefix): quoted == prefix + real
            }
        }
        return fits ? move : nil
    }
}
