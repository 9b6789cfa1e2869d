/// What the lines of a file are indented with.
struct IndentStyle {
    /// Whether lines begin with tabs; `nil` where no line is indented, or both are common.
    let usesTabs: Bool?
    /// By how many blanks one level is indented; `nil` where that is not clear.
    let unit: Int?

    /// Reads the indentation of some lines; the first few thousand tell enough.
    init(_ lines: [Bytes]) {
        var (tabs, blanks) = (0, 0)
        var steps: [Int: Int] = [:]
        var width = 0
        for line in lines.prefix(5000) where !line.isBlankLine {
            let indent = line.indent
            if indent.first == 0x09 { tabs += 1 }
            if indent.count > 1, indent.first == 0x20 { blanks += 1 }
            guard !indent.contains(0x09) else { continue }
            if indent.count > width { steps[indent.count - width, default: 0] += 1 }
            width = indent.count
        }
        if tabs > 10 * blanks {
            usesTabs = true
        } else {
            usesTabs = blanks > 10 * tabs ? false : nil
        }
        let usual = steps.max { ($0.value, $1.key) < ($1.value, $0.key) }
        unit = usual.flatMap { (2...8).contains($0.key) ? $0.key : nil }
    }

    /// The width of one level in lines that are indented with blanks: their common divisor.
    static func commonWidth(of indents: some Sequence<Bytes>) -> Int? {
        var common = 0
        for indent in indents where !indent.isEmpty {
            guard indent.allSatisfy({ $0 == 0x20 }) else { return nil }
            var (a, b) = (common, indent.count)
            while b != 0 { (a, b) = (b, a % b) }
            common = a
        }
        return (2...8).contains(common) ? common : nil
    }
}
