/// Reads what is expected out of a scalar's text.
enum Scalar {
    /// The words of YAML and of git's configuration.
    static func boolean(_ text: String) -> Bool? {
        switch text.lowercased() {
        case "true", "yes", "on", "1": true
        case "false", "no", "off", "0": false
        default: nil
        }
    }

    /// A decimal number, with `_` between digits as YAML 1.1 allows.
    static func integer(_ text: String) -> Int? {
        guard text.first != "_", text.last != "_" else { return nil }
        return Int(text.filter { $0 != "_" })
    }

    /// A finite decimal number.
    static func number(_ text: String) -> Double? {
        guard text.unicodeScalars.allSatisfy(isOfNumber) else { return nil }
        return Double(text).flatMap { $0.isFinite ? $0 : nil }
    }

    /// Keeps `nan`, `inf` and hexadecimal out.
    private static func isOfNumber(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "0"..."9", ".", "-", "+", "e", "E": true
        default: false
        }
    }
}
