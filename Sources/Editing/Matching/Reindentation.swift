/// How a hunk that is indented otherwise than the file is made to fit.
///
/// Mostly the new lines are shifted as the quoted ones are. But a model may quote lines
/// without their indentation and write the new ones with it, or lose only the blanks
/// before the first line; where two such readings are left, nothing decides.
struct Reindentation {
    /// The hunk whose lines the shift is for.
    let hunk: Hunk
    /// What the new lines are put through.
    let shift: Shift
    /// Whether more than one reading is left.
    private(set) var isUndecided = false

    /// Fits a hunk to its place; `nil` where no reading explains it.
    ///
    /// - Parameters:
    ///   - hunk: The hunk as it was written.
    ///   - real: For each quoted line the line of the file; `nil` for one that it has not.
    ///   - style: What the file is indented with.
    init?(_ hunk: Hunk, real: [Bytes?], style: IndentStyle) {
        let before = hunk.before.map { $0[...] }
        let after = hunk.after.map { $0[...] }
        let pairs = zip(before, real).compactMap { quoted, real in
            real.map { (quoted: quoted, real: $0) }
        }
        let new = hunk.lines.compactMap { line in
            if case .add(let text) = line { text[...] } else { nil }
        }
        guard let explained = Shift.explaining(pairs, new: new, style: style) else {
            guard let fitted = Self.withFirstLine(hunk, before, after, real) else { return nil }
            self.hunk = fitted
            self.shift = .none
            return
        }
        let shift = explained.shift
        guard explained.isDecided, !shift.isNone, !new.isEmpty else {
            self.hunk = hunk
            self.shift = shift
            isUndecided = !explained.isDecided && !new.isEmpty
            return
        }
        switch Self.newLines(hunk, before, after, real, style) {
        case .shifted:
            self.hunk = hunk
            self.shift = shift
        case .asWritten:
            var copy = hunk
            copy.lines = LineDifference.lines(
                from: before.map { shift.apply(Array($0)).map { $0[...] } ?? $0 }, to: after)
            self.hunk = copy
            self.shift = .none
            // An edit that changes nothing was not meant so.
            isUndecided = copy.before == copy.after
        case .undecided:
            self.hunk = hunk
            self.shift = shift
            isUndecided = true
        }
    }

    /// What the new lines need.
    private enum NewLines {
        case shifted, asWritten, undecided
    }

    private static func newLines(
        _ hunk: Hunk, _ before: [Bytes], _ after: [Bytes], _ real: [Bytes?], _ style: IndentStyle
    ) -> NewLines {
        let solidBefore = before.filter { !$0.isBlankLine }
        let solidAfter = after.filter { !$0.isBlankLine }
        guard let old = least(solidBefore), let new = least(solidAfter) else { return .shifted }
        let hasKept = hunk.lines.contains { line in
            if case .keep(let text) = line { !text[...].isBlankLine } else { false }
        }
        // Lines of both halves show whether the new ones have the file's indentation.
        var (alike, asInFile) = (hasKept ? 1 : 0, 0)
        for (quoted, real) in zip(before, real) where !quoted.isBlankLine {
            guard let real else { continue }
            for line in solidAfter where line.trimmed == quoted.trimmed {
                if line.indent == quoted.indent { alike += 1 }
                if line.indent == real.indent { asInFile += 1 }
            }
        }
        if old == new {
            // A new head may indent what is quoted by as much as its indentation lacks.
            let isWrapped = opens(solidAfter[0]) && solidAfter[0].indent == new
            if alike == 0, asInFile > 0, !isWrapped { return .undecided }
            return solidBefore.count > 1 || isShiftedBlock(solidAfter, real, style)
                ? .shifted : .undecided
        }
        if alike > 0 { return asInFile == 0 ? .shifted : .undecided }
        return asInFile > 0 ? .asWritten : .undecided
    }

    /// Whether deeper lines are expected below a line.
    private static func opens(_ line: Bytes) -> Bool {
        guard let end = line.trimmedEnd.last else { return false }
        return [0x3A, 0x7B, 0x28, 0x5B, 0x2C, 0x5C, 0x3D, 0x3E].contains(end)
    }

    /// The smallest indentation of some lines.
    private static func least(_ lines: [Bytes]) -> Bytes? {
        lines.map(\.indent).min { $0.count < $1.count }
    }

    /// Whether new lines for a single quoted one are a block without its indentation.
    ///
    /// They could also have theirs, all but the first: then they would stand too deep below
    /// it, or be deeper although it opens nothing.
    private static func isShiftedBlock(
        _ after: [Bytes], _ real: [Bytes?], _ style: IndentStyle
    ) -> Bool {
        guard let first = after.first, let second = after.dropFirst().first, first.indent.isEmpty,
            let indent = real.lazy.compactMap({ $0 }).first(where: { !$0.isBlankLine })?.indent,
            !indent.isEmpty, after.dropFirst().allSatisfy({ !$0.indent.isEmpty })
        else { return true }
        let isTab = second.indent.first == 0x09
        return opens(first) && second.indent.count <= (isTab ? 1 : max(4, style.unit ?? 4))
    }

    /// The hunk with the indentation of its first line, where that is all that is missing.
    private static func withFirstLine(
        _ hunk: Hunk, _ before: [Bytes], _ after: [Bytes], _ real: [Bytes?]
    ) -> Hunk? {
        guard let at = before.firstIndex(where: { !$0.isBlankLine }), let head = real[at],
            before[at].indent.isEmpty, !head.indent.isEmpty,
            zip(before, real).dropFirst(at + 1).allSatisfy({ quoted, real in
                real.map { $0.indent == quoted.indent } ?? true || quoted.isBlankLine
            }),
            before.dropFirst(at + 1).contains(where: { !$0.indent.isEmpty && !$0.isBlankLine })
        else { return nil }
        var (old, new) = (before, after)
        old[at] = (head.indent + old[at])[...]
        if let first = new.firstIndex(where: { !$0.isBlankLine }) {
            if new[first].indent.isEmpty {
                new[first] = (head.indent + new[first])[...]
            } else if new[first].indent != head.indent {
                return nil
            }
        }
        var copy = hunk
        copy.lines = LineDifference.lines(from: old, to: new)
        return copy
    }
}
