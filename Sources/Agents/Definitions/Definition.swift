/// Something that a file defines: a function, a type, a constant.
package struct Definition: Hashable, Sendable {
    package var name: String
    /// Its head as the file writes it, without indentation, shortened.
    package var head: String
    /// How deep it is indented, in steps; 0 outermost.
    package var depth: Int

    package init(name: String, head: String, depth: Int) {
        self.name = name
        self.head = head
        self.depth = depth
    }

    /// Bytes of a head at most.
    static let headLimit = 120
    /// Definitions of one file at most.
    static let fileLimit = 200

    /// Makes one of a line of a file.
    init(name: String, line: ArraySlice<UInt8>) {
        self.name = name
        var text = line
        var columns = 0
        while let byte = text.first, byte == 0x20 || byte == 0x09 {
            columns += byte == 0x09 ? 4 : 1
            text = text.dropFirst()
        }
        while let byte = text.last,
            byte == 0x20 || byte == 0x09 || byte == 0x0d || byte == UInt8(ascii: "{")
        {
            text = text.dropLast()
        }
        // Half a character at the cut is no character.
        var cut = text.prefix(Definition.headLimit)
        while cut.count < text.count, let byte = cut.last, byte & 0xC0 == 0x80 {
            cut = cut.dropLast()
        }
        if cut.count < text.count, let byte = cut.last, byte >= 0xC0 { cut = cut.dropLast() }
        head = String(
            String.UnicodeScalarView(
                String(decoding: cut, as: UTF8.self).unicodeScalars.map {
                    $0.properties.generalCategory == .control ? " " : $0
                }))
        depth = min(columns / 2, 8)
    }
}
