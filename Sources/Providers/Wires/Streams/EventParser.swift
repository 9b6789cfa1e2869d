/// An event of a stream of server-sent events.
package struct ServerSentEvent: Hashable, Sendable {
    /// What the `event:` line says; nil where there is none.
    package var name: String?
    /// The `data:` lines, joined by line feeds; not decoded, so that no character is cut.
    package var data: [UInt8]

    package init(name: String? = nil, data: [UInt8]) {
        self.name = name
        self.data = data
    }
}

/// Takes a stream of server-sent events apart, however it is cut into pieces.
///
/// By the WHATWG rules: lines end with LF, CRLF or CR, a blank after the colon and a byte order
/// mark at the beginning are passed over, comments and unknown fields are ignored, and what no
/// blank line ends is no event.
package struct EventParser: Sendable {
    /// A line or an event was longer than the limit.
    package struct TooLong: Error, Hashable, Sendable {
        package var limitBytes: Int

        package init(limitBytes: Int) { self.limitBytes = limitBytes }
    }

    private let limitBytes: Int
    /// The beginning of a line whose end has not come yet.
    private var line: [UInt8] = []
    private var data: [UInt8] = []
    private var hasData = false
    private var name: String?
    private var isFirstLine = true
    /// The last byte was a CR; an LF behind it belongs to it.
    private var isAfterReturn = false

    private static let lineFeed = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")

    package init(limitBytes: Int = 16 << 20) { self.limitBytes = limitBytes }

    /// Takes the next bytes and gives back the events that end in them.
    ///
    /// - Throws: ``TooLong``; the parser is of no use after it.
    package mutating func take(_ bytes: [UInt8]) throws(TooLong) -> [ServerSentEvent] {
        var events: [ServerSentEvent] = []
        var start = 0
        if isAfterReturn, bytes.first == Self.lineFeed { start = 1 }
        if !bytes.isEmpty { isAfterReturn = false }
        var position = start
        while position < bytes.count {
            let byte = bytes[position]
            guard byte == Self.lineFeed || byte == Self.carriageReturn else {
                position += 1
                continue
            }
            if line.isEmpty {
                try end(bytes[start..<position], &events)
            } else {
                line += bytes[start..<position]
                let whole = line
                line.removeAll(keepingCapacity: true)
                try end(whole[...], &events)
            }
            position += 1
            if byte == Self.carriageReturn {
                if position == bytes.count {
                    isAfterReturn = true
                } else if bytes[position] == Self.lineFeed {
                    position += 1
                }
            }
            start = position
        }
        line += bytes[start...]
        guard line.count <= limitBytes else { throw TooLong(limitBytes: limitBytes) }
        return events
    }

    /// Takes a line without its end.
    private mutating func end(
        _ line: ArraySlice<UInt8>, _ events: inout [ServerSentEvent]
    ) throws(TooLong) {
        var line = line
        if isFirstLine {
            isFirstLine = false
            if line.starts(with: [0xEF, 0xBB, 0xBF]) { line = line.dropFirst(3) }
        }
        guard let first = line.first else {
            if hasData { events.append(ServerSentEvent(name: name, data: data)) }
            data = []
            hasData = false
            name = nil
            return
        }
        guard first != UInt8(ascii: ":") else { return }
        let colon = line.firstIndex(of: UInt8(ascii: ":")) ?? line.endIndex
        let field = line[..<colon]
        var value = line[colon...].dropFirst()
        if value.first == UInt8(ascii: " ") { value = value.dropFirst() }
        if field.elementsEqual("data".utf8) {
            if hasData { data.append(Self.lineFeed) }
            hasData = true
            data += value
            guard data.count <= limitBytes else { throw TooLong(limitBytes: limitBytes) }
        } else if field.elementsEqual("event".utf8) {
            name = String(decoding: value, as: UTF8.self)
        }
    }
}
