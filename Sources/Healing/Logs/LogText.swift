/// Logs as text.
enum LogText {
    /// The lines of a log, without escape sequences and carriage returns.
    static func lines(of log: String) -> [String] {
        Normalizer.withoutControl(log).split(separator: "\n", omittingEmptySubsequences: false)
            .map(String.init)
    }

    /// The last component of a path.
    static func name(of path: String) -> String {
        path.split(separator: "/").last.map(String.init) ?? path
    }
}

extension StringProtocol {
    /// The text without blanks at its ends.
    func trimmingBlanks() -> String {
        var text = self[...].drop(while: \.isWhitespace)
        while text.last?.isWhitespace == true { text = text.dropLast() }
        return String(text)
    }
}
