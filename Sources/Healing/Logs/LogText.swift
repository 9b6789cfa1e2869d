/// Logs as text.
enum LogText {
    /// The lines of a log, without escape sequences and carriage returns.
    ///
    /// - Parameter limitBytes: Of a longer line the beginning is kept; nothing that tells a
    ///   failure is longer.
    static func lines(of log: String, limitBytes: Int = 4000) -> [String] {
        Normalizer.withoutControl(log).utf8
            .split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .map { line in
                line.count <= limitBytes
                    ? String(decoding: line, as: UTF8.self)
                    : String(decoding: line.prefix(limitBytes), as: UTF8.self)
            }
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
