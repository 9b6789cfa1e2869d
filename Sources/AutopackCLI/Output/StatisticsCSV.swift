import Ledger
import RunModel

/// Statistics as comma-separated values (RFC 4180): a header, and a row for each group.
enum StatisticsCSV {
    /// Writes the table; without a grouping its one row is of all runs.
    static func write(_ statistics: Statistics, by grouping: Statistics.Grouping?) -> [UInt8] {
        let total = statistics.total
        let rows = grouping.map { statistics.groups(by: $0) } ?? [total]
        let header = ["group"] + total.figures.map(\.name)
        return Array(
            ([header] + rows.map { [$0.name] + $0.figures.map { text($0.value) } })
                .map { $0.map(field).joined(separator: ",") + "\r\n" }.joined().utf8)
    }

    /// What is not known is an empty field; words are `import_error=3;syntax_error=1`.
    private static func text(_ value: Figure.Value) -> String {
        switch value {
        case .count(let number): String(number)
        case .ratio(let number): number.map { "\($0)" } ?? ""
        case .money(let money): money.map { String($0.description.dropLast(" USD".count)) } ?? ""
        case .words(let words):
            words.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
                .joined(separator: ";")
        }
    }

    private static func field(_ text: String) -> String {
        let text = Visible.line(text)
        guard text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else {
            return text
        }
        return "\"\(text.replacing("\"", with: "\"\""))\""
    }
}
