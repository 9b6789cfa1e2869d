import Effects

/// Reads the lines in front of a reply's body.
///
/// An interim reply (status 1xx) comes before the real one and is forgotten; what follows the body
/// (trailers) is not part of the head.
struct ReplyHead {
    /// Whether a line has come.
    private(set) var hasBegun = false

    private var status = 0
    private var headers: [HTTPHeader] = []
    private var isPassedOn = false
    private var bytes = 0

    /// Takes a line with its line end and returns how many bytes have come in all.
    mutating func take(_ line: [UInt8]) -> Int {
        hasBegun = true
        bytes += line.count
        guard !isPassedOn else { return bytes }
        let text = String(decoding: line, as: UTF8.self)
        if text.hasPrefix("HTTP/") {
            headers = []
            let words = text.split(separator: " ", maxSplits: 2)
            status = words.count > 1 ? Int(words[1].prefix(3)) ?? 0 : 0
        } else if let colon = text.firstIndex(of: ":") {
            let value = text[text.index(after: colon)...]
            headers.append(HTTPHeader(String(text[..<colon]), Self.trimmed(value)))
        }
        return bytes
    }

    /// The status and the headers, the first time it is asked for.
    mutating func complete() -> (status: Int, headers: [HTTPHeader])? {
        guard !isPassedOn else { return nil }
        isPassedOn = true
        return (status, headers)
    }

    private static func trimmed(_ text: Substring) -> String {
        let isBlank: (UInt8) -> Bool = { [9, 10, 13, 32].contains($0) }
        let bytes = text.utf8.drop(while: isBlank)
        let end = bytes.lastIndex { !isBlank($0) }.map(bytes.index(after:)) ?? bytes.startIndex
        return String(bytes[..<end]) ?? ""
    }
}
