/// A line that begins with two at signs in a unified diff.
struct DiffHunkHeader {
    /// First line and number of lines in the old file, where the header is complete.
    var old: (line: Int, count: Int)?
    /// First line and number of lines in the new file.
    var new: (line: Int, count: Int)?
    /// The text behind the header: the definition that the hunk is in.
    var heading: [UInt8]?

    /// Reads a header, complete or not; `nil` where the line is none.
    init?(_ line: Bytes) {
        guard var rest = line.dropping("@@") else { return nil }
        rest = rest.trimmedStart
        if let (old, afterOld) = Self.range(rest, sign: 0x2D),
            let (new, afterNew) = Self.range(afterOld.trimmedStart, sign: 0x2B)
        {
            self.old = old
            self.new = new
            rest = afterNew.trimmedStart
            rest = rest.dropping("@@") ?? rest
        } else if let end = rest.position(of: [0x40, 0x40]) {
            // `@@ ... @@ heading`: nothing to be known but the heading.
            rest = rest[(end + 2)...]
        }
        let heading = rest.trimmed
        self.heading = heading.isEmpty || heading.equals("...") ? nil : Array(heading)
    }

    private static func range(_ text: Bytes, sign: UInt8) -> ((line: Int, count: Int), Bytes)? {
        guard text.first == sign, let (line, rest) = number(text.dropFirst()) else { return nil }
        guard rest.first == 0x2C, let (count, end) = number(rest.dropFirst()) else {
            return ((line, 1), rest)
        }
        return ((line, count), end)
    }

    private static func number(_ text: Bytes) -> (Int, Bytes)? {
        let digits = text.prefix(while: \.isDigit)
        guard (1...9).contains(digits.count) else { return nil }
        let value = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
        return (value, text.dropFirst(digits.count))
    }
}
