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

    private init(exchange: Exchange, move: Move) {
        self.exchange = exchange
        self.move = move
    }

    /// A shift that leaves every line as it is.
    static let none = Shift(exchange: .none, move: .none)

    /// Whether the quotation has the file's indentation already.
    var isNone: Bool { exchange == .none && move == .none }

    /// Finds the shift that explains all pairs of lines.
    ///
    /// Where several do, and the new lines would come out differently, nothing decides: a
    /// shift that only exchanges tabs and blanks comes first, at the width that the file or
    /// the reply itself shows, and among the others all have to agree.
    ///
    /// - Parameters:
    ///   - pairs: Lines of the quotation with the lines of the file they match; blank lines
    ///     tell nothing.
    ///   - new: The lines that the shift is for.
    ///   - style: What the file is indented with.
    /// - Returns: The shift, and whether it is certain for the new lines; `nil` where none
    ///   explains the pairs.
    static func explaining(
        _ pairs: [(quoted: Bytes, real: Bytes)], new: [Bytes], style: IndentStyle
    ) -> (shift: Shift, isDecided: Bool)? {
        let indents = pairs.filter { !$0.quoted.isBlankLine }
            .map { (LookAlikes.plain($0.quoted).indent, $0.real.indent) }
        guard !indents.isEmpty else { return nil }
        let newIndents = new.filter { !$0.isBlankLine }.map(\.indent)
        let written = indents.map(\.0) + newIndents
        let (exchanges, preferred, isKnown) = exchanges(
            written: written, quoted: indents.map(\.0), real: indents.map(\.1), style: style)
        let fitting = exchanges.compactMap { shift(indents, $0) }
        if let plain = fitting.first(where: { $0.exchange == preferred && $0.move == .none }) {
            return (plain, true)
        }
        // A plain exchange explains more than one that needs a move besides.
        let plain = fitting.filter { $0.move == .none }
        guard let first = plain.first ?? fitting.first else { return nil }
        let agrees = fitting.allSatisfy { other in
            newIndents.allSatisfy { other.indent($0) == first.indent($0) }
        }
        return (
            first,
            isKnown && (agrees || (plain.count == 1 && first.leavesNoRest(newIndents)))
        )
    }

    /// The exchanges that come into question, the one that the file or the reply itself shows,
    /// and whether there is any where one is needed.
    private static func exchanges(
        written: [Bytes], quoted: [Bytes], real: [Bytes], style: IndentStyle
    ) -> (all: [Exchange], preferred: Exchange?, isKnown: Bool) {
        let writtenTabs = written.contains { $0.contains(0x09) }
        let writtenBlanks = written.contains { $0.first == 0x20 }
        let isRealIndented = real.contains { !$0.isEmpty }
        let realTabs = real.contains { $0.contains(0x09) }
        let realBlanks = real.contains { $0.first == 0x20 }
        let fileHasTabs = isRealIndented ? realTabs : style.usesTabs == true
        let fileHasBlanks = isRealIndented ? !realTabs : style.usesTabs == false
        if writtenTabs, fileHasBlanks {
            let own = style.unit.map { Exchange.tabsToBlanks($0) }
            if !quoted.contains(where: { $0.contains(0x09) }) {
                return ([own ?? .none], own, own != nil)
            }
            // A tab followed by blanks is wider than they are.
            let least =
                written.map { indent in
                    indent.contains(0x09) ? indent.reversed().prefix { $0 == 0x20 }.count : 0
                }.max() ?? 0
            return ([4, 2, 8, 3, 1].filter { $0 > least }.map { .tabsToBlanks($0) }, own, true)
        }
        if writtenBlanks, !writtenTabs, fileHasTabs, !realBlanks {
            if !quoted.contains(where: { !$0.isEmpty }) {
                let own = IndentStyle.commonWidth(of: written).map { Exchange.blanksToTabs($0) }
                return ([own ?? .none], own, own != nil)
            }
            return ([4, 2, 8, 3].map { .blanksToTabs($0) }, nil, true)
        }
        return ([.none], nil, true)
    }

    /// The shift that explains some pairs of indentations after an exchange.
    private static func shift(_ indents: [(Bytes, Bytes)], _ exchange: Exchange) -> Shift? {
        move(indents.map { (exchange($0.0), Array($0.1)) }).map {
            Shift(exchange: exchange, move: $0)
        }
    }

    /// A new line at the file's indentation; `nil` where the shift cannot be made.
    func apply(_ line: [UInt8]) -> [UInt8]? {
        if isNone { return line }
        // Tabs and blanks of a blank line are exchanged like all others; it is not shifted.
        if line[...].isBlankLine { return exchange(line[...]) }
        let indent = line[...].indent
        return self.indent(indent).map { $0 + line[indent.endIndex...] }
    }

    private func indent(_ written: Bytes) -> [UInt8]? {
        let exchanged = exchange(written)
        switch move {
        case .none:
            return exchanged
        case .add(let prefix):
            return prefix + exchanged
        case .drop(let prefix):
            return exchanged.starts(with: prefix) ? Array(exchanged[prefix.count...]) : nil
        }
    }

    /// Whether blanks become tabs without a rest.
    private func leavesNoRest(_ indents: [Bytes]) -> Bool {
        guard case .blanksToTabs(let width) = exchange else { return false }
        return indents.allSatisfy { $0.count % width == 0 }
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
