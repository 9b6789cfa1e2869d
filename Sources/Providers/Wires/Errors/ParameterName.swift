/// The parameter in a sentence that refuses it.
enum ParameterName {
    /// The first name in quotes or backticks, or the one before or behind a colon.
    static func quoted(in message: String) -> String? {
        var rest = message[...]
        while let open = rest.firstIndex(where: { "'`\"".contains($0) }) {
            let inner = rest[rest.index(after: open)...]
            if let close = inner.firstIndex(of: rest[open]), isName(inner[..<close]) {
                return String(inner[..<close])
            }
            rest = inner
        }
        // "Unrecognized request argument supplied: x", "x: Extra inputs are not permitted"
        let parts = message.split(separator: ":").map { part in
            part.drop { $0 == " " }
        }
        guard parts.count > 1 else { return nil }
        return [parts.last, parts.first].compactMap(\.self).first(where: isName).map { String($0) }
    }

    private static func isName(_ text: some StringProtocol) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch Unicode.Scalar(byte) {
                case "a"..."z", "A"..."Z", "0"..."9", "_", ".", "[", "]": true
                default: false
                }
            }
    }
}
