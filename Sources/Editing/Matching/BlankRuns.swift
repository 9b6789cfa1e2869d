/// The blank lines between the lines of a hunk, where the file has more or fewer.
///
/// Between lines that both halves have the file is right where the halves agree, and the
/// new text is right where it agrees with the file. Where neither is so, nothing decides.
struct BlankRuns {
    /// Lines that are not blank, with the number of blank ones before each and at the end.
    private struct Text {
        var solid: [Bytes] = []
        var blanks: [Int] = [0]

        init(_ lines: [Bytes]) {
            for line in lines {
                if line.isBlankLine {
                    blanks[blanks.count - 1] += 1
                } else {
                    solid.append(line)
                    blanks.append(0)
                }
            }
        }

        var lines: [Bytes] {
            var out: [Bytes] = []
            for (index, line) in solid.enumerated() {
                out += [Bytes](repeating: [], count: blanks[index])
                out.append(line)
            }
            return out + [Bytes](repeating: [], count: blanks[solid.count])
        }
    }

    /// A group of lines that are removed, added or both, between two kept ones.
    private struct Change {
        var old: Range<Int>
        var new: Range<Int>
    }

    /// The hunk with the blank lines of the file; `nil` where nothing decides.
    ///
    /// - Parameter region: The lines of the file from the first to the last of the place,
    ///   which are those of the quotation but for blank ones.
    static func fitted(_ hunk: Hunk, to region: [Bytes]) -> Hunk? {
        let old = Text(hunk.before.map { $0[...] })
        let file = Text(region)
        var new = Text(hunk.after.map { $0[...] })
        guard old.solid.count == file.solid.count else { return nil }
        for change in changes(old.solid, new.solid) {
            guard settle(change, old, file, &new) else { return nil }
        }
        var quoted = old
        quoted.blanks = file.blanks
        var copy = hunk
        copy.lines = LineDifference.lines(from: quoted.lines, to: new.lines)
        return copy
    }

    /// The changes between kept lines, an empty one for each two that stay neighbours.
    private static func changes(_ old: [Bytes], _ new: [Bytes]) -> [Change] {
        var found: [Change] = []
        var current = Change(old: 0..<0, new: 0..<0)
        for line in LineDifference.lines(from: old, to: new) {
            switch line {
            case .remove: current.old = current.old.lowerBound..<(current.old.upperBound + 1)
            case .add: current.new = current.new.lowerBound..<(current.new.upperBound + 1)
            case .keep:
                found.append(current)
                let (i, j) = (current.old.upperBound + 1, current.new.upperBound + 1)
                current = Change(old: i..<i, new: j..<j)
            }
        }
        return found + [current]
    }

    /// Settles how many blank lines stand around and in a change; `false` where nothing does.
    private static func settle(
        _ change: Change, _ old: Text, _ file: Text, _ new: inout Text
    ) -> Bool {
        let gaps = change.old.lowerBound...change.old.upperBound
        let isAsQuoted = gaps.allSatisfy { old.blanks[$0] == file.blanks[$0] }
        if isAsQuoted { return true }
        let (head, tail) = (change.new.lowerBound, change.new.upperBound)
        switch (change.old.isEmpty, change.new.isEmpty) {
        case (true, true), (false, false):
            guard change.old.count <= 1 || change.new.count <= 1 else { return false }
            return settle(change.old.lowerBound, head, old, file, &new)
                && (tail == head || settle(change.old.upperBound, tail, old, file, &new))
        case (true, false):
            // Lines go in between; they bring the blank lines of the file along or nothing does.
            let real = file.blanks[change.old.lowerBound]
            return new.blanks[head] >= real || new.blanks[tail] >= real
        case (false, true):
            return false
        }
    }

    private static func settle(
        _ gap: Int, _ newGap: Int, _ old: Text, _ file: Text, _ new: inout Text
    ) -> Bool {
        let real = file.blanks[gap]
        if old.blanks[gap] == real || new.blanks[newGap] == real { return true }
        guard new.blanks[newGap] == old.blanks[gap] else { return false }
        new.blanks[newGap] = real
        return true
    }
}
