/// Typographic characters that a reply has where the file has plain ones.
///
/// What put them into the quotation put them into the new lines too.
struct Typography: Equatable {
    /// The plain text of each character.
    private(set) var plain: [UInt32: [UInt8]] = [:]
    /// Characters that stand for different texts in the quotation.
    private(set) var undecided: Set<UInt32> = []

    /// Whether there is nothing to be put back.
    var isEmpty: Bool { plain.isEmpty && undecided.isEmpty }

    /// Knows of no character.
    init() {}

    /// Finds the characters that the quoted lines have and the real ones do not.
    ///
    /// A dash can stand for one hyphen or for more; which it is shows where it is quoted.
    init(_ pairs: [(quoted: Bytes, real: Bytes)]) {
        let own = LookAlikes.typography(in: pairs.lazy.map(\.real))
        for scalar in LookAlikes.typography(in: pairs.lazy.map(\.quoted))
        where !own.contains(scalar) {
            guard let text = LookAlikes.replacement(for: scalar) else { continue }
            guard text == [0x2D] else {
                plain[scalar] = text
                continue
            }
            let lengths = Set(pairs.map { Self.lengths(of: scalar, $0.quoted, $0.real) }.joined())
            if lengths.count == 1, let length = lengths.first, length > 0 {
                plain[scalar] = [UInt8](repeating: 0x2D, count: length)
            } else {
                undecided.insert(scalar)
            }
        }
    }

    /// Adds what another place of the reply shows; characters that mean two things go.
    mutating func formUnion(_ other: Typography) {
        undecided.formUnion(other.undecided)
        plain.merge(other.plain) { mine, theirs in
            mine == theirs ? mine : []
        }
        for (scalar, text) in plain where text.isEmpty && LookAlikes.replacement(for: scalar) != []
        {
            plain[scalar] = nil
            undecided.insert(scalar)
        }
    }

    /// The characters of these that some lines do not have themselves.
    func without(_ lines: [Bytes]) -> Typography {
        var copy = self
        for scalar in LookAlikes.typography(in: lines) {
            copy.plain[scalar] = nil
            copy.undecided.remove(scalar)
        }
        return copy
    }

    /// A line with plain characters; `nil` where it is not certain which.
    func plain(_ line: [UInt8]) -> [UInt8]? {
        guard !isEmpty, line.contains(where: { $0 >= 0x80 }) else { return line }
        let found = LookAlikes.typography(in: CollectionOfOne(line[...]))
        guard found.isDisjoint(with: undecided) else { return nil }
        return found.isEmpty ? line : LookAlikes.plain(line[...], as: plain)
    }

    /// Whether two lines that are alike when folded differ only where one has a dash.
    static func mayMean(_ quoted: Bytes, _ real: Bytes) -> Bool {
        let written = runs(LookAlikes.withMarkedDashes(quoted))
        let there = runs(LookAlikes.withMarkedDashes(real))
        return written.count != there.count
            || zip(written, there).allSatisfy { one, other in
                one.hasDash || other.hasDash || one.length == other.length
            }
    }

    /// How many hyphens stand in a line of the file for each dash of the quotation; 0 where
    /// the lines differ otherwise.
    private static func lengths(of dash: UInt32, _ quoted: Bytes, _ real: Bytes) -> Set<Int> {
        guard quoted.contains(where: { $0 >= 0x80 }) else { return [] }
        let (written, there) = (runs(LookAlikes.plain(quoted, as: [dash: [0x00]])), runs(real))
        guard written.contains(where: \.hasDash) else { return [] }
        guard written.count == there.count else { return [0] }
        var found: Set<Int> = []
        for (run, hyphens) in zip(written, there) where run.hasDash {
            found.insert(hyphens.length % run.length == 0 ? hyphens.length / run.length : 0)
        }
        return found
    }

    /// The runs of hyphens and dashes in a line, with the dash written as a zero byte.
    private static func runs(_ line: some Sequence<UInt8>) -> [(length: Int, hasDash: Bool)] {
        var found: [(length: Int, hasDash: Bool)] = []
        var isInside = false
        for byte in line {
            guard byte == 0x2D || byte == 0x00 else {
                isInside = false
                continue
            }
            if !isInside { found.append((0, false)) }
            isInside = true
            found[found.count - 1].length += 1
            if byte == 0x00 { found[found.count - 1].hasDash = true }
        }
        return found
    }
}
