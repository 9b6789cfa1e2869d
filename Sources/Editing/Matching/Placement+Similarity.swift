extension Placement {
    /// How alike the quoted lines and those of the file are, from 0 to 1.
    ///
    /// Lines are compared one by one with their counterparts; a quoted line without one
    /// counts as missing.
    func similarity(to lines: [Bytes]) -> Double {
        if strategy == .exact || strategy == .lineEnds { return 1 }
        var matched = 0.0
        var total = 0
        for (quoted, place) in zip(hunk.before, places) {
            guard let place else {
                total += quoted.count + 1
                continue
            }
            let real = Array(lines[place])
            let both = quoted.count + real.count + 2
            total += both
            matched +=
                quoted == real
                ? Double(both)
                : 2 + Editing.similarity(quoted, real) * Double(both - 2)
        }
        return total == 0 ? 1 : matched / Double(total)
    }
}
