package import Effects

/// Reads the lines in front of a reply's body.
///
/// An interim reply (status 1xx) comes before the real one and is forgotten; what follows the body
/// (trailers) is not part of the head. Whatever bytes come, there is a result: curl has already
/// refused what is not HTTP.
package struct ReplyHead {
    /// Whether the status line of the reply has come; an interim one does not count.
    package var hasBegun: Bool { status >= 200 }

    private var status = 0
    private var headers: [HTTPHeader] = []
    private var isPassedOn = false
    private var byteCount = 0

    package init() {}

    /// Takes a line with its line end and returns how many bytes have come in all.
    package mutating func take(_ line: [UInt8]) -> Int {
        byteCount += line.count
        guard !isPassedOn else { return byteCount }
        if line.starts(with: "HTTP/".utf8) {
            headers = []
            status = Self.status(in: line)
        } else if let first = line.first, first == 9 || first == 32 {
            continueHeader(with: line)
        } else if let colon = line.firstIndex(of: UInt8(ascii: ":")) {
            let name = Self.text(line[..<colon])
            let value = Self.text(line[(colon + 1)...])
            if !name.isEmpty { headers.append(HTTPHeader(name, value)) }
        }
        return byteCount
    }

    /// The status and the headers, the first time it is asked for.
    package mutating func complete() -> (status: Int, headers: [HTTPHeader])? {
        guard !isPassedOn else { return nil }
        isPassedOn = true
        return (status, headers)
    }

    /// A line that begins with a blank belongs to the header before it (RFC 9112, 5.2).
    private mutating func continueHeader(with line: [UInt8]) {
        let more = Self.text(line[...])
        guard !more.isEmpty, let last = headers.indices.last else { return }
        headers[last].value += headers[last].value.isEmpty ? more : " \(more)"
    }

    /// The three digits after the first blank; 0 where there are none.
    private static func status(in line: [UInt8]) -> Int {
        let digits = line.drop { $0 != 32 }.drop { $0 == 32 }.prefix(3)
        guard digits.count == 3, digits.allSatisfy({ (48...57).contains($0) }) else { return 0 }
        return digits.reduce(0) { $0 * 10 + Int($1 - 48) }
    }

    /// The bytes as text without the blanks around them; what is not UTF-8 is replaced.
    private static func text(_ bytes: ArraySlice<UInt8>) -> String {
        let isBlank: (UInt8) -> Bool = { [9, 10, 13, 32].contains($0) }
        let start = bytes.drop(while: isBlank)
        let end = start.lastIndex { !isBlank($0) }.map { $0 + 1 } ?? start.startIndex
        return String(decoding: start[..<end], as: UTF8.self)
    }
}
