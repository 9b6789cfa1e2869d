#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

import RunModel

/// Where results, progress and diagnostics go.
///
/// Standard output carries the result, standard error progress and diagnostics (`cli.md`).
package struct Output: Sendable {
    /// Results are one JSON object, or one a line.
    package var isJSON: Bool
    /// No progress.
    package var isQuiet: Bool
    /// Standard output is a terminal.
    package let isTerminal: Bool
    /// Standard error is a terminal.
    package let isErrorTerminal: Bool
    /// Columns of the terminal.
    package let width: Int
    private let usesColor: Bool

    package init(isJSON: Bool = false, isQuiet: Bool = false, environment: [String: String]) {
        self.isJSON = isJSON
        self.isQuiet = isQuiet
        isTerminal = isatty(STDOUT_FILENO) == 1
        isErrorTerminal = isatty(STDERR_FILENO) == 1
        usesColor =
            isTerminal && (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
        width = environment["COLUMNS"].flatMap { Int($0) } ?? Output.terminalWidth() ?? 80
    }

    /// Nothing of the result arrives any more: whoever only prints may stop.
    package var isLost: Bool { StandardStream.output.isLost }

    /// Writes a line of the result; no text in it can steer a terminal.
    package func print(_ line: String = "") { write(Array((shielded(line) + "\n").utf8)) }

    /// Writes bytes of the result as they are.
    package func write(_ bytes: [UInt8]) { StandardStream.output.write(bytes) }

    /// Writes a line of diagnostics; no text in it can steer a terminal.
    package func note(_ line: String) { progress(shielded(line) + "\n") }

    /// Writes to standard error without a line's end.
    package func progress(_ text: String) { StandardStream.error.write(Array(text.utf8)) }

    /// Writes an object on one line.
    package func json(_ value: some Encodable) {
        guard let bytes = try? CanonicalJSON.encode(value) else {
            preconditionFailure("a result has no number that is no number")
        }
        write(Visible.json(bytes) + [0x0a])
    }

    /// The ways text can stand out.
    package enum Style: String, CaseIterable, Sendable {
        case bold = "1"
        case faint = "2"
        case red = "31"
        case green = "32"
        case yellow = "33"
        case cyan = "36"
    }

    /// Text that stands out where the terminal can do that.
    package func styled(_ text: String, _ style: Style) -> String {
        usesColor ? "\u{1b}[\(style.rawValue)m\(text)\u{1b}[0m" : text
    }

    /// Makes visible whatever came in unseen, beside the styles that were meant.
    private func shielded(_ line: String) -> String {
        let escape = "\u{1b}["
        guard usesColor, line.contains("\u{1b}") else { return Visible.text(line) }
        let pieces = line.split(separator: escape, omittingEmptySubsequences: false)
        let styles = Style.allCases.map(\.rawValue) + ["0"]
        return pieces.dropFirst().reduce(into: Visible.text(String(pieces[0]))) { text, piece in
            let code = piece.prefix { $0 != "m" }
            let isStyle = code.count < piece.count && styles.contains(String(code))
            text +=
                isStyle
                ? escape + code + "m" + Visible.text(String(piece.dropFirst(code.count + 1)))
                : Visible.text(escape + piece)
        }
    }

    private static func terminalWidth() -> Int? {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
            return nil
        }
        return Int(size.ws_col)
    }
}
