/// The difference of two lists of lines as a hunk.
enum LineDifference {
    /// Pairs the lines of a quotation with those of its replacement.
    ///
    /// Lines that are alike become kept lines. Quotations of more than 3,000 lines that
    /// differ in the middle are not paired there, so that the time stays bounded.
    ///
    /// - Parameter isMeant: Tells of a pair of lines that read alike whether replacing one
    ///   by the other is meant nevertheless.
    static func lines(
        from before: [Bytes], to after: [Bytes], reading: LineReading = .exact,
        isMeant: (_ old: Int, _ new: Int) -> Bool = { _, _ in false }
    ) -> [Hunk.Line] {
        let (old, new) = (before.map(reading.key), after.map(reading.key))
        var head = 0
        while head < min(old.count, new.count), old[head] == new[head] { head += 1 }
        var tail = 0
        while tail < min(old.count, new.count) - head,
            old[old.count - 1 - tail] == new[new.count - 1 - tail]
        { tail += 1 }

        var out: [Hunk.Line] = []
        func pair(_ i: Int, _ j: Int) {
            if isMeant(i, j) {
                out += [.remove(Array(before[i])), .add(Array(after[j]))]
            } else {
                out.append(.keep(Array(before[i])))
            }
        }
        for index in 0..<head { pair(index, index) }
        let (oldMiddle, newMiddle) = (head..<(old.count - tail), head..<(new.count - tail))
        if oldMiddle.count + newMiddle.count <= 3000 {
            let difference = Array(new[newMiddle]).difference(from: Array(old[oldMiddle]))
            var removed = Set<Int>()
            var added = Set<Int>()
            for change in difference {
                switch change {
                case .remove(let offset, _, _): removed.insert(offset + head)
                case .insert(let offset, _, _): added.insert(offset + head)
                }
            }
            var (i, j) = (head, head)
            while i < oldMiddle.upperBound || j < newMiddle.upperBound {
                if i < oldMiddle.upperBound, removed.contains(i) {
                    out.append(.remove(Array(before[i])))
                    i += 1
                } else if j < newMiddle.upperBound, added.contains(j) {
                    out.append(.add(Array(after[j])))
                    j += 1
                } else {
                    pair(i, j)
                    i += 1
                    j += 1
                }
            }
        } else {
            out += before[oldMiddle].map { .remove(Array($0)) }
            out += after[newMiddle].map { .add(Array($0)) }
        }
        for offset in (0..<tail).reversed() { pair(old.count - 1 - offset, new.count - 1 - offset) }
        return out
    }
}
